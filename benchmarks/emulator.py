"""The emulator as a test bed: how fast it is, and that it stays so when there is much."""

from __future__ import annotations

import asyncio
import time
import tracemalloc
from collections.abc import Iterator
from contextlib import AsyncExitStack
from functools import partial
from itertools import count, islice
from operator import itemgetter
from typing import Any

import aiohttp

from benchmarks.harness import emulated, machine
from benchmarks.harness.measure import OURS, Comparison, Measure, Requirement, Settings, picked, rates, scaled
from benchmarks.harness.rounds import interleaved, interleaved_async, timed, timed_async
from cortex_async.emulator import Emulator
from cortex_async.emulator.domain import room, sessions
from cortex_async.emulator.world import World

READS, TURNS = 300, 3
"""Requests in a turn, and turns for each round of the other comparisons."""

BARE = "aiohttp.web"
SIZES = (100, 2_000, 20_000)
OBJECTS = (0, 1_000, 100_000)
OPERATIONS = 200
SESSIONS, MESSAGES = 10_000, 100
STORED = 5_000


def take(settings: Settings) -> list[Comparison]:
    machine.pin("client")
    with emulated.running() as there:
        comparisons = asyncio.run(_served(there, settings))
    comparisons += asyncio.run(_growth(settings))
    comparisons.append(asyncio.run(_resets(settings)))
    return [*comparisons, _seeded(settings), asyncio.run(_stored(settings))]


async def _served(there: dict[str, Any], settings: Settings) -> list[Comparison]:
    hosts = {OURS: there["emulator"], BARE: there["bare"]}
    comparisons: list[Comparison] = []
    amount = settings.amount(READS)
    async with aiohttp.ClientSession(headers={"X-API-Key": there["key"]}) as http:
        for path, what in zip(there["paths"], ("a session", "40 messages", "20 participants"), strict=True):
            reads = {
                name: timed_async(partial(_read, http, host + path, amount), time.perf_counter)
                for name, host in hosts.items()
            }
            samples = rates(await interleaved_async(reads, TURNS * settings.rounds), amount)
            wanted = (Requirement(BARE, at_least=0.75),) if what == "a session" else ()
            comparisons.append(Comparison(f"GET {what}", "requests/s", samples, wanted))
        streams = {name: partial(_events, http, host + there["stream"]) for name, host in hosts.items()}
        comparisons.append(
            Comparison(
                "events to one reader",
                "events/s",
                await interleaved_async(streams, settings.rounds),
                (Requirement(BARE, at_least=0.5),),
                f"published {emulated.BURST} at a time, each checked against the spec; the bare handler writes "
                "the same bytes in a loop",
            )
        )
    return comparisons


async def _read(http: aiohttp.ClientSession, url: str, times: int) -> None:
    for _ in range(times):
        async with http.get(url) as response:
            await response.read()


async def _events(http: aiohttp.ClientSession, url: str) -> float:
    async with http.get(url) as response:
        begun, seen = time.perf_counter(), 0
        async for chunk in response.content.iter_any():
            seen += chunk.count(b"\ndata: ")
            # A few may be divided between two chunks.
            if seen >= 0.98 * emulated.EVENTS:
                break
        taken = time.perf_counter() - begun
        response.close()
    return seen / taken


async def _growth(settings: Settings) -> list[Comparison]:
    sizes = [settings.amount(size) for size in SIZES]
    names = map(str, count())
    async with AsyncExitStack() as stack:
        emulators = {f"{size:,}": await stack.enter_async_context(Emulator()) for size in sizes}
        for emulator, size in zip(emulators.values(), sizes, strict=True):
            emulator.seed("large", sessions=size, messages=1)
        taken = await interleaved_async(
            {size: partial(_operations, emulator, names) for size, emulator in emulators.items()},
            settings.rounds,
        )
    wanted = (Requirement(f"{sizes[0]:,}", at_most=1.5, subject=f"{sizes[-1]:,}"),)
    spoken, created = (picked(taken, itemgetter(part)) for part in (0, 1))
    return [
        Comparison("first word of a speaker beside so many sessions", "us of CPU", spoken, wanted),
        Comparison("session created beside so many sessions", "us of CPU", created, wanted),
    ]


async def _operations(emulator: Emulator, names: Iterator[str]) -> tuple[float, float]:
    """Microseconds of a first word and of a new session."""
    world, project = emulator.world, emulator.world.project(emulator.project_id)
    running = world.store.sessions.of(project["id"])[-1]
    chosen = list(islice(names, OPERATIONS))

    def speak() -> None:
        for name in chosen:
            room.say(world, running, name, "Hello")

    def create() -> None:
        for name in chosen:
            sessions.create(world, project, title=name, room_id=name, created_by="u")

    spoken, created = timed(speak)(), timed(create)()
    await emulator.settle()
    return spoken / OPERATIONS * 1e6, created / OPERATIONS * 1e6


async def _resets(settings: Settings) -> Comparison:
    sizes = [settings.amount(size) if size else 0 for size in OBJECTS]
    async with AsyncExitStack() as stack:
        emulators = {size: await stack.enter_async_context(Emulator()) for size in sizes}
        taken = await interleaved_async(
            {f"{size:,}": partial(_reset, emulator, size) for size, emulator in emulators.items()},
            settings.rounds,
        )
    wanted = (Requirement(None, at_most=0.2, subject=f"{sizes[-1]:,}"),)
    return Comparison("reset with so many objects", "ms", scaled(taken, 1000), wanted)


async def _reset(emulator: Emulator, size: int) -> float:
    if size:
        emulator.seed("large", sessions=size, messages=1)
    # As between two tests: the state for the next reset is made 0.1 s after the last one.
    await asyncio.sleep(0.3)
    return timed(emulator.reset, time.perf_counter)()


def _seeded(settings: Settings) -> Comparison:
    amount = settings.amount(SESSIONS)

    def seed() -> None:
        Emulator().seed("large", sessions=amount, messages=MESSAGES)

    samples = interleaved({OURS: timed(seed, time.perf_counter)}, settings.rounds)
    title = f"{amount * MESSAGES:,} messages seeded in {amount:,} sessions"
    return Comparison(title, "s", samples, (Requirement(None, at_most=20),))


async def _stored(settings: Settings) -> Comparison:
    """Messages that were said, not generated."""
    amount = settings.amount(STORED)
    async with Emulator(history=1) as emulator:
        emulator.seed("large", sessions=5, messages=1)
        world = emulator.world
        running = world.store.sessions.of(emulator.project_id)[-1]
        samples = interleaved({OURS: partial(_bytes_each, world, running, amount)}, settings.rounds)
    return Comparison("a message that was said", "bytes", samples, (Requirement(None, at_most=500),))


def _bytes_each(world: World, session: dict[str, Any], amount: int) -> float:
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    for number in range(amount):
        room.say(world, session, "ada", f"Careful, the whole squad is holding the tower {number}.")
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return (after - before) / amount


MEASURE = Measure("emulator", "the emulator as a test bed", take, quick=Settings(rounds=3, scale=0.2))
