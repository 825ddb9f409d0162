"""Dead letters: in the stream of the workers, so that one is stored together with its acknowledgement."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, Final

from attrs import evolve
from nats.aio.msg import Msg

from cortex_async.relay.broker import BrokerUnavailable, DeadLetter, Delivery, Record
from cortex_async.relay.nats.connection import Connection
from cortex_async.relay.nats.messages import EVENT_ID, KEY, Message, event_id_of, event_to, header, unheader
from cortex_async.relay.nats.publishing import ROOM, send
from cortex_async.relay.nats.reading import direct
from cortex_async.relay.nats.responses import Refusal
from cortex_async.relay.nats.streams import Settings, as_json, from_json
from cortex_async.relay.partitions import partition_of

_LETTER: Final = "Cortex-Letter"
_POSITION: Final = re.compile(r"[1-9]\d{0,18}", re.ASCII)
_OTHERS: Final = 4 << 10
"""Bytes for the other headers of a dead letter."""
_NO_MESSAGE: Final = frozenset({10037, 10043})


def dead_letter(settings: Settings, group: str, delivery: Delivery, letter: DeadLetter) -> Message:
    """The message of a dead letter. The same delivery gives the same subject, so it is stored once."""
    details = {
        "attempts": letter.attempts,
        "error": letter.error,
        "trace": letter.trace,
        "time": letter.time.isoformat(),
        "group": group,
    }
    headers = {
        "Content-Type": "application/cloudevents+json",
        EVENT_ID: header(letter.id),
        KEY: header(letter.key),
        _LETTER: _shortened(details),
    }
    subject = settings.dead(group, f"{delivery.partition}.{delivery.position}")
    return Message(subject, letter.body, headers)


async def dead_letters(
    connection: Connection, settings: Settings, group: str, limit: int
) -> list[DeadLetter]:
    """The oldest dead letters of a group."""
    if limit <= 0:
        return []
    request = {"seq": 1, "next_by_subj": settings.dead(group, ">"), "batch": limit}
    found = await connection.call_for_many(f"DIRECT.GET.{settings.workers}", request)
    return [_read(message) for message in found]


async def revive(connection: Connection, settings: Settings, letter: DeadLetter) -> None:
    """Publish a dead letter for its group, and then delete it. One that is not there is left alone."""
    if not await _is_there(connection, settings, letter):
        return
    record = Record(letter.id, letter.key, "", "", letter.body)
    subject = settings.revived(letter.group, partition_of(letter.key, settings.partitions))
    message = event_to(subject, record, f"revived/{letter.group}/{letter.position}")
    stored = await send(connection, message)
    if isinstance(stored, Refusal):
        raise BrokerUnavailable(f"NATS: {stored.description}")
    await _delete(connection, settings, letter)


async def discard(connection: Connection, settings: Settings, letter: DeadLetter) -> None:
    """Delete a dead letter. One that is not there is ignored."""
    if await _is_there(connection, settings, letter):
        await _delete(connection, settings, letter)


async def _is_there(connection: Connection, settings: Settings, letter: DeadLetter) -> bool:
    """Whether a dead letter of the group is at the position, and not something else of the workers."""
    if not _POSITION.fullmatch(letter.position):
        return False
    found = await connection.call(f"STREAM.MSG.GET.{settings.workers}", {"seq": int(letter.position)})
    if isinstance(found, Refusal):
        _require_missing(found)
        return False
    return bool(found["message"]["subject"].startswith(settings.dead(letter.group, "")))


async def _delete(connection: Connection, settings: Settings, letter: DeadLetter) -> None:
    request = {"seq": int(letter.position), "no_erase": True}
    found = await connection.call(f"STREAM.MSG.DELETE.{settings.workers}", request)
    if isinstance(found, Refusal):
        _require_missing(found)


def _shortened(details: dict[str, Any]) -> str:
    """The header with the details: of long ones the end of the trace and the beginning of the error."""
    while len(found := header(as_json(details).decode())) > ROOM - _OTHERS:
        half = max(len(details["trace"]), len(details["error"])) // 2
        details = {**details, "trace": details["trace"][-half:], "error": details["error"][:half]}
    return found


def _require_missing(refusal: Refusal) -> None:
    if refusal.code not in _NO_MESSAGE and "no message" not in refusal.description:
        raise BrokerUnavailable(f"NATS: {refusal.description}")


def _read(message: Msg) -> DeadLetter:
    headers = message.headers or {}
    details: dict[str, Any] = from_json(unheader(headers[_LETTER]))
    letter = DeadLetter(
        event_id_of(headers),
        unheader(headers.get(KEY, "")),
        details["group"],
        details["attempts"],
        details["error"],
        details["trace"],
        datetime.fromisoformat(details["time"]),
        message.data,
    )
    _, last = direct(message)
    return evolve(letter, position=str(last.sequence))
