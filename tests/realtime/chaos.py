"""A raw HTTP server with an event stream over real sockets.

It keeps every event and breaks connections in every way.
"""

from __future__ import annotations

import asyncio
import json
import re
import socket
import struct
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any, TypeAlias

from cortex_async._core.auth.credentials import Anonymous
from cortex_async._core.call.service import Service
from cortex_async._core.codec.codec import Codec
from cortex_async._core.http.lazy_transport import LazyTransport
from cortex_async._core.http.settings import TransportSettings
from cortex_async._core.request import Request, Route
from cortex_async._core.service_client import ServiceClient
from cortex_async._core.timing.clock import Clock

OK = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n"
    b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
)
STREAM = Route("stream", "GET", "/events/stream", accept="text/event-stream")

DISTURBANCES = (
    "close",  # the body ends as it should
    "reset",  # RST in the middle of a chunk
    "half chunk",  # FIN in the middle of a chunk
    "silence",  # no FIN, no bytes: a black hole
    "502",
    "slow headers",
    "no headers",  # accepted, then closed
    "garbage",  # not HTTP
    "html",  # the login page of a proxy
)


Left: TypeAlias = asyncio.Task[bytes]
"""Done when the client has gone."""


class ChaosServer:
    """Replays the events after ``Last-Event-ID``; ids are event numbers. ``plan``: how each connection ends."""

    def __init__(self, plan: Iterable[str] = ()) -> None:
        self._plan = iter(plan)
        self._events: list[bytes] = []
        self._news = asyncio.Event()
        self._handlers: set[asyncio.Task[Any]] = set()
        self._writers: set[asyncio.StreamWriter] = set()
        self.heads: list[str] = []
        self.undisturbed = asyncio.Event()
        self.port = 0

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def publish(self, count: int = 1) -> None:
        for number in range(len(self._events) + 1, len(self._events) + 1 + count):
            payload = json.dumps({"id": f"e{number}", "type": "session.created"})
            self._events.append(f"id: {number}\ndata: {payload}\n\n".encode())
        self._news.set()
        self._news = asyncio.Event()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[ChaosServer]:
        server = await asyncio.start_server(self._handle, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()
            for writer in self._writers:
                writer.transport.abort()
            await self.deserted()
            await server.wait_closed()

    async def deserted(self) -> None:
        """Wait until every client has disconnected and every handler has noticed."""
        while self._handlers:
            await asyncio.wait(self._handlers)

    async def _handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._handlers.add(task)
        self._writers.add(writer)
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            self.heads.append(head)
            found = re.search(r"(?im)^last-event-id: (\d+)\r$", head)
            left = asyncio.create_task(reader.read(1))
            await self._answer(writer, int(found[1]) if found else 0, left)
            left.cancel()
            await asyncio.wait({left})
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the client left first
        finally:
            self._handlers.discard(task)
            self._writers.discard(writer)
            writer.close()

    async def _answer(self, writer: asyncio.StreamWriter, after: int, left: Left) -> None:
        ending = next(self._plan, None)
        match ending:
            case "502":
                writer.write(
                    b"HTTP/1.1 502 Bad Gateway\r\nConnection: close\r\nContent-Length: 4\r\n\r\noops"
                )
            case "html":
                writer.write(
                    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\nContent-Length: 6\r\n\r\n<html>"
                )
            case "garbage":
                writer.write(b"\x16\x03\x01 is not HTTP\r\n\r\n")
            case "no headers":
                pass
            case _:
                if ending == "slow headers":
                    await asyncio.sleep(0.03)
                writer.write(OK)
                await self._stream(writer, after, ending, left)

    async def _stream(self, writer: asyncio.StreamWriter, after: int, ending: str | None, left: Left) -> None:
        if ending is None:
            self.undisturbed.set()
        while ending is None or after == len(self._events):
            news = asyncio.create_task(self._news.wait())
            after = self._write_events(writer, after)
            await writer.drain()
            await asyncio.wait({news, left}, return_when=asyncio.FIRST_COMPLETED)
            news.cancel()
            if left.done():
                return
        # A disturbed connection delivers some of the due events and then breaks.
        due = len(self._events) - after
        self._write_events(writer, after, most=due - due // 2)
        await writer.drain()
        await self._break(writer, ending, left)

    def _write_events(self, writer: asyncio.StreamWriter, after: int, most: int | None = None) -> int:
        piece = b"".join(self._events[after:][:most])
        if piece:
            writer.write(b"%x\r\n%b\r\n" % (len(piece), piece))
        return len(self._events)

    async def _break(self, writer: asyncio.StreamWriter, ending: str, left: Left) -> None:
        match ending:
            case "close" | "slow headers":
                writer.write(b"0\r\n\r\n")
            case "half chunk":
                writer.write(b'20\r\ndata: {"id": "e')
            case "reset":
                writer.write(b"20\r\ndata: ")
                await writer.drain()
                peer: socket.socket = writer.get_extra_info("socket")
                peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                writer.transport.abort()
            case _:
                await asyncio.wait({left})


def client(base_url: str, clock: Clock | None = None) -> ServiceClient:
    service = Service("test", Codec("cortex_async._generated"), event_marker="type")
    return ServiceClient(service, base_url, Anonymous(), LazyTransport(TransportSettings()), clock=clock)


def stream_request() -> Request:
    return Request(STREAM, headers={})
