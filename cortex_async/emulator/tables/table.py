"""Records by id, in partitions."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from cortex_async.emulator.records import Record
from cortex_async.emulator.tables.disposal import Container, Partition
from cortex_async.emulator.tables.groups import ALL, Groups
from cortex_async.emulator.tables.search import Search

DIRECT = 200
"""Positions up to which counting records takes less time than finding them by their rank."""

_EMPTY = Partition()


class Table:
    """Records by id, in partitions. Every access names its partition, so one project never sees another
    project's records.

    unique: fields for ``find``, each unique within a partition and never changing.
    groups: finds records by what they have in common. After a record has changed, ``changed`` must be called.
    names: fields in which ``search_names`` looks; for a table with groups.
    searched: whether ``search`` finds records by id alone.
    secret: whether records hold secrets, so that ``take_changed`` returns those that are new or have changed.
    """

    def __init__(
        self,
        *unique: str,
        groups: Groups | None = None,
        names: tuple[str, ...] = (),
        searched: bool = False,
        secret: bool = False,
    ) -> None:
        self._partitions: dict[str, Partition] = {}
        self._unique: dict[str, dict[tuple[str, str], Record]] = {field: {} for field in unique}
        self._groups = groups
        self._search = Search(groups, *names) if groups is not None and names else None
        self._secret = secret
        self._changed: dict[tuple[str, str], Record] = {}
        self._where: dict[str, str] | None = {} if searched else None
        self._size = 0

    def __len__(self) -> int:
        return self._size

    def add(self, partition: str, record: Record) -> Record:
        """Add a record, or replace the one with its id."""
        records = self._partitions.setdefault(partition, Partition())
        self._size += record["id"] not in records
        records[record["id"]] = record
        if self._where is not None:
            self._where[record["id"]] = partition
        for field, found in self._unique.items():
            found[partition, record[field]] = record
        self.changed(partition, record)
        return record

    def changed(self, partition: str, record: Record) -> None:
        """Put a record that has changed into its groups of now."""
        if self._groups is not None:
            self._groups.put(partition, record)
        if self._search is not None:
            self._search.changed(partition, record["id"])
        if self._secret:
            self._changed[partition, record["id"]] = record

    def get(self, partition: str, id: str) -> Record | None:  # noqa: A002  (the API's own name)
        records = self._partitions.get(partition)
        return None if records is None else records.get(id)

    def search(self, id: str) -> Record | None:  # noqa: A002
        """The record with this id in any partition, for a table that is ``searched``."""
        partition = (self._where or {}).get(id)
        return None if partition is None else self.get(partition, id)

    def search_names(self, partition: str, sought: str) -> list[Record]:
        """The records with a name that contains ``sought``, in any case, oldest first."""
        if self._search is None:
            raise LookupError("the table has no names")
        return self._search.find(partition, sought)

    def find(self, partition: str, field: str, value: str) -> Record | None:
        """The record with this value in one of the ``unique`` fields."""
        return self._unique[field].get((partition, value))

    def remove(self, partition: str, id: str) -> None:  # noqa: A002
        records = self._partitions[partition]
        record = records.pop(id)
        if not records:
            del self._partitions[partition]
        self._size -= 1
        if self._where is not None:
            self._where.pop(id, None)
        self._changed.pop((partition, id), None)
        for field, found in self._unique.items():
            del found[partition, record[field]]
        if self._search is not None:
            self._search.removed(partition, id)
        if self._groups is not None:
            self._groups.remove(partition, id)

    def drop(self, partition: str) -> None:
        """Remove a whole partition."""
        for id in list(self._partitions.get(partition, _EMPTY)):  # noqa: A001
            self.remove(partition, id)

    def of(self, partition: str) -> list[Record]:
        """The records of a partition, oldest first."""
        return list(self._partitions.get(partition, _EMPTY).values())

    def oldest_of(self, partition: str) -> Iterator[Record]:
        """The records of a partition, oldest first. The table must not change meanwhile."""
        return iter(self._partitions.get(partition, _EMPTY).values())

    def latest_of(self, partition: str) -> Iterator[Record]:
        """The records of a partition, newest first. The table must not change meanwhile."""
        return reversed(self._partitions.get(partition, _EMPTY).values())

    def first(self, partition: str) -> Record | None:
        """The oldest record of a partition."""
        return next(self.oldest_of(partition), None)

    def page(self, partition: str, positions: range) -> list[Record]:
        """The records of a partition at these positions, oldest first, for a table with the group ``ALL``."""
        if positions.stop <= DIRECT:
            return list(islice(self.oldest_of(partition), positions.start, positions.stop))
        return self.groups.page(partition, ALL, positions)

    def count(self, partition: str) -> int:
        return len(self._partitions.get(partition, _EMPTY))

    def latest(self) -> Iterator[Record]:
        """The records of all partitions, newest partition and newest record first. The table must not change
        meanwhile.
        """
        for records in reversed(self._partitions.values()):
            yield from reversed(records.values())

    def __iter__(self) -> Iterator[tuple[str, Record]]:
        for partition, records in self._partitions.items():
            for record in records.values():
                yield partition, record

    @property
    def groups(self) -> Groups:
        """Raises ``LookupError`` for a table without groups."""
        if self._groups is None:
            raise LookupError("the table has no groups")
        return self._groups

    def take_changed(self) -> list[Record]:
        """The records that are new or have changed since the last call."""
        changed, self._changed = list(self._changed.values()), {}
        return changed

    def contents(self) -> Iterator[Container]:
        """For ``Disposal``: everything."""
        yield self._partitions
        yield self._changed
        yield self._where or {}
        yield from self._unique.values()
        if self._groups is not None:
            yield from self._groups.contents()
        if self._search is not None:
            yield from self._search.contents()

    def dump(self) -> dict[str, list[Record]]:
        return {partition: list(records.values()) for partition, records in self._partitions.items()}

    def load(self, dumped: dict[str, list[Record]]) -> None:
        """Add the records of a dump to a table that is empty."""
        for partition, records in dumped.items():
            for record in records:
                self.add(partition, record)
