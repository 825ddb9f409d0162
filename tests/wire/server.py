"""A server on raw sockets that misbehaves as configured and counts what arrives."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from types import TracebackType
from typing import Any, Self, TypeAlias

from attrs import define, field


@define
class Received:
    method: str
    target: str
    headers: dict[str, str]
    body: bytes


Reply: TypeAlias = "bytes | Callable[[asyncio.StreamWriter], Awaitable[None]] | None"
"""Bytes to send, a function that talks on the socket itself, or None to close at once."""


def raw_response(
    status: int,
    body: bytes | object = b"",
    headers: dict[str, str] | None = None,
    *,
    kind: str = "application/json",
) -> bytes:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    fields = {"Content-Type": kind, "Content-Length": str(len(content)), **(headers or {})}
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"HTTP/1.1 {status} X\r\n{head}\r\n".encode() + content


OK = raw_response(200, {"ok": True})


@define
class RawServer:
    """A server with scripted replies.

    reply: bytes or None for all requests, a list of ``Reply`` of which the last repeats, or a function from
        ``Received`` to ``Reply``.
    """

    reply: Any = OK
    requests: list[Received] = field(factory=list)
    connections: int = 0
    arrived: asyncio.Event = field(factory=asyncio.Event)
    released: asyncio.Event = field(factory=asyncio.Event)
    hung_up: asyncio.Event = field(factory=asyncio.Event)
    _server: asyncio.Server | None = None
    _tasks: set[asyncio.Task[Any]] = field(factory=set)

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        assert self._server is not None
        self._server.close()
        self.released.set()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def port(self) -> int:
        assert self._server is not None
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def stall(self, writer: asyncio.StreamWriter) -> None:
        """Send nothing until the test is over."""
        await self.released.wait()

    def _next(self, received: Received) -> Reply:
        reply = self.reply
        if isinstance(reply, bytes) or reply is None:
            return reply
        if isinstance(reply, (list, tuple)):
            chosen: Reply = reply[min(len(self.requests), len(reply)) - 1]
            return chosen
        decided: Reply = reply(received)
        return decided

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self.connections += 1
        try:
            while (received := await _read_request(reader)) is not None:
                self.requests.append(received)
                self.arrived.set()
                reply = self._next(received)
                if reply is None:
                    return
                if isinstance(reply, bytes):
                    writer.write(reply)
                    await writer.drain()
                else:
                    await reply(writer)
            self.hung_up.set()
        except ConnectionError:
            self.hung_up.set()
        except asyncio.CancelledError:
            # Caused by the test's own end; asyncio would log it.
            return
        finally:
            writer.close()
            self._tasks.discard(task)


async def _read_request(reader: asyncio.StreamReader) -> Received | None:
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    except asyncio.IncompleteReadError:
        return None
    line, *fields = head.split("\r\n")[:-2]
    method, target, _ = line.split(" ")
    headers = {name.lower(): value.strip() for name, _, value in (text.partition(":") for text in fields)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Received(method, target, headers, body)


@asynccontextmanager
async def refusing_port() -> AsyncIterator[int]:
    """Yield a port on which nothing listens, and which no other process can take meanwhile."""
    import socket

    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        yield holder.getsockname()[1]
