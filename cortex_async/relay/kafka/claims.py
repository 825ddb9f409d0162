"""How far groups have come: a compacted topic with a record for each ownership of a partition.

A record says how far one ownership has come, under the key of group, partition and fence. So what a former
owner writes late replaces nothing. The next owner goes on from the record with the highest fence, and
deletes those of its predecessors.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from attrs import define, field

from cortex_async.relay.kafka.clients import Entry, place
from cortex_async.relay.kafka.connection import Connection
from cortex_async.relay.kafka.messages import Message
from cortex_async.relay.kafka.settings import Settings, as_json, from_json
from cortex_async.relay.kafka.tail import read_all
from cortex_async.relay.positions import Positions


@define(eq=False)
class Claim:
    """How far a group has come in a partition: in its events, and in its revived dead letters.

    fence: of the ownership that has written it, -1 if there was none.
    others: fences of further records that are not needed any more.
    """

    fence: int = -1
    events: Positions = field(factory=Positions)
    revived: Positions = field(factory=Positions)
    others: list[int] = field(factory=list[int])

    def positions(self, *, revived: bool) -> Positions:
        return self.revived if revived else self.events


async def read_claims(
    connection: Connection, settings: Settings, group: str, partitions: Collection[int]
) -> dict[int, Claim]:
    """How far a group has come in some partitions. Raises ``BrokerUnavailable``."""
    found: dict[int, dict[int, bytes]] = {number: {} for number in partitions}

    def apply(entry: Entry) -> None:
        name, number, fence = from_json(entry.key or b'["",-1,-1]')
        if name != group or number not in found:
            return
        if entry.value is None:
            found[number].pop(fence, None)
        else:
            found[number][fence] = entry.value

    await read_all(connection, [place(settings.positions, number) for number in found], apply)
    return {number: _claim(records) for number, records in found.items()}


def claim_message(settings: Settings, group: str, partition: int, fence: int, claim: Claim) -> Message:
    """The message that says how far an ownership has come."""
    body = {"events": _body(claim.events), "revived": _body(claim.revived)}
    return Message(settings.positions, partition, _key(group, partition, fence), as_json(body))


def deletions(settings: Settings, group: str, partition: int, fences: Sequence[int]) -> list[Message]:
    """The messages that delete the records of earlier ownerships."""
    return [Message(settings.positions, partition, _key(group, partition, fence), None) for fence in fences]


def _key(group: str, partition: int, fence: int) -> bytes:
    return as_json([group, partition, fence])


def _body(positions: Positions) -> dict[str, Any]:
    return {"handed": positions.handed, "pending": list(positions.pending.items())}


def _claim(records: dict[int, bytes]) -> Claim:
    if not records:
        return Claim()
    fence = max(records)
    body = from_json(records[fence])
    events, revived = (
        Positions(part["handed"], dict(part["pending"])) for part in (body["events"], body["revived"])
    )
    return Claim(fence, events, revived, sorted(records))
