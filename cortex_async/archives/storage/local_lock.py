"""The lock of an archive in a directory: a file that the system unlocks when its process ends, in any way."""

from __future__ import annotations

import errno
import json
import os
import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from cortex_async.archives.errors import ArchiveError, ArchiveInUse
from cortex_async.archives.storage.owner import Owner

_FAR = 1 << 30
"""The byte that is locked on Windows, where nobody can read a locked one: the owner's name is before it."""

_LONGEST_OWNER = 4096


@contextmanager
def locked(path: Path, where: str) -> Generator[bool]:
    """Hold the lock. Yields whether the run that held it before was killed.

    Raises ``ArchiveInUse`` at once if another run holds it, and ``OSError``.
    """
    descriptor = _acquired(path, where)
    try:
        killed = bool(_content(descriptor))
        os.ftruncate(descriptor, 0)
        _write(descriptor, json.dumps(Owner.this_process().to_json()).encode())
        yield killed
    finally:
        _release(descriptor, path)


def _acquired(path: Path, where: str) -> int:
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
        try:
            if not _lock(descriptor):
                owner = Owner.read(_content(descriptor))
                raise ArchiveInUse(f"archive {where} is in use by {owner or 'another run'}: wait for its end")
            if _is_current(descriptor, path):
                return descriptor
        except OSError as error:
            os.close(descriptor)
            if error.errno in (errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS):
                raise ArchiveError(f"archive {where} is on a file system that cannot lock files") from error
            raise
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)


def _is_current(descriptor: int, path: Path) -> bool:
    """Whether the file is still the one at ``path``: its last owner removes it before unlocking it."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


def _release(descriptor: int, path: Path) -> None:
    # Windows refuses to remove a file that is open, be it by this run or by the next one.
    with suppress(OSError):
        os.ftruncate(descriptor, 0)
    if sys.platform != "win32":
        with suppress(OSError):
            path.unlink()
    os.close(descriptor)
    if sys.platform == "win32":
        with suppress(OSError):
            path.unlink()


def _content(descriptor: int) -> bytes:
    os.lseek(descriptor, 0, os.SEEK_SET)
    return os.read(descriptor, _LONGEST_OWNER)


def _write(descriptor: int, content: bytes) -> None:
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.write(descriptor, content)


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> bool:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            if error.errno in (errno.EACCES, errno.EDEADLK):
                return False
            raise
        return True

else:
    import fcntl

    def _lock(descriptor: int) -> bool:
        # Not lockf: two runs of the same process would both get the lock.
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
