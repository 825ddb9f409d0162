"""What examples leave behind in this process: imported modules, and settings of logging."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def local_modules(folder: Path, before: set[str]) -> list[str]:
    """Modules that were imported from ``folder``."""
    found = {name: getattr(sys.modules[name], "__file__", None) for name in set(sys.modules) - before}
    return [name for name, file in found.items() if file and Path(file).is_relative_to(folder)]


@contextmanager
def logging_as_it_was() -> Iterator[None]:
    """Take back what an example has set up for logging."""
    root = logging.root
    handlers, level = root.handlers[:], root.level
    levels = {
        name: one.level for name, one in root.manager.loggerDict.items() if isinstance(one, logging.Logger)
    }
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, one in root.manager.loggerDict.items():
        if isinstance(one, logging.Logger):
            one.setLevel(levels.get(name, logging.NOTSET))
