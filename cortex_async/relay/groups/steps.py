"""What each broker does with its own means. ``GroupMembership`` calls it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Generic

from cortex_async.relay.broker import DeadLetter, Delivery
from cortex_async.relay.groups.handing_out import Outcomes
from cortex_async.relay.groups.partition import PartitionT


class Steps(ABC, Generic[PartitionT]):
    """How a member of a group takes, reads, saves and gives back partitions.

    Coroutines may raise ``BrokerUnavailable``. Signing, and reading who is there, is up to the ``Roster``.
    """

    @abstractmethod
    def _has_lost(self, partition: PartitionT) -> bool:
        """Whether an owned partition is another member's, as far as was read."""

    @abstractmethod
    async def _take(self, free: Sequence[int], room: int) -> None:
        """Take up to ``room`` of the free partitions, and call ``_own`` for each.

        Those that another member was faster to take are left out.
        """

    @abstractmethod
    async def _give_up(self, partitions: Sequence[int]) -> None:
        """Free partitions that are under this member's name and not owned."""

    @abstractmethod
    async def _give_back(self, partition: PartitionT) -> None:
        """Free an owned partition, if it was not lost."""

    @abstractmethod
    async def _leave(self) -> None:
        """Free everything, take the sign of life back, and stop reading."""

    @abstractmethod
    async def _save(self, partitions: Sequence[PartitionT]) -> Outcomes[PartitionT]:
        """Write what was noted in partitions, and find out which of them were lost.

        What this raises, instead of returning it, goes for all of them.
        """

    @abstractmethod
    async def _bury(self, partition: PartitionT, delivery: Delivery, letter: DeadLetter) -> None:
        """Store a dead letter and the acknowledgement, both or neither."""

    @abstractmethod
    async def _ask(self, chosen: Sequence[PartitionT]) -> None:
        """Ask for further entries of partitions, without waiting for them."""

    @abstractmethod
    async def _wait(self, chosen: Sequence[PartitionT], deadline: float) -> bool:
        """Wait for further entries or partitions, for a while. False once the deadline has passed.

        deadline: by ``monotonic`` of ``cortex_async._core.timing.clock``.
        """

    @abstractmethod
    async def _close(self, partitions: Sequence[PartitionT]) -> None:
        """Stop reading partitions that are owned no longer."""
