"""``WholeFile`` for coroutines: all disk access happens in a thread."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from types import TracebackType
from typing import Self

from cortex_async._core.files.whole_file import WholeFile


class PartFile:
    """A file that appears as ``target`` only when it is complete, for ``async with``; see ``WholeFile``.

    Entering raises ``OSError`` if the file cannot be written. A cancelled task leaves nothing behind.
    """

    def __init__(self, target: str | os.PathLike[str]) -> None:
        self._file = WholeFile(target)

    @property
    def size(self) -> int:
        """Bytes written so far."""
        return self._file.size

    async def __aenter__(self) -> Self:
        try:
            await asyncio.to_thread(self._file.open)
        except BaseException:
            # If cancelled, the thread may still be opening the file: ``discard`` removes it, or prevents it.
            self._file.discard()
            raise
        return self

    async def write(self, chunk: bytes) -> None:
        await asyncio.to_thread(self._file.write, chunk)

    async def restart(self) -> None:
        """Discard what was written so far, and write from the beginning."""
        await asyncio.to_thread(self._file.restart)

    async def finish(self) -> Path:
        """Move the file to its target. Returns the target."""
        return await asyncio.to_thread(self._file.finish)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        # Not in a thread: a cancelled task must not have to wait for one.
        self._file.discard()
