"""The peers' clients for the same spec, generated once for each spec."""

from __future__ import annotations

import hashlib
import importlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.harness.environment import FOLDER as ENVIRONMENT
from benchmarks.harness.environment import PYTHON, ROOT

KEPT = ENVIRONMENT / "clients"
SPEC = ROOT / "spec" / "cortex" / "openapi.json"
FOLDER = "CORTEX_BENCHMARK_CLIENTS"
"""Environment variable with the folder of the clients, for the processes that measure."""

PYTHON_CLIENT = "peer_opc"
GENERATOR = "peer_oag"


def generate(wanted: frozenset[str]) -> list[str]:
    """Generate the wanted clients, unless an earlier run did. Returns a line for each that is missing here.

    They are kept in the peers' environment, which is made again for other versions of their generators.
    """
    folder = KEPT / hashlib.sha256(SPEC.read_bytes()).hexdigest()[:12]
    folder.mkdir(parents=True, exist_ok=True)
    os.environ[FOLDER] = str(folder)
    if PYTHON_CLIENT in wanted:
        _once(folder / PYTHON_CLIENT, run_openapi_python_client)
    if GENERATOR in wanted:
        if shutil.which("java") is None:
            return ["openapi-generator is skipped: Java is not installed"]
        _once(folder / "oag", run_openapi_generator)
    return []


def _once(target: Path, make: Callable[[Path, Path], None]) -> None:
    """Make a client, whole or not at all."""
    if target.is_dir():
        return
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        made = Path(folder) / target.name
        make(SPEC, made)
        made.rename(target)


def run_openapi_python_client(spec: Path, target: Path) -> None:
    run_tool("openapi-python-client", "generate", "--path", spec, "--output-path", target, "--meta", "none")


def run_openapi_generator(spec: Path, target: Path) -> None:
    run_tool(
        "openapi-generator-cli", "generate", "-i", spec, "-g", "python", "--library", "asyncio",
        "--package-name", GENERATOR, "-o", target,
    )  # fmt: skip


def run_tool(name: str, *arguments: object) -> None:
    """Run a tool of the environment, with the others (such as ruff) on its ``PATH``."""
    tool = PYTHON.parent / name
    path = f"{PYTHON.parent}{os.pathsep}{os.environ['PATH']}"
    result = subprocess.run(
        [str(tool), *map(str, arguments)],
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        raise RuntimeError(f"{name} failed:\n{(result.stdout + result.stderr)[-2000:]}")


def python_client(module: str) -> Any:
    """Import a module of openapi-python-client's client, e.g. ``models``."""
    _make_importable("")
    return importlib.import_module(f"{PYTHON_CLIENT}.{module}" if module else PYTHON_CLIENT)


def openapi_generator() -> Any:
    """Import openapi-generator's client; None if it was not generated."""
    if not (_folder() / "oag").is_dir():
        return None
    _make_importable("oag")
    return importlib.import_module(GENERATOR)


def search_path() -> str:
    """``PYTHONPATH`` for other processes that import the clients."""
    return os.pathsep.join((str(_folder()), str(_folder() / "oag")))


def _folder() -> Path:
    return Path(os.environ[FOLDER])


def _make_importable(subfolder: str) -> None:
    path = str(_folder() / subfolder)
    if path not in sys.path:
        sys.path.insert(0, path)
