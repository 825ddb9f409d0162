"""Files that appear under their name only when they are complete, for all paths that users give."""

from __future__ import annotations

import errno
import os
import re
import secrets
import stat
import threading
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Self, cast

from cortex_async._core.arguments import wrong_type, wrong_value

_MAX_LINKS = 40
# A shell may have redirected them to a regular file. Replacing that would lose what other processes still
# write to it.
_DESCRIPTOR = re.compile(r"/dev/(?:std(?:in|out|err)|fd/\d+)|/proc/[^/]+/(?:task/[^/]+/)?fd/\d+")


class WholeFile:
    """A temporary file beside ``target``, for ``with``. ``finish`` moves it there; otherwise it is removed.

    Links are followed: the file that they lead to is replaced, atomically, and keeps its mode. The temporary
    file is never readable to more users than the result. Another thread may call ``discard``, which waits for
    the step in progress.

    target: the file; its directory must exist. An existing file must be a regular file that may be written.
    mode: permissions of a new file; None for the system's default.

    Raises ``OSError``, which names ``target``, and ``ArgumentTypeError`` if ``target`` is not a path.
    """

    def __init__(self, target: str | os.PathLike[str], mode: int | None = None) -> None:
        name = _checked(target)
        self.target: Path = Path(name)
        self.size: int = 0
        self._must_be_directory = name.endswith((os.sep, os.altsep or os.sep))
        self._mode = mode
        self._part: Path | None = None
        self._place = self.target
        self._file: IO[bytes] | None = None
        self._discarded = False
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        self.open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.discard()

    def open(self) -> None:
        """Create the temporary file. Raises ``OSError`` if the target cannot be written."""
        try:
            with self._lock, _Naming(self.target):
                # Another thread may have called ``discard`` before this one got the lock.
                if not self._discarded:
                    self._open()
        except BaseException:
            self.discard()
            raise

    def _open(self) -> None:
        found = self._existing()
        wanted = self._mode if found is None else stat.S_IMODE(found.st_mode)
        part = self._place.with_name(f".{secrets.token_hex(8)}.part")

        def opener(path: str, flags: int) -> int:
            return os.open(path, flags, 0o666 if wanted is None else wanted)

        self._file = open(part, "xb", opener=opener)  # noqa: SIM115  (discard closes it)
        self._part = part
        _adopt(part, wanted, found)

    def write(self, chunk: bytes) -> None:
        with self._lock, _Naming(self.target):
            self._opened().write(chunk)
            self.size += len(chunk)

    @contextmanager
    def opened(self) -> Generator[IO[bytes]]:
        """The temporary file, for libraries that write by themselves and need to seek, such as zipfile.

        ``size`` does not count what they write. ``discard`` in another thread waits for the end of the block.
        """
        with self._lock, _Naming(self.target):
            yield self._opened()

    def sync(self) -> None:
        """Wait until everything written so far is on the disk, so that a power cut cannot lose it."""
        with self._lock, _Naming(self.target):
            self._opened().flush()
            os.fsync(self._opened().fileno())

    def flush(self) -> None:
        """Hand everything written so far to the system, which may find the disk full.

        After that, ``finish`` has only to rename the file.
        """
        with self._lock, _Naming(self.target):
            self._opened().flush()

    def restart(self) -> None:
        """Discard what was written so far, and write from the beginning."""
        with self._lock, _Naming(self.target):
            self._opened().seek(0)
            self._opened().truncate()
            self.size = 0

    def finish(self) -> Path:
        """Move the file to its target. Returns ``target``."""
        with self._lock, _Naming(self.target):
            file, part = self._opened(), self._part
            file.close()
            if part is not None:
                part.replace(self._place)
            self._part = None
            return self.target

    def discard(self) -> None:
        """Remove the temporary file, unless it was moved to its target. May be called more than once."""
        with self._lock:
            self._discarded = True
            if self._file is not None:
                with suppress(OSError):
                    # Closing may fail to write the rest, which is not needed any more.
                    self._file.close()
            if self._part is not None:
                self._part.unlink(missing_ok=True)
                self._part = None

    def _existing(self) -> os.stat_result | None:
        """The file to be replaced, None if there is none. Resolves links."""
        try:
            found = self.target.stat()
        except FileNotFoundError:
            found = None
        except ValueError:
            raise wrong_value("path", "a path that the system can have", os.fspath(self.target)) from None
        if self._must_be_directory or (found is not None and stat.S_ISDIR(found.st_mode)):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if found is not None and (not stat.S_ISREG(found.st_mode) or _leads_to_descriptor(self.target)):
            raise OSError(errno.EINVAL, "Not a regular file")
        if found is not None and not os.access(
            self.target, os.W_OK, effective_ids=os.access in os.supports_effective_ids
        ):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        self._place = self.target.resolve()
        return found

    def _opened(self) -> IO[bytes]:
        if self._file is None or self._discarded:
            raise ValueError("the file is not open")
        return self._file


class _Naming:
    """Makes errors of the system name the target.

    They would name the temporary file, or no file if the disk is full.
    """

    def __init__(self, target: Path) -> None:
        self._target = target

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if isinstance(error, OSError) and error.errno is not None:
            raise OSError(error.errno, error.strerror, str(self._target)) from None


def write_whole(target: str | os.PathLike[str], content: bytes, mode: int | None = None) -> None:
    """Write a file completely or not at all. Parameters and errors are those of ``WholeFile``."""
    with WholeFile(target, mode) as file:
        file.write(content)
        file.finish()


def check_writable(target: str | os.PathLike[str]) -> None:
    """Raise what ``write_whole`` would raise, except for a full disk. Leaves nothing behind."""
    with WholeFile(target):
        pass


def _checked(target: object) -> str:
    try:
        name: object = os.fspath(cast("str", target))
    except TypeError:
        name = None
    if not isinstance(name, str):
        raise wrong_type("path", "a string or a path of strings", target)
    return name


def _leads_to_descriptor(path: Path) -> bool:
    """Whether a path is, or links to, a name such as /dev/stdout."""
    for _ in range(_MAX_LINKS):
        path = path.parent.resolve() / path.name if path.name else path
        if _DESCRIPTOR.fullmatch(str(path)):
            return True
        if not path.is_symlink():
            return False
        path = path.parent / path.readlink()
    return False


def _adopt(part: Path, mode: int | None, found: os.stat_result | None) -> None:
    """Give the temporary file the owner and mode of the file it replaces, as far as this process may."""
    made = part.stat()
    if (
        found is not None
        and hasattr(os, "chown")
        and (made.st_uid, made.st_gid) != (found.st_uid, found.st_gid)
    ):
        with suppress(PermissionError):
            os.chown(part, found.st_uid, found.st_gid)
    # Only if it differs: file systems without modes refuse every change.
    if mode is not None and stat.S_IMODE(part.stat().st_mode) != mode:
        part.chmod(mode)
