"""Memory of idle clients and of open streams, as Python allocates it.

The size of the process says less: what one contestant frees, the next one uses again.
"""

from __future__ import annotations

import asyncio
import gc
import tracemalloc
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from functools import partial

import aiohttp

from benchmarks.harness.measure import OURS, ROUNDS, Comparison, Requirement, Samples, Settings
from benchmarks.harness.rounds import interleaved_async
from cortex_async import CortexClient

RAW = "aiohttp"
CLIENTS = 20
STREAMS = 20
"""Clients or streams that are open at once, of one contestant."""

_LIGHT = (Requirement(RAW, at_most=1.3),)

Make = Callable[[AsyncExitStack, str], Awaitable[object]]


async def weights_in(base_url: str, settings: Settings) -> list[Comparison]:
    idle: dict[str, Make] = {OURS: _client, RAW: _session}
    used: dict[str, Make] = {OURS: _used_client, RAW: _used_session}
    async with AsyncExitStack() as stack:
        streams = await _streams(stack, base_url)

        async def weigh(title: str, makers: dict[str, Make], count: int, note: str) -> Comparison:
            samples = await _weigh(base_url, makers, settings.amount(count))
            return Comparison(f"memory of a {title}", "KiB", samples, _LIGHT, note)

        return [
            await weigh("client", idle, CLIENTS, "before its first call"),
            await weigh("client that was used", used, CLIENTS, "with its connection, kept for the next call"),
            await weigh("stream", streams, STREAMS, "with its connection"),
        ]


async def _weigh(base_url: str, makers: dict[str, Make], count: int) -> Samples:
    """Weigh ``count`` of each contestant at once.

    They are closed after their turn: what the event loop keeps about all of them, such as its set of tasks,
    then has the same size in every turn. It would otherwise grow by thousands of bytes in some turns.
    """

    async def weigh(make: Make) -> float:
        async with AsyncExitStack() as stack:
            gc.collect()
            tracemalloc.start()
            for _ in range(count):
                await make(stack, base_url)
            gc.collect()
            taken = tracemalloc.get_traced_memory()[0]
            tracemalloc.stop()
        return taken / count / 1024

    return await interleaved_async({name: partial(weigh, make) for name, make in makers.items()}, ROUNDS)


async def _client(stack: AsyncExitStack, base_url: str) -> CortexClient:
    return await stack.enter_async_context(CortexClient(base_url=base_url, api_key="key"))


async def _used_client(stack: AsyncExitStack, base_url: str) -> None:
    client = await _client(stack, base_url)
    await client.project("proj_123").sessions.get("sess_1")


async def _session(stack: AsyncExitStack, base_url: str) -> aiohttp.ClientSession:
    return await stack.enter_async_context(aiohttp.ClientSession(base_url, headers={"X-API-Key": "key"}))


async def _used_session(stack: AsyncExitStack, base_url: str) -> None:
    session = await _session(stack, base_url)
    async with session.get("/api/projects/proj_123/sessions/sess_1") as response:
        await response.read()


async def _streams(stack: AsyncExitStack, base_url: str) -> dict[str, Make]:
    client = await _client(stack, base_url)
    session = await stack.enter_async_context(
        aiohttp.ClientSession(base_url, connector=aiohttp.TCPConnector(limit=0))
    )

    async def ours(stack: AsyncExitStack, base_url: str) -> None:
        await stack.enter_async_context(client.project("idle").events.stream())

    async def raw(stack: AsyncExitStack, base_url: str) -> None:
        response = await stack.enter_async_context(session.get("/api/projects/idle/events/stream"))
        await response.content.readany()
        stack.callback(asyncio.ensure_future(response.content.readany()).cancel)

    return {OURS: ours, RAW: raw}
