"""Records of Kafka, and how events become them."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import field, frozen

from cortex_async._core.strings.surrogates import to_bytes
from cortex_async.relay.broker import Record, RecordRefused
from cortex_async.relay.kafka.clients import Entry
from cortex_async.relay.kafka.settings import ROOM, Settings, to_string
from cortex_async.relay.partitions import partition_of

CONTENT_TYPE = ("content-type", b"application/cloudevents+json")


@frozen
class Message:
    """A record to be appended. timestamp: Unix milliseconds, None for now."""

    topic: str
    partition: int
    key: bytes | None
    value: bytes | None = field(repr=False)
    headers: Sequence[tuple[str, bytes]] = ()
    timestamp: int | None = None


def event(settings: Settings, record: Record) -> Message:
    """The message of an event: structured mode of the CloudEvents binding for Kafka, and its headers besides.

    https://github.com/cloudevents/spec/blob/main/cloudevents/bindings/kafka-protocol-binding.md
    """
    headers = (
        CONTENT_TYPE,
        ("ce_id", to_bytes(record.id)),
        ("ce_type", to_bytes(record.type)),
        ("ce_subject", to_bytes(record.subject)),
    )
    partition = partition_of(record.key, settings.partitions)
    return Message(settings.events, partition, to_bytes(record.key), record.body, headers)


def header(entry: Entry, name: str) -> str:
    """The value of a header, empty if it is missing."""
    return next((to_string(value) for key, value in entry.headers if key == name), "")


def require_takable(settings: Settings, records: Sequence[Record]) -> None:
    """Raise ``RecordRefused`` for a record that is too large."""
    for one in records:
        others = sum(len(to_bytes(part)) for part in (one.id, one.key, one.type, one.subject))
        if len(one.body) + others > settings.max_record - ROOM:
            raise RecordRefused(
                f"event {one.id} has {len(one.body)} bytes, and max_record is {settings.max_record}, "
                f"{ROOM} of which are for other things",
                record_id=one.id,
            )


def too_large(message: Message) -> RecordRefused:
    """The error for a message that a server refuses because it is too large."""
    event_id = next((to_string(value) for name, value in message.headers if name == "ce_id"), "")
    return RecordRefused(
        f"event {event_id} has {len(message.value or b'')} bytes, more than the topic {message.topic} allows: "
        "raise its max.message.bytes, or lower max_record",
        record_id=event_id,
    )
