"""A server in another process that answers as fast as Python can, so that the clients are what is measured."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

import orjson

from . import machine, payloads
from .environment import ROOT

SESSION = orjson.dumps(payloads.session(1))
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\n"
_JSON = _HEAD % b"application/json" + b"Content-Length: %d\r\n\r\n"
_STREAM = _HEAD % b"text/event-stream" + b"Transfer-Encoding: chunked\r\n\r\n"
_WRITE = 64 * 1024


class Answering(asyncio.Protocol):
    """``GET`` of anything gives one session; of an event stream what its project's name says: ``small-20000``, ``idle``."""

    def __init__(self) -> None:
        self._received = b""
        self._room = asyncio.Event()
        self._room.set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports are of a class of their own.
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self._received += data
        while b"\r\n\r\n" in self._received:
            head, _, self._received = self._received.partition(b"\r\n\r\n")
            path = head.split(b" ", 2)[1].decode()
            if path.endswith("/events/stream"):
                self._task = asyncio.ensure_future(self._stream(path.split("/")[-3]))
            else:
                self._transport.write(_JSON % len(SESSION) + SESSION)

    def pause_writing(self) -> None:
        self._room.clear()

    def resume_writing(self) -> None:
        self._room.set()

    def connection_lost(self, error: Exception | None) -> None:
        self._room.set()

    async def _stream(self, project: str) -> None:
        kind, _, count = project.partition("-")
        self._transport.write(_STREAM)
        if kind == "idle":
            self._transport.write(b"4\r\n: x\n\r\n")
            return
        for chunk in stream_chunks(kind, int(count)):
            await self._room.wait()
            if self._transport.is_closing():
                return
            self._transport.write(b"%x\r\n%s\r\n" % (len(chunk), chunk))


def stream_chunks(kind: str, count: int) -> Iterator[bytes]:
    """``count`` server-sent events of a kind in pieces of some 64 KiB, as a busy server's writes leave the kernel."""
    piece: list[bytes] = []
    size = 0
    for number, body in enumerate(event_bodies(kind, count)):
        piece.append(b"id: %d\nevent: message\ndata: %s\n\n" % (number, body))
        size += len(piece[-1])
        if size >= _WRITE:
            yield b"".join(piece)
            piece.clear()
            size = 0
    if piece:
        yield b"".join(piece)


def event_bodies(kind: str, count: int) -> list[bytes]:
    """``small``: of all types, some 600 bytes. ``large``: messages whose text makes them 64 KiB."""
    if kind == "small":
        return payloads.events(count)
    long = (payloads.TEXT * 1200)[: 64 * 1024]
    message = next(body for body in payloads.events(25) if b'"message.created"' in body)
    made: list[bytes] = []
    for number in range(count):
        event = orjson.loads(message)
        event["id"] = f"evt_{number:012}"
        event["payload"]["data"]["content"] = long
        made.append(orjson.dumps(event))
    return made


@contextmanager
def running() -> Iterator[str]:
    """The base URL of a server in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.harness.server"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.kill()


async def serve() -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Answering, "127.0.0.1", 0, backlog=4096)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


def main() -> None:
    machine.pin("server")
    try:
        import uvloop
    except ImportError:
        asyncio.run(serve())
    else:
        uvloop.run(serve())


if __name__ == "__main__":
    main()
