"""A partition that a worker owns: what all brokers have in common about it."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from typing import Any, Generic, TypeVar

from cortex_async.relay.broker import Delivery, Fenced

EntryT = TypeVar("EntryT")


class OwnedPartition(ABC, Generic[EntryT]):
    """A partition that was taken: what was read of it, and how far its owner has come.

    Changes are noted first. ``save`` writes them, and may write those of several callers at once.

    number: of the partition.
    fence: the number of this ownership, higher than that of every ownership before.
    is_lost: whether it is another worker's, or nobody's, by now.
    """

    def __init__(self, number: int, fence: int) -> None:
        self.number: int = number
        self.fence: int = fence
        self.is_lost: bool = False
        self._changes: int = 0
        self._written: int = 0
        self._writing: asyncio.Lock = asyncio.Lock()

    @abstractmethod
    def take(self) -> tuple[EntryT, int] | None:
        """The next entry to be handed out, noted as handed out, and how often it was, this time included.

        None if nothing is left of what was read. Entries that are not for this owner are skipped.
        """

    @abstractmethod
    def put_back(self, entry: EntryT) -> None:
        """Undo ``take``; of several entries the last one first."""

    @abstractmethod
    def delivery(self, entry: EntryT, attempt: int) -> Delivery:
        """The delivery of an entry that was taken."""

    @abstractmethod
    def acknowledge(self, position: str) -> None:
        """Note that a delivery was handled."""

    async def save(self) -> None:
        """Write what was noted, together with what others have noted meanwhile.

        Raises ``BrokerUnavailable``, and ``Fenced`` if the broker can tell.
        """
        mine = self._changes
        async with self._writing:
            if self._written < mine:
                await self._write()

    @abstractmethod
    async def _write(self) -> None:
        """Write everything that is noted, and remember in ``_written`` how much that was."""


PartitionT = TypeVar("PartitionT", bound=OwnedPartition[Any])


def fenced(partition: int) -> Fenced:
    """The error of an owner that has lost its partition."""
    return Fenced(f"partition {partition} has another owner by now")
