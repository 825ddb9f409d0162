"""Serves one client on stdin and stdout."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import threading
from typing import TYPE_CHECKING, Any, Final, Self, cast

from mcp.server import Server
from mcp.server.stdio import stdio_server

if TYPE_CHECKING:
    import anyio

LONGEST_LINE: Final = 1 << 20
"""Bytes of one message from the client."""

_CHUNK: Final = 1 << 16

_logger = logging.getLogger(__name__)


async def serve_stdio(server: Server[Any]) -> None:
    """Serve until the client closes stdin or stdout, or the task is cancelled.

    Meanwhile stdout belongs to the protocol: what anything else writes to it goes to stderr.
    """
    lines = _Lines(sys.stdin.fileno())
    # Only iterated over. The SDK's own reader cannot be cancelled while it waits for a line:
    # https://anyio.readthedocs.io/en/stable/threads.html#calling-synchronous-code-from-a-worker-thread
    stdin = cast("anyio.AsyncFile[str]", lines)
    try:
        async with stdio_server(stdin=stdin) as (reading, writing):
            await server.run(reading, writing, server.create_initialization_options())
    except* BrokenPipeError:
        _logger.debug("the client has closed stdout")


class _Lines:
    """The lines of a file descriptor, which a thread reads that nobody has to wait for."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._loop = asyncio.get_running_loop()
        self._lines: asyncio.Queue[str | None] = asyncio.Queue()
        # The reader waits for the loop, so that no more than one line waits in memory.
        self._wanted = threading.Semaphore(0)
        threading.Thread(target=self._read, name="cortex-mcp-stdin", daemon=True).start()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> str:
        self._wanted.release()
        line = await self._lines.get()
        if line is None:
            raise StopAsyncIteration
        return line

    def _read(self) -> None:
        # os.read, since a buffered reader would hold a lock when the interpreter exits.
        kept = bytearray()
        too_long = False
        while chunk := self._chunk():
            *ends, rest = chunk.split(b"\n")
            for end in ends:
                kept += end
                # A message that is too long becomes one that cannot be parsed, which the server reports.
                self._hand_over(
                    "" if too_long or len(kept) > LONGEST_LINE else kept.decode("utf-8", "replace")
                )
                kept, too_long = bytearray(), False
            kept += rest
            if len(kept) > LONGEST_LINE:
                kept, too_long = bytearray(), True
        self._hand_over(None)

    def _chunk(self) -> bytes:
        try:
            return os.read(self._descriptor, _CHUNK)
        except OSError:
            return b""

    def _hand_over(self, line: str | None) -> None:
        self._wanted.acquire()
        try:
            self._loop.call_soon_threadsafe(self._lines.put_nowait, line)
        except RuntimeError:
            return  # the loop is closed: nobody reads any more
