"""Creates the topics that are missing, and checks those that are there."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from cortex_async._core.errors import ConfigError
from cortex_async.relay.broker import BrokerUnavailable
from cortex_async.relay.kafka.clients import new_admin, new_topic
from cortex_async.relay.kafka.connection import Connection
from cortex_async.relay.kafka.settings import Settings


async def ensure(connection: Connection, settings: Settings) -> None:
    """Make the topics usable.

    Raises ``ConfigError`` for a topic with another number of partitions, and for one that is missing and
    cannot be created, and ``BrokerUnavailable``.
    """
    await connection.ends([])  # whether the cluster can be reached, with the error for that
    problem = await _create(connection, settings)
    for topic, (partitions, config) in settings.topics.items():
        try:
            found = await connection.partitions_for(topic)
        except BrokerUnavailable:
            if not problem:
                raise
            command = _command(topic, partitions, settings.replicas, config)
            raise ConfigError(
                f"the topic {topic} is missing and cannot be created ({problem}): {command}"
            ) from None
        _check(topic, len(found), partitions, settings)


def _check(topic: str, found: int, wanted: int, settings: Settings) -> None:
    # Of a topic with one partition any number does: only the first one is used.
    if found < wanted or (
        topic in {settings.events, settings.revived, settings.positions} and found != wanted
    ):
        raise ConfigError(
            f"the topic {topic} has {found} partitions, not {wanted}: use the same partitions everywhere, "
            "or another name"
        )


async def _create(connection: Connection, settings: Settings) -> str:
    """Create missing topics. Returns what has prevented it, if anything has."""
    admin = new_admin(**connection.options)
    try:
        async with connection.using():
            await admin.start()
            there = set(await admin.list_topics())
            missing = {name: one for name, one in settings.topics.items() if name not in there}
            if not missing:
                return ""
            new = [
                new_topic(name, partitions, settings.replicas, config)
                for name, (partitions, config) in missing.items()
            ]
            return _refusal(await admin.create_topics(new))
    except BrokerUnavailable as error:
        return str(error)
    except (AttributeError, ValueError, TypeError) as error:  # aiokafka's, if a cluster has no controller
        return type(error).__name__
    finally:
        with suppress(BrokerUnavailable, AttributeError):
            async with connection.using():
                await admin.close()


def _refusal(response: object) -> str:
    """What a response says that went wrong. That somebody else was faster is no problem."""
    errors: list[tuple[object, ...]] = getattr(response, "topic_errors", [])
    exists = 36  # TOPIC_ALREADY_EXISTS, https://kafka.apache.org/protocol#protocol_error_codes
    return ", ".join(f"{one[0]}: error {one[1]}" for one in errors if one[1] not in {0, exists})


def _command(topic: str, partitions: int, replicas: int, config: Mapping[str, str]) -> str:
    options = " ".join(f"--config {name}={value}" for name, value in config.items())
    return (
        f"kafka-topics.sh --create --topic {topic} --partitions {partitions} "
        f"--replication-factor {replicas} {options}"
    )
