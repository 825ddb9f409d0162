"""Creates the topics that are missing, and checks those that are there."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, Collection, Mapping
from contextlib import asynccontextmanager, suppress

from cortex_async._core.errors import ConfigError
from cortex_async.relay.broker import BrokerUnavailable
from cortex_async.relay.kafka.clients import Admin, new_admin, new_topic, topic_resource
from cortex_async.relay.kafka.connection import Connection
from cortex_async.relay.kafka.settings import Settings
from cortex_async.relay.kafka.topic_checks import check

_logger = logging.getLogger(__name__)


async def ensure(connection: Connection, settings: Settings) -> None:
    """Make the topics usable.

    Raises ``ConfigError`` for a topic with another number of partitions, for one whose settings lose what
    must be kept, and for one that is missing and cannot be created; and ``BrokerUnavailable``.
    """
    await connection.ends([])  # whether the cluster can be reached, with the error for that
    problem, configs = "", dict[str, dict[str, str]]()
    try:
        async with _admin(connection) as admin:
            async with connection.using():
                there = set(await admin.list_topics()).intersection(settings.topics)
            problem = await _create(connection, admin, settings, there)
            configs = await _configs(connection, admin, there)
    except BrokerUnavailable as error:
        problem = str(error)
    except (AttributeError, ValueError, TypeError) as error:  # aiokafka's, if a cluster has no controller
        problem = type(error).__name__
    check(settings, configs)
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


@asynccontextmanager
async def _admin(connection: Connection) -> AsyncGenerator[Admin]:
    admin = new_admin(**connection.options)
    try:
        async with connection.using():
            await admin.start()
        yield admin
    finally:
        with suppress(BrokerUnavailable, AttributeError):
            async with connection.using():
                await admin.close()


async def _create(connection: Connection, admin: Admin, settings: Settings, there: Collection[str]) -> str:
    """Create missing topics. Returns what has prevented it, if anything has."""
    new = [
        new_topic(name, partitions, settings.replicas, config)
        for name, (partitions, config) in settings.topics.items()
        if name not in there
    ]
    try:
        async with connection.using():
            return _refusal(await admin.create_topics(new)) if new else ""
    except BrokerUnavailable as error:
        return str(error)


async def _configs(
    connection: Connection, admin: Admin, topics: Collection[str]
) -> dict[str, dict[str, str]]:
    """The settings of topics, as far as this client may read them."""
    found: dict[str, dict[str, str]] = {}
    if not topics:
        return found
    problems: set[str] = set()
    try:
        async with connection.using():
            responses = await admin.describe_configs([topic_resource(name) for name in sorted(topics)])
        for response in responses:
            for error, _, _, topic, entries in response.resources:
                if error:
                    problems.add(f"error {error}")
                found[topic] = {entry[0]: entry[1] for entry in entries if entry[1] is not None}
    except (BrokerUnavailable, ConfigError) as error:
        problems.add(str(error))
    if problems:
        _logger.info("the settings of topics could not be read, and are not checked: %s", ", ".join(problems))
    return found


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
