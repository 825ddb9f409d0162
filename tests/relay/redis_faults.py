"""What stands between a test and its Redis: a proxy that loses responses, and a server that is too old."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager


class Proxy:
    """Passes everything on to a server, until it loses a response or holds one back.

    lose: drop the next response and the connection that it came on.
    hold: hold the next response back until it is set; ``held`` is set when there is one.
    """

    def __init__(self, target: str) -> None:
        self._target = target
        self.port: int = 0
        self.lose: bool = False
        self.lost: int = 0
        self.hold: asyncio.Event | None = None
        self.held: asyncio.Event = asyncio.Event()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        upstream, back = await asyncio.open_unix_connection(self._target)
        sending = asyncio.ensure_future(self._pass_on(reader, back))
        try:
            while chunk := await upstream.read(1 << 16):
                if self.lose:
                    self.lose, self.lost = False, self.lost + 1
                    return
                if self.hold is not None:
                    hold, self.hold = self.hold, None
                    self.held.set()
                    await hold.wait()
                writer.write(chunk)
                await writer.drain()
        except ConnectionError:
            return
        finally:
            sending.cancel()
            writer.close()
            back.close()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while chunk := await reader.read(1 << 16):
            writer.write(chunk)
            await writer.drain()
        writer.close()


@asynccontextmanager
async def proxy(target: str) -> AsyncGenerator[Proxy]:
    """A proxy for a Unix socket, on a port of the loopback interface."""
    one = Proxy(target)
    server = await asyncio.start_server(one.serve, "127.0.0.1", 0)
    one.port = server.sockets[0].getsockname()[1]
    try:
        yield one
    finally:
        server.close()


async def _old_server(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Speak as a Redis 5.0: INFO, and no command that is newer."""
    info = b"# Server\r\nredis_version:5.0.14\r\n"
    while header := await reader.readline():
        parts = []
        for _ in range(int(header[1:])):
            size = int((await reader.readline())[1:])
            parts.append((await reader.readexactly(size + 2))[:-2])
        if parts[0].upper() == b"INFO":
            writer.write(b"$%d\r\n%b\r\n" % (len(info), info))
        else:
            shown = b" ".join(b"`%b`," % part for part in parts[1:])
            writer.write(b"-ERR unknown command `%b`, with args beginning with: %b\r\n" % (parts[0], shown))
        await writer.drain()
    writer.close()


@asynccontextmanager
async def old_redis() -> AsyncGenerator[int]:
    """The port of a server that is too old."""
    server = await asyncio.start_server(_old_server, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
