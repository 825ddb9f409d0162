"""The directory of collected bundles: each is replaced or deleted as a whole, at any moment of a crash.

A new version is complete, and in the index, before it gets its name. What a crash leaves behind is either
moved to its name or removed when the directory is opened again.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

from attrs import frozen

from cortex_async.evidence.collecting import file_name
from cortex_async.evidence.index import Entry, Index
from cortex_async.evidence.values import file_chunks, sha256_of

UNFINISHED: Final = ".evidence-unfinished"


@frozen
class Store:
    """A directory of bundles and its index. The methods block."""

    directory: Path
    index: Index

    def open(self, project_id: str) -> None:
        """Open the directory, a new one if there is none. Errors are those of ``Index.open``."""
        self.directory.mkdir(exist_ok=True)
        self.index.open(project_id)
        try:
            self._unfinished.mkdir(mode=0o700, exist_ok=True)
            self._recover()
        except BaseException:
            self.index.close()
            raise

    @property
    def _unfinished(self) -> Path:
        return self.directory / UNFINISHED

    def _recover(self) -> None:
        listed = {entry.name: entry.sha256 for entry in self.index.entries()}
        for path in self._unfinished.iterdir():
            if path.name in listed and sha256_of(file_chunks(path)) == listed[path.name]:
                path.replace(self.directory / path.name)
            else:
                path.unlink()

    def draft(self, name: str) -> Path:
        """Where to write a bundle before it is complete."""
        return self._unfinished / name

    def path(self, entry: Entry) -> Path:
        """The file of a bundle."""
        return self.directory / entry.name

    def free_name(self, message_id: str) -> str:
        """A file name that nothing has. Not ours is whatever the index does not list."""
        name = file_name(message_id)
        stem, number = name.removesuffix(".zip"), 1
        while (self.directory / name).exists():
            number += 1
            name = f"{stem}-{number}.zip"
        return name

    def place(self, entry: Entry) -> Path:
        """Give a complete draft its name."""
        self.index.put(entry)
        target = self.path(entry)
        os.replace(self.draft(entry.name), target)
        _sync_directory(self.directory)
        return target

    def is_ours(self, entry: Entry) -> bool:
        """Whether the file is there as it was written."""
        try:
            return sha256_of(file_chunks(self.path(entry))) == entry.sha256
        except FileNotFoundError:
            return False

    def remove(self, entry: Entry, at: float) -> bool:
        """Delete a bundle. Returns False for a file that somebody changed, which is kept.

        at: the present timestamp.
        """
        ours = self.is_ours(entry) or not self.path(entry).exists()
        if ours:
            self.path(entry).unlink(missing_ok=True)
        self.index.drop(entry.message_id, at)
        return ours

    def close(self) -> None:
        with suppress(OSError):
            # Fails, rightly, if something is in it.
            self._unfinished.rmdir()
        self.index.close()


def _sync_directory(directory: Path) -> None:
    """Wait until a rename is on the disk, where directories can be opened."""
    if os.name == "posix":
        descriptor = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
