"""What leaders save for the next one: a compacted topic with a record for each scope and each resource."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import islice

from cortex_async.relay.broker import Checkpoint, Saved
from cortex_async.relay.kafka.clients import Entry, place
from cortex_async.relay.kafka.connection import Connection
from cortex_async.relay.kafka.messages import Message
from cortex_async.relay.kafka.settings import Settings, as_json, from_json
from cortex_async.relay.kafka.tail import read_all


class ScopeState:
    """The checkpoint and the known versions of a scope."""

    def __init__(self, connection: Connection, settings: Settings, scope: str) -> None:
        self._connection = connection
        self._settings = settings
        self._scope = scope
        self._checkpoint: Checkpoint | None = None
        self._known: dict[str, str] = {}

    @property
    def saved(self) -> Saved:
        return Saved(self._checkpoint, dict(self._known))

    async def read(self) -> None:
        """Read everything anew. Raises ``BrokerUnavailable``."""
        self._checkpoint, self._known = None, {}
        await read_all(self._connection, [place(self._settings.state, 0)], self._apply)

    def messages(self, checkpoint: Checkpoint, known: Mapping[str, str | None]) -> list[Message]:
        """The messages that save a checkpoint with changes."""
        changes = {**known, **dict.fromkeys(self._excess(known))}
        found = [self._message(resource, version) for resource, version in changes.items()]
        body = {
            "event_id": checkpoint.event_id,
            "time": checkpoint.time.isoformat(),
            "fence": checkpoint.fence,
        }
        return [*found, Message(self._settings.state, 0, as_json([self._scope]), as_json(body))]

    def stored(self, checkpoint: Checkpoint, known: Mapping[str, str | None]) -> None:
        """Note that ``messages`` were stored."""
        excess = self._excess(known)
        self._checkpoint = checkpoint
        for resource, version in known.items():
            self._change(resource, version)
        for resource in excess:
            self._known.pop(resource, None)

    def _excess(self, known: Mapping[str, str | None]) -> list[str]:
        """The resources to be forgotten: those that have not changed for longest."""
        kept = [resource for resource in self._known if resource not in known]
        kept += [resource for resource, version in known.items() if version is not None]
        return list(islice(kept, max(0, len(kept) - self._settings.max_known)))

    def _message(self, resource: str, version: str | None) -> Message:
        key = as_json([self._scope, resource])
        return Message(self._settings.state, 0, key, None if version is None else as_json(version))

    def _apply(self, entry: Entry) -> None:
        scope, *resource = from_json(entry.key or b'[""]')
        if scope != self._scope:
            return
        value = None if entry.value is None else from_json(entry.value)
        if resource:
            self._change(resource[0], value)
        elif value is not None:
            time = datetime.fromisoformat(value["time"])
            self._checkpoint = Checkpoint(value["event_id"], time, value["fence"])

    def _change(self, resource: str, version: str | None) -> None:
        self._known.pop(resource, None)
        if version is not None:
            self._known[resource] = version
