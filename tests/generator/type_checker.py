"""Type-checks generated packages as users' checkers would see them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

from tests.mypy_cache import mypy_cache

ROOT = Path(__file__).parents[2]


def type_errors(folder: Path, *packages: ModuleType) -> str:
    """Return what mypy --strict reports about the async and the sync versions, empty if nothing."""
    names = [name for package in packages for name in (package.__name__, f"{package.__name__}_sync")]
    with mypy_cache() as cache:
        result = subprocess.run(
            [
                sys.executable,
                *("-m", "mypy", "--strict", "--config-file=", "--no-error-summary"),
                *("--cache-dir", str(cache)),
                *(part for name in names for part in ("-p", name)),
            ],
            cwd=ROOT,
            env={**os.environ, "MYPYPATH": str(folder)},
            capture_output=True,
            text=True,
            check=False,
        )
    return (result.stdout + result.stderr).replace(str(folder), "")
