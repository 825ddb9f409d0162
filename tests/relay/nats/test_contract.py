"""The broker on JetStream keeps the contract, on a real server."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from typing import ClassVar
from uuid import uuid4

import pytest

from cortex_async.relay.broker import BrokerUnavailable
from cortex_async.relay.nats import JetStream
from tests.realtime.scripted import ManualClock
from tests.relay.brokers.groups import OwnershipContract, ReadContract
from tests.relay.brokers.letters import LetterContract
from tests.relay.brokers.rig import Rig
from tests.relay.brokers.sinks import LeadershipContract, PublishContract
from tests.relay.nats.aging import age
from tests.relay.nats.server import LOSES_SOCKETS, Server


class JetStreamRig(Rig):
    """Streams of their own on a server that all tests share."""

    differs: ClassVar[Mapping[str, str]] = {
        "test_an_id_is_forgotten_after_the_window": "the server's clock is real: see test_jetstream.py"
    }

    def __init__(self, server: Server) -> None:
        self._server = server
        self._clock = ManualClock()
        self._name = f"t-{uuid4().hex}"
        self._brokers: list[JetStream] = []
        self._was_down = False

    def open(self, *, window: float = 3600.0, max_known: int = 1000) -> JetStream:
        broker = JetStream(
            self._server.url,
            name=self._name,
            partitions=self.partitions,
            window=window,
            max_known=max_known,
            clock=self._clock,
        )
        self._brokers.append(broker)
        return broker

    async def pass_time(self, seconds: float) -> None:
        self._clock.now += seconds
        await age(self._server.url, self._name, seconds)

    async def pause(self) -> None:
        await asyncio.sleep(0.005)

    @asynccontextmanager
    async def down(self) -> AsyncGenerator[None]:
        self._was_down = True
        self._server.stop()
        await asyncio.sleep(0.02)  # lets clients notice, who wait for a response in vain otherwise
        try:
            yield
        finally:
            self._server.start()
            for broker in self._brokers:
                await reachable(broker)

    async def close(self) -> None:
        for broker in self._brokers:
            await broker.close()
        if self._was_down:
            gc.collect()


async def reachable(broker: JetStream) -> None:
    for _ in range(2000):
        try:
            await broker.lag("anybody")
            return
        except BrokerUnavailable:
            await asyncio.sleep(0.01)
    raise AssertionError("the broker does not come back")


@LOSES_SOCKETS
class TestJetStream(LeadershipContract, PublishContract, OwnershipContract, ReadContract, LetterContract):
    @pytest.fixture
    async def rig(self, server: Server) -> AsyncGenerator[JetStreamRig]:
        rig = JetStreamRig(server)
        yield rig
        await rig.close()
