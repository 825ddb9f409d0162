"""Events on their way through a relay."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

from cortex_async.relay.broker import Record
from cortex_async.relay.envelope import seal
from cortex_async.relay.versions import Changes, changes_of, seconds_of


@frozen(eq=False)
class Item:
    """An event that is to be published.

    at: the time, in Unix seconds of the server, up to which nothing is missing once it is published: when it
        happened, but no later than when it arrived.
    changes: what it changes in the known versions.
    synthetic: whether a relay has made it.
    happened: when it happened, as it says itself, also if that is after ``at``: this process knows the time
        of the server only to the second.
    """

    record: Record
    at: float
    changes: Changes = field(repr=False)
    synthetic: bool = False
    happened: float | None = None

    @property
    def id(self) -> str:
        """The event's id, by which a stream recognises repeated events."""
        return self.record.id

    @property
    def time(self) -> float:
        """What decides on the order of what was read and what was found."""
        return self.at if self.happened is None else self.happened

    @classmethod
    def of(cls, raw: Mapping[str, Any], data: bytes, now: float) -> Item:
        """Return the item of an event.

        data: its bytes.
        now: the time of the server.
        """
        happened = seconds_of(raw.get("timestamp"))
        at = now if happened is None else min(now, happened)
        return cls(seal(raw, data), at, changes_of(raw), raw.get("synthetic") is True, happened)
