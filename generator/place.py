"""Where a file goes that is to be replaced as a whole.

The same rules as in cortex_async/_core/files/whole_file.py, which the generator must not import. Needs nothing installed: the
benchmarks, which use it too, start that way.
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
    """path: of the file itself, behind all links. mode: what it has now, else that of a new file."""

    path: Path
    mode: int


def place_of(target: Path) -> Place:
    """Raises ``OSError``, which names ``target``, for what is no regular file or must not be written."""
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
    """A file with the content in the directory of ``place``, to be renamed. Its name does not depend on that of the target.

    Raises ``OSError``, which names ``target``; then there is no such file.
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
        # Of a full disk the system does not say for which file, else it names the temporary one.
        error.filename = str(target)
        raise
    return Path(name)
