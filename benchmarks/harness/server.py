"""A server in another process that responds as fast as Python can, since the clients are to be measured."""

from __future__ import annotations

import asyncio
import random
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from email.utils import formatdate
from typing import cast

import orjson

from benchmarks.harness import machine, payloads, streams
from benchmarks.harness.environment import ROOT

SESSION = orjson.dumps(payloads.session(1))
_STRIDE = 7919
"""Sessions between two events in a row: what is about one is not in the processor's caches for the next."""
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\n"
_JSON = _HEAD % b"application/json" + b"Content-Length: %d\r\n\r\n"
_STREAM = _HEAD % b"text/event-stream" + b"Transfer-Encoding: chunked\r\n\r\n"


class Responding(asyncio.Protocol):
    """Responds to every ``GET`` with one session. The name of the project says what its event stream sends:

    - ``small-20000``, ``large-500``: that many events, as fast as they are read
    - ``ticking-10``: that many events per second, for ever
    - ``idle``: only a comment
    - ``steady...``: the events that ``.../begin/COUNT/RATE/FIRST/SESSIONS`` asks for, of that many sessions
    in turn; ``session.updated``, or ``message.created`` if it is ``steady-messages...``
    """

    def __init__(self) -> None:
        self._received = b""
        self._room = asyncio.Event()
        self._room.set()
        self._project = ""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports have their own class.
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self._received += data
        while b"\r\n\r\n" in self._received:
            head, _, self._received = self._received.partition(b"\r\n\r\n")
            self._respond(head.split(b" ", 2)[1])

    def pause_writing(self) -> None:
        self._room.clear()

    def resume_writing(self) -> None:
        self._room.set()

    def connection_lost(self, error: Exception | None) -> None:
        self._room.set()
        _listening.get(self._project, set()).discard(self)

    def event(self, event: bytes) -> None:
        self._transport.write(b"%x\r\n%s\r\n" % (len(event), event))

    def _respond(self, target: bytes) -> None:
        if b"/events/stream" in target:
            self._task = asyncio.ensure_future(self._stream(target.decode().split("/")[3]))
        elif b"/projects/steady" in target:
            self._transport.write(_of_steady(target.decode().split("/")[3:]))
        else:
            self._transport.write(_JSON % len(SESSION) + SESSION)

    async def _stream(self, project: str) -> None:
        kind, _, number = project.partition("-")
        self._transport.write(_STREAM)
        if kind == "idle":
            self.event(b": x\n")
        elif kind == "steady":
            self.event(b": x\n")
            self._project = project
            _listening.setdefault(project, set()).add(self)
        elif kind == "ticking":
            await self._tick(float(number))
        else:
            await self._send(streams.burst(kind, int(number)))

    async def _tick(self, rate: float) -> None:
        bodies = streams.event_bodies("small", 1000)
        await asyncio.sleep(random.uniform(0, 1 / rate))
        number = 0
        while not self._transport.is_closing():
            body = bodies[number % len(bodies)]
            self.event(b"id: %d\nevent: message\ndata: %s\n\n" % (number, body))
            number += 1
            await asyncio.sleep(1 / rate)

    async def _send(self, pieces: Iterable[bytes]) -> None:
        for piece in pieces:
            await self._room.wait()
            if self._transport.is_closing():
                return
            self.event(piece)


_listening: dict[str, set[Responding]] = {}
_updates: dict[str, streams.Updates | streams.Messages] = {}
_beginnings: set[asyncio.Task[None]] = set()


def _of_steady(path: list[str]) -> bytes:
    """The response to ``PROJECT/sessions/ID``, ``PROJECT/sessions/ID/messages`` and ``PROJECT/begin/...``."""
    project, what, *rest = path
    if what == "begin":
        count, rate, first, sessions = map(int, rest)
        task = asyncio.ensure_future(_begin(project, count, rate, range(first, first + sessions)))
        _beginnings.add(task)
        task.add_done_callback(_beginnings.discard)
    body = b"[]"
    if rest[-1:] != ["messages"]:
        body = orjson.dumps(streams.watched_session(rest[0] if what == "sessions" else "none"))
    head = _JSON.replace(b"Content-Type", b"Date: %s\r\nContent-Type", 1)
    return head % (formatdate(usegmt=True).encode(), len(body)) + body


async def _begin(project: str, count: int, rate: int, sessions: range) -> None:
    kind = streams.Messages if project.startswith("steady-messages") else streams.Updates
    updates = _updates.setdefault(project, kind())

    def write(event: bytes) -> None:
        for listener in _listening.get(project, ()):
            listener.event(event)

    await streams.paced(
        write, lambda number: updates.event(f"sess_{sessions[number * _STRIDE % len(sessions)]}"), count, rate
    )


@contextmanager
def running() -> Iterator[str]:
    """Run a server in another process. Yields its base URL."""
    command = [sys.executable, "-m", "benchmarks.harness.server"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.kill()


async def serve() -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Responding, "127.0.0.1", 0, backlog=4096)
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
