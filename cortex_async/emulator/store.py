"""The state of an emulated Cortex: tables of records."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import define, field, fields

from cortex_async.emulator.records import Record
from cortex_async.emulator.tables.messages import Messages

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

    def add(self, partition: str, record: Record) -> Record:
        self._partitions.setdefault(partition, {})[record["id"]] = record
        if self._index is not None:
            self._indexed[partition, record[self._index]] = record
        return record

    def get(self, partition: str, id: str) -> Record | None:  # noqa: A002  (the API's own name)
        return self._partitions.get(partition, {}).get(id)

    def find(self, partition: str, value: str) -> Record | None:
        """The record with this value in the indexed field."""
        return self._indexed.get((partition, value))

    def remove(self, partition: str, id: str) -> None:  # noqa: A002
        record = self._partitions.get(partition, {}).pop(id)
        if self._index is not None:
            del self._indexed[partition, record[self._index]]

    def drop(self, partition: str) -> None:
        """Remove a whole partition."""
        for id in list(self._partitions.get(partition, ())):  # noqa: A001
            self.remove(partition, id)
        self._partitions.pop(partition, None)

    def of(self, partition: str) -> list[Record]:
        """The records of a partition, oldest first."""
        return list(self._partitions.get(partition, {}).values())

    def __iter__(self) -> Iterator[tuple[str, Record]]:
        for partition, records in self._partitions.items():
            for record in records.values():
                yield partition, record

    def dump(self) -> dict[str, list[Record]]:
        return {
            partition: list(records.values()) for partition, records in self._partitions.items() if records
        }

    def load(self, dumped: dict[str, list[Record]]) -> None:
        self._partitions.clear()
        self._indexed.clear()
        for partition, records in dumped.items():
            for record in records:
                self.add(partition, record)


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
    messages: Messages = field(factory=Messages)  # session
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
        """All tables but that of messages, by name."""
        found = {attribute.name: getattr(self, attribute.name) for attribute in fields(Store)}
        return {name: table for name, table in found.items() if isinstance(table, Table)}

    def dump(self) -> Record:
        tables: Record = {name: table.dump() for name, table in self.tables().items()}
        return {**tables, "messages": self.messages.dump(), CONVERSATIONS: self.messages.dump_conversations()}

    def load(self, dumped: Record) -> None:
        """Replace everything. A table that is missing in the dump becomes empty."""
        for name, table in self.tables().items():
            table.load(dumped.get(name, {}))
        self.messages.load(dumped.get("messages", {}), dumped.get(CONVERSATIONS, {}))
