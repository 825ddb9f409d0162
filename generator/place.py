"""Replacing a file as a whole: where it really is, and a temporary file beside it.

The same rules as in cortex_async/_core/files/whole_file.py, which the generator must not import. Standard
library only, since the benchmarks use this module before they install anything.
"""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from pathlib import Path
from typing import NamedTuple

NEW = 0o644


class Place(NamedTuple):
    """path: the file itself, with links resolved. mode: its permissions, or those of a new file."""

    path: Path
    mode: int


def place_of(target: Path) -> Place:
    """Resolve ``target``.

    Raises ``OSError`` naming ``target`` if it is not a regular file or not writable.
    """
    try:
        found = target.stat()
    except FileNotFoundError:
        return Place(target.resolve(), NEW)
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
    if not stat.S_ISREG(found.st_mode):
        raise OSError(errno.EINVAL, "Not a regular file", str(target))
    if not os.access(target, os.W_OK, effective_ids=os.access in os.supports_effective_ids):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(target))
    return Place(target.resolve(), stat.S_IMODE(found.st_mode))


def written_beside(target: Path, place: Place, content: bytes) -> Path:
    """Write ``content`` to a temporary file beside ``place``, to be renamed, and return its path.

    Raises ``OSError`` naming ``target``; no temporary file is left then.
    """
    place.path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle, name = tempfile.mkstemp(dir=place.path.parent, prefix=".part-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            if stat.S_IMODE(Path(name).stat().st_mode) != place.mode:
                Path(name).chmod(place.mode)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        # The system names the temporary file, or for a full disk no file at all.
        error.filename = str(target)
        raise
    return Path(name)
