"""Groups of workers of the broker in memory: who has which partition, and what was acknowledged."""

from __future__ import annotations

import asyncio
from itertools import count
from typing import Final

from attrs import define, evolve, field

from cortex_async.relay.broker import DeadLetter, Record

_FREE: Final = ""


class Log:
    """What was published: in order, and in each partition."""

    def __init__(self, partitions: int) -> None:
        self.records: list[Record] = []
        self.entries: list[list[Record]] = [[] for _ in range(partitions)]
        self.changed: asyncio.Event = asyncio.Event()

    def append(self, record: Record, partition: int) -> None:
        self.records.append(record)
        self.entries[partition].append(record)
        self.wake()

    def wake(self) -> None:
        """Wake everybody who waits for an entry."""
        self.changed.set()
        self.changed = asyncio.Event()


@define(eq=False)
class Shelf:
    """One partition of a group.

    owner: token of the membership that has it, empty if nobody does; until when it does by the clock.
    fence: the number of this ownership.
    next: the entry that is handed out next.
    open: what was handed out and not acknowledged, by position, with the number of times.
    again: positions in ``open`` that the new owner gets first.
    own: entries for this group alone: revived letters.
    """

    owner: str = _FREE
    until: float = float("-inf")
    fence: int = 0
    next: int = 0
    open: dict[int, int] = field(factory=dict[int, int])
    again: list[int] = field(factory=list[int])
    own: list[Record] = field(factory=list[Record])
    at: dict[int, Record] = field(factory=dict[int, Record])


class Group:
    """A group of workers."""

    def __init__(self, name: str, log: Log) -> None:
        self.name = name
        self.log = log
        self.shelves: list[Shelf] = [Shelf() for _ in log.entries]
        self.members: dict[str, float] = {}
        self.dead: dict[str, DeadLetter] = {}
        self._positions = count(1)
        self._letters = count(1)

    @property
    def lag(self) -> int:
        return sum(
            len(entries) - shelf.next + len(shelf.open) + len(shelf.own)
            for shelf, entries in zip(self.shelves, self.log.entries, strict=True)
        )

    def token_of(self, member: str) -> str:
        """A name of this membership alone."""
        return f"{member}#{next(self._letters)}"

    def bury(self, letter: DeadLetter) -> None:
        position = str(next(self._letters))
        self.dead[position] = evolve(letter, position=position, group=self.name)

    def revive(self, letter: DeadLetter, partition: int) -> None:
        if self.dead.pop(letter.position, None) is not None:
            self.shelves[partition].own.append(Record(letter.id, letter.key, "", "", letter.body))
            self.log.wake()

    def take(self, partition: int) -> tuple[int, int, Record] | None:
        """The next entry of a partition: its position, how often it was handed out, and the record."""
        shelf, entries = self.shelves[partition], self.log.entries[partition]
        if shelf.again:
            position = shelf.again.pop(0)
            shelf.open[position] += 1
            return position, shelf.open[position], shelf.at[position]
        if shelf.next < len(entries):
            record = entries[shelf.next]
            shelf.next += 1
        elif shelf.own:
            record = shelf.own.pop(0)
        else:
            return None
        position = next(self._positions)
        shelf.open[position], shelf.at[position] = 1, record
        return position, 1, record

    def free(self, partition: int) -> None:
        """End an ownership. What was not acknowledged goes to the next owner."""
        shelf = self.shelves[partition]
        shelf.owner, shelf.until = _FREE, float("-inf")
        shelf.again = sorted(shelf.open)
        self.log.wake()
