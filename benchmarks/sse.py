"""Server-sent events: from the socket to the typed event, and other parsers on the same bytes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from functools import partial

import aiohttp
import httpx
import httpx_sse
import orjson

from benchmarks.harness import machine, server
from benchmarks.harness.measure import OURS, Comparison, Measure, Requirement, Samples, Settings, scaled
from benchmarks.harness.rounds import interleaved_async, timed_async
from benchmarks.harness.sse_parsers import PARSERS, WORKLOADS, parse_seconds
from cortex_async import CortexClient

AMOUNTS = {"small": 20_000, "large": 400}
SIZES = {"small": "some 700 bytes", "large": "64 KiB"}
AT_LEAST = {"small": 0.55, "large": 0.5}
SLOW = 10
"""httpx gets a tenth of the events."""

RAW, HTTPX = "aiohttp + orjson.loads", "httpx + httpx-sse"
_PAYLOADS = "ours, with payloads"
NOISE = 1.03

Read = Callable[[str, int], Awaitable[int]]
"""Reads a project's stream until that many events have arrived; returns how many did."""


def take(settings: Settings) -> list[Comparison]:
    machine.pin("client")
    with server.running() as base_url:
        streamed = asyncio.run(_streamed(base_url, settings))
    return streamed + [_parsed(title, settings) for title in WORKLOADS]


async def _streamed(base_url: str, settings: Settings) -> list[Comparison]:
    async with AsyncExitStack() as stack:
        readers = await _readers(stack, base_url)
        payloads = {OURS: readers.pop(_PAYLOADS), RAW: readers[RAW]}
        return [
            Comparison(
                f"{settings.amount(amount):,} events of {SIZES[kind]}, socket to typed event",
                "events/s of processor time",
                await _rounds(readers, kind, settings.amount(amount), settings.rounds),
                (Requirement(RAW, at_least=AT_LEAST[kind]),),
                f"the two others parse JSON and make no objects; {HTTPX} reads a part of the events",
            )
            for kind, amount in AMOUNTS.items()
        ] + [
            Comparison(
                f"{settings.amount(AMOUNTS['small']):,} events of {SIZES['small']}, socket to payload",
                "events/s of processor time",
                await _rounds(payloads, "small", settings.amount(AMOUNTS["small"]), settings.rounds),
                (Requirement(RAW, at_least=0.35),),
                f"each payload is decoded; {RAW} parses JSON and makes no objects",
            )
        ]


async def _readers(stack: AsyncExitStack, base_url: str) -> dict[str, Read]:
    cortex = await stack.enter_async_context(CortexClient(base_url=base_url, api_key="key"))
    session = await stack.enter_async_context(aiohttp.ClientSession())
    plain = await stack.enter_async_context(httpx.AsyncClient(timeout=None))

    async def ours(project: str, count: int) -> int:
        read = 0
        async with cortex.project(project).events.stream() as events:
            async for _ in events:
                read += 1
                if read == count:
                    break
        return read

    async def with_payloads(project: str, count: int) -> int:
        read = 0
        async with cortex.project(project).events.stream() as events:
            async for event in events:
                read += event.payload is not None
                if read == count:
                    break
        return read

    async def raw(project: str, count: int) -> int:
        read, rest = 0, b""
        async with session.get(_url(base_url, project)) as response:
            async for chunk in response.content.iter_any():
                *events, rest = (rest + chunk).split(b"\n\n")
                for event in events:
                    orjson.loads(event[event.index(b"data: ") + 6 :])
                    read += 1
                if read == count:
                    break
        return read

    async def by_httpx(project: str, count: int) -> int:
        read = 0
        async with httpx_sse.aconnect_sse(plain, "GET", _url(base_url, project)) as source:
            async for event in source.aiter_sse():
                orjson.loads(event.data)
                read += 1
                if read == count:
                    break
        return read

    return {OURS: ours, RAW: raw, HTTPX: by_httpx, _PAYLOADS: with_payloads}


def _url(base_url: str, project: str) -> str:
    return f"{base_url}/api/projects/{project}/events/stream"


async def _rounds(readers: dict[str, Read], kind: str, amount: int, rounds: int) -> Samples:
    amounts = {name: max(1, amount // (SLOW if name == HTTPX else 1)) for name in readers}

    async def read(name: str) -> None:
        assert await readers[name](f"{kind}-{amounts[name]}", amounts[name]) == amounts[name], name

    seconds = await interleaved_async({name: timed_async(partial(read, name)) for name in readers}, rounds)
    return {name: [amounts[name] / taken for taken in values] for name, values in seconds.items()}


def _parsed(title: str, settings: Settings) -> Comparison:
    samples = parse_seconds(WORKLOADS[title](settings.scale), settings.rounds)
    return Comparison(
        f"parsers: {title}",
        "ms",
        scaled(samples, 1000),
        tuple(Requirement(name, at_most=NOISE) for name in PARSERS if name != OURS),
        "from chunks in memory to JSON",
    )


MEASURE = Measure("sse", "server-sent events", take)
