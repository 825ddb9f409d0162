"""``GET`` of one small object by blocking code, from one thread and from sixteen."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack, ExitStack, contextmanager
from functools import partial
from operator import itemgetter

import httpx
import orjson
import requests
import urllib3

import cortex_async
import cortex_sync
from benchmarks.get import PATH, many_calls
from benchmarks.harness import machine, server
from benchmarks.harness.measure import OURS, Comparison, Measure, Requirement, Samples, Settings, picked
from benchmarks.harness.rounds import interleaved, timed

CALLS = 900
THREADS = 16
REQUESTS, HTTPX, URLLIB3, ASYNC = "requests", "httpx.Client", "urllib3", "cortex_async"

ONE, MANY = "one thread", f"{THREADS} threads"
KEY = {"X-API-Key": "key"}

Call = Callable[[], object]
Many = Callable[[int, int], object]
"""(number of calls in total, number of threads or tasks) -> None."""


def take(settings: Settings) -> list[Comparison]:
    machine.pin("client")
    with server.running() as base_url, ExitStack() as stack:
        contestants: dict[str, Many] = {
            name: _by_threads(call) for name, call in _blocking(stack, base_url).items()
        }
        contestants[ASYNC] = stack.enter_context(_by_tasks(base_url))
        alone, together = _rounds(contestants, settings.amount(CALLS), settings.rounds)
    title = f"GET {len(server.SESSION)} bytes"
    ours = {f"{OURS}, {ONE}": alone[OURS], f"{OURS}, {MANY}": together[OURS]}
    return [
        Comparison(
            f"{title}, {ONE}",
            "requests/s",
            alone,
            (Requirement(REQUESTS, at_least=2), Requirement(HTTPX, at_least=1.3)),
            f"{ASYNC}: awaited one after the other, without the facade",
        ),
        Comparison(
            f"{title}, {MANY}",
            "requests/s",
            together,
            (Requirement(ASYNC, at_least=0.7),),
            f"in all; {ASYNC}: as many tasks in one thread",
        ),
        Comparison(
            f"{title}, more threads",
            "requests/s",
            ours,
            (Requirement(f"{OURS}, {ONE}", at_least=1, subject=f"{OURS}, {MANY}"),),
        ),
    ]


def _blocking(stack: ExitStack, base_url: str) -> dict[str, Call]:
    """Contestant -> a function that makes one blocking call. Every thread can have its own connection."""
    cortex = stack.enter_context(cortex_sync.CortexClient(base_url=base_url, api_key="key"))
    sessions, url = cortex.project("proj_123").sessions, base_url + PATH
    session = stack.enter_context(requests.Session())
    session.headers.update(KEY)
    session.mount("http://", requests.adapters.HTTPAdapter(pool_maxsize=THREADS))
    client = stack.enter_context(httpx.Client(base_url=base_url, headers=KEY))
    pool = stack.enter_context(urllib3.PoolManager(maxsize=THREADS, headers=KEY))
    return {
        OURS: lambda: sessions.get("sess_1"),
        REQUESTS: lambda: orjson.loads(session.get(url).content),
        HTTPX: lambda: orjson.loads(client.get(PATH).content),
        URLLIB3: lambda: orjson.loads(pool.request("GET", url).data),
    }


def _by_threads(call: Call) -> Many:
    def one(amount: int) -> None:
        for _ in range(amount):
            call()

    def many(amount: int, width: int) -> None:
        if width == 1:
            return one(amount)
        threads = [threading.Thread(target=one, args=(amount // width,)) for _ in range(width)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    return many


@contextmanager
def _by_tasks(base_url: str) -> Iterator[Many]:
    """The async client, in an event loop of this thread."""
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()

        async def sessions() -> cortex_async.CortexClient:
            return await stack.enter_async_context(
                cortex_async.CortexClient(base_url=base_url, api_key="key")
            )

        get = runner.run(sessions()).project("proj_123").sessions.get
        yield lambda amount, width: runner.run(many_calls(lambda: get("sess_1"), amount, width))
        runner.run(stack.aclose())


def _rounds(contestants: dict[str, Many], amount: int, rounds: int) -> tuple[Samples, Samples]:
    share = max(1, amount // THREADS) * THREADS

    def both(many: Many) -> tuple[float, float]:
        alone, together = (timed(partial(many, share, width), time.perf_counter)() for width in (1, THREADS))
        return share / alone, share / together

    taken = interleaved({name: partial(both, many) for name, many in contestants.items()}, rounds)
    return picked(taken, itemgetter(0)), picked(taken, itemgetter(1))


MEASURE = Measure("sync", "GET by blocking code", take, rounds=9)
