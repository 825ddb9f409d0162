"""What becomes of a call that is cancelled at an unfortunate moment."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from itertools import count
from typing import Any

import pytest
from nats.aio.client import Client
from nats.aio.msg import Msg

from cortex_async._core.timing.waiting import first_of
from cortex_async.relay.broker import Leadership
from cortex_async.relay.nats import JetStream
from cortex_async.relay.nats.feed import Feed
from tests.cancelling import Call, steps_that_lose_it
from tests.relay.brokers.rig import checkpoint, ids, record, records
from tests.relay.nats.aging import age
from tests.relay.nats.server import LOSES_SOCKETS, Server

pytestmark = LOSES_SOCKETS


class Swallowing:
    """Makes requests of nats-py lose a cancellation.

    ``asyncio.wait_for`` does that before Python 3.12 if the response arrives at the same moment.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.responded = asyncio.Event()
        request: Callable[..., Awaitable[Msg]] = Client.request

        async def swallow(client: Client, *given: Any, **named: Any) -> Msg:
            response = await request(client, *given, **named)
            self.responded.set()
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                return response
            raise AssertionError("nobody ends this wait")

        monkeypatch.setattr(Client, "request", swallow)


async def _renew(leader: Leadership) -> object:
    return await leader.renew(60)


async def _publish(leader: Leadership) -> object:
    return await leader.publish(records([1]), checkpoint(leader), {})


@pytest.mark.parametrize("call", [_renew, _publish])
async def test_a_cancelled_call_ends_even_if_its_response_arrives_at_the_same_moment(
    broker: JetStream, monkeypatch: pytest.MonkeyPatch, call: Callable[[Leadership], Awaitable[object]]
) -> None:
    leader = await broker.lead("p", "here", 60)
    assert leader is not None
    with monkeypatch.context() as patched:
        swallowing = Swallowing(patched)
        calling = asyncio.ensure_future(call(leader))
        await swallowing.responded.wait()
        calling.cancel()
        await asyncio.wait({calling})
    assert calling.cancelled()
    assert await leader.renew(60)


async def _lead(broker: JetStream) -> Call:
    leader = await broker.lead("p", "here", 60)
    assert leader is not None
    numbers = count()
    return lambda: leader.publish(records([next(numbers)]), checkpoint(leader), {})


async def _read(broker: JetStream) -> Call:
    member = await broker.join("g", "worker", 60)
    await member.refresh()
    return lambda: member.read(member.owned, 10, 0)


async def _refresh(broker: JetStream) -> Call:
    return (await broker.join("g", "worker", 60)).refresh


@pytest.mark.parametrize("prepare", [_lead, _read, _refresh])
async def test_a_call_that_is_cancelled_at_any_step_ends_as_cancelled(
    broker: JetStream, prepare: Callable[[JetStream], Awaitable[Call]]
) -> None:
    call = await prepare(broker)
    await call()
    assert await steps_that_lose_it(call) == []


async def test_a_read_that_is_cancelled_while_it_closes_a_lost_partition_loses_nothing_of_others(
    server: Server, name: str, broker: JetStream, monkeypatch: pytest.MonkeyPatch
) -> None:
    await broker.publish([record(number, f"key {number}") for number in range(20)])
    old = await broker.join("g", "old", 60)
    await old.refresh()
    await age(server.url, name, 60)
    await broker.join("g", "idle", 60)  # so that the next one takes only one of two partitions
    new = await broker.join("g", "new", 60)
    await new.refresh()
    assert (len(old.owned), len(new.owned)) == (2, 1)

    with monkeypatch.context() as patched:
        closing = asyncio.Event()

        async def never(feed: Feed) -> None:
            closing.set()
            await asyncio.Event().wait()

        patched.setattr(Feed, "close", never)
        reading = asyncio.ensure_future(old.read(old.owned, 100, 5))
        await first_of(closing.wait(), asyncio.wait({reading}))
        reading.cancel()
        (done,) = await asyncio.gather(reading, return_exceptions=True)
    found = done if isinstance(done, list) else []
    for member in (old, new):
        while more := await member.read(member.owned, 100, 0):
            found += more
    assert sorted(ids(found)) == [f"e{number:05}" for number in range(20)]
