"""Rounds: contestants take turns, so that what disturbs one of them disturbs the others as well.

    async def seconds() -> float: ...
    samples = await interleaved_async({"cortex": seconds, "aiohttp": raw_seconds}, settings.rounds)

A contestant is a function that does its work once and returns what it measured: seconds, a rate, or several
values at once. All loops over rounds are here; a measure has none of its own.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Awaitable, Callable, Generator, Mapping, Sequence
from typing import TypeVar

from benchmarks.harness.measure import Run, Samples

T = TypeVar("T")
Clock = Callable[[], float]


def turns(names: Sequence[str], rounds: int, *, warm_up: bool = True) -> Generator[tuple[str, bool]]:
    """Yield whose turn it is, and whether the turn counts.

    The first round does not count: it imports modules, opens connections and fills caches. Every round begins
    with another contestant, so two of them go A B, B A, A B. The garbage collector is on, as in programs; it
    has collected before each turn, and does not look at what was in memory before the first turn that counts.
    The C library keeps the memory of freed blocks, see ``keep_freed_memory``.

    warm_up: whether there is a round that does not count.
    """
    keep_freed_memory()
    for name in names if warm_up else ():
        yield name, False
    gc.collect()
    gc.freeze()
    try:
        for number in range(rounds):
            at = number % len(names)
            for name in (*names[at:], *names[:at]):
                gc.collect()
                yield name, True
    finally:
        gc.unfreeze()


def keep_freed_memory() -> None:
    """Free a block of 1 MiB, so that glibc maps no smaller block separately from then on.

    asyncio allocates 256 KiB for each read. Whether glibc maps and unmaps them every time, for three system
    calls and a tenth of the time of a small request, otherwise depends on what the process freed before; in
    one that runs for a while, some block was larger. See ``M_MMAP_THRESHOLD`` in mallopt(3).
    """
    bytearray(1024 * 1024)


def interleaved(
    contestants: Mapping[str, Callable[[], T]], rounds: int, *, warm_up: bool = True
) -> dict[str, list[T]]:
    """Let each contestant work once per round. Returns what each measured, one value per round."""
    values: dict[str, list[T]] = {name: [] for name in contestants}
    for name, counts in turns(list(contestants), rounds, warm_up=warm_up):
        value = contestants[name]()
        if counts:
            values[name].append(value)
    return values


async def interleaved_async(
    contestants: Mapping[str, Callable[[], Awaitable[T]]], rounds: int, *, warm_up: bool = True
) -> dict[str, list[T]]:
    """``interleaved`` for contestants that are coroutine functions."""
    values: dict[str, list[T]] = {name: [] for name in contestants}
    for name, counts in turns(list(contestants), rounds, warm_up=warm_up):
        value = await contestants[name]()
        if counts:
            values[name].append(value)
    return values


def timed(work: Run, clock: Clock = time.process_time) -> Callable[[], float]:
    """Make a contestant of work: it returns the seconds that the work took."""

    def seconds() -> float:
        begun = clock()
        work()
        return clock() - begun

    return seconds


def timed_async(
    work: Callable[[], Awaitable[object]], clock: Clock = time.process_time
) -> Callable[[], Awaitable[float]]:
    """``timed`` for a coroutine function."""

    async def seconds() -> float:
        begun = clock()
        await work()
        return clock() - begun

    return seconds


def cpu_seconds(contestants: Mapping[str, Run], rounds: int) -> Samples:
    """Measure work that waits for nothing, in processor time, which other programs hardly affect."""
    return interleaved({name: timed(work) for name, work in contestants.items()}, rounds)
