"""``WholeFile`` for coroutines: every touch of the disk happens in a thread."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from types import TracebackType
from typing import Self

from cortex_async._core.files.whole_file import WholeFile


class PartFile:
    """A file that appears as ``target`` only when it is whole, to be used with ``async with``; see ``WholeFile``.

    Entering raises what makes it impossible to write the file. A cancelled task leaves nothing behind.
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
            # Cancelled, the thread may still make the file: whichever comes second removes it or makes none.
            self._file.discard()
            raise
        return self

    async def write(self, chunk: bytes) -> None:
        await asyncio.to_thread(self._file.write, chunk)

    async def restart(self) -> None:
        """Forgets what was written."""
        await asyncio.to_thread(self._file.restart)

    async def finish(self) -> Path:
        """Puts the file in its place."""
        return await asyncio.to_thread(self._file.finish)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        # Not in a thread: a cancelled task must not wait for one to clean up.
        self._file.discard()
