"""Modules that a test writes: imported anew by each test in this process, and left to none."""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def imported_anew(module: str) -> Generator[None]:
    """Forget a module before and after the block, and the folders that the block puts on ``sys.path``."""
    path = [*sys.path]
    sys.modules.pop(module, None)
    try:
        yield
    finally:
        sys.modules.pop(module, None)
        sys.path[:] = path
