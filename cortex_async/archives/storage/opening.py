"""Opens the storage for what a user names."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from cortex_async._core.files.whole_file import WholeFile, write_whole
from cortex_async.archives.errors import ArchiveInUse
from cortex_async.archives.storage.interface import Storage, StorageFile


class LocalStorage:
    def __init__(self, where: str | os.PathLike[str]) -> None:
        self.where = os.fspath(where)
        self._root = Path(where)

    def read(self, path: str) -> bytes | None:
        try:
            return (self._root / path).read_bytes()
        except FileNotFoundError:
            return None

    def open(self, path: str) -> BinaryIO | None:
        try:
            return (self._root / path).open("rb")
        except FileNotFoundError:
            return None

    @contextmanager
    def writing(self, path: str) -> Iterator[StorageFile]:
        target = self._root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with WholeFile(target) as file:
            yield file  # type: ignore[misc]
            file.finish()

    def write(self, path: str, content: bytes) -> None:
        target = self._root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, content)

    def remove(self, path: str) -> None:
        (self._root / path).unlink(missing_ok=True)

    def list(self, folder: str) -> Iterator[str]:
        root = self._root / folder
        yield from sorted(str(one.relative_to(self._root)) for one in root.rglob("*") if one.is_file())

    @contextmanager
    def lock(self) -> Iterator[None]:
        target = self._root / ".cortex-archive" / "lock"
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("ab") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise ArchiveInUse(f"the archive {self.where} is in use by another update") from None
            yield

    def check_writable(self) -> None:
        with WholeFile(self._root / ".cortex-archive" / "check"):
            pass


def open_storage(where: str | os.PathLike[str]) -> Storage:
    return LocalStorage(where)
