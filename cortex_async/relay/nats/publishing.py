"""Publishing: many events in one atomic batch if possible, and otherwise one after another.

A batch is stored as a whole or not at all, so that a refusal in its middle cannot change the order. JetStream
refuses a batch in which one message id is known already, without saying which one. Then each record is either
asked about first, and the batch sent without those that are there, or sent singly after the one before.

A leader's events and what it saves about them are one batch: if it died between the two, its successor would
not know that the events are there, and would make them a second time from a snapshot, with other ids.
https://github.com/nats-io/nats-architecture-and-design/blob/main/adr/ADR-50.md
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from uuid import uuid4

from attrs import evolve, frozen

from cortex_async._core.timing.clock import SystemClock
from cortex_async.relay.broker import Record, RecordRefused
from cortex_async.relay.nats.connection import Connection
from cortex_async.relay.nats.messages import MESSAGE_ID, Message, event_to
from cortex_async.relay.nats.responses import Refusal, read
from cortex_async.relay.nats.streams import Settings
from cortex_async.relay.partitions import partition_of

LARGEST_BATCH: Final = 500
ROOM: Final = 64 << 10
"""Bytes kept for further headers, so an event that fits also does with those of a dead letter."""
_FEW: Final = 8
"""Up to as many events without a leader are sent singly, which takes less time: a server begins a batch in
milliseconds."""
_LARGEST_BYTES: Final = 4 << 20
"""Of a batch, which the server keeps until it is complete. Its own limit is 1000 messages."""
_UNSENT: Final = 1 << 20
"""Bytes after which a batch waits until the server has taken them."""
WRONG_SEQUENCE: Final = frozenset({10071, 10164})
"""Another sequence was expected; with 10164, perhaps only because such a message is on its way already."""
_IN_PROCESS: Final = 10158
_NO_BATCH: Final = frozenset({10201, _IN_PROCESS, 10210, 10176})
"""A message id is known, or on its way; the stream has 50 open batches, so ours has no beginning."""
_TRIES: Final = 20
_INVALID: Final = {"Nats-Rollup": "none"}
"""A header that a server never takes. Those that expect a sequence do not serve to ask about an id: a single
server looks at them first, and a cluster only after it has accepted the message."""


@frozen
class Stored:
    """What was acknowledged: the sequence of the last message, and whether it was there before."""

    sequence: int
    duplicate: bool = False


async def events(connection: Connection, settings: Settings, records: Sequence[Record]) -> list[Message]:
    """The messages of records. Raises ``RecordRefused`` for one that does not fit, before any is sent.

    A server closes the connection on which it gets a message of more than its ``max_payload``.
    """
    client = await connection.client()
    found: list[Message] = []
    largest = client.max_payload - ROOM
    for record in records:
        subject = settings.events(partition_of(record.key, settings.partitions))
        message = event_to(subject, record, record.id)
        if message.size > largest:
            raise RecordRefused(
                f"an event of {len(record.body)} bytes does not fit: max_payload of the NATS server is "
                f"{client.max_payload}, and {ROOM} of that are kept for headers",
                record_id=record.id,
            )
        found.append(message)
    return found


async def send(connection: Connection, message: Message) -> Stored | Refusal:
    """Publish one message."""
    tries = 0
    while True:
        found = read(await connection.request(message.subject, message.body, message.headers))
        if not isinstance(found, Refusal):
            return Stored(found["seq"], found.get("duplicate", False))
        tries += 1
        if found.code != _IN_PROCESS or tries == _TRIES:
            return found
        await SystemClock().sleep(0.01 * tries)


async def send_batch(connection: Connection, messages: Sequence[Message]) -> Stored | Refusal:
    """Publish messages all together or not at all."""
    if len(messages) == 1:
        return await send(connection, messages[0])
    batch = uuid4().hex[:16]  # it is stored with every message
    async with connection.using() as client:
        publish = client.publish
        size = 0
        for number, message in enumerate(messages[:-1], 1):
            headers = {**message.headers, "Nats-Batch-Id": batch, "Nats-Batch-Sequence": str(number)}
            body = message.body
            await publish(message.subject, body, headers=headers)
            size += len(body)
            if size >= _UNSENT:
                # nats-py holds everything that the server has not taken yet.
                size = 0
                await client.flush(timeout=math.ceil(connection.timeout))
    last = messages[-1]
    commit = {"Nats-Batch-Id": batch, "Nats-Batch-Sequence": str(len(messages)), "Nats-Batch-Commit": "1"}
    found = read(await connection.request(last.subject, last.body, {**last.headers, **commit}))
    return found if isinstance(found, Refusal) else Stored(found["seq"])


async def append(
    connection: Connection,
    messages: Sequence[Message],
    fence: Mapping[str, str],
    last: Sequence[Message] = (),
) -> int | Refusal:
    """Publish events that have message ids, in order, and then further messages without ids.

    fence: headers with which an event is refused if somebody else leads by now. ``last`` has them already.
    last: is stored together with the events, or, if they are too many for a batch, with the last of them.

    Returns how many events were not there before. After a refusal some may have been stored.
    """
    new = 0
    distinct: dict[str, Message] = {}
    for one in messages:
        distinct.setdefault(one.headers[MESSAGE_ID], one)
    chunks = list(_chunks(list(distinct.values())))
    for number, chunk in enumerate(chunks):
        found = await _append_chunk(connection, chunk, fence, last if number == len(chunks) - 1 else ())
        if isinstance(found, Refusal):
            return found
        new += found
    return new


async def _append_chunk(
    connection: Connection, chunk: Sequence[Message], fence: Mapping[str, str], last: Sequence[Message]
) -> int | Refusal:
    if last:
        return await _append_with(connection, chunk, fence, last)
    if len(chunk) > _FEW:
        found = await _append_whole(connection, chunk, fence)
        if not isinstance(found, Refusal) or found.code not in _NO_BATCH:
            return found
    new = 0
    for message in chunk:
        stored = await send(connection, _with(message, fence))
        if isinstance(stored, Refusal):
            return stored
        new += not stored.duplicate
    return new


async def _append_with(
    connection: Connection, chunk: Sequence[Message], fence: Mapping[str, str], last: Sequence[Message]
) -> int | Refusal:
    """Publish the events of a chunk that are not there yet in one batch with ``last``."""
    tries = 0
    while True:
        found = await _append_whole(connection, [*chunk, *last], fence)
        if not isinstance(found, Refusal):
            return len(chunk)
        tries += 1
        if found.code not in _NO_BATCH or tries == _TRIES:
            return found
        if tries > 1:
            await SystemClock().sleep(0.01 * tries)
        there = await asyncio.gather(*(is_there(connection, one) for one in chunk))
        chunk = [one for one, stored in zip(chunk, there, strict=True) if not stored]


async def _append_whole(
    connection: Connection, messages: Sequence[Message], fence: Mapping[str, str]
) -> int | Refusal:
    # The server checks a batch as a whole: one message says it for all.
    found = await send_batch(connection, [*messages[:-1], _with(messages[-1], fence)])
    return found if isinstance(found, Refusal) else len(messages)


async def is_there(connection: Connection, message: Message) -> bool:
    """Whether the server knows a message id. It looks at that first, and then refuses what is sent here."""
    found = await send(connection, _with(message, _INVALID))
    return not isinstance(found, Refusal)


def _with(message: Message, headers: Mapping[str, str]) -> Message:
    return evolve(message, headers={**message.headers, **headers})


def _chunks(messages: Sequence[Message]) -> Iterator[list[Message]]:
    """Messages in parts that fit into a batch: at least one part, which may be empty."""
    part: list[Message] = []
    size = 0
    for message in messages:
        size += len(message.body)
        if part and (size > _LARGEST_BYTES or len(part) == LARGEST_BATCH):
            yield part
            part, size = [], len(message.body)
        part.append(message)
    yield part
