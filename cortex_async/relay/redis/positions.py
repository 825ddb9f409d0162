"""Positions of deliveries, and deliveries."""

from __future__ import annotations

from typing import Final

from attrs import frozen

from cortex_async.relay.broker import Delivery
from cortex_async.relay.redis.keys import to_string

BEGINNING: Final = b"0-0"
_REVIVED: Final = "revived:"


@frozen
class Position:
    """Where a delivery is: the id of an entry, in the partition's stream or in the one of revived events."""

    entry: bytes
    revived: bool = False

    @classmethod
    def parse(cls, position: str) -> Position:
        """Read a ``Delivery.position``."""
        return cls(position.removeprefix(_REVIVED).encode(), position.startswith(_REVIVED))

    def __str__(self) -> str:
        return f"{_REVIVED if self.revived else ''}{self.entry.decode()}"


def delivery(
    partition: int,
    fence: int,
    position: Position,
    attempt: int,
    event_id: bytes | None,
    key: bytes,
    body: bytes,
) -> Delivery:
    """Make the delivery of an entry. What others have appended may lack fields: then the position is the id,
    and the rest is empty, so that a worker fails on it and it ends as a dead letter instead of blocking its
    partition.
    """
    return Delivery(
        partition=partition,
        fence=fence,
        position=str(position),
        attempt=attempt,
        id=str(position) if event_id is None else to_string(event_id),
        key=to_string(key),
        body=body,
    )
