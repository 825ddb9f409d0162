"""What examples leave behind in this process: imported modules."""

from __future__ import annotations

import sys
from pathlib import Path


def local_modules(folder: Path, before: set[str]) -> list[str]:
    """Modules that were imported from ``folder``."""
    found = {name: getattr(sys.modules[name], "__file__", None) for name in set(sys.modules) - before}
    return [name for name, file in found.items() if file and Path(file).is_relative_to(folder)]
