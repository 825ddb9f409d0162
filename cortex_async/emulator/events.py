"""Domain events and the bus that distributes them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from typing import Literal

from cortex_async.emulator.records import Record

Action = Literal["created", "updated", "deleted", "occurred"]
Listener = Callable[[Record], None]

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


class Bus:
    """Passes every event to the listeners at once, and keeps the latest ``history`` events."""

    def __init__(self, history: int) -> None:
        self._history: deque[Record] = deque(maxlen=history)
        self._listeners: list[Listener] = []

    def publish(self, event: Record) -> None:
        self._history.append(event)
        for listener in list(self._listeners):
            listener(event)

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Register a listener; returns a function that removes it and may be called more than once."""
        self._listeners.append(listener)

        def end() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return end

    def history(self) -> list[Record]:
        """The latest events, oldest first."""
        return list(self._history)

    def since(self, event_id: str) -> Iterable[Record]:
        """The events after the one with this id. Empty if that event is no longer kept."""
        events = self.history()
        for position, event in enumerate(events):
            if event["id"] == event_id:
                return events[position + 1 :]
        return ()

    def clear(self) -> None:
        self._history.clear()
