"""docs/relay-kafka.md: with librdkafka's mock of a cluster."""

from __future__ import annotations

from collections.abc import Iterator

from tests.docs.stage import Stage
from tests.relay.kafka.mock import MockCluster, readable_mock


def prepare(stage: Stage) -> Iterator[None]:
    cluster = MockCluster()
    stage.names["kafka_url"] = cluster.url
    try:
        with readable_mock():
            yield
    finally:
        cluster.stop()
