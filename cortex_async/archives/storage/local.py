"""An archive in a directory of this computer."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import BinaryIO, Final

from cortex_async._core.files.whole_file import WholeFile, check_writable, sync_directory
from cortex_async._core.strings.wording import printable
from cortex_async.archives.errors import ArchiveError
from cortex_async.archives.storage.interface import StorageFile
from cortex_async.archives.storage.local_lock import locked
from cortex_async.archives.storage.paths import LOCK, checked, shown

_PART: Final = re.compile(r"\.[0-9a-f]{16}\.part")
"""Names of the temporary files of ``WholeFile``."""


class LocalStorage:
    """A directory. The first write creates it if the directory around it exists.

    Files are durable when they appear. Links within the directory are followed, but not out of it.
    All methods raise ``ArchiveError`` for what the system refuses, with a line that names the path.
    """

    def __init__(self, directory: str | os.PathLike[str]) -> None:
        self._root = Path(directory).absolute()
        self.where: str = printable(str(self._root))

    def __repr__(self) -> str:
        return f"LocalStorage({self.where!r})"

    def read(self, path: str) -> bytes | None:
        file = self.open(path)
        if file is None:
            return None
        with file, self._naming(path, "read"):
            return file.read()

    def open(self, path: str) -> BinaryIO | None:
        target = self._inside(path)
        with self._naming(path, "read"):
            try:
                return target.open("rb")
            except (FileNotFoundError, NotADirectoryError):
                return None

    @contextmanager
    def writing(self, path: str, *, private: bool = False) -> Generator[StorageFile]:
        target = self._inside(path)
        naming = partial(self._naming, path, "written")
        file = WholeFile(target, 0o600 if private else None, durable=True)
        try:
            with naming():
                self._make_folder(target.parent)
                file.open()
            yield _NamedFile(file, naming)
            with naming():
                file.finish()
        finally:
            file.discard()

    def write(self, path: str, content: bytes, *, private: bool = False) -> None:
        with self.writing(path, private=private) as file:
            file.write(content)

    def remove(self, path: str) -> None:
        target = self._inside(path)
        with self._naming(path, "removed"):
            try:
                target.unlink()
            except (FileNotFoundError, NotADirectoryError):
                return
            folder = target.parent
            while folder != self._root:
                try:
                    folder.rmdir()
                except OSError:
                    break  # it is not empty
                folder = folder.parent
            sync_directory(folder)

    def list(self, folder: str) -> Iterator[str]:
        top = self._inside(folder) if folder else self._top()
        with self._naming(folder, "listed"):
            found = [path for path in _files(top) if not _PART.fullmatch(path.name)]
        yield from sorted(path for path in map(self._relative, found) if path != LOCK)

    @contextmanager
    def lock(self) -> Generator[None]:
        with ExitStack() as stack:
            with self._naming("", "locked"):
                self._make_folder(self._top())
                if stack.enter_context(locked(self._root / LOCK, self.where)):
                    # Only a run that was killed leaves temporary files, and only the next one looks for them.
                    for path in filter(lambda one: _PART.fullmatch(one.name), _files(self._root)):
                        path.unlink(missing_ok=True)
            yield

    def check_writable(self) -> None:
        top = self._top()
        with self._naming("", "written"):
            if not top.is_dir():
                self._check_parent()
                top = top.parent
            check_writable(top / ".probe")

    def _top(self) -> Path:
        """The directory, which may not exist. Raises ``ArchiveError`` if it is something else."""
        with self._naming("", "opened"):
            if self._root.exists() and not self._root.is_dir():
                raise ArchiveError(f"archive {self.where} must be a directory, and is a file")
        return self._root

    def _inside(self, path: str) -> Path:
        """Where a path leads. Raises ``ArchiveError`` if that is not in the directory."""
        target = self._top() / checked(path)
        with self._naming(path, "opened"):
            try:
                real, root = os.path.realpath(target), os.path.realpath(self._root)
            except ValueError:  # a character that the file system cannot have
                raise OSError(errno.EILSEQ, os.strerror(errno.EILSEQ)) from None
            if os.path.commonpath([real, root]) != root:
                raise ArchiveError(f"{shown(path)} of archive {self.where} leads out of it through a link")
        return target

    def _relative(self, path: Path) -> str:
        return path.relative_to(self._root).as_posix()

    def _check_parent(self) -> None:
        if not self._root.parent.is_dir():
            around = printable(str(self._root.parent))
            raise ArchiveError(f"archive {self.where} cannot be created: there is no directory {around}")

    def _make_folder(self, folder: Path) -> None:
        """Create a directory and those around it, as far as the archive's own, durably."""
        if folder.is_dir():
            return
        if folder == self._root:
            self._check_parent()
        else:
            self._make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        sync_directory(folder.parent)

    @contextmanager
    def _naming(self, path: str, done: str) -> Generator[None]:
        """Make ``ArchiveError`` of errors of the system."""
        try:
            yield
        except OSError as error:
            file = f"{shown(path)} of " if path else ""
            reason = error.strerror or type(error).__name__
            raise ArchiveError(f"{file}archive {self.where} cannot be {done}: {reason}") from error


class _NamedFile:
    """A file being written whose errors name its path."""

    def __init__(self, file: WholeFile, naming: Callable[[], AbstractContextManager[None]]) -> None:
        self._file = file
        self._naming = naming

    def write(self, chunk: bytes, /) -> int:
        with self._naming():
            self._file.write(chunk)
        return len(chunk)


def _files(folder: Path) -> Iterator[Path]:
    """All files below a folder; none if there is no such folder."""

    def fail(error: OSError) -> None:
        if not isinstance(error, (FileNotFoundError, NotADirectoryError)):
            raise error

    for place, _, names in os.walk(folder, onerror=fail):
        yield from (Path(place, name) for name in names)
