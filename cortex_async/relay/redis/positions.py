"""Positions of deliveries, and deliveries as the script that reads has packed them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from attrs import define

from cortex_async.relay.broker import Delivery
from cortex_async.relay.redis.keys import to_string

BEGINNING: Final = b"0-0"
UNKNOWN: Final = (b"-", b"-")
"""In place of where the two streams of a partition end."""

_REVIVED: Final = "revived:"
_NUMBERS: Final = 7
"""What describes one entry: partition, whether it was revived, attempt, position, and three lengths."""


@define
class Owned:
    """An owned partition.

    events, revived: the last position that was read of its stream, and of its stream of revived events.
    ends: where both ended when everything in them had been read.
    """

    fence: int
    events: bytes = BEGINNING
    revived: bytes = BEGINNING
    ends: tuple[bytes, bytes] = UNKNOWN


def entry_of(position: str) -> bytes:
    """Return the id of the entry at a ``Delivery.position``."""
    return position.removeprefix(_REVIVED).encode()


def is_revived(position: str) -> bool:
    """Whether a position is in the stream of revived events, and not in that of the partition."""
    return position.startswith(_REVIVED)


def unpack(found: bytes, values: bytes, fences: Mapping[int, int]) -> Iterator[Delivery]:
    """Make the deliveries that ``READ`` has returned.

    What others have appended may lack fields: then the position is the id, and the rest is empty, so that a
    worker fails on it and it ends as a dead letter instead of blocking its partition.

    fences: of the partitions that were asked for.
    """
    at = 0
    numbers = found.decode().split(" ") if found else []
    for place in range(0, len(numbers), _NUMBERS):
        number, revived, attempt, entry, id_length, key_length, length = numbers[place : place + _NUMBERS]
        partition = int(number)
        position = _REVIVED + entry if revived == "1" else entry
        event_id = position
        if id_length != "-1":
            event_id = to_string(values[at : (at := at + int(id_length))])
        key = to_string(values[at : (at := at + int(key_length))])
        body = values[at : (at := at + int(length))]
        yield Delivery(partition, fences[partition], position, int(attempt), event_id, key, body)
