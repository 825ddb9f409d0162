"""The recording's file: JSON lines, appended as things happen, readable by the owner only."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path

import orjson

from cortex_async.emulator.records import Record
from cortex_async.emulator.replay.json_values import compact

FORMAT = "cortex-recording"
VERSION = 1

_FLAGS = os.O_WRONLY | getattr(os, "O_BINARY", 0)


class Journal:
    """An open recording file. ``write`` does not buffer, so a crash loses at most the line being written.

    failure: what made writing impossible, e.g. a full disk. Further lines are then given up; those before are
        complete.
    """

    def __init__(self, path: Path, *, overwrite: bool = False) -> None:
        self.path: Path = path.resolve()
        self.failure: OSError | None = None
        self._size = 0
        self._file = _create(self.path, overwrite=overwrite)

    def write(self, line: Record) -> None:
        """Append a line."""
        if self.failure is not None or self._file < 0:
            return
        raw = compact(line).encode() + b"\n"
        try:
            _write_all(self._file, raw)
        except OSError as error:
            self.failure = error
            with contextlib.suppress(OSError):
                os.ftruncate(self._file, self._size)
            return
        self._size += len(raw)

    def read(self) -> str:
        """Everything written so far."""
        return self.path.read_text("utf-8")

    def rewrite(self, change: Callable[[Record], Record]) -> None:
        """Change every line. If that makes a difference, the file is replaced atomically."""
        if self._file < 0:
            return
        before = self.read()
        lines = [compact(change(orjson.loads(line))) for line in before.splitlines()]
        after = "".join(f"{line}\n" for line in lines)
        if after == before:
            return
        try:
            self._replace(after.encode())
        except OSError as error:
            self.failure = error

    def _replace(self, raw: bytes) -> None:
        descriptor, temporary = tempfile.mkstemp(dir=self.path.parent, prefix=".recording-")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(raw)
            # Windows replaces only files that nobody has open.
            os.close(self._file)
            self._file = -1
            os.replace(temporary, self.path)
        except OSError:
            os.unlink(temporary)
            raise
        self._file = os.open(self.path, _FLAGS | os.O_APPEND)
        self._size = len(raw)

    def close(self) -> None:
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


def _create(path: Path, *, overwrite: bool) -> int:
    """Create the file. Raises ``FileExistsError`` if there is one, ``OSError`` if it cannot be written."""
    if path.exists() and not overwrite:
        raise FileExistsError(
            f"{path} exists already: choose another file, or overwrite it (overwrite=True, --overwrite)"
        )
    if path.exists() and not path.is_file():
        raise OSError(f"{path} cannot be written: it is not a regular file")
    if not path.parent.is_dir():
        raise FileNotFoundError(f"{path} cannot be written: no such directory")
    descriptor = os.open(path, _FLAGS | os.O_CREAT | (os.O_TRUNC if overwrite else os.O_EXCL), 0o600)
    if hasattr(os, "fchmod"):
        os.fchmod(descriptor, stat.S_IRUSR | stat.S_IWUSR)
    return descriptor


def _write_all(descriptor: int, raw: bytes) -> None:
    view = memoryview(raw)
    while view:
        view = view[os.write(descriptor, view) :]
