"""A TCP proxy that can be cut, as a network is."""

from __future__ import annotations

import asyncio
from contextlib import suppress


class Proxy:
    """Passes connections on; while it is cut, existing ones hang and new ones too.

    target: a port of this machine, or the path of a Unix socket.
    """

    def __init__(self, target: int | str) -> None:
        self._target = target
        self._open = asyncio.Event()
        self._open.set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None
        self.port = 0

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        assert self._server is not None
        self._server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def cut(self) -> None:
        """Let nothing through."""
        self._open.clear()

    def lose(self) -> None:
        """Let nothing through in the connections made so far, and new ones pass: nobody is told of it."""
        self._open.clear()
        self._open = asyncio.Event()
        self._open.set()

    def mend(self, *, late: bool) -> None:
        """Let everything through again.

        late: whether what was sent meanwhile arrives now. Otherwise the connections that hung are closed.
        """
        self._open.set()
        for task in () if late else list(self._tasks):
            task.cancel()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        is_open = self._open
        # Cancelled when the network is back.
        with suppress(OSError, asyncio.CancelledError):
            await is_open.wait()
            inner, outer = await self._connect()
            try:
                await asyncio.gather(self._pass(reader, outer, is_open), self._pass(inner, writer, is_open))
            finally:
                outer.close()
        self._tasks.discard(task)
        writer.close()

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if isinstance(self._target, str):
            return await asyncio.open_unix_connection(self._target)
        return await asyncio.open_connection("127.0.0.1", self._target)

    @staticmethod
    async def _pass(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter, is_open: asyncio.Event
    ) -> None:
        while chunk := await reader.read(65536):
            await is_open.wait()
            writer.write(chunk)
            await writer.drain()
        writer.close()
