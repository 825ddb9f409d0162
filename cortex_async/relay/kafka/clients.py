"""What is used of aiokafka, which has no types of its own."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Mapping, Sequence
from importlib import import_module
from typing import Any, NamedTuple, Protocol

_library: Any = import_module("aiokafka")
_admin: Any = import_module("aiokafka.admin")
_config: Any = import_module("aiokafka.admin.config_resource")


def _has_no_credentials(record: logging.LogRecord) -> bool:
    """Whether a line of aiokafka can be logged. At DEBUG it logs requests and responses as they are."""
    arguments = record.args if isinstance(record.args, tuple) else ()
    return not any(type(one).__name__.startswith("SaslAuthenticate") for one in arguments)


logging.getLogger("aiokafka.conn").addFilter(_has_no_credentials)


class Place(NamedTuple):
    """A partition of a topic. It equals aiokafka's ``TopicPartition``, which is a named tuple, too."""

    topic: str
    partition: int


class Entry(Protocol):
    """A record as it was read."""

    @property
    def topic(self) -> str: ...
    @property
    def partition(self) -> int: ...
    @property
    def offset(self) -> int: ...
    @property
    def timestamp(self) -> int: ...
    @property
    def key(self) -> bytes | None: ...
    @property
    def value(self) -> bytes | None: ...
    @property
    def headers(self) -> Sequence[tuple[str, bytes | None]]: ...


class Metadata(Protocol):
    """The broker's response to a record."""

    @property
    def offset(self) -> int: ...


class Producer(Protocol):
    """``AIOKafkaProducer``."""

    async def start(self) -> None: ...
    async def stop(self) -> None: ...
    async def partitions_for(self, topic: str) -> set[int]: ...
    async def send(
        self,
        topic: str,
        value: bytes | None = None,
        key: bytes | None = None,
        partition: int | None = None,
        timestamp_ms: int | None = None,
        headers: Sequence[tuple[str, bytes]] | None = None,
    ) -> Awaitable[Metadata]: ...
    async def begin_transaction(self) -> None: ...
    async def commit_transaction(self) -> None: ...
    async def abort_transaction(self) -> None: ...


class Consumer(Protocol):
    """``AIOKafkaConsumer``, with partitions that are assigned by hand."""

    async def start(self) -> None: ...
    async def stop(self) -> None: ...
    def assign(self, partitions: Sequence[Place]) -> None: ...
    def seek(self, partition: Place, offset: int) -> None: ...
    def pause(self, *partitions: Place) -> None: ...
    def resume(self, *partitions: Place) -> None: ...
    async def position(self, partition: Place) -> int: ...
    async def getmany(
        self, *partitions: Place, timeout_ms: int = 0, max_records: int | None = None
    ) -> Mapping[Place, Sequence[Entry]]: ...
    async def beginning_offsets(self, partitions: Sequence[Place]) -> Mapping[Place, int]: ...
    async def end_offsets(self, partitions: Sequence[Place]) -> Mapping[Place, int]: ...


class Admin(Protocol):
    """``AIOKafkaAdminClient``."""

    async def start(self) -> None: ...
    async def close(self) -> None: ...
    async def list_topics(self) -> Sequence[str]: ...
    async def create_topics(self, new_topics: Sequence[object]) -> Any: ...
    async def describe_configs(self, config_resources: Sequence[object]) -> Sequence[Any]: ...


def new_producer(**options: object) -> Producer:
    producer: Producer = _library.AIOKafkaProducer(**options)
    return producer


def new_consumer(**options: object) -> Consumer:
    consumer: Consumer = _library.AIOKafkaConsumer(**options)
    return consumer


def new_admin(**options: object) -> Admin:
    admin: Admin = _admin.AIOKafkaAdminClient(**options)
    return admin


def place(topic: str, partition: int) -> Place:
    """A partition in the class that aiokafka insists on."""
    made: Place = _library.TopicPartition(topic, partition)
    return made


def new_topic(name: str, partitions: int, replicas: int, config: Mapping[str, str]) -> object:
    """A topic to be created."""
    made: object = _admin.NewTopic(name, partitions, replicas, topic_configs=dict(config))
    return made


def topic_resource(name: str) -> object:
    """A topic whose settings are asked for."""
    made: object = _config.ConfigResource(_config.ConfigResourceType.TOPIC, name)
    return made
