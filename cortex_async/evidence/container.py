"""Reads the zip file of a bundle, which anybody may have made: nothing is extracted or decompressed.

A bundle is exactly its parts, a directory of them and the end record, since that is what ``bundle`` writes.
https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Self
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from cortex_async.evidence.errors import EvidenceError
from cortex_async.evidence.values import CHUNK

_END: Final = struct.Struct("<4s4H2IH")
"""The end of central directory record, section 4.3.16."""

_MOST_ENTRIES: Final = 64
_LARGEST_DIRECTORY: Final = 64 << 10
_LOCAL, _CENTRAL = 30, 46
"""Bytes of a header in front of a part, and in the directory, without the name."""


class Container:
    """The zip file of a bundle, for ``with``.

    entries: the parts by name; a name that occurs twice is in ``twice`` as well.
    loose: whether there are bytes that belong to no part.

    Entering raises ``EvidenceError`` for a file that is not a complete zip of the kind that is written, and
    ``OSError`` for one that cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stack = ExitStack()
        self.entries: dict[str, ZipInfo] = {}
        self.twice: set[str] = set()
        self.loose: bool = False

    def __enter__(self) -> Self:
        with self._stack:
            file = self._stack.enter_context(self._path.open("rb"))
            size = os.fstat(file.fileno()).st_size
            self._check_end(file, size)
            try:
                self._zip = self._stack.enter_context(ZipFile(file))
            except (BadZipFile, NotImplementedError, ValueError, struct.error):
                raise _not_complete(self._path) from None
            self._read_entries(size)
            self._stack = self._stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._stack.close()

    def _check_end(self, file: IO[bytes], size: int) -> None:
        """Check the end record first: zipfile reads a directory of any size into memory."""
        if size < _END.size:
            raise _not_complete(self._path)
        file.seek(size - _END.size)
        found = _END.unpack(file.read(_END.size))
        signature, _, _, here, entries, directory, start, comment = found
        if signature != b"PK\5\6" or comment:
            raise _not_complete(self._path)
        if here != entries or entries > _MOST_ENTRIES or directory > _LARGEST_DIRECTORY:
            raise EvidenceError(f"{self._path} is not a bundle: it has more parts than a bundle can have")
        if start + directory + _END.size > size:
            raise _not_complete(self._path)
        file.seek(0)

    def _read_entries(self, size: int) -> None:
        infos = self._zip.infolist()
        written = _END.size
        for info in infos:
            if not 0 <= info.header_offset <= size - _LOCAL:
                raise _not_complete(self._path)
            if info.filename in self.entries:
                self.twice.add(info.filename)
            self.entries[info.filename] = info
            length = len(info.filename.encode())
            written += _LOCAL + _CENTRAL + 2 * length + info.compress_size
        # Parts that overlap, gaps between them and extra fields all change this sum.
        self.loose = self.loose or written != size

    def fits(self, name: str) -> bool:
        """Whether a part is stored as it is written: once, neither compressed nor encrypted."""
        info = self.entries[name]
        plain = info.compress_type == ZIP_STORED and not info.flag_bits & 0x1
        return plain and info.compress_size == info.file_size and name not in self.twice

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of a part for which ``fits`` is true. Raises ``EvidenceError`` if they are damaged."""
        try:
            with self._zip.open(self.entries[name]) as file:
                while chunk := file.read(CHUNK):
                    yield chunk
        except (BadZipFile, EOFError, NotImplementedError, ValueError, struct.error) as error:
            raise EvidenceError(f"{name} is damaged: {type(error).__name__}") from None

    def read(self, name: str, most: int) -> bytes:
        """A part of at most ``most`` bytes, whole. Raises ``EvidenceError`` for a larger or damaged one."""
        if self.entries[name].file_size > most:
            raise EvidenceError(f"{name} has more than {most} bytes")
        return b"".join(self.chunks(name))


def _not_complete(path: Path) -> EvidenceError:
    return EvidenceError(f"{path} is not a bundle: it is not a complete zip file")
