"""What the leader knows to be published: versions of resources, and the latest messages."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from itertools import islice, takewhile
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
    messages, older: the versions of messages. What is published during the repair is added.
    certain: a message from then on is missing if it is not known, in Unix seconds. One from before may have
        been forgotten.
    """

    states: Mapping[str, str]
    before: Mapping[str, str]
    messages: Mapping[str, str]
    older: Mapping[str, str]
    certain: float
    _forgotten: Callable[[], float]

    def is_whole(self, project: str) -> bool:
        """Whether a broker has forgotten no version of this project for want of room.

        It forgets the oldest first, and the oldest is when the relay began.
        """
        return name_of(project, BEGUN) in self.states or name_of("", BEGUN) in self.states

    def lacks(self, name: str, at: float | None) -> bool:
        """Whether a message was not published. at: when it was said, None if that is not known."""
        if name in self.messages or name in self.older:
            return False
        return at is None or at >= self.certain or at > self._forgotten()


class Known:
    """Versions by the names of resources.

    saved: what the leader before has left.
    states: the versions of all resources but messages.
    messages: the versions of messages, in the order of publication.
    older: those that only this leader needs, to find what the stream has lost silently.
    before: the version that each session had when events were missed, if it has changed since.
    forgotten: up to when messages may have been said that are not known any more, in Unix seconds.
    """

    def __init__(self, saved: Mapping[str, str]) -> None:
        self.states: dict[str, str] = {}
        self.messages: dict[str, str] = {}
        self.older: dict[str, str] = {}
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
            if version is None or version not in (self._versions(name).get(name), self.older.get(name)):
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
            known = versions.pop(key, None)
            if version is not None:
                versions[key] = version
            elif versions is self.messages and known is not None:
                self.older[name] = known
            elif not is_before:
                self._made.pop(name, None)
        self._limit()

    def expired(self, at: float, audited: float) -> Changes:
        """Return the messages that no successor asks for once nothing is missing up to ``at``.

        They stay known here until somebody has looked whether the stream has lost some, which was done up to
        ``audited``.
        """
        for name in _said_before(self.older, audited):
            self._forget(self.older.pop(name))
            self._made.pop(name, None)
        return dict.fromkeys(_said_before(self.messages, at))

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
        return {**begun, **self._sessions()}

    def snapshot(self, missed: float | None) -> Snapshot:
        """Return what is known now. missed: since when events were certainly missed, None if none were."""
        before = {**self._sessions(), **self.before}
        certain = inf if missed is None else missed - LATENESS
        states = dict(self.states)
        return Snapshot(states, before, self.messages, self.older, certain, lambda: self.forgotten)

    def _sessions(self) -> dict[str, str]:
        return {name: version for name, version in self.states.items() if is_of(name, _SESSION)}

    def _versions(self, name: str) -> dict[str, str]:
        return self.messages if is_of(name, MESSAGE) else self.states

    def _forget(self, version: str) -> None:
        self.forgotten = max(self.forgotten, _said(version))

    def _limit(self) -> None:
        every = (self.older, self.messages, self.states, self.before)
        excess = sum(map(len, every)) - MAX_KNOWN
        for versions in every if excess > 0 else ():
            for name in list(islice(versions, max(0, excess))):
                version = versions.pop(name)
                if versions is self.older or versions is self.messages:
                    self._forget(version)
                self._made.pop(name, None)
                excess -= 1


def _said(version: str) -> float:
    return float(version.rpartition("@")[2])


def _said_before(messages: Mapping[str, str], at: float) -> list[str]:
    """Return the messages that no repair asks for once nothing is missing up to ``at``."""
    # In order of publication, which is nearly that of time: what is not, is found a little later.
    return list(takewhile(lambda name: _said(messages[name]) < at - LATENESS - _MARGIN, messages))


def _with_before(name: str) -> str:
    project, _, resource = name.partition("/")
    return name_of(project, BEFORE + resource)


def _without_before(name: str) -> str:
    project, _, resource = name.partition("/")
    return name_of(project, resource.removeprefix(BEFORE))
