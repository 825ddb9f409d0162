"""What the leader knows to be published: versions of resources, and the latest messages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cortex_async.relay.items import Item
from cortex_async.relay.versions import BEGUN, Changes, name_of

MAX_KNOWN: Final = 100_000
"""Versions that a leader keeps in memory: messages of two minutes at 800 a second. A repair cannot tell a
message that was forgotten from one that was missed, and publishes it again. A broker has its own limit."""

LATENESS: Final = 120.0
"""Seconds by which an event may be late and still be found by a repair: as in the message feed."""


def earliest(project: str, known: Mapping[str, str], since: float) -> float:
    """Return from when on something may be missing: late events included, nothing before the beginning."""
    begun = known.get(name_of(project, BEGUN)) or known.get(name_of("", BEGUN))
    return since - LATENESS if begun is None else max(since - LATENESS, float(begun))


class Known:
    """Versions by the names of resources.

    saved: what the leader before has left.
    """

    def __init__(self, saved: Mapping[str, str]) -> None:
        self.versions: dict[str, str] = {}
        self._messages: dict[str, float] = {}
        self._made: dict[str, str] = {}
        """Types of the events that this leader has made, by the names of their resources."""
        self.note(dict(saved))

    def has(self, item: Item) -> bool:
        """Whether an event says only what is published.

        One from a snapshot may say what the stream has brought since, and one from the stream what was made
        from a snapshot that was ahead of it.
        """
        if not item.changes:
            return False
        for name, version in item.changes.items():
            if version is None or self.versions.get(name) != version:
                return False
        return item.synthetic or all(self._made.get(name) == item.record.type for name in item.changes)

    def published(self, item: Item) -> None:
        """Take note of who has made an event."""
        for name in item.changes:
            if item.synthetic and name in self.versions:
                self._made[name] = item.record.type
            else:
                self._made.pop(name, None)

    def note(self, changes: Changes) -> None:
        """Take note of which versions were published."""
        for name, version in changes.items():
            self.versions.pop(name, None)
            if version is None:
                self._made.pop(name, None)
            self._messages.pop(name, None)
            if version is None:
                continue
            self.versions[name] = version
            if "/message:" in name:
                self._messages[name] = float(version.rpartition("@")[2])
        while len(self.versions) > MAX_KNOWN:
            oldest = next(iter(self.versions))
            del self.versions[oldest]
            self._made.pop(oldest, None)
            self._messages.pop(oldest, None)

    def expired(self, at: float) -> Changes:
        """Return the messages that no repair asks for once nothing is missing up to ``at``."""
        found: Changes = {}
        # In order of publication, which is nearly that of time: what is not, is found a little later.
        for name, said in self._messages.items():
            if said >= at - 2 * LATENESS:
                break
            found[name] = None
        return found
