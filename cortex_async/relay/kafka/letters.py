"""Dead letters: a compacted topic, in which deleting one is a record of its own."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from cortex_async._core.strings.surrogates import to_bytes
from cortex_async.relay.broker import DeadLetter, Delivery
from cortex_async.relay.kafka.clients import Entry, place
from cortex_async.relay.kafka.connection import Connection
from cortex_async.relay.kafka.messages import CONTENT_TYPE, Message, header
from cortex_async.relay.kafka.partition import GROUP_HEADER
from cortex_async.relay.kafka.settings import Settings, as_json, from_json
from cortex_async.relay.kafka.tail import read_all
from cortex_async.relay.kafka.transactions import Transactions
from cortex_async.relay.partitions import partition_of

_LETTER = "cortex_letter"
_LONGEST_ERROR = 2_000
_LONGEST_TRACE = 8_000


def letter_message(settings: Settings, group: str, delivery: Delivery, letter: DeadLetter) -> Message:
    """The message of a dead letter. The same delivery gives the same key, so it is kept once."""
    details = {
        "key": letter.key,
        "attempts": letter.attempts,
        "error": letter.error[:_LONGEST_ERROR],
        "trace": letter.trace[-_LONGEST_TRACE:],
        "time": letter.time.isoformat(),
    }
    # Not in ASCII, in which they could be longer than the room that a record has for them.
    described = json.dumps(details, ensure_ascii=False, separators=(",", ":"))
    headers = (CONTENT_TYPE, ("ce_id", to_bytes(letter.id)), (_LETTER, to_bytes(described)))
    key = as_json([group, f"{delivery.partition}/{delivery.position}"])
    return Message(settings.dead, 0, key, letter.body, headers)


async def read_letters(
    connection: Connection, settings: Settings, group: str, limit: int
) -> list[DeadLetter]:
    """The oldest dead letters of a group. Raises ``BrokerUnavailable``."""
    found: dict[str, Entry] = {}

    def apply(entry: Entry) -> None:
        name, position = from_json(entry.key or b'["",""]')
        if name == group:
            found.pop(position, None)
            if entry.value is not None:
                found[position] = entry

    await read_all(connection, [place(settings.dead, 0)], apply)
    return [_letter(group, position, entry) for position, entry in islice(found.items(), max(0, limit))]


async def revive(connection: Connection, settings: Settings, letters: Sequence[DeadLetter]) -> None:
    """Move letters to the topic of revived events, all of a group or none. Those that are gone are left out.

    Of two who revive letters of one group at once the first is fenced, and its repeated call finds them gone.
    """
    for group in dict.fromkeys(one.group for one in letters):
        transactions = Transactions(connection, settings.transactional_id("letters", group))
        try:
            await transactions.open()
            there = {one.position for one in await read_letters(connection, settings, group, 1 << 62)}
            some = {one.position: one for one in letters if one.group == group and one.position in there}
            if some:
                moved = [
                    message
                    for one in some.values()
                    for message in (_revived(settings, one), _gone(settings, one))
                ]
                await transactions.commit(moved)
        finally:
            await transactions.close()


async def discard(connection: Connection, settings: Settings, letters: Sequence[DeadLetter]) -> None:
    """Delete letters. Those that are gone are left out. Raises ``BrokerUnavailable``."""
    if letters:
        await connection.send([_gone(settings, one) for one in letters])


def _revived(settings: Settings, letter: DeadLetter) -> Message:
    headers = (CONTENT_TYPE, ("ce_id", to_bytes(letter.id)), (GROUP_HEADER, to_bytes(letter.group)))
    partition = partition_of(letter.key, settings.partitions)
    return Message(settings.revived, partition, to_bytes(letter.key), letter.body, headers)


def _gone(settings: Settings, letter: DeadLetter) -> Message:
    return Message(settings.dead, 0, as_json([letter.group, letter.position]), None)


def _letter(group: str, position: str, entry: Entry) -> DeadLetter:
    details: dict[str, Any] = from_json(to_bytes(header(entry, _LETTER)))
    return DeadLetter(
        id=header(entry, "ce_id"),
        key=details["key"],
        group=group,
        attempts=details["attempts"],
        error=details["error"],
        trace=details["trace"],
        time=datetime.fromisoformat(details["time"]),
        body=entry.value or b"",
        position=position,
    )
