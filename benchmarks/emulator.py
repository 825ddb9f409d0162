"""The emulator as a test bed: how fast it is, and that it stays so when there is much."""

from __future__ import annotations

import asyncio
import time
import tracemalloc
from collections import defaultdict
from typing import Any

import aiohttp

from benchmarks.harness import emulated, machine
from benchmarks.harness.measure import OURS, Comparison, Measure, Requirement, Samples, Settings, rates
from cortex_async.emulator import Emulator
from cortex_async.emulator.domain import room, sessions

READS = 1_000
TURNS = 10
BARE = "aiohttp.web"
SIZES = (100, 2_000, 20_000)
OPERATIONS = 200
SESSIONS, MESSAGES = 10_000, 100
STORED = 20_000


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
    async with aiohttp.ClientSession(headers={"X-API-Key": there["key"]}) as http:
        for path, what in zip(there["paths"], ("a session", "40 messages", "20 participants"), strict=True):
            samples = await _reads(http, hosts, path, settings)
            wanted = (Requirement(BARE, at_least=0.75),) if what == "a session" else ()
            comparisons.append(Comparison(f"GET {what}", "requests/s", samples, wanted))
        samples = {name: [] for name in hosts}
        for _ in range(settings.rounds):
            for name, host in hosts.items():
                samples[name].append(await _events(http, host + there["stream"]))
        comparisons.append(
            Comparison(
                "events to one reader",
                "events/s",
                samples,
                (Requirement(BARE, at_least=0.5),),
                f"published {emulated.BURST} at a time, each checked against the spec; the bare handler writes "
                "the same bytes in a loop",
            )
        )
    return comparisons


async def _reads(
    http: aiohttp.ClientSession, hosts: dict[str, str], path: str, settings: Settings
) -> Samples:
    """The hosts take turns several times in each round, so that a disturbance affects both."""
    amount = settings.amount(READS) // TURNS
    samples: Samples = {name: [] for name in hosts}
    for number in range(settings.rounds + 1):
        seconds = dict.fromkeys(hosts, 0.0)
        for name in TURNS * list(hosts):
            begun = time.perf_counter()
            for _ in range(amount):
                async with http.get(hosts[name] + path) as response:
                    await response.read()
            seconds[name] += time.perf_counter() - begun
        # The first round warms up.
        for name, taken in seconds.items() if number else ():
            samples[name] += rates({name: [taken]}, TURNS * amount)[name]
    return samples


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
    spoken: Samples = defaultdict(list)
    created: Samples = defaultdict(list)
    for size in SIZES:
        async with Emulator() as emulator:
            emulator.seed("large", sessions=settings.amount(size), messages=1)
            world, project = emulator.world, emulator.world.project(emulator.project_id)
            running = world.store.sessions.of(project["id"])[-1]
            for number in range(settings.rounds):
                names = [f"{number}-{one}" for one in range(OPERATIONS)]
                begun = time.process_time()
                for name in names:
                    room.say(world, running, name, "Hello")
                spoken[f"{size:,}"].append((time.process_time() - begun) / OPERATIONS * 1e6)
                begun = time.process_time()
                for name in names:
                    sessions.create(world, project, title=name, room_id=name, created_by="u")
                created[f"{size:,}"].append((time.process_time() - begun) / OPERATIONS * 1e6)
                await emulator.settle()
    smallest, largest = f"{SIZES[0]:,}", f"{SIZES[-1]:,}"
    wanted = (Requirement(smallest, at_most=1.5, subject=largest),)
    return [
        Comparison("first word of a speaker beside so many sessions", "us of CPU", dict(spoken), wanted),
        Comparison("session created beside so many sessions", "us of CPU", dict(created), wanted),
    ]


async def _resets(settings: Settings) -> Comparison:
    samples: Samples = defaultdict(list)
    for size in (0, 1_000, 100_000):
        async with Emulator() as emulator:
            for _ in range(settings.rounds):
                if size:
                    emulator.seed("large", sessions=settings.amount(size), messages=1)
                # As between two tests: the state for the next reset is made 0.1 s after the last one.
                await asyncio.sleep(0.3)
                begun = time.perf_counter()
                emulator.reset()
                samples[f"{size:,}"].append((time.perf_counter() - begun) * 1000)
    wanted = (Requirement(None, at_most=0.2, subject="100,000"),)
    return Comparison("reset with so many objects", "ms", dict(samples), wanted)


def _seeded(settings: Settings) -> Comparison:
    emulator = Emulator()
    begun = time.perf_counter()
    emulator.seed("large", sessions=settings.amount(SESSIONS), messages=MESSAGES)
    seconds = time.perf_counter() - begun
    wanted = (Requirement(None, at_most=20),)
    return Comparison("a million messages seeded in 10,000 sessions", "s", {OURS: [seconds]}, wanted)


async def _stored(settings: Settings) -> Comparison:
    """Messages that were said, not generated."""
    async with Emulator(history=1) as emulator:
        world = emulator.world
        emulator.seed("large", sessions=5, messages=1)
        running = world.store.sessions.of(emulator.project_id)[-1]
        room.say(world, running, "ada", "Hello")
        count = settings.amount(STORED)
        tracemalloc.start()
        before, _ = tracemalloc.get_traced_memory()
        for number in range(count):
            room.say(world, running, "ada", f"Careful, the whole squad is holding the tower {number}.")
        each = (tracemalloc.get_traced_memory()[0] - before) / count
        tracemalloc.stop()
    wanted = (Requirement(None, at_most=500),)
    return Comparison("a message that was said", "bytes", {OURS: [each]}, wanted)


MEASURE = Measure("emulator", "the emulator as a test bed", take, rounds=7)
