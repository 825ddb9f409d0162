"""A partition that a worker owns: one message in the stream of the workers, changed by compare-and-set.

The message says who owns the partition, and how far the group has come in it. The next owner writes it to
take the partition, so nothing that the last one writes later is stored: neither what it hands out nor what
it acknowledges.
"""

from __future__ import annotations

from typing import Any, Final

from attrs import frozen

from cortex_async.relay.broker import BrokerUnavailable, Delivery
from cortex_async.relay.groups.partition import OwnedPartition, fenced
from cortex_async.relay.nats.connection import Connection
from cortex_async.relay.nats.feed import Entry, Feed
from cortex_async.relay.nats.messages import KEY, Message, event_id_of, unheader
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


class Partition(OwnedPartition[Entry]):
    """A partition that was taken. fence: the sequence with which it was."""

    fence: int
    is_lost: bool

    def __init__(
        self, connection: Connection, stream: str, subject: str, number: int, claim: Claim, member: str
    ) -> None:
        super().__init__(number, claim.sequence)
        self._connection = connection
        self._stream = stream
        self._subject = subject
        self._owner = claim.owner
        self._ownership = claim.ownership
        self._member = member
        self._revision = claim.sequence
        self.positions: Positions = claim.positions
        self.feed: Feed | None = None

    def is_that_of(self, claim: Claim) -> bool:
        """Whether a message of the partition is from this ownership, or was written before it."""
        return claim.ownership == self._ownership or claim.sequence < self.fence

    async def claim(self) -> bool:
        """Write oneself as the owner. False if somebody else was faster."""
        found = await send(self._connection, self._message())
        if isinstance(found, Refusal):
            if found.code in WRONG_SEQUENCE:
                return False
            raise BrokerUnavailable(f"NATS: {found.description}")
        self.fence = self._revision = found.sequence
        return True

    def take(self) -> tuple[Entry, int] | None:
        """The next entry to be handed out, and how often it was. Those that were acknowledged are skipped."""
        entries = self.feed.entries if self.feed is not None else None
        while entries:
            entry = entries.popleft()
            if self.positions.wants(entry.position):
                self._changes += 1
                return entry, self.positions.hand_out(entry.position)
        return None

    def put_back(self, entry: Entry) -> None:
        """Undo ``take``; of several entries the last one first."""
        self.positions.take_back([entry.position])
        if self.feed is not None:
            self.feed.entries.appendleft(entry)

    def delivery(self, entry: Entry, attempt: int) -> Delivery:
        """The delivery of an entry."""
        headers = entry.message.headers or {}
        return Delivery(
            self.number,
            self.fence,
            str(entry.position),
            attempt,
            event_id_of(headers),
            unheader(headers.get(KEY, "")),
            entry.message.data,
        )

    def acknowledge(self, position: str) -> None:
        """Note that a position was handled; ``save`` writes it."""
        self._changes += 1
        self.positions.acknowledge(int(position))

    async def bury(self, position: str, letter: Message) -> None:
        """Store a dead letter and the acknowledgement, both or neither."""
        async with self._writing:
            with self.positions.handled(int(position)):
                await self._write(letter)

    async def release(self) -> None:
        """Write that nobody owns the partition."""
        async with self._writing:
            self._owner = ""
            await self._write()
            self.is_lost = True

    async def close(self) -> None:
        """Stop reading."""
        self.is_lost = True
        if self.feed is not None:
            await self.feed.close()

    async def _write(self, *before: Message) -> None:
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
        raise fenced(self.number)

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
