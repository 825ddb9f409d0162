"""A worker that leaves a group although its broker does not take everything that belongs to that."""

from __future__ import annotations

from uuid import uuid4

import nats
import pytest

from cortex_async.relay.broker import BrokerUnavailable
from cortex_async.relay.nats import JetStream
from cortex_async.relay.nats.feed import Feed
from cortex_async.relay.nats.partition import Partition
from tests.relay.brokers.rig import records
from tests.relay.nats.server import LOSES_SOCKETS, Server

pytestmark = LOSES_SOCKETS


async def test_what_cannot_be_released_is_free_at_once_and_read_no_longer(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = await nats.connect(server.url)
    broker = JetStream(client, name=f"t-{uuid4().hex}", partitions=2)
    await broker.publish(records(range(3)))
    one = await broker.join("g", "one", 60)
    await one.refresh()
    assert len(await one.read(one.owned, 10, 5)) == 3
    closed: list[Feed] = []
    close = Feed.close

    async def noted(feed: Feed) -> None:
        closed.append(feed)
        await close(feed)

    async def refused(partition: Partition) -> None:
        raise BrokerUnavailable("refused")

    with monkeypatch.context() as patched:
        patched.setattr(Partition, "release", refused)
        patched.setattr(Feed, "close", noted)
        with pytest.raises(BrokerUnavailable, match="refused"):
            await one.leave()
    assert len(closed) == 2
    two = await broker.join("g", "two", 60)
    await two.refresh()
    assert len(two.owned) == 2
    await client.close()
