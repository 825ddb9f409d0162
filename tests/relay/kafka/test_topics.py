"""What topics are created with."""

from __future__ import annotations

import pytest

from cortex_async.relay.kafka.settings import Settings


def settings(replicas: int = 1) -> Settings:
    return Settings("n", 4, 3600.0, 100, 7200.0, 2 << 20, replicas)


@pytest.mark.parametrize("topic", ["n-events", "n-revived", "n-leases", "n-ids"])
def test_nothing_is_deleted_early_whatever_the_defaults_of_the_cluster_are(topic: str) -> None:
    _, config = settings().topics[topic]
    assert (config["cleanup.policy"], config["retention.bytes"]) == ("delete", "-1")
    # By the time of the cluster, so a writer whose clock is slow loses nothing.
    assert config["message.timestamp.type"] == "LogAppendTime"
    assert int(config["retention.ms"]) >= 3600_000


@pytest.mark.parametrize("topic", ["n-state", "n-positions", "n-dead"])
def test_what_is_compacted_is_kept(topic: str) -> None:
    assert settings().topics[topic][1]["cleanup.policy"] == "compact"


@pytest.mark.parametrize(("replicas", "least"), [(1, "1"), (2, "1"), (3, "2"), (5, "2")])
def test_what_was_acknowledged_outlives_a_server(replicas: int, least: str) -> None:
    for _, config in settings(replicas).topics.values():
        assert config["min.insync.replicas"] == least
