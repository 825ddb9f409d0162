"""What the leader knows to be published: versions of resources, and the latest messages."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from math import inf
from typing import Final

from attrs import frozen

from cortex_async.relay.items import Item
from cortex_async.relay.versions import BEFORE, BEGUN, MESSAGE, SESSIONS, Changes, is_of, name_of

MAX_KNOWN: Final = 100_000
"""Versions that a leader keeps in memory: messages of two minutes at 800 a second. A repair cannot tell a
message that was forgotten from one that was missed, and publishes it again. A broker has its own limit."""

LATENESS: Final = 120.0
"""Seconds by which an event may be late and still be found by a repair: as in the message feed."""

_MARGIN: Final = 10.0
"""Seconds for which a message is known longer than needed: the server's time is known to the second."""

_SESSION: Final = f"{SESSIONS.name}:"


def earliest(project: str, known: Mapping[str, str], since: float) -> float:
    """Return from when on something may be missing: late events included, nothing before the beginning."""
    begun = known.get(name_of(project, BEGUN)) or known.get(name_of("", BEGUN))
    return since - LATENESS if begun is None else max(since - LATENESS, float(begun))


@frozen
class Snapshot:
    """What was known when a repair began.

    states: the versions of all resources but messages.
    before: those of sessions when events were missed.
    messages: the versions of messages. What is published during the repair is added.
    forgotten: up to when messages may have been said that are not known any more, in Unix seconds.
    """

    states: Mapping[str, str]
    before: Mapping[str, str]
    messages: Mapping[str, str]
    forgotten: float

    def is_whole(self, project: str) -> bool:
        """Whether a broker has forgotten no version of this project for want of room.

        It forgets the oldest first, and the oldest is when the relay began.
        """
        return name_of(project, BEGUN) in self.states or name_of("", BEGUN) in self.states


class Known:
    """Versions by the names of resources.

    saved: what the leader before has left.
    states: the versions of all resources but messages.
    messages: the versions of messages, in the order of publication.
    before: the version that each session had when events were missed, if it has changed since.
    forgotten: up to when messages may have been said that are not known any more, in Unix seconds.
    """

    def __init__(self, saved: Mapping[str, str]) -> None:
        self.states: dict[str, str] = {}
        self.messages: dict[str, str] = {}
        self.before: dict[str, str] = {}
        self._made: dict[str, str] = {}
        """Types of the events that this leader has made, by the names of their resources."""
        self.forgotten: float = -inf
        self.note(saved)
        oldest = next(iter(self.messages.values()), None)
        if oldest is not None:
            self._forget(oldest)

    def has(self, item: Item) -> bool:
        """Whether an event says only what is published.

        One from a snapshot may say what the stream has brought since, and one from the stream what was made
        from a snapshot that was ahead of it.
        """
        if not item.changes:
            return False
        for name, version in item.changes.items():
            if version is None or self._versions(name).get(name) != version:
                return False
        return item.synthetic or all(self._made.get(name) == item.record.type for name in item.changes)

    def published(self, item: Item) -> None:
        """Take note of who has made an event."""
        for name in item.changes:
            if item.synthetic and name in self._versions(name):
                self._made[name] = item.record.type
            else:
                self._made.pop(name, None)

    def note(self, changes: Mapping[str, str | None]) -> None:
        """Take note of which versions were published."""
        for name, version in changes.items():
            is_before = is_of(name, BEFORE)
            versions = self.before if is_before else self._versions(name)
            key = _without_before(name) if is_before else name
            versions.pop(key, None)
            if version is not None:
                versions[key] = version
            elif not is_before:
                self._made.pop(name, None)
        self._limit()

    def expired(self, at: float) -> Changes:
        """Return the messages that no repair asks for once nothing is missing up to ``at``."""
        found: Changes = {}
        # In order of publication, which is nearly that of time: what is not, is found a little later.
        for name, version in self.messages.items():
            if _said(version) >= at - LATENESS - _MARGIN:
                break
            found[name] = None
            self._forget(version)
        return found

    def kept(self, items: Iterable[Item], repaired: Collection[str]) -> Changes:
        """Return what a repair has to know later of sessions that these events change while it is owed.

        The stream may bring the end of a session before what was missed in it is repaired, and then this may
        be another leader's task.

        repaired: the names of resources of which nothing will be missing any more.
        """
        changes: Changes = {}
        for name in (name for item in items for name in item.changes if is_of(name, _SESSION)):
            version = self.states.get(name)
            if version is not None and name not in self.before and name not in repaired:
                changes.setdefault(_with_before(name), version)
        return changes

    def released(self, repaired: Collection[str] | None) -> Changes:
        """Return what is not needed any more once nothing is missing of these resources. None: of any."""
        return {_with_before(name): None for name in self.before if repaired is None or name in repaired}

    def anew(self, begun: Changes) -> Changes:
        """Return what is to be saved anew if the broker has forgotten when the relay began, else nothing.

        The sessions come after that, since the broker forgets in this order.

        begun: when that was, as far as is known now.
        """
        if begun.keys() <= self.states.keys():
            return {}
        sessions = {name: version for name, version in self.states.items() if is_of(name, _SESSION)}
        return {**begun, **sessions}

    def snapshot(self) -> Snapshot:
        """Return what is known now."""
        states = dict(self.states)
        sessions = {name: version for name, version in states.items() if is_of(name, _SESSION)}
        return Snapshot(states, {**sessions, **self.before}, self.messages, self.forgotten)

    def _versions(self, name: str) -> dict[str, str]:
        return self.messages if is_of(name, MESSAGE) else self.states

    def _forget(self, version: str) -> None:
        self.forgotten = max(self.forgotten, _said(version))

    def _limit(self) -> None:
        for versions in (self.messages, self.states, self.before):
            while versions and len(self.messages) + len(self.states) + len(self.before) > MAX_KNOWN:
                oldest = next(iter(versions))
                version = versions.pop(oldest)
                if versions is self.messages:
                    self._forget(version)
                self._made.pop(oldest, None)


def _said(version: str) -> float:
    return float(version.rpartition("@")[2])


def _with_before(name: str) -> str:
    project, _, resource = name.partition("/")
    return name_of(project, BEFORE + resource)


def _without_before(name: str) -> str:
    project, _, resource = name.partition("/")
    return name_of(project, resource.removeprefix(BEFORE))
