"""No call that awaits redis-py loses a cancellation, whenever it comes.

redis-py sends commands within ``asyncio.wait_for`` if its client has a ``socket_timeout``, as it has by default
since 8.0, and that function loses a cancellation before Python 3.12.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest

from cortex_async.limits import Limit, RedisLimiter, SharedToken
from cortex_async.relay.redis import RedisStreams
from cortex_async.webhooks.redis import RedisReplayStore
from tests.cancelling import Call, steps_that_lose_it
from tests.limits.attempts import attempt
from tests.redis_server import RedisServer, needs_redis, redis_server
from tests.relay.brokers.rig import checkpoint, records

pytestmark = needs_redis


@pytest.fixture(scope="module")
def server() -> Iterator[RedisServer]:
    with redis_server() as running:
        yield running


@pytest.fixture
async def client(server: RedisServer) -> AsyncIterator[Any]:
    from redis.asyncio import Redis

    made = Redis(unix_socket_path=server.socket, socket_timeout=30)
    yield made
    await made.aclose()


async def _lead(client: Any) -> Call:
    broker = RedisStreams(client, uuid4().hex)
    leader = await broker.lead("p", "here", 60)
    assert leader is not None
    return lambda: leader.publish(records([1]), checkpoint(leader), {})


async def _read(client: Any) -> Call:
    broker = RedisStreams(client, uuid4().hex)
    member = await broker.join("g", "worker", 60)
    await member.refresh()
    return lambda: member.read(member.owned, 10, 0.001)


async def _refresh(client: Any) -> Call:
    member = await RedisStreams(client, uuid4().hex).join("g", "worker", 60)
    return member.refresh


async def _limit(client: Any) -> Call:
    limiter = RedisLimiter(client, Limit(10**5, per=1), ask_timeout=30)
    return lambda: limiter.turn(attempt(), None)


async def _token(client: Any) -> Call:
    async def issue() -> str:
        return "a-token"

    return lambda: SharedToken(issue, client, name=uuid4().hex, encryption_key=None, ask_timeout=30).token()


async def _claim(client: Any) -> Call:
    store = RedisReplayStore(client, lease=60)

    async def claim() -> None:
        claimed = store.claim(uuid4().hex, "token")
        assert not isinstance(claimed, str)
        await claimed

    return claim


@pytest.mark.parametrize("prepare", [_lead, _read, _refresh, _limit, _token, _claim])
async def test_a_call_that_is_cancelled_at_any_step_ends_as_cancelled(
    client: Any, prepare: Callable[[Any], Awaitable[Call]]
) -> None:
    call = await prepare(client)
    await call()
    assert await steps_that_lose_it(call) == []
