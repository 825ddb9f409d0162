"""Load: 2,000 requests at once beside 100 streams, all by one client; memory of clients and streams."""

from __future__ import annotations

import asyncio
import gc
import statistics
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from functools import partial

import aiohttp
import orjson

from benchmarks.get import PATH
from benchmarks.harness import machine, server
from benchmarks.harness.measure import OURS, Comparison, Measure, Requirement, Settings, picked
from benchmarks.harness.rounds import interleaved_async
from benchmarks.harness.weights import weights_in
from cortex_async import CortexClient, TimedOut

REQUESTS = 2_000
STREAMS = 100
RATE = 10
"""Events a second on each stream."""

RAW = "aiohttp"
STREAM = "/api/projects/{}/events/stream"

Waits = list[float | None]
"""The seconds of each call of a burst, None for a call that timed out."""

Call = Callable[[], Awaitable[object]]


def take(settings: Settings) -> list[Comparison]:
    machine.pin("client")
    with server.running() as base_url:
        # Memory first: later objects would reuse the memory that a burst leaves behind.
        weights = asyncio.run(weights_in(base_url, settings))
        return asyncio.run(_compare(base_url, settings)) + weights


async def _compare(base_url: str, settings: Settings) -> list[Comparison]:
    async with AsyncExitStack() as stack:
        cortex = await stack.enter_async_context(CortexClient(base_url=base_url, api_key="key"))
        session = await stack.enter_async_context(aiohttp.ClientSession(headers={"X-API-Key": "key"}))
        calls, streams = _calls(base_url, cortex, session), _streams(base_url, cortex, session)
        amount = settings.amount(REQUESTS)
        bursts = await interleaved_async(
            {name: partial(_burst, calls[name], streams[name], amount) for name in calls}, settings.rounds
        )
    late = picked(bursts, lambda burst: float(burst.count(None)))
    return [
        *(_percentile(bursts, amount, percent) for percent in (50, 99)),
        Comparison(
            "timeouts, with the default limits", "of each burst", late, (Requirement(None, at_most=0),)
        ),
    ]


def _percentile(bursts: dict[str, list[Waits]], amount: int, percent: int) -> Comparison:
    return Comparison(
        f"{amount:,} GET at once beside {STREAMS} streams, p{percent}",
        "ms",
        picked(bursts, lambda burst: _quantile(burst, percent) * 1000),
        (Requirement(RAW, at_most=1.1),),
        f"100 connections for both, {RATE} events/s on each stream; {RAW} decodes JSON and makes no objects",
    )


def _quantile(burst: Waits, percent: int) -> float:
    return statistics.quantiles([wait for wait in burst if wait is not None], n=100)[percent - 1]


def _calls(base_url: str, cortex: CortexClient, session: aiohttp.ClientSession) -> dict[str, Call]:
    sessions, url = cortex.project("proj_123").sessions, base_url + PATH

    async def raw() -> object:
        async with session.get(url) as response:
            return orjson.loads(await response.read())

    return {OURS: lambda: sessions.get("sess_1"), RAW: raw}


def _streams(base_url: str, cortex: CortexClient, session: aiohttp.ClientSession) -> dict[str, Call]:
    events, url = cortex.project(f"ticking-{RATE}").events, base_url + STREAM.format(f"ticking-{RATE}")

    async def ours() -> None:
        async with events.stream() as stream:
            async for _ in stream:
                pass

    # With its own connector, as in the SDK: streams would take every connection of the pool.
    async def raw() -> None:
        async with (
            aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as own,
            own.get(url) as response,
        ):
            rest = b""
            async for chunk in response.content.iter_any():
                *found, rest = (rest + chunk).split(b"\n\n")
                for event in found:
                    orjson.loads(event[event.index(b"data: ") + 6 :])

    return {OURS: ours, RAW: raw}


async def _burst(call: Call, stream: Call, amount: int) -> Waits:
    """Start all calls at once. Returns the seconds that each took from that moment."""
    reading = [asyncio.ensure_future(stream()) for _ in range(STREAMS)]
    await asyncio.sleep(0.5)
    gc.collect()
    begun = time.perf_counter()

    async def timed() -> float | None:
        try:
            await call()
        except (TimedOut, TimeoutError):
            return None
        return time.perf_counter() - begun

    waits = await asyncio.gather(*(timed() for _ in range(amount)))
    assert not any(task.done() for task in reading)
    for task in reading:
        task.cancel()
    await asyncio.wait(reading)
    return waits


MEASURE = Measure(
    "load", "many requests and streams at once", take, rounds=7, quick=Settings(rounds=3, scale=0.1)
)
