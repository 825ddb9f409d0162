"""The broker on Kafka keeps the contract, as far as a mock of Kafka can show it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from typing import ClassVar
from uuid import uuid4

import pytest

from cortex_async.relay.kafka import Kafka
from tests.realtime.scripted import ManualClock
from tests.relay.brokers.groups import OwnershipContract, ReadContract
from tests.relay.brokers.letters import LetterContract
from tests.relay.brokers.rig import Rig
from tests.relay.brokers.sinks import LeadershipContract, PublishContract
from tests.relay.kafka.mock import MockCluster


class KafkaRig(Rig):
    """Topics of their own in a mock cluster, and one clock for all who use it."""

    differs: ClassVar[Mapping[str, str]] = {
        "test_an_id_that_comes_from_many_at_once_is_published_once": (
            "Kafka does not drop repeated ids: two that publish at the same time do not see each other's"
        ),
        "test_a_body_of_a_mebibyte_arrives_unchanged": (
            "the mock deletes the oldest records of a partition from 5 MiB on: test_kafka.py publishes fewer"
        ),
    }

    def __init__(self, cluster: MockCluster) -> None:
        self._cluster = cluster
        self._name = f"t-{uuid4().hex}"
        self._clock = ManualClock()
        self._brokers: list[Kafka] = []

    def open(self, *, window: float = 3600.0, max_known: int = 1000) -> Kafka:
        broker = Kafka(
            self._cluster.url,
            self._name,
            partitions=self.partitions,
            window=window,
            max_known=max_known,
            clock=self._clock,
        )
        self._brokers.append(broker)
        return broker

    async def pass_time(self, seconds: float) -> None:
        await self._clock.advance(seconds)

    async def pause(self) -> None:
        await asyncio.sleep(0.005)

    @asynccontextmanager
    async def down(self) -> AsyncGenerator[None]:
        pytest.skip("the mock cannot be stopped and started with what it has: test_kafka.py freezes it")
        yield

    async def close(self) -> None:
        for broker in self._brokers:
            await broker.close()


class TestKafka(LeadershipContract, PublishContract, OwnershipContract, ReadContract, LetterContract):
    @pytest.fixture
    async def rig(self, mock_cluster: MockCluster) -> AsyncGenerator[KafkaRig]:
        rig = KafkaRig(mock_cluster)
        yield rig
        await rig.close()
