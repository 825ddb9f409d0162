"""What becomes of a call that is cancelled at an unfortunate moment."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Any
from uuid import uuid4

import pytest
from nats.aio.client import Client
from nats.aio.msg import Msg

from cortex_async.relay.broker import Leadership
from cortex_async.relay.nats import JetStream
from tests.relay.brokers.rig import checkpoint, records
from tests.relay.nats.server import LOSES_SOCKETS, Server

pytestmark = LOSES_SOCKETS


@pytest.fixture
async def broker(server: Server) -> AsyncGenerator[JetStream]:
    broker = JetStream(server.url, name=f"t-{uuid4().hex}", partitions=2)
    yield broker
    await broker.close()


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
