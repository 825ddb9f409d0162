"""Growth: ten times as many items may take ten times as long, and hardly more.

There is no network: responses and events are in memory as bytes before the clock starts.
"""

from __future__ import annotations

import asyncio
import gc
import math
import time
import tracemalloc
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, cast

from attrs import frozen

from benchmarks.harness import growing, machine
from benchmarks.harness.measure import Comparison, Measure, Requirement, Settings, picked
from benchmarks.harness.rounds import interleaved
from cortex_async import models
from cortex_async._core.stream import EventStream
from cortex_async._generated.operations.project.events import EventsOperations
from cortex_async._generated.operations.project.participants import ParticipantsOperations
from cortex_async.client import CORTEX
from cortex_async.live import Added, ChangeReader, LiveCollection
from cortex_async.resources.sessions import Sessions
from cortex_async.webhooks.replay import MemoryReplayStore

SIZES = (1_000, 10_000, 100_000, 1_000_000)
LEAST = 20_000
"""Smaller sizes are repeated until this many items have passed: one run is too short to measure."""
TRACED = 10_000
"""Largest size for which tracemalloc counts memory; it would take minutes for the largest of all."""
PAGE = 1_000
EVENTS = 1_000
SOON = timedelta(seconds=0.5)

Running = Iterator[int]
"""A generator: prepares and yields; works and yields the number of items, once per title; then cleans up."""


@frozen
class Step:
    """Work that is measured at each size.

    held: also report the memory held after its first part.
    at_most: times as long for each item at the largest size as at the smallest, for the first part; None
        allows n log n.
    """

    run: Callable[[int], Running]
    titles: tuple[str, ...]
    held: bool = True
    at_most: float | None = None


@frozen
class Sample:
    """Seconds of processor time per item, and bytes per item that are held after the work."""

    seconds: float
    held: float


def take(settings: Settings) -> list[Comparison]:
    return [comparison for step in STEPS for comparison in _step(step, settings)]


def _step(step: Step, settings: Settings) -> Iterator[Comparison]:
    sizes, least = [settings.amount(size) for size in SIZES], settings.amount(LEAST)
    # Nothing to warm up: the smallest size comes first, and is repeated.
    taken = interleaved(
        {f"{size:,}": partial(_samples, step, size, least) for size in sizes}, settings.rounds, warm_up=False
    )
    smallest, largest = f"{sizes[0]:,}", f"{sizes[-1]:,}"
    # If the total is n log n, the time per item grows with log n.
    limit = round(math.log(sizes[-1]) / math.log(sizes[0]), 2)
    for number, title in enumerate(step.titles):
        times = picked(taken, lambda samples, number=number: samples[number].seconds * 1e6)
        at_most = step.at_most if step.at_most is not None and number == 0 else limit
        wanted = Requirement(smallest, at_most=at_most, subject=largest)
        yield Comparison(f"{title}, time of each", "us of CPU", times, (wanted,))
    if step.held:
        memory = picked(taken, lambda samples: samples[0].held)
        yield Comparison(f"{step.titles[0]}, memory of each", "bytes", memory, (), _HELD)


_HELD = f"held after the work; beyond {TRACED:,} items as growth of the process, which includes some garbage"


def _samples(step: Step, size: int, least: int) -> list[Sample]:
    runs = [_once(step, size) for _ in range(max(1, least // size))]
    seconds = [sum(run[at].seconds for run in runs) / len(runs) for at in range(len(step.titles))]
    last = _once(step, size, traced=True) if size <= TRACED else runs[-1]
    return [Sample(one, other.held) for one, other in zip(seconds, last, strict=True)]


def _once(step: Step, size: int, *, traced: bool = False) -> list[Sample]:
    """Measure processor time with the garbage collector on, as in programs; it skips what existed before."""
    running, samples = step.run(size), []
    next(running)
    gc.freeze()
    if traced:
        tracemalloc.start()
    for _ in step.titles:
        before = _memory(traced=traced)
        begun = time.process_time()
        items = next(running)
        taken = time.process_time() - begun
        gc.collect()
        samples.append(Sample(taken / items, (_memory(traced=traced) - before) / items))
    tracemalloc.stop()
    gc.unfreeze()
    next(running, None)
    del running
    gc.collect()
    return samples


def _memory(*, traced: bool) -> int:
    return tracemalloc.get_traced_memory()[0] if traced else machine.resident()


def _decode(size: int) -> Running:
    kind: Any = list[models.Message]
    body = growing.messages(size)
    yield 0
    held = CORTEX.codec.decode(body, kind)
    yield len(held)


def _pager(size: int) -> Running:
    """The items are dropped; only what the pager remembers is held."""
    with asyncio.Runner() as runner:
        project = growing.Project(growing.participants(size, PAGE))
        items = aiter(ParticipantsOperations(project.caller, project.bound).list(page_size=PAGE))
        yield 0
        # Not to the end, where it forgets what it has seen.
        runner.run(_take(items, size))
        yield size
        runner.run(cast("AsyncGenerator[object]", items).aclose())


def _view(size: int) -> Running:
    body = growing.sessions(size)
    project = growing.Project(lambda _: body)
    live = Sessions(project.caller, project.bound).watch(resync=0)
    with asyncio.Runner() as runner:
        yield 0
        runner.run(live.__aenter__())
        yield len(live.value)
        events = min(EVENTS, size)
        project.pieces = growing.updates(size, events, datetime.now(UTC) + SOON)
        yield runner.run(_changes(project, live, events))
        runner.run(live.aclose())


async def _changes(project: growing.Project, live: LiveCollection[models.Session], count: int) -> int:
    changes = aiter(live)
    project.go.set()
    await _take(changes, count)
    return count


async def _take(items: AsyncIterator[object], count: int) -> None:
    for _ in range(count):
        await anext(items)


def _reader(size: int) -> Running:
    sessions = {f"sess_{number:012}": number for number in range(size)}
    changes = [Added(key, number) for key, number in sessions.items()]
    with asyncio.Runner() as runner:
        yield 0
        reader = ChangeReader(sessions.get)
        reader.notify(changes)
        runner.run(_take(reader, size))
        yield size


def _events(size: int) -> Running:
    """Every event arrives twice, as after a lost connection."""
    project = growing.Project()
    project.pieces = growing.twice(size // 2)
    stream = EventsOperations(project.caller, project.bound).stream()
    with asyncio.Runner() as runner:
        runner.run(stream.__aenter__())
        yield 0
        yield runner.run(_listen(project, stream, size // 2))
        runner.run(stream.aclose())


async def _listen(project: growing.Project, stream: EventStream[Any], count: int) -> int:
    project.go.set()
    await _take(stream, count)
    while stream.counters.duplicates < count:  # noqa: ASYNC110  (the stream does not announce duplicates)
        await asyncio.sleep(0)
    return 2 * count


def _deliveries(size: int) -> Running:
    store = MemoryReplayStore()
    keys = [f"msg_{number:012}" for number in range(size)]
    yield 0
    for key in keys:
        store.claim(key, "first")
        store.finish(key, "first")
        assert store.claim(key, "second") == "done"
    yield size


STEPS = (
    Step(_decode, ("messages decoded",)),
    Step(_pager, ("items of a pager",)),
    Step(_view, ("rows in a live view", f"{EVENTS:,} events for a live view of so many rows"), at_most=1.5),
    Step(_reader, ("changes for a reader that slept",), held=False),
    Step(_events, ("events, half of them known",)),
    Step(_deliveries, ("webhook deliveries, each twice",)),
)

MEASURE = Measure(
    "growth", "from 1,000 to 1,000,000 of everything", take, quick=Settings(rounds=2, scale=0.03)
)
