"""What the relay and the workers need of a broker, as protocols, and the values that go through them.

A broker has two sides. A ``Sink`` takes events from relays and from webhook receivers; a ``Source`` hands
them to workers. Both sides have partitions: events with the same key go to the same partition and stay in
order, and one worker of a group has a partition at a time.

Two rules make a broker safe, and every one here keeps them by itself, whatever its callers do late:

- What a leader publishes is refused (``Fenced``) from the moment at which another one has the leadership. The
  same holds for what a worker acknowledges after its partition was given to another.
- An event id that was published within ``window`` seconds is not published again, wherever it came from.

Connection problems are ``BrokerUnavailable``: nothing is known about what was sent. Repeating it is safe.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from attrs import field, frozen

from cortex_async._core.errors import CortexError


class BrokerUnavailable(CortexError):
    """The broker could not be reached, or its response was lost. What was sent may have been carried out."""


class Fenced(CortexError):
    """The leadership or the partition belongs to another process by now. Nothing was written."""


class RecordRefused(CortexError):
    """The broker never takes a record, for example because it is too large. Nothing of the call was written.

    record_id: its id, empty if unknown.
    """

    def __init__(self, message: str, *, record_id: str = "") -> None:
        super().__init__(message)
        self.record_id = record_id


@frozen
class Record:
    """An event on its way to the broker.

    id: the event's id, by which repeated events are recognised.
    key: events with the same key stay in order, e.g. ``PROJECT/session:abc``. It decides on the partition.
    type: the event's type.
    subject: the event's resource id, empty if it has none.
    body: the CloudEvents envelope, JSON.
    """

    id: str
    key: str
    type: str
    subject: str
    body: bytes = field(repr=False)


@frozen
class Checkpoint:
    """How far a relay has come.

    event_id: the id of the last published event, empty if there was none yet.
    time: the time up to which nothing is missing, by the server's clock.
    fence: the number of the leadership that wrote this.
    """

    event_id: str
    time: datetime
    fence: int


@frozen
class Saved:
    """The state that the leaders of a scope leave for the next one.

    known: the version of each resource that was published last, by resource id. Bounded by the broker: the
        resources that have not changed for longest are forgotten first.
    """

    checkpoint: Checkpoint | None
    known: Mapping[str, str]


class Leadership(Protocol):
    """The exclusive right to publish for one scope, until its lease expires or another relay takes it over.

    fence: a number that is higher than that of every leadership before.
    """

    @property
    def fence(self) -> int: ...

    async def renew(self, seconds: float) -> bool:
        """Extend the lease to ``seconds`` from now. False if it was lost. Raises ``BrokerUnavailable``."""
        ...

    async def saved(self) -> Saved:
        """What leaders have saved so far. Raises ``Fenced`` and ``BrokerUnavailable``."""
        ...

    async def publish(
        self, records: Sequence[Record], checkpoint: Checkpoint, known: Mapping[str, str | None]
    ) -> int:
        """Append the records that were not published before, in order, and then save the checkpoint.

        known: changes of the known versions; None forgets a resource.

        Returns how many records were new. The checkpoint is saved only if all of them are acknowledged. A
        repeated call with the same records is safe.

        Raises ``Fenced``, ``RecordRefused`` and ``BrokerUnavailable``.
        """
        ...

    async def release(self) -> None:
        """Give the leadership up, if it is still held. Another relay may take it at once."""
        ...


class Sink(Protocol):
    """Where relays and webhook receivers publish."""

    @property
    def window(self) -> float:
        """Seconds for which the id of a published event is remembered."""
        ...

    async def lead(self, scope: str, holder: str, seconds: float) -> Leadership | None:
        """Take the leadership of a scope, None if somebody else has it.

        scope: what is relayed: a project's id, or the name for a whole account.
        holder: the name of this process, for people who look.
        seconds: how long the lease lasts without being renewed.

        Raises ``BrokerUnavailable``.
        """
        ...

    async def publish(self, records: Sequence[Record]) -> int:
        """Append records without a leadership, as webhook receivers do. Returns how many were new.

        Raises ``RecordRefused`` and ``BrokerUnavailable``.
        """
        ...

    async def close(self) -> None:
        """Close the connections that this object has opened. Closing twice is allowed."""
        ...


@frozen
class Delivery:
    """An event that a worker is to handle.

    partition: the partition that it came in.
    fence: the fence of the ownership under which it was read, as in ``Membership.owned``.
    position: where it is in the broker, for acknowledging.
    attempt: how often it was handed out, including this time, as far as the broker counts.
    id: the event's id.
    key: events with the same key stay in order.
    body: the CloudEvents envelope, JSON.
    """

    partition: int
    fence: int
    position: str
    attempt: int
    id: str
    key: str
    body: bytes = field(repr=False)


@frozen
class DeadLetter:
    """An event that could not be handled.

    id, key, body: as in ``Delivery``.
    position: where it is among the dead letters.
    group: the group of workers that gave it up.
    attempts: how often it was tried.
    error: the class and message of the last error.
    trace: where it was raised.
    time: when it was given up.
    """

    id: str
    key: str
    group: str
    attempts: int
    error: str
    trace: str = field(repr=False)
    time: datetime
    body: bytes = field(repr=False)
    position: str = ""


class Membership(Protocol):
    """One worker's place in a group.

    Methods may be called while another call waits in ``read``, but ``read`` only once at a time.
    """

    @property
    def owned(self) -> Mapping[int, int]:
        """The partitions that this worker has now, each with the fence of its ownership.

        Others have none of them. A partition that was lost and taken again has another fence, and hands out
        again what was not acknowledged before.
        """
        ...

    @property
    def wanted_back(self) -> frozenset[int]:
        """Those among them to be handed over: finish what was read of them, and then call ``release``."""
        ...

    async def refresh(self) -> None:
        """Renew what is owned, take partitions that are free, and find out which ones are wanted back.

        To be called about three times within ``seconds`` of ``join``. Raises ``BrokerUnavailable``.
        """
        ...

    async def read(self, partitions: Collection[int], limit: int, wait: float) -> list[Delivery]:
        """Up to ``limit`` further deliveries of owned partitions, in order within each.

        After a partition has been taken over, what its last owner has not acknowledged comes first. A
        delivery is not handed out again while the partition stays here.

        wait: seconds to wait for the first one; an empty list if none comes.

        Raises ``BrokerUnavailable``. A partition that was lost meanwhile is left out.
        """
        ...

    async def acknowledge(self, deliveries: Sequence[Delivery]) -> None:
        """Mark deliveries as handled, in any order.

        Raises ``Fenced`` if a partition has another owner by now; the others are acknowledged. Raises
        ``BrokerUnavailable``.
        """
        ...

    async def bury(self, delivery: Delivery, letter: DeadLetter) -> None:
        """Append a dead letter, and acknowledge the delivery. Raises as ``acknowledge`` does."""
        ...

    async def release(self, partition: int) -> None:
        """Hand a partition over, without what was not acknowledged getting lost."""
        ...

    async def leave(self) -> None:
        """Release everything, and leave the group. What was not acknowledged goes to the others."""
        ...


class Source(Protocol):
    """Where workers take events from."""

    @property
    def partitions(self) -> int:
        """How many partitions there are: as many workers of a group can work side by side."""
        ...

    async def join(self, group: str, member: str, seconds: float) -> Membership:
        """Join a group of workers, each of which gets about the same number of partitions.

        A group that is new begins with the oldest event that the broker still has.

        member: the name of this worker, for people who look.
        seconds: how long its partitions stay its own without ``refresh``.

        Raises ``BrokerUnavailable``.
        """
        ...

    async def lag(self, group: str) -> int:
        """How many events the group has not acknowledged yet. Raises ``BrokerUnavailable``."""
        ...

    async def dead_letters(self, group: str, limit: int = 100) -> list[DeadLetter]:
        """The oldest dead letters of a group. Raises ``BrokerUnavailable``."""
        ...

    async def revive(self, letters: Sequence[DeadLetter]) -> None:
        """Hand dead letters to their group again, each at the end of its partition, for that group alone.

        Raises ``BrokerUnavailable``.
        """
        ...

    async def discard(self, letters: Sequence[DeadLetter]) -> None:
        """Delete dead letters. Raises ``BrokerUnavailable``."""
        ...

    async def close(self) -> None:
        """Close the connections that this object has opened. Closing twice is allowed."""
        ...
