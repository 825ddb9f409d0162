"""The relay and the workers of the SDK as a benchmark runs them, and what runs in processes of its own.

``python -m benchmarks.harness.relaying emulate RATE COUNT`` prints an address and a key, and talks for each
line that it gets. ``... work URL NAME SHARE`` handles the events of a stream; it prints a line as soon as
it has ``SHARE`` partitions, and for each line that it gets how many it has handled since the last one, and
when.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import orjson

from benchmarks.harness import machine, payloads
from benchmarks.harness.environment import ROOT
from cortex_async import EventRouter
from cortex_async._core.timing.clock import SystemClock
from cortex_async.emulator import Emulator
from cortex_async.relay import Worker
from cortex_async.relay.hindrance import Hindrance
from cortex_async.relay.items import Item
from cortex_async.relay.lease import Lease
from cortex_async.relay.outage import Outage
from cortex_async.relay.publishing import Publisher
from cortex_async.relay.service.brokers import broker_from_url
from cortex_async.relay.status import Tally

PROJECT = "proj_123"
HANDLING = 0.005
"""Seconds that a handler of a measured worker process waits, as for a database."""

CONCURRENCY = 4
GROUP = "growth"


def messages(count: int, first: int) -> list[bytes]:
    """``message.created`` events of fifty sessions, as the stream brings them: some 560 bytes each."""
    made: list[bytes] = []
    for number in range(first, first + count):
        message = payloads.message(number)
        data = {
            **message,
            "participantId": f"part_{number % 97:012}",
            "externalUserId": f"player-{number % 97}",
        }
        event = {
            "id": f"evt_{number:024}",
            "type": "message.created",
            "source": "cortex:bot",
            "tenantId": "tenant_456",
            "projectId": PROJECT,
            "resourceId": f"message:{message['id']}",
            "timestamp": message["timestamp"],
            "payload": {"action": "created", "data": data},
        }
        made.append(orjson.dumps(event))
    return made


async def publish(broker: Any, events: Sequence[bytes], batch: int) -> None:
    """What a leader does with what the stream brings: from bytes to the acknowledged checkpoint."""
    clock = SystemClock()
    leadership = await broker.lead(PROJECT, "benchmark", 3600.0)
    outage = Outage("the relay of the benchmark", clock)
    lease = Lease(leadership, 3600.0, clock.monotonic(), outage, clock)
    hindrance = Hindrance(clock, 3600.0)
    publisher = Publisher(leadership, lease, hindrance, outage, clock, Tally(), lambda *counts: None)
    await publisher.load()
    for begin in range(0, len(events), batch):
        now = clock.unix()
        items = [Item.of(orjson.loads(data), data, now) for data in events[begin : begin + batch]]
        await publisher.publish(items, now)
    await leadership.release()


async def handle(broker: Any, group: str, count: int, handler: Callable[[Any], Awaitable[None]]) -> None:
    """Handle ``count`` events with a worker."""
    router, done = EventRouter(), asyncio.Event()
    left = count

    @router.on("message.created")
    async def said(event: Any) -> None:
        nonlocal left
        await handler(event)
        left -= 1
        if not left:
            done.set()

    worker = Worker(router, broker, group=group, concurrency=16)
    task = asyncio.create_task(worker.run())
    try:
        await done.wait()
    finally:
        worker.stop()
        await task


async def _emulate(rate: float, count: int) -> None:
    """Say ``count`` messages for each line that comes, each of which is the time at which it was said."""
    async with Emulator(project_id=PROJECT) as emulator:
        session = await _session(emulator)
        print(json.dumps([emulator.base_url, emulator.api_key]), flush=True)
        while await asyncio.to_thread(sys.stdin.readline):
            for _ in range(count):
                await emulator.say(session, "ann", str(time.monotonic_ns()))
                await asyncio.sleep(1 / rate)


async def _session(emulator: Emulator) -> str:
    from cortex_async import CortexClient

    async with CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client:
        project = client.project(emulator.project_id)
        session = await project.sessions.create(title="talk", external_room_id="room")
        await emulator.say(session.id, "ann", "Hello")
        return session.id


async def _work(url: str, name: str, share: int) -> None:
    router, times = EventRouter(), list[float]()

    @router.on("message.created")
    async def said(event: Any) -> None:
        times.append(time.monotonic())
        await asyncio.sleep(HANDLING)

    worker = Worker(router, broker_from_url(url, name=name), group=GROUP, concurrency=CONCURRENCY, lease=3.0)
    task = asyncio.create_task(worker.run())
    while len(worker.status.partitions) != share:  # noqa: ASYNC110  (a status is a value)
        await asyncio.sleep(0.01)
    print("ready", flush=True)
    while await asyncio.to_thread(sys.stdin.readline):
        print(json.dumps([len(times), times[0], times[-1]] if times else [0, 0, 0]), flush=True)
        times.clear()
    worker.stop()
    await task


@contextmanager
def process(*arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run this module in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.harness.relaying", *arguments]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        try:
            yield running
        finally:
            running.kill()


if __name__ == "__main__":
    what, *rest = sys.argv[1:]
    if what == "emulate":
        machine.pin("server")
        asyncio.run(_emulate(float(rest[0]), int(rest[1])))
    else:
        asyncio.run(_work(rest[0], rest[1], int(rest[2])))
