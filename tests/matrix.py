"""Runs the core tests with the lowest and the newest runtime dependencies, on each installed Python.

python -m tests.matrix                       all of both
python -m tests.matrix --only lowest --python python3.12
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
PLACE = ROOT / ".matrix"
PYTHONS = ("3.11", "3.12", "3.13")
TOOLS = (
    "hypothesis",
    "opentelemetry-sdk",
    "pytest",
    "pytest-asyncio",
    "pytest-timeout",
    "pytest-xdist",
    "uvloop",
)
"""Of requirements/dev.txt, what the core tests need."""

EXTRAS = "emulator,starlette,django,flask,redis,otel,prometheus,arrow,cli,keyring"
"""What the tests below import; only the dependencies of the core and of PINNED are pinned."""

PINNED = ("emulator", "otel", "prometheus", "cli")

TESTS = (
    "tests/unit",
    "tests/wire",
    "tests/sync/test_sync_client.py",
    "tests/realtime/test_stream_sockets.py",
    "tests/telemetry/test_opentelemetry_metrics.py",
    "tests/telemetry/test_prometheus.py",
    "tests/cli/test_behaviour.py",
)
SETUP, RUN = 300, 600
"""Time limits in seconds."""

_REQUIREMENT = re.compile(r"([A-Za-z0-9._-]+)(?:\[[^\]]*\])?\s*>=\s*([0-9][0-9.]*)")


def lowest(requirements: list[str]) -> list[str]:
    """Pin each requirement to the lowest version that it allows.

    Raises ``ValueError`` for one without a lower bound.
    """
    found = [(requirement, _REQUIREMENT.match(requirement)) for requirement in requirements]
    for requirement, match in found:
        if match is None:
            raise ValueError(f"{requirement} has no lower bound")
    return [f"{match[1]}=={match[2]}" for _, match in found if match]


def tools() -> list[str]:
    """The requirements of the core tests' own tools."""
    lines = (ROOT / "requirements" / "dev.txt").read_text("utf-8").splitlines()
    found = [line.partition(" #")[0].strip() for line in lines]
    return [requirement for requirement in found if re.split(r"[^A-Za-z0-9_.-]", requirement)[0] in TOOLS]


def pythons(wanted: list[str] | None) -> list[str]:
    """Interpreters by path: those wanted, else each known version that is found."""
    if wanted:
        return wanted
    return [found for version in PYTHONS if (found := _find(version))]


def _find(version: str) -> str | None:
    candidates = [shutil.which(f"python{version}")]
    if shutil.which("pyenv"):
        listed = subprocess.run(["pyenv", "root"], capture_output=True, text=True, check=False).stdout.strip()
        candidates += sorted(map(str, Path(listed, "versions").glob(f"{version}.*/bin/python")))
    return next((path for path in candidates if path and _runs(path, version)), None)


def _runs(path: str, version: str) -> bool:
    # pyenv has shims for versions that are not active, which then fail.
    code = "import sys; print('%d.%d' % sys.version_info[:2])"
    done = subprocess.run([path, "-c", code], capture_output=True, text=True, check=False)
    return done.stdout.strip() == version


def check(python: str, kind: str, workers: str) -> bool:
    """Run the core tests in a new environment. Returns whether they pass."""
    name = subprocess.run([python, "-V"], capture_output=True, text=True, check=True).stdout.split()[1]
    place = PLACE / f"{name}-{kind}"
    shutil.rmtree(place, ignore_errors=True)
    subprocess.run([python, "-m", "venv", place], check=True, timeout=SETUP)
    inside = str(place / ("Scripts" if sys.platform == "win32" else "bin") / "python")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    pinned = str(place / "constraints.txt")
    extras = project["optional-dependencies"]
    runtime = [*project["dependencies"], *(name for extra in PINNED for name in extras[extra])]
    Path(pinned).write_text("\n".join(lowest(runtime) if kind == "lowest" else []), "utf-8")
    quiet = ["--quiet", "--disable-pip-version-check", "--upgrade", "--prefer-binary"]
    install = [
        inside,
        "-m",
        "pip",
        "install",
        *quiet,
        "--constraint",
        pinned,
        "--editable",
        f"{ROOT}[{EXTRAS}]",
        *tools(),
    ]
    subprocess.run(install, check=True, timeout=SETUP)
    print(f"== Python {name}, {kind} versions", flush=True)
    tests = [inside, "-m", "pytest", "-n", workers, *TESTS]
    return subprocess.run(tests, cwd=ROOT, check=False, timeout=RUN).returncode == 0


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", choices=["lowest", "newest"])
    parser.add_argument("--python", action="append", help="an interpreter; may be repeated")
    parser.add_argument("--workers", default="2")
    chosen = parser.parse_args(arguments)
    kinds = [chosen.only] if chosen.only else ["lowest", "newest"]
    failed = [
        f"{python} {kind}"
        for python in pythons(chosen.python)
        for kind in kinds
        if not check(python, kind, chosen.workers)
    ]
    if failed:
        print(f"failed: {', '.join(failed)}")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
