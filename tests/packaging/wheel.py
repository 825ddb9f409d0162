"""Install a built wheel into a clean environment and run the quickstarts from it.

``python -m tests.packaging.wheel dist`` needs nothing but the standard library, so it runs on each
Python that a release is tested with.
"""

from __future__ import annotations

import subprocess
import sys
import tarfile
import tempfile
import venv
from pathlib import Path
from zipfile import ZipFile

ROOT = Path(__file__).parents[2]
EXAMPLES = ("quickstart.py", "quickstart_sync.py")
IN_SDIST = (
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
    "Makefile",
    "README.md",
    "docs/architecture.md",
    "docs/images/live-transcript.svg",
    "examples/quickstart.py",
    "generator/build.py",
    "requirements/dev.txt",
    "spec/cortex/openapi.json",
    "tests/conftest.py",
)
IN_WHEEL = (
    "cortex_async/py.typed",
    "cortex_sync/py.typed",
    "cortex_async/_generated/openapi.json",
    "cortex_cli/_generated/index.py",
)
TOP_OF_WHEEL = {"cortex_async", "cortex_cli", "cortex_sync"}


def main(folder: Path) -> int:
    wheels, sdists = (sorted(folder.resolve().glob(f"odin_cortex-*{end}")) for end in (".whl", ".tar.gz"))
    if len(wheels) != 1 or len(sdists) != 1:
        print(f"{folder} must hold one wheel and one sdist: run make dist", file=sys.stderr)
        return 2
    wrong = [*_wheel_problems(wheels[0]), *_sdist_problems(sdists[0])]
    if wrong:
        print("\n".join(wrong), file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as place:
        _try(wheels[0], Path(place))
    print(f"{wheels[0].name}: installed in a clean environment, {' and '.join(EXAMPLES)} ran")
    return 0


def _wheel_problems(wheel: Path) -> list[str]:
    with ZipFile(wheel) as archive:
        names = archive.namelist()
    tops = {name.partition("/")[0] for name in names if ".dist-info/" not in name}
    missing = [f"{wheel.name} lacks {name}" for name in IN_WHEEL if name not in names]
    return [*missing, *(f"{wheel.name} must not hold {top}" for top in sorted(tops - TOP_OF_WHEEL))]


def _sdist_problems(sdist: Path) -> list[str]:
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    unwanted = [name for name in names if "/.venv/" in name or "__pycache__" in name]
    missing = [f"{sdist.name} lacks {name}" for name in IN_SDIST if name not in names]
    return [*missing, *(f"{sdist.name} must not hold {name}" for name in sorted(unwanted)[:3])]


def _try(wheel: Path, place: Path) -> None:
    venv.create(place / "venv", with_pip=True)
    python = str(place / ("venv/Scripts/python.exe" if sys.platform == "win32" else "venv/bin/python"))
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    constraints = ["--constraint", str(ROOT / "constraints.txt")]
    # First without extras: what the SDK itself imports must be among its dependencies.
    _run([*pip, *constraints, str(wheel)], place)
    _run(
        [python, "-I", "-W", "error", "-c", "import cortex_async.live, cortex_async.webhooks, cortex_sync"],
        place,
    )
    _run([*pip, *constraints, f"{wheel}[emulator,cli]"], place)
    _run([str(Path(python).with_name("cortex")), "sanctions", "create", "--help"], place)
    for example in EXAMPLES:
        copied = place / example
        copied.write_bytes((ROOT / "examples" / example).read_bytes())
        _run([python, "-I", "-W", "error", str(copied)], place)
    _run([python, "-I", "-c", "import cortex_async.testing, cortex_sync.contrib.rtcstack"], place)
    _run([*pip, *constraints, f"{wheel}[starlette,django,flask,redis,otel,prometheus]"], place)
    adapters = ("aiohttp", "starlette", "django", "flask", "redis")
    _run([python, "-I", "-c", "".join(f"import cortex_async.webhooks.{name}\n" for name in adapters)], place)
    _run(
        [python, "-I", "-c", "import cortex_sync.telemetry.opentelemetry, cortex_sync.telemetry.prometheus"],
        place,
    )


def _run(command: list[str], folder: Path) -> None:
    # Away from the checkout, whose packages must not be found instead of the installed ones.
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(command[:6])} ... failed:\n{done.stdout[-3000:]}{done.stderr[-3000:]}")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "dist")))
