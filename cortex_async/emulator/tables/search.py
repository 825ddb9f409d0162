"""Records whose names contain a string, found by the rarest three letters of it."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator

from cortex_async.emulator.records import Record
from cortex_async.emulator.tables.disposal import Container
from cortex_async.emulator.tables.groups import Groups

GRAM = 3


class Search:
    """An index of some string fields of a table's records, in any case.

    The first search makes it, and each later one adds what has changed since; most emulators never search.
    The time of a search is proportional to the number of records that have the rarest ``GRAM`` letters of
    the string.
    """

    def __init__(self, groups: Groups, *fields: str) -> None:
        self._groups = groups
        self._fields = fields
        self._pending: dict[tuple[str, str], None] = {}
        self._names: dict[int, tuple[str, ...]] = {}
        # Numbers of records by partition and letters. Those of removed records stay until they are too many.
        self._numbers: dict[tuple[str, str], array[int]] = {}
        self._entries = self._stale = 0

    def changed(self, partition: str, id_: str) -> None:
        """Note a record that is new or has changed."""
        self._pending[partition, id_] = None

    def removed(self, partition: str, id_: str) -> None:
        """Note that a record is about to be removed."""
        self._pending.pop((partition, id_), None)
        self._stale += len(_grams(self._names.pop(self._groups.number(partition, id_), ())))

    def find(self, partition: str, sought: str) -> list[Record]:
        """The records with a field that contains ``sought``, oldest first."""
        for changed in self._pending:
            self._index(changed[0], self._groups.number(*changed))
        self._pending.clear()
        if self._stale > self._entries // 2:
            self._rebuild()
        folded = sought.casefold()
        numbers = [self._numbers.get((partition, gram), array("Q")) for gram in _needed(folded)]
        rarest: array[int] = min(numbers, key=len)
        found = [number for number in sorted(set(rarest)) if self._has(number, folded)]
        return [self._groups.at(number)[1] for number in found]

    def _has(self, number: int, folded: str) -> bool:
        return any(folded in name for name in self._names.get(number, ()))

    def contents(self) -> Iterable[Container]:
        """For ``Disposal``."""
        return (self._pending, self._names, self._numbers)

    def _index(self, partition: str, number: int) -> None:
        record = self._groups.at(number)[1]
        names = tuple(record[field].casefold() for field in self._fields)
        before, after = _grams(self._names.get(number, ())), _grams(names)
        for gram in after - before:
            self._numbers.setdefault((partition, gram), array("Q")).append(number)
        self._names[number] = names
        self._entries += len(after - before)
        self._stale += len(before - after)

    def _rebuild(self) -> None:
        numbers = list(self._names)
        self._names.clear()
        self._numbers.clear()
        self._entries = self._stale = 0
        for number in numbers:
            self._index(self._groups.at(number)[0], number)


def _needed(folded: str) -> Iterator[str]:
    """The letters that a name with this string has: all of a short one, else each ``GRAM`` in a row."""
    length = min(len(folded), GRAM)
    return (folded[at : at + length] for at in range(len(folded) - length + 1))


def _grams(names: tuple[str, ...]) -> set[str]:
    return {
        name[at : at + length]
        for name in names
        for length in range(1, GRAM + 1)
        for at in range(len(name) - length + 1)
    }
