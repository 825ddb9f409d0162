"""A partition that a worker owns: one message in the stream of the workers, changed by compare-and-set.

The message says who owns the partition, and how far the group has come in it. The next owner writes it to
take the partition, so nothing that the last one writes later is stored: neither what it hands out nor what
it acknowledges.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, Final

from attrs import frozen

from cortex_async.relay.broker import BrokerUnavailable, Fenced
from cortex_async.relay.nats.connection import Connection
from cortex_async.relay.nats.feed import Feed
from cortex_async.relay.nats.messages import Message
from cortex_async.relay.nats.publishing import WRONG_SEQUENCE, Stored, send, send_batch
from cortex_async.relay.nats.reading import last_message
from cortex_async.relay.nats.responses import Refusal
from cortex_async.relay.nats.streams import as_json, expected, from_json
from cortex_async.relay.positions import Positions

_TRIES: Final = 20


@frozen
class Claim:
    """What the message of a partition says.

    owner: the token of the membership, empty if the partition was released.
    ownership: names this one ownership.
    """

    sequence: int = 0
    owner: str = ""
    ownership: str = ""
    handed: int = -1
    pending: tuple[tuple[int, int], ...] = ()

    @classmethod
    def read(cls, sequence: int, data: bytes) -> Claim:
        body: dict[str, Any] = from_json(data)
        pending = tuple((position, times) for position, times in body["pending"])
        return cls(sequence, body["owner"], body["ownership"], body["handed"], pending)

    @property
    def positions(self) -> Positions:
        return Positions(self.handed, dict(self.pending))


class Partition:
    """A partition that was taken. fence: the sequence with which it was."""

    def __init__(
        self, connection: Connection, stream: str, subject: str, number: int, claim: Claim, member: str
    ) -> None:
        self._connection = connection
        self._stream = stream
        self._subject = subject
        self._owner = claim.owner
        self._ownership = claim.ownership
        self._member = member
        self._revision = claim.sequence
        self._changes = self._written = 0
        self._writing: asyncio.Lock = asyncio.Lock()
        self.number: int = number
        self.fence: int = claim.sequence
        self.is_lost: bool = False
        self.positions: Positions = claim.positions
        self.feed: Feed | None = None

    def is_that_of(self, claim: Claim) -> bool:
        """Whether a message of the partition is from this ownership, or was written before it."""
        return claim.ownership == self._ownership or claim.sequence < self.fence

    async def take(self) -> bool:
        """Write oneself as the owner. False if somebody else was faster."""
        found = await send(self._connection, self._message())
        if isinstance(found, Refusal):
            if found.code in WRONG_SEQUENCE:
                return False
            raise BrokerUnavailable(f"NATS: {found.description}")
        self.fence = self._revision = found.sequence
        return True

    def hand_out(self, position: int) -> int:
        """Note that a position is handed out; ``save`` writes it."""
        self._changes += 1
        return self.positions.hand_out(position)

    def acknowledge(self, position: int) -> None:
        """Note that a position was handled; ``save`` writes it."""
        self._changes += 1
        self.positions.acknowledge(position)

    async def save(self) -> None:
        """Write what was noted, together with what others have noted meanwhile.

        Raises ``Fenced`` and ``BrokerUnavailable``.
        """
        mine = self._changes
        async with self._writing:
            if self._written < mine:
                await self._write([])

    async def bury(self, position: int, letter: Message) -> None:
        """Store a dead letter and the acknowledgement, both or neither."""
        async with self._writing:
            times = self.positions.pending.pop(position, None)
            try:
                await self._write([letter])
            except BaseException:
                if times is not None:
                    self.positions.pending[position] = times
                raise

    async def release(self) -> None:
        """Write that nobody owns the partition."""
        async with self._writing:
            self._owner = ""
            await self._write([])
            self.is_lost = True

    async def close(self) -> None:
        """Stop reading."""
        self.is_lost = True
        if self.feed is not None:
            await self.feed.close()

    async def _write(self, before: Sequence[Message]) -> None:
        for _ in range(_TRIES):
            if self.is_lost:
                break
            changes = self._changes
            found = await send_batch(self._connection, [*before, self._message()])
            if isinstance(found, Stored):
                self._revision, self._written = found.sequence, changes
                return
            if found.code not in WRONG_SEQUENCE:
                raise BrokerUnavailable(f"NATS: {found.description}")
            await self._find_revision()
        raise Fenced(f"partition {self.number} has another owner by now")

    async def _find_revision(self) -> None:
        """After a refusal: whether the last message is from here, though its acknowledgement was lost."""
        last = await last_message(self._connection, self._stream, self._subject)
        if last is not None and Claim.read(last.sequence, last.data).ownership == self._ownership:
            self._revision = last.sequence
        else:
            self.is_lost = True

    def _message(self) -> Message:
        positions = self.positions
        body = {
            "owner": self._owner,
            "ownership": self._ownership,
            "member": self._member,
            "handed": positions.handed,
            "pending": list(positions.pending.items()),
        }
        return Message(self._subject, as_json(body), expected(self._revision))
