"""Logging as it was before a test that lets others set it up."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def logging_as_it_was() -> Iterator[None]:
    """Take back what the body has set up for logging."""
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
