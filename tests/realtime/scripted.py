"""A server scripted by each test, and a clock that moves only when advanced."""

from __future__ import annotations

import asyncio
import heapq
import itertools
import json
import math
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from types import TracebackType
from typing import Any

from attrs import define, field

from cortex_async._core.response import Headers
from cortex_async._core.stream import EventStream, StreamSettings
from cortex_async._core.stream.states import StreamState

EOF = object()


async def settle() -> None:
    """Let every task run until it waits for something external."""
    loop: Any = asyncio.get_running_loop()
    idle = 0
    for _ in range(50):
        await asyncio.sleep(0)
        # Nothing else is ready to run, also after the loop has looked at its sockets.
        idle = 0 if loop._ready else idle + 1
        if idle == 3:
            return


class ManualClock:
    """Seconds pass only in ``advance``, which stops at each time at which a task wakes up."""

    def __init__(self) -> None:
        self.now = 1000.0
        self._order = itertools.count()
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self.slept: list[float] = []

    def monotonic(self) -> float:
        return self.now

    def unix(self) -> float:
        return 1_700_000_000 + self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        wake_up: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        # Time passes in any sleep, also in one that is shorter than the numbers at hand can tell.
        due = max(self.now + seconds, math.nextafter(self.now, math.inf)) if seconds > 0 else self.now
        heapq.heappush(self._sleepers, (due, next(self._order), wake_up))
        await wake_up

    async def advance(self, seconds: float) -> None:
        await settle()
        target = self.now + seconds
        while self._sleepers and self._sleepers[0][0] <= target:
            due, _, wake_up = heapq.heappop(self._sleepers)
            self.now = max(self.now, due)
            if not wake_up.done():
                wake_up.set_result(None)
            await settle()
        self.now = target
        await settle()


@define(eq=False)
class Connection:
    """One connection of the stream: its request, and the response that the test scripts."""

    resume_id: str | None
    status: int = 200
    headers: Mapping[str, str] = field(factory=lambda: Headers([("Content-Type", "text/event-stream")]))
    request_id: str | None = None
    attempts: int = 1
    closed: bool = False
    body_left_first: bool = False
    """Whether the body's generator was closed before its connection, and not by the garbage collector later.
    """
    read: int = 0
    responded: asyncio.Event = field(factory=asyncio.Event)
    error: Exception | None = None
    release: asyncio.Event | None = None
    """Closing this connection waits until it is set."""
    _moves: asyncio.Queue[object] = field(factory=lambda: asyncio.Queue[object]())

    def accept(self) -> Connection:
        self.responded.set()
        return self

    def refuse(self, error: Exception) -> None:
        self.error = error
        self.responded.set()

    def send(self, *pieces: bytes) -> None:
        self.accept()
        for piece in pieces:
            self._moves.put_nowait(piece)

    def finish(self) -> None:
        self._moves.put_nowait(EOF)

    def fail(self, error: Exception) -> None:
        self._moves.put_nowait(error)

    def forget(self) -> None:
        """Drop what has not been read, so that memory measured is the client's only."""
        while not self._moves.empty():
            self._moves.get_nowait()

    async def chunks(self) -> AsyncIterator[bytes]:
        try:
            while (move := await self._moves.get()) is not EOF:
                if isinstance(move, Exception):
                    raise move
                assert isinstance(move, bytes)
                self.read += 1
                yield move
        finally:
            self.body_left_first = not self.closed
            if self.release is not None:
                await self.release.wait()


class Script:
    """The server: ``await script.next()`` is the next incoming connection."""

    def __init__(self) -> None:
        self.connections: list[Connection] = []
        self._arrivals: asyncio.Queue[Connection] = asyncio.Queue()

    @asynccontextmanager
    async def connect(self, resume_id: str | None) -> AsyncIterator[Connection]:
        connection = Connection(resume_id)
        self.connections.append(connection)
        self._arrivals.put_nowait(connection)
        try:
            await connection.responded.wait()
            if connection.error is not None:
                raise connection.error
            yield connection
        finally:
            connection.closed = True

    async def next(self) -> Connection:
        return await asyncio.wait_for(self._arrivals.get(), 30)

    @property
    def open(self) -> int:
        return sum(not connection.closed for connection in self.connections)


Item = dict[str, Any]


class Scene:
    """A stream against a script, with its own clock unless it is given one, and all states that it shows."""

    def __init__(
        self, last_event_id: str | None = None, *, clock: ManualClock | None = None, **settings: Any
    ) -> None:
        self.script = Script()
        self.clock = clock or ManualClock()
        self.states: list[StreamState] = []
        self.stream: EventStream[Item] = EventStream(
            self.script.connect,
            decode,
            identity=lambda item: item.get("id"),
            last_event_id=last_event_id,
            settings=StreamSettings(**{"on_state": self.states.append, "wait": False, **settings}),
            clock=self.clock,
        )

    async def __aenter__(self) -> Scene:
        await self.stream.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.stream.aclose()

    async def take(self, count: int = 1) -> list[Item]:
        return [await asyncio.wait_for(anext(self.stream), 30) for _ in range(count)]

    async def reconnected(self) -> Connection:
        """Wait for the whole back-off, whatever its length."""
        await self.clock.advance(30)
        return await self.script.next()

    def kinds(self) -> list[str]:
        return [type(state).__name__ for state in self.states]


def decode(raw: Item) -> Item | None:
    if raw.get("broken"):
        raise KeyError("type")
    return raw if "id" in raw else None


def event(number: int | str, *, sse_id: str | None = "", **more: Any) -> bytes:
    """An event with envelope id ``e<number>``; its SSE id is the same number unless given, and absent if
    None.
    """
    head = "" if sse_id is None else f"id: {sse_id or number}\n"
    return f"{head}data: {json.dumps({'id': f'e{number}', **more})}\n\n".encode()
