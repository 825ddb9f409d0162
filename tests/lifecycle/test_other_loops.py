"""Event loops other than asyncio's: async calls raise one clear error, blocking calls work."""

from __future__ import annotations

import warnings
from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from typing import Any

import anyio
import pytest
import trio

from cortex_async import CortexClient as AsyncClient
from cortex_async import WrongLoop
from cortex_sync import CortexClient
from tests.sync.loopback import Loopback

USES: dict[str, Callable[[AsyncClient], Awaitable[object]]] = {
    "call": lambda client: client.projects.list(),
    "call without a method": lambda client: client.request("GET", "/api/echo"),
    "page": lambda client: client.project("p").participants.list().first_page(),
    "walk": lambda client: aiter(client.project("p").participants.list()).__anext__(),
    "stream": lambda client: client.project("p").events.stream().__aenter__(),
    "view": lambda client: client.project("p").sessions.watch().__aenter__(),
    "view of one": lambda client: client.project("p").sessions.watch("s").__aenter__(),
    "wait": lambda client: client.project("p").sessions.wait_until_ended("s", timeout=1),
}


def by_hand(work: Callable[[], Awaitable[object]]) -> None:
    """An event loop of another library."""

    async def run() -> None:
        await work()

    coroutine: Coroutine[Any, Any, None] = run()
    coroutine.send(None)


def with_trio(work: Callable[[], Awaitable[object]]) -> None:
    async def run() -> None:
        await work()

    trio.run(run)


def with_anyio(work: Callable[[], Awaitable[object]]) -> None:
    async def run() -> None:
        await work()

    anyio.run(run, backend="trio")


@pytest.mark.parametrize("runner", [with_trio, with_anyio, by_hand])
@pytest.mark.parametrize("use", USES)
def test_each_use_says_in_one_line_what_runs_it(
    use: str, runner: Callable[[Callable[[], Awaitable[object]]], None], server: Loopback
) -> None:
    client = AsyncClient(base_url=server.base_url, api_key="k")
    with pytest.raises(WrongLoop, match="asyncio only") as caught:
        runner(partial(USES[use], client))
    assert "\n" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_a_client_that_was_not_used_is_left_and_closed_anywhere(server: Loopback) -> None:
    async def enter() -> None:
        async with AsyncClient(base_url=server.base_url, api_key="k"):
            pass

    trio.run(enter)


def test_blocking_calls_work_in_worker_threads_and_in_the_loop_itself(server: Loopback) -> None:
    async def main() -> list[int]:
        with CortexClient(base_url=server.base_url, api_key="k") as client:
            there = await trio.to_thread.run_sync(partial(client.request, "GET", "/api/echo"))
            return [there.status, client.request("GET", "/api/echo").status]

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert trio.run(main) == [200, 200]


def test_what_is_awaited_under_asyncio_is_not_touched(server: Loopback) -> None:
    async def main() -> int:
        async with AsyncClient(base_url=server.base_url, api_key="k") as client:
            return (await client.request("GET", "/api/echo")).status

    assert anyio.run(main, backend="asyncio") == 200
