"""Domain events and the bus that distributes them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Literal

import orjson
from attrs import define, field

from cortex_async.emulator.records import Record
from cortex_async.emulator.tables.disposal import Discard, at_once

Action = Literal["created", "updated", "deleted", "occurred"]

Withheld = Literal["withheld by a fault", "streams cut by a fault"]

OUTSIDE_OUTBOX = "webhook.delivery.updated"
"""Delivery progress is streamed but never sent to webhooks: it would trigger itself."""


def matches(pattern: str, event_type: str) -> bool:
    """Whether a type matches ``*``, a prefix such as ``gathering.*`` (``gathering.member.joined`` too), or
    the exact type.
    """
    if pattern == "*":
        return True
    if pattern.endswith(".*"):
        return event_type.startswith(pattern[:-1])
    return pattern == event_type


@lru_cache(maxsize=1024)
def patterns_of(event_type: str) -> tuple[str, ...]:
    """Every pattern that matches a type: ``*``, its prefixes, and the type itself."""
    prefixes = [f"{event_type[: at + 1]}*" for at, letter in enumerate(event_type) if letter == "."]
    return tuple(dict.fromkeys(("*", *prefixes, event_type)))


@define(eq=False)
class Published:
    """An event as it was when it was published, with what decides who receives it.

    json: the event as it is sent. The records in it continue to change, and this does not.
    withheld: which fault kept it from all streams, at least at first.
    """

    id: str
    type: str
    tenant_id: str
    project_id: str
    resource_id: str
    json: bytes = field(repr=False)
    _receivers: list[int] | None = field(default=None, init=False, repr=False)
    withheld: Withheld | None = field(default=None, init=False, repr=False)
    _event: Record | None = field(default=None, init=False, repr=False)

    @classmethod
    def of(cls, event: Record) -> Published:
        return cls(
            event["id"],
            event["type"],
            event["tenantId"],
            event["projectId"],
            event["resourceId"],
            orjson.dumps(event),
        )

    def queued_for(self, stream: int) -> None:
        """Note that the stream with this number gets it."""
        if self._receivers is None:
            self._receivers = [stream]
        else:
            self._receivers.append(stream)

    @property
    def receivers(self) -> list[int]:
        """The numbers of the streams that it was queued for, one more time for each repetition."""
        return self._receivers or []

    @property
    def event(self) -> Record:
        """The event. Everybody gets the same object."""
        event: Record = self._event or orjson.loads(self.json)
        self._event = event
        return event


Listener = Callable[[Published], None]


class Bus:
    """Passes every event to the listeners at once, and keeps the latest ``history`` events."""

    def __init__(self, history: int, discard: Discard = at_once) -> None:
        self._discard = discard
        self._history: deque[Published] = deque(maxlen=history)
        self._listeners: list[Listener] = []

    def publish(self, published: Published) -> None:
        self._history.append(published)
        for listener in list(self._listeners):
            listener(published)

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Register a listener; returns a function that removes it and may be called more than once."""
        self._listeners.append(listener)

        def end() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return end

    def __len__(self) -> int:
        """The number of events that are kept."""
        return len(self._history)

    def history(self) -> list[Record]:
        """The latest events, oldest first."""
        return [published.event for published in self._history]

    def latest(self) -> Iterator[Published]:
        """The latest events, newest first. No event must be published meanwhile."""
        return reversed(self._history)

    def since(self, event_id: str) -> Iterable[Published]:
        """The events after the one with this id. Empty if that event is no longer kept."""
        missed: list[Published] = []
        for published in reversed(self._history):
            if published.id == event_id:
                return missed[::-1]
            missed.append(published)
        return ()

    def clear(self) -> None:
        self._discard((self._history,))
        self._history = deque(maxlen=self._history.maxlen)
