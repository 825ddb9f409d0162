"""The peers' virtual environment, made from requirements/bench.txt and docs.txt, again when they change."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "benchmarks" / ".venv"
REQUIREMENTS = tuple(ROOT / "requirements" / name for name in ("bench.txt", "docs.txt"))
PYTHON = FOLDER / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
_READY = FOLDER / ".ready"


def enter(arguments: list[str], module: str = "benchmarks") -> None:
    """Run the module in the environment's interpreter and exit as it does.

    Returns if this is that interpreter.
    """
    if Path(sys.prefix).resolve() == FOLDER.resolve():
        return
    prepare()
    sys.stdout.flush()
    # Not execv: on Windows that does not wait.
    raise SystemExit(subprocess.call([str(PYTHON), "-m", module, *arguments], cwd=ROOT))


def prepare() -> None:
    """Make the environment, unless it is up to date."""
    files = b"".join(path.read_bytes() for path in REQUIREMENTS)
    wanted = hashlib.sha256(files + sys.version.encode()).hexdigest()
    if _READY.is_file() and _READY.read_text("ascii") == wanted:
        return
    print(f"setting up {FOLDER.relative_to(ROOT)} (once, about a minute)", flush=True)
    try:
        venv.create(FOLDER, clear=True, with_pip=True)
    except subprocess.CalledProcessError:
        raise SystemExit("venv is missing: install python3-venv, or take another interpreter") from None
    pip = (str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    subprocess.run([*pip, *(f"--requirement={path}" for path in REQUIREMENTS)], check=True)
    _READY.write_text(wanted, "ascii")
