"""A partition that a worker owns, and how far it has come there.

What is noted here is written before anybody relies on it, and after each write the lease topic is read: if
the partition still belongs to this worker then, the next owner finds what was written.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from cortex_async.relay.broker import Delivery
from cortex_async.relay.groups.partition import OwnedPartition
from cortex_async.relay.kafka.claims import Claim, claim_message, deletions
from cortex_async.relay.kafka.clients import Entry, Place, place
from cortex_async.relay.kafka.connection import Connection
from cortex_async.relay.kafka.messages import Message, header
from cortex_async.relay.kafka.settings import Settings, to_string
from cortex_async.relay.kafka.transactions import Transactions

GROUP_HEADER = "cortex_group"
_REVIVED = "revived:"


class Partition(OwnedPartition[Entry]):
    """A partition that was taken.

    fence: the offset with which it was.
    entries: what was read and not handed out yet, by place.
    """

    def __init__(
        self, connection: Connection, settings: Settings, group: str, number: int, fence: int, claim: Claim
    ) -> None:
        super().__init__(number, fence)
        self._connection = connection
        self._settings = settings
        self._group = group
        self._claim = claim
        self.events: Place = place(settings.events, number)
        self.revived: Place = place(settings.revived, number)
        self.next: dict[Place, int] = {self.events: claim.events.start, self.revived: claim.revived.start}
        self.entries: dict[Place, deque[Entry]] = {self.events: deque(), self.revived: deque()}

    def take(self) -> tuple[Entry, int] | None:
        """The next entry to be handed out, noted as handed out, and how often it was.

        Entries that were acknowledged before, and revived ones of other groups, are skipped.
        """
        for at, entries in self.entries.items():
            positions = self._claim.positions(revived=at == self.revived)
            while entries:
                entry = entries.popleft()
                is_mine = at == self.events or header(entry, GROUP_HEADER) == self._group
                if positions.wants(entry.offset) and is_mine:
                    self._changes += 1
                    return entry, positions.hand_out(entry.offset)
        return None

    def put_back(self, entry: Entry) -> None:
        """Undo ``take``; of several entries the last one first."""
        at = self.revived if entry.topic == self.revived.topic else self.events
        self._claim.positions(revived=at == self.revived).take_back([entry.offset])
        self.entries[at].appendleft(entry)
        self._changes += 1

    def acknowledge(self, position: str) -> None:
        """Note that a delivery was handled."""
        self._changes += 1
        self._claim.positions(revived=position.startswith(_REVIVED)).acknowledge(_offset(position))

    def delivery(self, entry: Entry, attempt: int) -> Delivery:
        """The delivery of an entry."""
        prefix = _REVIVED if entry.topic == self.revived.topic else ""
        position = f"{prefix}{entry.offset}"
        return Delivery(
            self.number,
            self.fence,
            position,
            attempt,
            header(entry, "ce_id") or ("" if _has(entry, "ce_id") else position),
            to_string(entry.key),
            entry.value or b"",
        )

    async def bury(self, position: str, letter: Message, transactions: Transactions) -> None:
        """Store a dead letter and the acknowledgement, both or neither."""
        positions = self._claim.positions(revived=position.startswith(_REVIVED))
        async with self._writing:
            with positions.handled(_offset(position)):
                await transactions.commit([letter, self._message()])

    async def _write(self) -> None:
        changes = self._changes
        await self._connection.send([self._message(), *self._obsolete()])
        self._written = changes
        self._claim.others.clear()

    def _message(self) -> Message:
        return claim_message(self._settings, self._group, self.number, self.fence, self._claim)

    def _obsolete(self) -> Sequence[Message]:
        return deletions(self._settings, self._group, self.number, self._claim.others)


def _offset(position: str) -> int:
    return int(position.removeprefix(_REVIVED))


def _has(entry: Entry, name: str) -> bool:
    return any(key == name for key, _ in entry.headers)
