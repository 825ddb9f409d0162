"""A broker in memory, workers on it, and a clock that tests move."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from cortex_async import EventRouter
from cortex_async.relay import MemoryBroker, Worker
from cortex_async.relay.broker import Record
from cortex_async.relay.envelope import seal
from tests.realtime.scripted import ManualClock
from tests.webhooks.deliveries import envelope


def record(session: str, number: int) -> Record:
    """The record of a message that says its number."""
    event_id = f"{session}-{number}"
    data = {
        "id": event_id,
        "sessionId": session,
        "content": str(number),
        "senderName": "Ann",
        "participantId": None,
        "externalUserId": None,
        "timestamp": "2026-01-31T12:00:00.000Z",
    }
    payload = {"action": "created", "data": data}
    body = envelope("message.created", id=event_id, resourceId=f"message:{event_id}", payload=payload)
    return seal(json.loads(body), body)


class Stage:
    """A broker, a clock, and what was handled: ``(session, number)`` in the order of completion."""

    def __init__(self, *, partitions: int = 4) -> None:
        self.clock = ManualClock()
        self.broker = MemoryBroker(partitions=partitions, clock=self.clock)
        self.router = EventRouter()
        self.begun: list[tuple[str, int]] = []
        self.handled: list[tuple[str, int]] = []
        self.blocked: dict[str, asyncio.Event] = {}
        """Sessions whose handlers wait for this before they return."""
        self.failing: dict[str, int] = {}
        """Sessions whose handlers raise, and how often."""
        self.slow = 0.0
        """Seconds that each handler takes."""
        self.router.on("message.created")(self._said)
        self.router.on_error(lambda error, event, handler: None)

    async def _said(self, event: Any) -> None:
        session, number = event.payload.data.session_id, int(event.payload.data.content)
        self.begun.append((session, number))
        if self.failing.get(session, 0) > 0:
            self.failing[session] -= 1
            raise RuntimeError(f"no luck with {session}")
        if self.slow:
            await self.clock.sleep(self.slow)
        if session in self.blocked:
            await self.blocked[session].wait()
        self.handled.append((session, number))

    async def publish(self, *said: tuple[str, int]) -> None:
        await self.broker.publish([record(session, number) for session, number in said])

    def worker(self, name: str = "one", **settings: Any) -> Worker:
        return Worker(self.router, self.broker, name=name, clock=self.clock, **settings)

    @asynccontextmanager
    async def working(self, name: str = "one", **settings: Any) -> AsyncIterator[Worker]:
        """A worker that runs within the block and is stopped at its end."""
        worker = self.worker(name, **settings)
        task = asyncio.create_task(worker.run())
        try:
            await self.clock.advance(0)
            yield worker
        finally:
            worker.stop()
            await self.clock.advance(60)
            await task


async def dies(task: asyncio.Task[None], stage: Stage) -> None:
    """End a worker as a killed process ends: the broker hears nothing of it."""
    stage.broker.available = False
    task.cancel()
    # It may have acknowledgements left, and tries for some seconds.
    while not task.done():
        await stage.clock.advance(1)
    with suppress(asyncio.CancelledError):
        await task
    stage.broker.available = True
