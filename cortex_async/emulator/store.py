"""The state of an emulated Cortex: tables of records."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from cortex_async.emulator.records import Record
from cortex_async.emulator.tables import keys
from cortex_async.emulator.tables.disposal import Container
from cortex_async.emulator.tables.messages import Messages
from cortex_async.emulator.tables.presence import Presence
from cortex_async.emulator.tables.table import Table

GLOBAL = ""
"""The partition for records that belong to no project."""

CONVERSATIONS = "conversations"
"""Where a dump has the generators of messages."""


class Store:
    """All tables. The comment on each names what partitions it.

    A table is made when it is first used, so that an emulator starts and is reset quickly.
    """

    def __init__(self) -> None:
        self.messages: Messages = Messages()
        """Partitioned by session."""
        self.presence: Presence = Presence()
        """Who is in which room. It derives from the sessions, so it is not dumped."""

    @cached_property
    def tenants(self) -> Table:  # global
        return Table()

    @cached_property
    def users(self) -> Table:  # global
        return Table("_login", "_fusionSession", groups=keys.of_tenants(), secret=True)

    @cached_property
    def api_keys(self) -> Table:  # global
        return Table("_digest", groups=keys.of_api_keys())

    @cached_property
    def projects(self) -> Table:  # global
        return Table(groups=keys.of_projects(), secret=True)

    @cached_property
    def project_users(self) -> Table:  # project
        return Table(groups=keys.of_project_users())

    @cached_property
    def settings(self) -> Table:  # project
        return Table()

    @cached_property
    def participants(self) -> Table:  # project
        return Table("externalUserId", groups=keys.of_participants(), names=("displayName", "externalUserId"))

    @cached_property
    def sessions(self) -> Table:  # project
        return Table(searched=True)

    @cached_property
    def sanctions(self) -> Table:  # project
        return Table(groups=keys.of_sanctions())

    @cached_property
    def gatherings(self) -> Table:  # project
        return Table("joinCode", groups=keys.of_gatherings())

    @cached_property
    def members(self) -> Table:  # gathering
        return Table("participantId", groups=keys.of_members())

    @cached_property
    def invitations(self) -> Table:  # project
        return Table(groups=keys.of_invitations())

    @cached_property
    def plugin_instances(self) -> Table:  # project
        return Table()

    @cached_property
    def message_annotations(self) -> Table:  # message
        return Table(groups=keys.of_message_annotations())

    @cached_property
    def session_annotations(self) -> Table:  # session
        return Table(groups=keys.of_session_annotations())

    @cached_property
    def subscriptions(self) -> Table:  # project
        return Table(groups=keys.of_subscriptions(), secret=True)

    @cached_property
    def webhook_events(self) -> Table:  # project
        return Table(groups=keys.of_webhook_events())

    @cached_property
    def function_settings(self) -> Table:  # project
        return Table(secret=True)

    @cached_property
    def functions(self) -> Table:  # project
        return Table("slug", secret=True)

    @cached_property
    def function_versions(self) -> Table:  # function
        return Table()

    @cached_property
    def npm_packages(self) -> Table:  # global
        return Table()

    @cached_property
    def voice(self) -> Table:  # project
        return Table()

    @cached_property
    def access_keys(self) -> Table:  # project
        return Table()

    def tables(self) -> dict[str, Table]:
        """The tables that have been used, by name, without that of messages."""
        return {name: table for name, table in vars(self).items() if isinstance(table, Table)}

    def dump(self) -> Record:
        tables: Record = {name: table.dump() for name, table in self.tables().items()}
        return {**tables, "messages": self.messages.dump(), CONVERSATIONS: self.messages.dump_conversations()}

    def contents(self) -> Iterator[Container]:
        """For ``Disposal``: everything."""
        for table in self.tables().values():
            yield from table.contents()
        yield from self.messages.contents()
        yield from self.presence.contents()

    def load(self, dumped: Record) -> None:
        """Fill a store that is empty. A table that is missing in the dump stays so."""
        for name in filter(_NAMES.__contains__, dumped):
            table: Table = getattr(self, name)
            table.load(dumped[name])
        self.messages.load(dumped.get("messages", {}), dumped.get(CONVERSATIONS, {}))
        for _, session in self.sessions:
            self.presence.restore(session)


_NAMES = {name for name, member in vars(Store).items() if isinstance(member, cached_property)}
