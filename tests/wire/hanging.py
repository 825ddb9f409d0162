"""Everything that can wait on a client, and a server that lets it wait for ever."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, TypeAlias

from cortex_async import CortexClient, Retry
from cortex_async.resources.functions import Functions
from tests.wire.server import OK, RawServer, Received, Reply, raw_response

EVENT = b'id: 1\ndata: {"id": "e1", "type": "test.made", "payload": {}}\n\n'
STREAM_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
SETTINGS = {"isActivated": False, "maxFunctions": 1, "maxMemoryPerFunction": 1, "activationStep": "pending"}
PAGE = {"participants": [], "total": 9}


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data)


class HangingServer(RawServer):
    """A server that never responds completely. ``hung`` is released whenever something begins to wait."""

    def __init__(self) -> None:
        super().__init__()
        self.hung = asyncio.Semaphore(0)
        self.reply = self._reply_to

    def _reply_to(self, received: Received) -> Reply:
        path = received.target.partition("?")[0]
        for part, reply in {
            "/slow": b"",
            "/body": b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nsome of it",
            "/busy": raw_response(429, headers={"Retry-After": "30"}),
            "/debug-audio": b"HTTP/1.1 200 OK\r\nContent-Type: audio/wav\r\nContent-Length: 1000\r\n\r\nRIFF",
            "/participants": self._page(received),
            "/functions/settings": raw_response(200, SETTINGS),
            "/silent/events/stream": b"",
            "/down/events/stream": raw_response(503),
            "/full/events/stream": STREAM_HEAD
            + chunk(EVENT + EVENT.replace(b"1", b"2", 1).replace(b"e1", b"e2")),
            "/events/stream": STREAM_HEAD + chunk(b": alive\n\n"),
            "/sessions": raw_response(200, []),
        }.items():
            if path.endswith(part):
                return self._said(reply)
        return OK

    def _page(self, received: Received) -> bytes:
        return raw_response(200, PAGE) if "offset=0" in received.target else b""

    def _said(self, reply: bytes) -> Reply:
        async def say(writer: asyncio.StreamWriter) -> None:
            writer.write(reply)
            await writer.drain()
            self.hung.release()
            if not _is_complete(reply):
                await self.stall(writer)

        return say


def _is_complete(reply: bytes) -> bool:
    head, _, body = reply.partition(b"\r\n\r\n")
    length = [line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")]
    return bool(length) and len(body) == int(length[0].split(b":")[1])


Wait: TypeAlias = Callable[[CortexClient, Path], Coroutine[Any, Any, object]]


async def get(client: CortexClient, _: Path) -> object:
    return await client.request("GET", "/api/slow")


async def post(client: CortexClient, _: Path) -> object:
    return await client.request("POST", "/api/slow", body={"a": 1})


async def body(client: CortexClient, _: Path) -> object:
    return await client.request("GET", "/api/body")


async def retry_after(client: CortexClient, _: Path) -> object:
    return await client.request("POST", "/api/busy", body={})


async def audio(client: CortexClient, target: Path) -> object:
    return await client.project("p").messages.save_debug_audio("s", "m", target)


async def pages(client: CortexClient, _: Path) -> object:
    return [one async for one in client.project("p").participants.list(page_size=1)]


async def events(client: CortexClient, _: Path) -> object:
    async with client.project("p").events.stream(idle_limit=0) as stream:
        return [event async for event in stream]


async def events_of_silent_server(client: CortexClient, _: Path) -> object:
    async with client.project("silent").events.stream(idle_limit=0) as stream:
        return [event async for event in stream]


async def events_of_dead_server(client: CortexClient, _: Path) -> object:
    retry = Retry(base=30, cap=30, attempts=9)
    async with client.project("down").events.stream(retry=retry) as stream:
        return [event async for event in stream]


async def changes(client: CortexClient, _: Path) -> object:
    async with client.project("p").sessions.watch() as live:
        return [change async for change in live]


async def snapshots(client: CortexClient, _: Path) -> object:
    async with client.project("p").sessions.watch() as live:
        return [value async for value in live.snapshots()]


async def condition(client: CortexClient, _: Path) -> object:
    async with client.project("p").sessions.watch() as live:
        return await live.wait_until(lambda value: "s" in value)


async def entering(client: CortexClient, _: Path) -> object:
    async with client.project("silent").sessions.watch() as live:
        return live


async def activation(client: CortexClient, _: Path) -> object:
    functions: Functions = client.project("p").functions
    return await functions.wait_until_active(poll=30)


WAITS: tuple[Wait, ...] = (
    get, post, body, retry_after, audio, pages, events, events_of_silent_server, events_of_dead_server, changes, snapshots,
    condition, entering, activation,
)  # fmt: skip


class Credential:
    """A function for a credential that never returns, in a thread (``blocking``) or in the loop."""

    def __init__(self) -> None:
        self.asked = asyncio.Event()
        self.released = threading.Event()
        self._loop = asyncio.get_running_loop()

    async def waiting(self) -> str:
        self.asked.set()
        await asyncio.Event().wait()
        raise AssertionError

    def blocking(self) -> str:
        self._loop.call_soon_threadsafe(self.asked.set)
        self.released.wait(20)
        return "k"
