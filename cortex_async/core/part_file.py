"""A file that appears under its name only when it is whole."""

from __future__ import annotations

import asyncio
import os
import secrets
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Self


class PartFile:
    """A temporary file beside ``target``, to be used with ``async with``; ``finish`` gives it its name, else it is removed.

    An existing file is replaced, in one step. Every touch of the disk happens in a thread. Raises ``OSError``.
    """

    def __init__(self, target: str | os.PathLike[str]) -> None:
        self.target: Path = Path(target)
        self.size: int = 0
        self._part = self.target.with_name(f".{self.target.name}-{secrets.token_hex(8)}.part")
        self._file: IO[bytes] | None = None

    async def __aenter__(self) -> Self:
        self._file = await asyncio.to_thread(self._part.open, "xb")
        return self

    async def write(self, chunk: bytes) -> None:
        await asyncio.to_thread(self._opened().write, chunk)
        self.size += len(chunk)

    async def restart(self) -> None:
        """Forgets what was written."""
        await asyncio.to_thread(self._emptied)
        self.size = 0

    async def finish(self) -> Path:
        """Puts the file in its place."""
        await asyncio.to_thread(self._put_in_place)
        return self.target

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        # Not in a thread: a cancelled task must not wait for one to clean up.
        if self._file is not None:
            with suppress(OSError):
                self._file.close()
            self._part.unlink(missing_ok=True)

    def _opened(self) -> IO[bytes]:
        if self._file is None:
            raise ValueError("the file is not open")
        return self._file

    def _emptied(self) -> None:
        self._opened().seek(0)
        self._opened().truncate()

    def _put_in_place(self) -> None:
        self._opened().close()
        self._part.replace(self.target)
