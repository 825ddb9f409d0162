"""``GET`` of one small object over loopback, the server in another process."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from functools import partial

import aiohttp
import httpx
import orjson

from benchmarks.harness import clients, machine, server
from benchmarks.harness.measure import OURS, Comparison, Measure, Requirement, Samples, Settings
from benchmarks.harness.rounds import interleaved_async, timed_async
from cortex_async import CortexClient

SEQUENTIAL = 1_500
CONCURRENT = 3_000
SLOW = 8
"""httpx and the client built on it get an eighth of the requests: all would take most of the time."""

PATH = "/api/projects/proj_123/sessions/sess_1"
RAW, HTTPX, PEER = "aiohttp", "httpx", "openapi-python-client"

Call = Callable[[], Awaitable[object]]


def take(settings: Settings) -> list[Comparison]:
    machine.pin("client")
    with server.running() as base_url:
        return asyncio.run(_compare(base_url, settings))


async def _compare(base_url: str, settings: Settings) -> list[Comparison]:
    wanted = (Requirement(RAW, at_least=0.95), Requirement(HTTPX, at_least=3))
    async with AsyncExitStack() as stack:
        calls = await open_clients(stack, base_url)
        comparisons: list[Comparison] = []
        for title, amount, width in (("one after the other", SEQUENTIAL, 1), ("50 at once", CONCURRENT, 50)):
            samples = await _rounds(calls, settings.amount(amount), width, settings.rounds)
            comparisons.append(
                Comparison(f"GET {len(server.SESSION)} bytes, {title}", "requests/s", samples, wanted)
            )
        return comparisons


async def open_clients(stack: AsyncExitStack, base_url: str) -> dict[str, Call]:
    """Contestant -> a function that makes one call."""
    cortex = await stack.enter_async_context(CortexClient(base_url=base_url, api_key="key"))
    # As its users set it up: what the SDK switches off for its own sake is left on here.
    session = await stack.enter_async_context(aiohttp.ClientSession(headers={"X-API-Key": "key"}))
    plain = await stack.enter_async_context(
        httpx.AsyncClient(base_url=base_url, headers={"X-API-Key": "key"})
    )
    peer = clients.python_client("client").AuthenticatedClient(
        base_url=base_url, token="key", prefix="", auth_header_name="X-API-Key"
    )
    await stack.enter_async_context(peer)
    get_session = clients.python_client("api.sessions.get_session").asyncio
    sessions, url = cortex.project("proj_123").sessions, base_url + PATH

    async def raw() -> object:
        async with session.get(url) as response:
            return orjson.loads(await response.read())

    async def by_httpx() -> object:
        return orjson.loads((await plain.get(PATH)).content)

    return {
        OURS: lambda: sessions.get("sess_1"),
        RAW: raw,
        HTTPX: by_httpx,
        PEER: lambda: get_session("proj_123", "sess_1", client=peer),
    }


async def _rounds(calls: dict[str, Call], amount: int, width: int, rounds: int) -> Samples:
    shares = {name: max(width, amount // (SLOW if name in (HTTPX, PEER) else 1)) for name in calls}
    seconds = await interleaved_async(
        {
            name: timed_async(partial(many_calls, call, shares[name], width), time.perf_counter)
            for name, call in calls.items()
        },
        rounds,
    )
    return {name: [shares[name] / taken for taken in values] for name, values in seconds.items()}


async def many_calls(call: Call, amount: int, width: int) -> None:
    """Make ``amount`` calls in ``width`` tasks; each task makes its calls one after the other."""

    async def task() -> None:
        for _ in range(amount // width):
            await call()

    await asyncio.gather(*(task() for _ in range(width)))


MEASURE = Measure(
    "get",
    "GET over loopback",
    take,
    needs=frozenset({clients.PYTHON_CLIENT}),
    rounds=9,
    quick=Settings(scale=0.1),
)
