"""The broker in memory keeps the contract."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest

from cortex_async.relay.memory import MemoryBroker
from tests.realtime.scripted import ManualClock
from tests.relay.brokers.groups import OwnershipContract, ReadContract
from tests.relay.brokers.letters import LetterContract
from tests.relay.brokers.rig import Broker, Rig
from tests.relay.brokers.sinks import LeadershipContract, PublishContract


class MemoryRig(Rig):
    def __init__(self) -> None:
        self._clock = ManualClock()
        self._broker: MemoryBroker | None = None

    def open(self, *, window: float = 3600.0, max_known: int = 1000) -> Broker:
        if self._broker is None:
            self._broker = MemoryBroker(
                partitions=self.partitions, window=window, max_known=max_known, clock=self._clock
            )
        return self._broker

    async def pass_time(self, seconds: float) -> None:
        await self._clock.advance(seconds)

    @asynccontextmanager
    async def down(self) -> AsyncGenerator[None]:
        assert self._broker is not None
        self._broker.available = False
        try:
            yield
        finally:
            self._broker.available = True


class TestMemoryBroker(LeadershipContract, PublishContract, OwnershipContract, ReadContract, LetterContract):
    @pytest.fixture
    def rig(self) -> Rig:
        return MemoryRig()
