"""Paths within an archive. They may come from a state file that somebody has changed."""

from __future__ import annotations

import os

from cortex_async._core.strings.wording import printable, shortened
from cortex_async.archives.errors import ArchiveError

LOCK = ".lock"
"""Path of the lock. It is no file of the archive, so that ``list`` leaves it out."""

_LONGEST_SHOWN = 120


def checked(path: str) -> str:
    """The path itself. Raises ``ArchiveError`` unless it is relative, with ``/``, and within the archive."""
    parts = path.split("/")
    bad = any(part in ("", ".", "..") for part in parts) or "\0" in path or "\\" in path
    # "c:x" is in the current directory of another drive, and "name:x" a stream of a file.
    if bad or (os.name == "nt" and ":" in path):
        raise ArchiveError(f"path {shown(path)!r} must be relative, with '/', and within the archive")
    return path


def shown(path: str) -> str:
    """The path for messages."""
    return shortened(printable(path), _LONGEST_SHOWN)
