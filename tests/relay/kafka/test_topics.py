"""What topics are created with, and what is said of those that exist with other settings."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from types import SimpleNamespace

import pytest

from cortex_async import ConfigError
from cortex_async.relay.kafka import Kafka, topics
from cortex_async.relay.kafka.settings import Settings
from cortex_async.relay.kafka.topic_checks import check, mismatches
from tests.relay.kafka.mock import MockCluster


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


@pytest.mark.parametrize("topic", settings().topics)
def test_topics_that_were_made_here_are_right(topic: str) -> None:
    for replicas in (1, 3):
        assert mismatches(settings(replicas), topic, settings(replicas).topics[topic][1]) == []
    assert mismatches(settings(), topic, {}) == []  # nothing is known


@pytest.mark.parametrize(
    ("topic", "name", "value", "is_fatal"),
    [
        ("n-state", "cleanup.policy", "delete", True),
        ("n-positions", "cleanup.policy", "compact,delete", True),
        ("n-events", "cleanup.policy", "compact", True),
        ("n-leases", "retention.ms", "60000", True),
        ("n-ids", "retention.ms", "3599999", True),
        ("n-events", "retention.ms", "7199999", False),
        ("n-events", "retention.bytes", "1000000", False),
        ("n-leases", "message.timestamp.type", "CreateTime", False),
        ("n-dead", "max.message.bytes", "1048588", False),
        ("n-events", "min.insync.replicas", "1", False),
    ],
)
def test_what_is_wrong_with_a_topic_is_one_line_with_what_to_do(
    topic: str, name: str, value: str, is_fatal: bool, caplog: pytest.LogCaptureFixture
) -> None:
    wanted = settings(3).topics[topic][1]
    found = {topic: {**wanted, name: value}}
    if is_fatal:
        with pytest.raises(ConfigError) as caught:
            check(settings(3), found)
        line = str(caught.value)
        assert caplog.text == ""
    else:
        check(settings(3), found)
        (line,) = [record.getMessage() for record in caplog.records]
    assert line == (
        f"the topic {topic} has {name}={value} instead of {wanted[name]}: kafka-configs.sh --alter "
        f"--entity-type topics --entity-name {topic} --add-config {name}={wanted[name]}"
    )


@pytest.mark.parametrize(
    ("topic", "name", "value"),
    [
        ("n-events", "retention.ms", "-1"),
        ("n-ids", "retention.ms", "3600001"),
        ("n-events", "min.insync.replicas", "3"),
        ("n-events", "max.message.bytes", str(64 << 20)),
        ("n-state", "segment.ms", "1"),
        ("n-state", "unknown", "x"),
    ],
)
def test_more_than_is_needed_is_right(topic: str, name: str, value: str) -> None:
    assert mismatches(settings(), topic, {name: value}) == []


def test_nothing_is_kept_for_ever_by_a_topic_that_forgets() -> None:
    forever = Settings("n", 4, 3600.0, 100, None, 2 << 20, 1)
    assert mismatches(forever, "n-events", {"retention.ms": "1000000000"})


class Admin:
    """A cluster's administrator, which the mock cluster has not: every topic is there, with ``config``."""

    def __init__(self, config: dict[str, dict[str, str]], error: int = 0) -> None:
        self._config = config
        self._error = error

    async def start(self) -> None: ...

    async def close(self) -> None: ...

    async def list_topics(self) -> Sequence[str]:
        return list(self._config)

    async def create_topics(self, new_topics: Sequence[object]) -> object:
        raise AssertionError("nothing is missing")

    async def describe_configs(self, config_resources: Sequence[object]) -> Sequence[object]:
        names: list[str] = [one.name for one in config_resources]  # type: ignore[attr-defined]  # aiokafka's
        return [
            SimpleNamespace(
                resources=[
                    (
                        self._error,
                        None,
                        2,
                        name,
                        [(key, value, False, 1, False, []) for key, value in entries],
                    )
                    for name in names
                    for entries in [() if self._error else self._config[name].items()]
                ]
            )
        ]


async def test_a_broker_checks_the_topics_that_exist_before_its_first_call(
    mock_cluster: MockCluster, name: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broker = Kafka(mock_cluster.url, name, partitions=4)
    right = Settings(name, 4, 3600.0, 10_000, 7 * 24 * 3600.0, 2 << 20, 1).topics
    config = {topic: dict(one) for topic, (_, one) in right.items()}
    admin = Admin(config)
    monkeypatch.setattr(topics, "new_admin", lambda **options: admin)
    config[f"{name}-state"]["cleanup.policy"] = "delete"
    config[f"{name}-dead"]["cleanup.policy"] = "delete"
    with pytest.raises(ConfigError, match=rf"the topic {name}-dead has .*; the topic {name}-state has "):
        await broker.lag("g")
    config[f"{name}-state"]["cleanup.policy"] = config[f"{name}-dead"]["cleanup.policy"] = "compact"
    config[f"{name}-leases"]["message.timestamp.type"] = "CreateTime"
    assert [await broker.lag("g") for _ in range(2)] == [0, 0]
    lines = [one for one in caplog.records if one.name.startswith("cortex_async.relay.kafka")]
    assert [one.levelno for one in lines] == [logging.WARNING]
    await broker.close()


async def test_settings_that_may_not_be_read_are_not_checked(
    mock_cluster: MockCluster, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    broker = Kafka(mock_cluster.url, name, partitions=4)
    every = Settings(name, 4, 3600.0, 100, None, 2 << 20, 1).topics
    admin = Admin({topic: {"cleanup.policy": "both"} for topic in every}, error=29)
    monkeypatch.setattr(topics, "new_admin", lambda **options: admin)
    assert await broker.lag("g") == 0
    await broker.close()
