"""The state of an emulated Cortex: tables of records."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import define, field, fields

from cortex_async.emulator.conversation import Conversation
from cortex_async.emulator.records import Record

GLOBAL = ""
"""The partition for records that belong to no project."""

CONVERSATIONS = "conversations"
"""Where a dump has the generators of messages."""


class Table:
    """Records by id, in partitions. Every access names its partition, so one project never sees another
    project's records.

    index: a field for ``find`` that is unique within a partition and never changes.
    """

    def __init__(self, index: str | None = None) -> None:
        self._partitions: dict[str, dict[str, Record]] = {}
        self._index = index
        self._indexed: dict[tuple[str, str], Record] = {}
        self.generators: dict[str, Conversation] = {}
        """Partitions whose records are generated when they are read."""

    def add(self, partition: str, record: Record) -> Record:
        self._partitions.setdefault(partition, {})[record["id"]] = record
        if self._index is not None:
            self._indexed[partition, record[self._index]] = record
        return record

    def get(self, partition: str, id: str) -> Record | None:  # noqa: A002  (the API's own name)
        found = self._partitions.get(partition, {}).get(id)
        if found is None:
            found = next((one for one in self._generated(partition) if one["id"] == id), None)
        return found

    def search(self, id: str) -> Record | None:  # noqa: A002
        """The record with this id in any partition."""
        stored = next((records[id] for records in self._partitions.values() if id in records), None)
        if stored is not None:
            return stored
        return next(
            (one for name in self.generators for one in self._generated(name) if one["id"] == id), None
        )

    def find(self, partition: str, value: str) -> Record | None:
        """The record with this value in the indexed field."""
        return self._indexed.get((partition, value))

    def remove(self, partition: str, id: str) -> None:  # noqa: A002
        if id not in self._partitions.get(partition, {}):
            self._store(partition)
        record = self._partitions.get(partition, {}).pop(id)
        if self._index is not None:
            del self._indexed[partition, record[self._index]]

    def drop(self, partition: str) -> None:
        """Remove a whole partition."""
        self.generators.pop(partition, None)
        for id in list(self._partitions.get(partition, ())):  # noqa: A001
            self.remove(partition, id)
        self._partitions.pop(partition, None)

    def of(self, partition: str) -> list[Record]:
        """The records of a partition, oldest first; generated ones come before those that were added."""
        return [*self._generated(partition), *self._partitions.get(partition, {}).values()]

    def added(self, partition: str) -> list[Record]:
        """The records of a partition that are not generated, oldest first."""
        return list(self._partitions.get(partition, {}).values())

    def __iter__(self) -> Iterator[tuple[str, Record]]:
        for partition in dict.fromkeys((*self.generators, *self._partitions)):
            for record in self.of(partition):
                yield partition, record

    def dump(self) -> dict[str, list[Record]]:
        """The stored records. Generators are dumped by ``Store``."""
        return {
            partition: list(records.values()) for partition, records in self._partitions.items() if records
        }

    def load(self, dumped: dict[str, list[Record]]) -> None:
        self._partitions.clear()
        self._indexed.clear()
        self.generators.clear()
        for partition, records in dumped.items():
            for record in records:
                self.add(partition, record)

    def _generated(self, partition: str) -> list[Record]:
        generator = self.generators.get(partition)
        return [] if generator is None else generator.rows(partition)

    def _store(self, partition: str) -> None:
        """Store the generated records of a partition, so that they can change."""
        if partition in self.generators:
            self._partitions[partition] = {one["id"]: one for one in self.of(partition)}
            del self.generators[partition]


def by_external_user() -> Table:
    return Table("externalUserId")


@define(eq=False)
class Store:
    """All tables. The comment on each names what partitions it."""

    tenants: Table = field(factory=Table)  # global
    users: Table = field(factory=lambda: Table("_login"))  # global
    api_keys: Table = field(factory=lambda: Table("_digest"))  # global
    projects: Table = field(factory=Table)  # global
    project_users: Table = field(factory=Table)  # project
    settings: Table = field(factory=Table)  # project
    participants: Table = field(factory=by_external_user)  # project
    sessions: Table = field(factory=Table)  # project
    messages: Table = field(factory=Table)  # session
    sanctions: Table = field(factory=Table)  # project
    gatherings: Table = field(factory=lambda: Table("joinCode"))  # project
    members: Table = field(factory=lambda: Table("participantId"))  # gathering
    invitations: Table = field(factory=Table)  # project
    plugin_instances: Table = field(factory=Table)  # project
    message_annotations: Table = field(factory=Table)  # message
    session_annotations: Table = field(factory=Table)  # session
    subscriptions: Table = field(factory=Table)  # project
    webhook_events: Table = field(factory=Table)  # project
    function_settings: Table = field(factory=Table)  # project
    functions: Table = field(factory=lambda: Table("slug"))  # project
    function_versions: Table = field(factory=Table)  # function
    npm_packages: Table = field(factory=Table)  # global
    voice: Table = field(factory=Table)  # project
    access_keys: Table = field(factory=Table)  # project

    def tables(self) -> dict[str, Table]:
        return {attribute.name: getattr(self, attribute.name) for attribute in fields(Store)}

    def dump(self) -> Record:
        dumped: Record = {name: table.dump() for name, table in self.tables().items()}
        if self.messages.generators:
            dumped[CONVERSATIONS] = {id: one.dump() for id, one in self.messages.generators.items()}  # noqa: A001
        return dumped

    def load(self, dumped: Record) -> None:
        """Replace everything. A table that is missing in the dump becomes empty."""
        for name, table in self.tables().items():
            table.load(dumped.get(name, {}))
        conversations: Record = dumped.get(CONVERSATIONS, {})
        for session_id, conversation in conversations.items():
            self.messages.generators[session_id] = Conversation.load(conversation)
