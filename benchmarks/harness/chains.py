"""The way of an event from the emulator over a broker to a handler, with the relay and without the SDK."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import uuid4

import aiohttp

from benchmarks.harness import brokers, relaying
from benchmarks.harness.measure import OURS, Comparison, Requirement, Settings
from benchmarks.harness.rounds import interleaved_async
from cortex_async import CortexClient
from cortex_async.relay import Relay

RATE, COUNT = 200.0, 400
LEAST = 0.6
PARTS = (50, 99)


async def delays(broker: brokers.Broker, settings: Settings) -> list[Comparison]:
    """How long an event takes, in wall-clock time, with relay and worker in this process."""
    count = settings.amount(COUNT)
    with relaying.process("emulate", str(RATE), str(count)) as process:
        assert process.stdout is not None
        address, key = json.loads(process.stdout.readline())
        assert process.stdin is not None
        stdin = process.stdin

        def go() -> None:
            stdin.write(b"go\n")
            stdin.flush()

        taken = await interleaved_async(
            {
                name: partial(chain, broker, address, key, go, count)
                for name, chain in ((OURS, _chain), ("bare", _bare_chain))
            },
            settings.rounds,
            warm_up=False,
        )
    samples = {
        f"{name}, p{part}": [times[len(times) * part // 100] for times in map(sorted, rounds)]
        for name, rounds in taken.items()
        for part in PARTS
    }
    # Of times, the smaller one is the better: the loop's may be so much of ours.
    wanted = tuple(
        Requirement(f"{OURS}, p{part}", at_least=LEAST, subject=f"bare, p{part}") for part in PARTS
    )
    note = (
        f"{RATE:g} events/s, relay and worker in one process; bare: aiohttp, orjson, the broker's client, with as many "
        "round trips as ours with Redis, and one less with NATS. docs/relay-capacity.md has where the time goes"
    )
    return [
        Comparison(f"{broker.name}: from the emulator's event to the handler", "ms", samples, wanted, note)
    ]


@dataclass
class _Taken:
    """Milliseconds from saying to handling, of what is said from now on."""

    begun: int = field(default_factory=time.monotonic_ns)
    times: list[float] = field(default_factory=list[float])

    def note(self, content: str) -> None:
        if content.isdigit() and int(content) >= self.begun:
            self.times.append((time.monotonic_ns() - int(content)) / 1e6)


async def _chain(
    broker: brokers.Broker, address: str, key: str, go: Callable[[], object], count: int
) -> list[float]:
    sink, source, taken = broker.ours(), broker.ours(), _Taken()

    async def note(event: Any) -> None:
        taken.note(event.payload.data.content)

    async with (
        CortexClient(base_url=address, api_key=key) as client,
        Relay(client.project(relaying.PROJECT), sink) as relay,
    ):
        await relay.ready()
        # What was published before has been handled when the group has nothing left.
        group = uuid4().hex
        handling = asyncio.create_task(relaying.handle(source, group, sys.maxsize, note))
        await _until(lambda: _empty(source, group))
        go()
        await _until(lambda: _enough(taken, count))
        await _cancelled(handling)
    await sink.close()
    await source.close()
    return taken.times


async def _bare_chain(
    broker: brokers.Broker, address: str, key: str, go: Callable[[], object], count: int
) -> list[float]:
    taken = _Taken()

    async def note(raw: dict[str, Any]) -> None:
        taken.note(raw["payload"]["data"].get("content", ""))

    async with broker.bare() as publishing, broker.bare() as reading:
        handling = asyncio.create_task(reading.handle(uuid4().hex, sys.maxsize, note))
        passing = asyncio.create_task(_bare_relay(publishing, address, key))
        await asyncio.sleep(1.0)
        go()
        await _until(lambda: _enough(taken, count))
        await _cancelled(passing, handling)
    return taken.times


async def _cancelled(*tasks: asyncio.Task[None]) -> None:
    pending = set(tasks)
    while pending:
        # Again, as a client of a broker may swallow a cancellation, and the bare loop would go on for ever.
        for task in pending:
            task.cancel()
        _, pending = await asyncio.wait(pending, timeout=1.0)


async def _bare_relay(publishing: brokers.Bare, address: str, key: str) -> None:
    url = f"{address}/api/projects/{relaying.PROJECT}/events/stream"
    async with aiohttp.ClientSession(headers={"X-API-Key": key}) as http, http.get(url) as response:
        async for line in response.content:
            if line.startswith(b"data: "):
                await publishing.publish([line[6:].strip()])


async def _until(condition: Callable[[], Coroutine[Any, Any, bool]]) -> None:
    while not await condition():  # noqa: ASYNC110  (it is asked of a broker)
        await asyncio.sleep(0.05)


async def _empty(source: Any, group: str) -> bool:
    return bool(await source.lag(group) == 0)


async def _enough(taken: _Taken, count: int) -> bool:
    return len(taken.times) >= count
