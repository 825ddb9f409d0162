"""The relay: from an event's bytes to a handler, compared with loops without the SDK on the same broker."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import aiohttp
import orjson

from benchmarks.harness import brokers, machine, relaying
from benchmarks.harness.environment import ROOT
from benchmarks.harness.measure import OURS, Comparison, Measure, Requirement, Samples, Settings, rates
from cortex_async import CortexClient
from cortex_async.relay import Relay

COUNT = 5_000
RATE, TIMED = 200.0, 600
WORKERS = (1, 2, 4)
EACH = 600
"""Events for each worker process."""

LEAST = 0.6


def take(settings: Settings) -> list[Comparison]:
    machine.pin("client")
    found: list[Comparison] = []
    for kind in ("redis", "nats"):
        with brokers.running(kind) as broker:
            if broker is not None:
                found += asyncio.run(_compared(broker, settings))
        with brokers.running(kind) as broker:
            if broker is not None:
                found.append(asyncio.run(_timed(broker, settings)))
        with brokers.running(kind) as broker:
            if broker is not None:
                found.append(asyncio.run(_grown(broker, settings)))
    return found


async def _compared(broker: brokers.Broker, settings: Settings) -> list[Comparison]:
    """Processor time of this process; the broker has its own."""
    count = settings.amount(COUNT)
    bare_name = f"{broker.name} client + orjson"
    published: Samples = {OURS: [], bare_name: []}
    handled: Samples = {OURS: [], bare_name: []}
    ours = broker.ours()
    async with broker.bare() as bare:
        for number in range(settings.rounds + 1):
            events = relaying.messages(count, number * count)
            group = f"round-{number}"
            contestants: dict[str, tuple[Callable[[], Coroutine[Any, Any, None]], ...]] = {
                OURS: (
                    lambda events=events: relaying.publish(ours, events, brokers.PUBLISHED),
                    lambda group=group: relaying.handle(ours, group, count, _nothing),
                ),
                bare_name: (
                    lambda events=events: bare.publish(events),
                    lambda group=group: bare.handle(group, count, _nothing),
                ),
            }
            # The first round warms up.
            for name, (publish, handle) in contestants.items():
                taken = [await _cpu(publish), await _cpu(handle)]
                for samples, seconds in zip((published, handled), taken, strict=True):
                    samples[name] += [seconds] if number else []
    await ours.close()
    wanted = (Requirement(bare_name, at_least=LEAST),)
    return [
        Comparison(
            f"{broker.name}: from the bytes of an event to the broker",
            "events/s of processor time",
            rates(published, count),
            wanted,
            f"events of some 600 bytes, {brokers.PUBLISHED} in a call, which is acknowledged; ours seals envelopes, dedupes, "
            "and saves a checkpoint with the versions of resources in the same step",
        ),
        Comparison(
            f"{broker.name}: from the broker to a handler",
            "events/s of processor time",
            rates(handled, count),
            wanted,
            f"{brokers.READ} in a call, an empty handler; bare parses, and acknowledges in the group (NATS: each message, "
            "without a response); ours makes typed events, keeps order per session with a time limit for each event, "
            "remembers what was handled, and waits for the broker to store it",
        ),
    ]


async def _nothing(event: object) -> None:
    pass


async def _cpu(work: Callable[[], Coroutine[Any, Any, None]]) -> float:
    begun = time.process_time()
    await work()
    return time.process_time() - begun


async def _timed(broker: brokers.Broker, settings: Settings) -> Comparison:
    """How long an event takes, in wall-clock time, with relay and worker in this process."""
    count = settings.amount(TIMED)
    samples: Samples = {}
    with _process("emulate", str(RATE), str(count)) as process:
        assert process.stdout is not None
        address, key = json.loads(process.stdout.readline())
        assert process.stdin is not None
        stdin = process.stdin

        def go() -> None:
            stdin.write(b"go\n")
            stdin.flush()

        for _ in range(settings.rounds):
            for name, chain in ((OURS, _chain), ("bare", _bare_chain)):
                times = sorted((await chain(broker, address, key, go, count)).times)
                for part in (50, 99):
                    samples.setdefault(f"{name}, p{part}", []).append(times[len(times) * part // 100])
    return Comparison(
        f"{broker.name}: from the emulator's event to the handler",
        "ms",
        samples,
        (),
        f"{RATE:g} events/s; bare: aiohttp, orjson, the broker's client",
    )


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
) -> _Taken:
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
    return taken


async def _bare_chain(
    broker: brokers.Broker, address: str, key: str, go: Callable[[], object], count: int
) -> _Taken:
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
    return taken


async def _cancelled(*tasks: asyncio.Task[None]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)


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


async def _grown(broker: brokers.Broker, settings: Settings) -> Comparison:
    """More workers, in processes of their own, with handlers that wait."""
    samples: Samples = {}
    ours, first = broker.ours(), 0
    for _ in range(max(1, settings.rounds // 2)):
        for workers in WORKERS:
            count = settings.amount(EACH * workers)
            events = relaying.messages(count, first)
            first += count
            samples.setdefault(f"{workers}", []).append(await _rate(broker.url, ours, workers, events))
    await ours.close()
    waits = relaying.HANDLING * 1000
    return Comparison(
        f"{broker.name}: more workers",
        "events/s",
        samples,
        (Requirement("1", at_least=1.5, subject="2"), Requirement("1", at_least=2, subject="4")),
        f"{relaying.CONCURRENCY} handlers at once in each worker, each of which waits for {waits:g} ms, so at most "
        f"{relaying.CONCURRENCY / relaying.HANDLING:g} events/s; all workers and the broker share the cores",
    )


def _record(data: bytes) -> Any:
    from cortex_async.relay.envelope import seal

    return seal(orjson.loads(data), data)


async def _rate(url: str, ours: Any, workers: int, events: list[bytes]) -> float:
    processes = [_started("work", url, f"{ours.partitions // workers}") for _ in range(workers)]
    try:
        for process in processes:
            assert process.stdout is not None
            await asyncio.to_thread(process.stdout.readline)
        await ours.publish([_record(data) for data in events])
        await _until(lambda: _empty(ours, "growth"))
        results = [json.loads(process.communicate(b"stop\n")[0]) for process in processes]
    finally:
        for process in processes:
            process.kill()
    assert sum(handled for handled, _, _ in results) == len(events)
    begun = min(begin for handled, begin, _ in results if handled)
    return len(events) / (max(end for _, _, end in results) - begun)


def _started(*arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "benchmarks.harness.relaying", *arguments]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


@contextmanager
def _process(*arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    with _started(*arguments) as process:
        try:
            yield process
        finally:
            process.kill()


MEASURE = Measure("relay", "events through a broker to handlers", take, rounds=3)
