"""Dead letters, which are entries of a stream."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from cortex_async._core.strings.surrogates import to_bytes
from cortex_async.relay.broker import DeadLetter
from cortex_async.relay.partitions import partition_of
from cortex_async.relay.redis.connection import Connection
from cortex_async.relay.redis.keys import Keys, fields, to_string
from cortex_async.relay.redis.read_scripts import DISCARD, LETTERS, REVIVE

_POSITION: Final = re.compile(r"\d+-\d+", re.ASCII)
_AT_ONCE: Final = 100


def letter_fields(letter: DeadLetter) -> list[bytes]:
    """Return the fields of a letter's entry, names and values in turn."""
    return [
        *(b"id", to_bytes(letter.id), b"key", to_bytes(letter.key), b"data", letter.body),
        *(b"attempts", b"%d" % letter.attempts, b"error", to_bytes(letter.error)),
        *(b"trace", to_bytes(letter.trace), b"time", letter.time.isoformat().encode()),
    ]


async def read_letters(connection: Connection, keys: Keys, group: str, limit: int) -> list[DeadLetter]:
    """Return the oldest dead letters of a group."""
    entries: list[Any] = await connection.run(LETTERS, [keys.dead(group)], (limit,)) if limit > 0 else []
    return [_letter(group, position, fields(flat)) for position, flat in entries]


async def revive(connection: Connection, keys: Keys, letters: Sequence[DeadLetter]) -> None:
    """Move letters to the streams of revived events of their groups. Those that are gone are left out."""
    for group, some in _by_group(letters):
        streams = keys.revived(group)
        names = [keys.dead(group), *(streams[partition_of(one.key, keys.partitions)] for one in some)]
        await connection.run(REVIVE, names, [one.position.encode() for one in some])


async def discard(connection: Connection, keys: Keys, letters: Sequence[DeadLetter]) -> None:
    """Delete letters. Those that are gone are left out."""
    for group, some in _by_group(letters):
        await connection.run(DISCARD, [keys.dead(group)], [one.position.encode() for one in some])


def _by_group(letters: Sequence[DeadLetter]) -> Iterator[tuple[str, list[DeadLetter]]]:
    """Yield the letters that a group may have, a bounded number at a time."""
    groups: dict[str, list[DeadLetter]] = {}
    for one in letters:
        if _POSITION.fullmatch(one.position):
            groups.setdefault(one.group, []).append(one)
    for group, some in groups.items():
        for start in range(0, len(some), _AT_ONCE):
            yield group, some[start : start + _AT_ONCE]


def _letter(group: str, position: bytes, entry: dict[str, bytes]) -> DeadLetter:
    return DeadLetter(
        id=to_string(entry["id"]),
        key=to_string(entry["key"]),
        group=group,
        attempts=int(entry["attempts"]),
        error=to_string(entry["error"]),
        trace=to_string(entry["trace"]),
        time=datetime.fromisoformat(entry["time"].decode()),
        body=entry["data"],
        position=position.decode(),
    )
