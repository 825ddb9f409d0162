"""Programs packed with PyInstaller, without options for the SDK."""

from __future__ import annotations

import importlib
import json
import pkgutil
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType

import pytest

from cortex_async._pyinstaller import APART, files, hook_dirs, modules
from cortex_async.emulator import Emulator
from cortex_async.emulator.thread import ThreadedEmulator
from tests.packaging.programs import PRINTED, PROGRAM, ROOT, run

# Libraries of the SDK's tests, which PyInstaller would pack only because they are installed.
BESIDE = (
    *("pydantic", "pydantic_core", "django", "hypothesis", "IPython", "pytest", "gevent"),
    *("setuptools", "opentelemetry", "uvloop", "psutil", "pkg_resources", "tkinter"),
    *("redis", "hiredis", "nats", "cryptography", "requests", "urllib3", "importlib_metadata", "gunicorn"),
)

PACK = "import gc; from PyInstaller.__main__ import run; gc.disable(); run()"
"""PyInstaller without garbage collection, which takes a fifth of its time: it keeps the syntax trees that it makes."""


@pytest.mark.timeout(300)
def test_a_packed_program_runs(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(PROGRAM)
    excluded = [option for name in BESIDE for option in ("--exclude-module", name)]
    subprocess.run(
        [sys.executable, "-c", PACK, "--noconfirm", "--log-level", "ERROR", *excluded, "program.py"],
        cwd=tmp_path,
        # PyInstaller finds the hooks of an editable installation, but not its packages.
        env={
            "PATH": "/usr/bin:/bin",
            "PYTHONPATH": str(ROOT),
            "PYINSTALLER_CONFIG_DIR": str(tmp_path / "cache"),
        },
        check=True,
        timeout=280,
    )
    with ThreadedEmulator(Emulator()) as emulator:
        environment = {"CORTEX_BASE_URL": emulator.base_url, "CORTEX_API_KEY": emulator.api_key}
        program = tmp_path / "dist" / "program" / "program"
        assert run([str(program), emulator.project_id], environment) == ([*PRINTED, "program.py"], "")
    assert not list((tmp_path / "dist").rglob("*pyarrow*")), "only transcripts as Arrow tables need it"


def test_the_hooks_are_found() -> None:
    (found,) = [entry for entry in entry_points(group="pyinstaller40") if "cortex" in entry.value]
    assert found.load() is hook_dirs


def hook(name: str) -> dict[str, object]:
    (folder,) = hook_dirs()
    path = Path(folder) / f"hook-{name}.py"
    values: dict[str, object] = {}
    exec(compile(path.read_text(), str(path), "exec"), values)
    return values


def by_name(package: ModuleType) -> set[str]:
    """The modules that a package imports by name when an attribute is used."""
    homes: dict[str, str] = getattr(package, "_HOMES", None) or getattr(package, "_MODULES", {})
    lazy: tuple[str, ...] = getattr(package, "_LAZY_MODULES", ())
    return {f"{package.__name__}.{module}" for module in (*homes.values(), *lazy)}


LOOKED_UP = {
    "cortex_async": ["cortex_async", "cortex_async._generated.models"],
    "cortex_sync": ["cortex_sync"],
    "cortex_async.contrib.nimrobo": ["cortex_async.contrib.nimrobo._generated.models"],
    "cortex_async.contrib.orga": ["cortex_async.contrib.orga._generated.models"],
    "cortex_async.contrib.rtcstack": ["cortex_async.contrib.rtcstack._generated.models"],
}


@pytest.mark.parametrize("package", LOOKED_UP)
def test_a_hook_names_every_module_that_is_looked_up_by_name(package: str) -> None:
    hidden = set(hook(package)["hiddenimports"])  # type: ignore[call-overload]  # a list
    for name in LOOKED_UP[package]:
        looked_up = by_name(importlib.import_module(name))
        if name.endswith(".models"):
            looked_up |= {one.replace(".models.", ".decoders.") for one in looked_up}
            looked_up = {one for one in looked_up if importlib.util.find_spec(one)}
        assert looked_up
        assert looked_up <= hidden


def test_the_hooks_together_name_every_module_that_is_there() -> None:
    named: set[str] = set()
    (folder,) = hook_dirs()
    for path in Path(folder).glob("hook-*.py"):
        named |= set(hook(path.stem.removeprefix("hook-")).get("hiddenimports", ()))  # type: ignore[call-overload]
    for name in ("cortex_async", "cortex_sync"):
        package = importlib.import_module(name)
        found = {module.name for module in pkgutil.walk_packages(package.__path__, f"{name}.")}
        apart = {one for one in found if one.split(".")[1] in APART}
        assert found - apart <= named


def test_what_comes_only_with_what_uses_it_is_left_out() -> None:
    named = {*modules("cortex_async", without=APART), *modules("cortex_sync", without=APART)}
    assert not [name for name in named if name.split(".")[1:2] and name.split(".")[1] in APART]
    assert "cortex_async.contrib.orga.fake" not in hook("cortex_async.contrib.orga")["hiddenimports"]  # type: ignore[operator]


def test_files_that_are_read_are_named_where_they_are() -> None:
    for path, _ in hook("cortex_async.emulator")["datas"]:  # type: ignore[attr-defined]
        assert Path(path).is_file()
    assert files("cortex_async._generated", "openapi.json")[0][1] == "cortex_async/_generated"


def test_what_a_call_loads_is_among_what_the_hooks_name() -> None:
    program = (
        PROGRAM
        + "\nimport json\nprint(json.dumps([name for name in sys.modules if name.startswith('cortex_')]))\n"
    )
    with ThreadedEmulator(Emulator()) as emulator:
        environment = {"CORTEX_BASE_URL": emulator.base_url, "CORTEX_API_KEY": emulator.api_key}
        command = [sys.executable, "-c", program, emulator.project_id]
        printed, errors = run(command, {**environment, "PYTHONPATH": str(ROOT)})
    assert errors == ""
    loaded = {name for name in json.loads(printed[-1]) if not name.endswith("pytest_plugin")}
    assert loaded <= {*modules("cortex_async", without=APART), *modules("cortex_sync", without=APART)}
