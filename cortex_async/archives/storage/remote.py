"""An archive in an object store or on another file system of fsspec: the extra ``odin-cortex[fsspec]``."""

from __future__ import annotations

import logging
import secrets
import tempfile
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from typing import IO, BinaryIO, Final, NamedTuple, TypeAlias, cast

from cortex_async.archives.errors import ArchiveError
from cortex_async.archives.storage.filesystem import (
    FileSystem,
    check_installed,
    options_of,
    replaces_whole_files,
)
from cortex_async.archives.storage.interface import StorageFile
from cortex_async.archives.storage.lease import Lease
from cortex_async.archives.storage.paths import LOCK, checked
from cortex_async.archives.storage.remote_errors import Calls
from cortex_async.archives.storage.remote_file import (
    BLOCK,
    PART,
    Put,
    RemoteFile,
    abort_uploads,
    put_beside,
    put_from,
)

_logger = logging.getLogger(__name__)

EXPIRY: Final = 120.0
"""Seconds after which the lock of a silent run is taken over."""

SPOOL: Final = 1 << 20
"""Bytes of a new file that are kept in memory. A layout may write many files at once."""

Connect: TypeAlias = Callable[[], tuple[FileSystem, str]]
"""Makes the file system, and the path of the archive in it."""

_Paths: TypeAlias = list[str]


class _Place(NamedTuple):
    """Where an archive lies."""

    system: FileSystem
    root: str
    calls: Calls


class RemoteStorage:
    """Files below a path of a file system of fsspec.

    A file is collected on the local disk and uploaded when it is complete, so that a run that is killed
    leaves no half of it. The methods block: they wait for the file system's own event loop.

    where: the place for messages. connect: makes the file system when it is needed first. expiry: seconds
    after which the lock of a silent run is taken over.

    All methods raise ``ArchiveError`` for what the file system refuses, with a line that names the path and
    shows no credentials.
    """

    def __init__(self, where: str, connect: Connect, *, expiry: float = EXPIRY) -> None:
        self.where: str = where
        self._connect = connect
        self._expiry = expiry
        self._connected: _Place | None = None
        self._lease: Lease | None = None

    def __repr__(self) -> str:
        return f"RemoteStorage({self.where!r})"

    def read(self, path: str) -> bytes | None:
        system, root, calls = self._place()
        return calls.unless_missing(path, "read", system.cat_file, f"{root}/{checked(path)}")

    def open(self, path: str) -> BinaryIO | None:
        system, root, calls = self._place()
        full = f"{root}/{checked(path)}"

        def opened() -> IO[bytes]:
            # Sizes of files are cached, and other runs may have replaced them.
            system.invalidate_cache()
            return system.open(full, "rb", BLOCK)

        file = calls.unless_missing(path, "read", opened)
        return None if file is None else cast("BinaryIO", RemoteFile(file, calls, path))

    @contextmanager
    def writing(self, path: str) -> Generator[StorageFile]:
        checked(path)
        calls = self._place().calls
        with tempfile.SpooledTemporaryFile(SPOOL) as spool:
            file = cast("IO[bytes]", spool)
            yield _Spool(file, calls, path)
            size = file.tell()
            file.seek(0)
            if size > BLOCK:
                self._put(path, put_from(file))
            else:
                self.write(path, file.read())

    def write(self, path: str, content: bytes, *, private: bool = False) -> None:
        self._put(path, lambda system, full: system.pipe_file(full, content))

    def remove(self, path: str) -> None:
        system, root, calls = self._place()
        full = f"{root}/{checked(path)}"
        self._check_lease()
        calls.unless_missing(path, "removed", system.rm_file, full)
        if not replaces_whole_files(system):
            with suppress(Exception):  # a directory that is not empty; each file system says it its own way
                while (full := full.rpartition("/")[0]) != root:
                    system.rmdir(full)

    def list(self, folder: str) -> Iterator[str]:
        found = self._find(folder)
        yield from sorted(path for path in found if not PART.fullmatch(path.rpartition("/")[2]))

    @contextmanager
    def lock(self) -> Generator[None]:
        system, root, calls = self._place()
        self._make_folder(LOCK)
        lease = Lease(system, f"{root}/{LOCK}", calls, self._expiry)
        killed = lease.take()
        self._lease = lease
        try:
            if killed:
                self._clean_up()
            yield
        finally:
            self._lease = None
            lease.release()

    def check_writable(self) -> None:
        probe = f"{LOCK}.{secrets.token_hex(8)}"
        self._make_folder(probe)
        system, root, calls = self._place()
        calls("", "written", system.pipe_file, f"{root}/{probe}", b"")
        calls("", "written", system.rm_file, f"{root}/{probe}")

    def _place(self) -> _Place:
        if self._connected is None:
            calls = Calls(self.where, {})
            check_installed()
            system, root = calls("", "opened", self._connect)
            self._connected = _Place(system, root, Calls(self.where, options_of(system)))
        return self._connected

    def _put(self, path: str, put: Put) -> None:
        system, root, calls = self._place()
        full = f"{root}/{checked(path)}"
        self._make_folder(path)
        self._check_lease()
        whole = put if replaces_whole_files(system) else put_beside(put)
        calls(path, "written", whole, system, full)

    def _make_folder(self, path: str) -> None:
        """Create the directories around a file, as far as the archive's own."""
        system, root, calls = self._place()
        if replaces_whole_files(system):
            return
        if not calls("", "opened", system.exists, root):
            around = root.rpartition("/")[0]
            if around and not calls("", "opened", system.exists, around):
                raise calls.error("", "created", "there is no directory around it")
        calls(path, "written", system.makedirs, f"{root}/{path}".rpartition("/")[0], exist_ok=True)

    def _find(self, folder: str) -> _Paths:
        system, root, calls = self._place()
        top = f"{root}/{checked(folder)}" if folder else root

        def find() -> _Paths:
            system.invalidate_cache()
            return system.find(top)

        found = calls.unless_missing(folder, "listed", find) or []
        return [
            path for one in found if (path := one.removeprefix(f"{root}/")) and _is_listed(one, path, top)
        ]

    def _clean_up(self) -> None:
        """Remove what a run that was killed has left."""
        system, root, calls = self._place()
        if not replaces_whole_files(system):
            for path in self._find(""):
                if PART.fullmatch(path.rpartition("/")[2]):
                    calls.unless_missing(path, "removed", system.rm_file, f"{root}/{path}")
            return
        try:
            calls("", "cleaned up", abort_uploads, system, root)
        except ArchiveError as error:  # it may not be allowed, and nothing is wrong without it
            _logger.info("%s", error)

    def _check_lease(self) -> None:
        if self._lease is not None:
            self._lease.check()


class _Spool:
    """A file being written whose errors name its path."""

    def __init__(self, file: IO[bytes], calls: Calls, path: str) -> None:
        self._file = file
        self._calls = calls
        self._path = path

    def write(self, chunk: bytes, /) -> int:
        return self._calls(self._path, "written to a temporary file", self._file.write, chunk)


def _is_listed(full: str, path: str, top: str) -> bool:
    """Whether a file belongs to the archive. Others may have any name in an object store."""
    if not full.startswith(f"{top}/") or path == LOCK or path.startswith(f"{LOCK}."):
        return False
    try:
        checked(path)
    except ArchiveError:
        return False
    return True
