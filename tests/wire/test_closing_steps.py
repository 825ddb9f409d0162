"""Closing a client at any step of its work ends that work at once: no other error, no task, no connection, no
warning is left."""

from __future__ import annotations

import asyncio
import gc
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from itertools import count as counting
from itertools import cycle
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cortex_async import ClientClosed, CortexClient, Retry
from tests.at_once import at_once
from tests.wire.hanging import EVENT, STREAM_HEAD, chunk
from tests.wire.server import OK, RawServer, Received, Reply, raw_response
from tests.wire.tls import CA_FILE, server_context

BIG = raw_response(200, b"y" * 200_000)
Work = Callable[[CortexClient], Awaitable[object]]


def replies() -> Callable[[Received], Reply]:
    """Reply to calls with success, a long success and a failure in turn, and to a repeated call with success.

    So no call fails twice, however the attempts of concurrent calls mix. Streams deliver two events and are cut off.
    """
    first = cycle([OK, BIG, raw_response(503, b"x" * 70_000)])
    repeated = cycle([OK, BIG])
    begun: set[str] = set()

    def reply(received: Received) -> Reply:
        if "/events/stream" in received.target:
            return STREAM_HEAD + chunk(EVENT) + chunk(EVENT.replace(b"1", b"2")) + b"0\r\n\r\n"
        if received.target.endswith("/sessions"):
            return raw_response(200, [])
        again = received.target in begun
        begun.add(received.target)
        return next(repeated if again else first)

    return reply


NUMBERS = counting(1)
"""One for each call, in its query, by which the server recognises its attempts."""


async def call(client: CortexClient) -> object:
    return await client.request("GET", "/api/a", query={"call": next(NUMBERS)})


async def saved(client: CortexClient) -> object:
    async with client._service_client.open(_streamed(), {}) as response:
        return [piece async for piece in response.chunks()]


def _streamed() -> Any:
    from cortex_async._core.request import Request, Route

    return Request(Route("op", "GET", "/api/a", frozenset({"api-key"})), query={"call": next(NUMBERS)})


async def streamed(client: CortexClient) -> object:
    async with client.project("p").events.stream(retry=Retry(attempts=3, base=0.001)) as stream:
        return [event async for event in stream]


async def viewed(client: CortexClient) -> object:
    async with client.project("p").sessions.watch() as live:
        return await live.wait_until(lambda value: True)


@asynccontextmanager
async def serving(tls: bool) -> AsyncIterator[tuple[RawServer, dict[str, Any]]]:
    server = RawServer()
    server.reply = replies()
    complaints: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: complaints.append(context))
    async with server:
        if not tls:
            yield server, {"base_url": server.url}
            await quiet(complaints, urlsplit(server.url).port or 0)
            return
        secure = await asyncio.start_server(server._serve, "localhost", 0, ssl=server_context())
        port = secure.sockets[0].getsockname()[1]
        yield server, {"base_url": f"https://localhost:{port}", "ssl": CA_FILE}
        secure.close()
        await quiet(complaints, port)


async def quiet(complaints: list[object], port: int) -> None:
    """Check that no exception was left unretrieved, and no task destroyed while it was pending."""
    await rounds(20)
    gc.collect()
    await rounds(2)
    assert [one for one in complaints if not reset_of_the_server(one, port)] == []


def reset_of_the_server(complaint: object, port: int) -> bool:
    """Return whether a connection that the test server accepted was reset: a client closed with unread data."""
    error = complaint.get("exception") if isinstance(complaint, dict) else None
    step = error.__traceback__ if isinstance(error, ConnectionResetError) else None
    while step is not None:
        owner = step.tb_frame.f_locals.get("self")
        if isinstance(owner, asyncio.Transport) and owner.get_extra_info("sockname")[1] == port:
            return True
        step = step.tb_next
    return False


async def rounds(count: int) -> None:
    for _ in range(count):
        await asyncio.sleep(0)


async def closed_after(count: int, works: list[Work], server: RawServer, settings: dict[str, Any]) -> bool:
    """Return whether all of it had ended before."""
    client = CortexClient(api_key="k", retry=Retry(attempts=4, base=0.001), **settings)
    tasks = [asyncio.ensure_future(work(client)) for work in works]
    await rounds(count)
    over = all(task.done() for task in tasks)
    async with at_once():
        await client.aclose()
        results = await asyncio.gather(*tasks, return_exceptions=True)
    ends = [type(result) for result in results if isinstance(result, BaseException)]
    assert set(ends) <= {ClientClosed}, results
    await rounds(20)
    left = asyncio.all_tasks() - {asyncio.current_task()} - server._tasks
    assert not left, left
    return over


@pytest.mark.parametrize("tls", [False, True], ids=["plain", "tls"])
@pytest.mark.parametrize("work", [call, saved, streamed, viewed])
async def test_closed_at_every_step(work: Work, tls: bool) -> None:
    async with serving(tls) as (server, settings):
        over, count = False, 0
        while not over and count < 400:
            over = await closed_after(count, [work], server, settings)
            count += 1 if count < 60 else 7
        assert count > 10


@pytest.mark.parametrize("work", [call, saved, streamed])
async def test_closed_at_every_step_over_the_callers_session(work: Work) -> None:
    async with serving(False) as (server, settings), aiohttp.ClientSession() as session:
        over, count = False, 0
        while not over and count < 300:
            over = await closed_after(count, [work], server, {**settings, "session": session})
            count += 1 if count < 40 else 7
        async with session.get(server.url) as response:
            await response.read()


@given(st.lists(st.integers(0, 4), max_size=30))
def test_no_call_fails_twice_however_attempts_mix(order: list[int]) -> None:
    reply, failures = replies(), Counter[int]()
    for number in order:
        sent = reply(Received("GET", f"/api/a?call={number}", {}, b""))
        failures[number] += isinstance(sent, bytes) and sent.startswith(b"HTTP/1.1 503")
    assert all(times <= 1 for times in failures.values())
    assert sum(failures.values()) == len(set(order)) // 3


@settings(max_examples=30, deadline=None)
@given(
    st.integers(0, 150), st.lists(st.sampled_from([call, saved, streamed, viewed]), min_size=1, max_size=12)
)
def test_many_things_at_once(count: int, works: list[Work]) -> None:
    async def run() -> None:
        async with serving(False) as (server, settings):
            await closed_after(count, works, server, {**settings, "pool_size": 2})

    asyncio.run(run())
