"""Records by what they have in common, so that no query looks at records that it does not return."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Hashable, Iterable
from typing import TypeAlias

from attrs import define

from cortex_async.emulator.records import Record
from cortex_async.emulator.tables.disposal import Container
from cortex_async.emulator.tables.ranks import Ranks

Keys: TypeAlias = Callable[[Record, float], Iterable[Hashable]]
"""The groups of a record at a timestamp."""

Moments: TypeAlias = Callable[[Record], Iterable[float]]
"""The timestamps at which the groups of a record change by themselves."""

ALL = ("all",)
"""The key of a group that holds every record, for tables that are read by pages."""

EVERYWHERE = "*"
"""In place of a partition: groups with the records of all partitions."""

_EMPTY = Ranks()


def nothing(_record: Record) -> tuple[()]:
    """For records without groups everywhere, or whose groups do not depend on the time."""
    return ()


_Key: TypeAlias = tuple[str, Hashable]


@define(eq=False)
class _Place:
    """Where a record is: its number, which is the order in which records were added, and its groups."""

    record: Record
    number: int
    keys: frozenset[_Key] = frozenset()
    moments: tuple[float, ...] = ()


class Groups:
    """The groups of one table. Each is ordered by when its records were added.

    keys: the groups of a record within its partition. everywhere: those with records of all partitions.
    """

    def __init__(
        self,
        keys: Keys,
        everywhere: Callable[[Record], Iterable[Hashable]] = nothing,
        moments: Moments = nothing,
    ) -> None:
        self._keys = keys
        self._everywhere = everywhere
        self._moments = moments
        self._groups: dict[_Key, Ranks] = {}
        self._places: dict[tuple[str, str], _Place] = {}
        self._records: dict[int, tuple[str, Record]] = {}
        self._due: list[tuple[float, int]] = []
        self._now = float("-inf")
        self._last = 0

    def put(self, partition: str, record: Record) -> None:
        """Put a record into its groups: a new one, or one that has changed."""
        place = self._places.get((partition, record["id"]))
        if place is None:
            place = _Place(record, self._last)
            self._places[partition, record["id"]] = place
            self._last += 1
        place.record = record
        self._records[place.number] = (partition, record)
        self._schedule(place)
        keys = {(partition, key) for key in self._keys(record, self._now)}
        keys.update((EVERYWHERE, key) for key in self._everywhere(record))
        self._move(place, frozenset(keys))

    def remove(self, partition: str, id_: str) -> None:
        place = self._places.pop((partition, id_))
        self._move(place, frozenset())
        del self._records[place.number]

    def pass_time(self, now: float) -> None:
        """Move the records whose groups have changed with the time.

        Each one is moved once for each moment. All are looked at only if the time has gone back, which an
        emulator's clock does when it is reset.
        """
        if now < self._now:
            self._now = now
            self._due.clear()
            for partition, record in list(self._records.values()):
                self._places[partition, record["id"]].moments = ()
                self.put(partition, record)
        self._now = now
        while self._due and self._due[0][0] <= now:
            _, number = heapq.heappop(self._due)
            if number in self._records:
                self.put(*self._records[number])

    def number(self, partition: str, id_: str) -> int:
        """The position of a record in the order of all. Raises ``KeyError`` for an unknown one."""
        return self._places[partition, id_].number

    def at(self, number: int) -> tuple[str, Record]:
        """The record with this number, and its partition. Raises ``KeyError`` if it has been removed."""
        return self._records[number]

    def count(self, partition: str, key: Hashable) -> int:
        return len(self._groups.get((partition, key), _EMPTY))

    def of(self, partition: str, key: Hashable) -> list[Record]:
        """The records of a group, oldest first."""
        if (partition, key) not in self._groups:
            return []
        return self.page(partition, key, range(self.count(partition, key)))

    def page(self, partition: str, key: Hashable, ranks: range, *, newest: bool = False) -> list[Record]:
        """The records of a group with these ranks, as far as it has them.

        newest: whether to count, and to list, from the newest on.
        """
        group = self._groups.get((partition, key), _EMPTY)
        size = len(group)
        wanted = range(ranks.start, min(ranks.stop, size))
        numbers = (group.at(size - 1 - rank if newest else rank) for rank in wanted)
        return [self._records[number][1] for number in numbers]

    def contents(self) -> Iterable[Container]:
        """For ``Disposal``."""
        return (self._groups, self._places, self._records, self._due)

    def _move(self, place: _Place, keys: frozenset[_Key]) -> None:
        for key in place.keys - keys:
            ranks = self._groups[key]
            ranks.remove(place.number)
            if not ranks:
                del self._groups[key]
        for key in keys - place.keys:
            self._groups.setdefault(key, Ranks()).add(place.number)
        place.keys = keys

    def _schedule(self, place: _Place) -> None:
        moments = tuple(self._moments(place.record))
        if moments != place.moments:
            place.moments = moments
            for moment in moments:
                if moment > self._now:
                    heapq.heappush(self._due, (moment, place.number))
