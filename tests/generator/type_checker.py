"""Type-checks a generated package as users' checkers would see it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parents[2]


def type_errors(folder: Path, package: ModuleType) -> str:
    """Return what mypy --strict reports about the async and the sync version, empty if nothing."""
    names = (package.__name__, f"{package.__name__}_sync")
    result = subprocess.run(
        [
            sys.executable,
            *("-m", "mypy", "--strict", "--config-file=", "--no-error-summary"),
            *("--cache-dir", str(ROOT / ".mypy_cache" / "generated")),
            *(part for name in names for part in ("-p", name)),
        ],
        cwd=ROOT,
        env={**os.environ, "MYPYPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    return (result.stdout + result.stderr).replace(str(folder), "")
