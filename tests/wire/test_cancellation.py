"""A cancelled call ends as cancelled, is not retried, and leaves nothing behind."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from cortex_async._core.request import Request, Route
from cortex_async._core.retry import Retry
from cortex_async._core.service_client import ServiceClient
from tests.wire.conftest import MakeClient, api_key
from tests.wire.server import OK, RawServer, raw_response
from tests.wire.test_connections import acquired

GET = Request(Route("op", "GET", "/a", frozenset({"api-key"})))


async def token() -> str:
    await asyncio.sleep(0)
    return "k"


async def sent(client: ServiceClient) -> None:
    await client.send(GET, {})


async def streamed(client: ServiceClient) -> None:
    async with client.open(GET, {}) as response:
        _ = [chunk async for chunk in response.chunks()]


@pytest.mark.parametrize("call", [sent, streamed])
async def test_cancelled_at_every_step(call: Callable[[ServiceClient], Any], connect: MakeClient) -> None:
    """Cancel after 0, 1, 2, ... turns of the loop, through all phases of calls that fail, wait and succeed."""
    async with RawServer() as server:
        replies = [raw_response(503, b"x" * 70_000), OK, raw_response(200, b"y" * 70_000)]
        server.reply = lambda received: replies[len(server.requests) % 3]
        client = connect(server.url, authenticator=api_key(token), retry=Retry(attempts=5, base=0.001))
        await call(client)
        rounds, finished = 0, False
        while not finished:
            task = asyncio.create_task(call(client))
            for _ in range(rounds):
                await asyncio.sleep(0)
            finished = task.done()
            task.cancel()
            results: list[object] = await asyncio.gather(task, return_exceptions=True)
            assert results == [None] or isinstance(results[0], asyncio.CancelledError)
            rounds += 1
            await settled(client)
        assert rounds > 10
        await call(client)


async def settled(client: ServiceClient) -> None:
    """Wait until a cancelled exchange has released its connection, which takes a few turns."""
    for _ in range(20):
        if not acquired(client):
            return
        await asyncio.sleep(0)
    pytest.fail("a connection is still in use")


async def test_a_cancelled_call_is_not_tried_again(connect: MakeClient) -> None:
    async with RawServer() as server:
        server.reply = [server.stall]
        task = asyncio.create_task(connect(server.url).send(GET, {}))
        await server.arrived.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert task.cancelled()
        assert len(server.requests) == 1


async def test_timeouts_and_task_groups_end_a_call(connect: MakeClient) -> None:
    async with RawServer() as server:
        server.reply = [server.stall]
        client = connect(server.url)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(client.send(GET, {}), 0.02)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.02):
                await client.send(GET, {})
        with pytest.raises(ExceptionGroup) as caught:
            await together(client.send(GET, {}), fail_soon())
        assert [type(error) for error in caught.value.exceptions] == [LookupError]
        assert acquired(client) == 0


async def together(*coroutines: Coroutine[Any, Any, object]) -> None:
    async with asyncio.TaskGroup() as group:
        for coroutine in coroutines:
            group.create_task(coroutine)


async def fail_soon() -> None:
    await asyncio.sleep(0.01)
    raise LookupError


async def test_cancelled_in_a_wait(connect: MakeClient) -> None:
    async with RawServer(raw_response(429, headers={"Retry-After": "30"})) as server:
        task = asyncio.create_task(connect(server.url, retry=Retry()).send(GET, {}))
        await server.arrived.wait()
        await asyncio.sleep(0.02)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert len(server.requests) == 1
