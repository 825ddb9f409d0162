"""What an archive needs of the place that it lies in. All methods block, and run in threads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import BinaryIO, Protocol


class StorageFile(Protocol):
    """A file being written; it appears under its name when ``with`` ends without an error, or never."""

    def write(self, chunk: bytes, /) -> int: ...


class Storage(Protocol):
    """A directory or the prefix of an object store. Paths are relative, with ``/``, never ``..``.

    All methods raise ``ArchiveError``, with one clear line, for what the system refuses.

    where: the place as shown to users: without credentials, safe for a terminal.
    """

    where: str

    def read(self, path: str) -> bytes | None:
        """The content of a small file, None if there is none."""
        ...

    def open(self, path: str) -> BinaryIO | None:
        """A seekable file for reading, None if there is none. The caller closes it."""
        ...

    def writing(self, path: str) -> AbstractContextManager[StorageFile]:
        """A new file that replaces an existing one as a whole. Creates directories as needed.

        The directories and the rename are durable when ``with`` ends (fsync), so that state which is written
        afterwards never describes data that a power cut could take away.
        """
        ...

    def write(self, path: str, content: bytes, *, private: bool = False) -> None:
        """Write a small file, as a whole or not at all.

        private: whether, where the place has owners, only the owner may read a file that is new.
        """
        ...

    def remove(self, path: str) -> None:
        """Remove a file if there is one, and directories that are empty then."""
        ...

    def list(self, folder: str) -> Iterator[str]:
        """Paths of all files below a folder, sorted; none if the folder does not exist."""
        ...

    def lock(self) -> AbstractContextManager[None]:
        """The exclusive right to write. Raises ``ArchiveInUse`` at once if another run holds it.

        A run that was killed does not hold it any longer than necessary.
        """
        ...

    def check_writable(self) -> None:
        """Raise ``ArchiveError`` with one clear line if nothing can be written here. Leaves nothing."""
        ...
