"""Faults of event streams: events that are lost, duplicated or reordered on the way to every reader."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from attrs import define

from cortex_async.emulator.events import matches
from cortex_async.emulator.records import Record

EventEffect = Literal["drop", "duplicate", "reorder", "cut"]


@define(eq=False)
class EventRule:
    """An effect on the next ``left`` events whose type matches the pattern."""

    effect: EventEffect
    pattern: str
    left: int


class EventFaults:
    """Faults of streams.

    Each call affects the next ``times`` events that match ``types``, e.g. ``*`` or ``gathering.*``.

    Only streams are affected: ``emulator.events`` and webhooks still get every event.
    """

    def __init__(self) -> None:
        self._rules: list[EventRule] = []
        self._held: list[Record] = []

    def drop(self, types: str = "*", *, times: int = 1) -> None:
        """Do not send the events."""
        self._add("drop", types, times)

    def duplicate(self, types: str = "*", *, times: int = 1) -> None:
        """Send each event twice in a row, with the same id."""
        self._add("duplicate", types, times)

    def reorder(self, types: str = "*", *, times: int = 1) -> None:
        """Hold the events back until a later event has been sent."""
        self._add("reorder", types, times)

    def cut(self, types: str = "*", *, times: int = 1) -> None:
        """Break every stream instead of sending the event, which is lost."""
        self._add("cut", types, times)

    def clear(self) -> None:
        """Remove all faults of streams."""
        self._rules.clear()
        self._held.clear()

    def __iter__(self) -> Iterator[EventRule]:
        """The rules that still apply, oldest first."""
        return iter([rule for rule in self._rules if rule.left > 0])

    def apply(self, event: Record) -> tuple[list[Record], bool]:
        """The events to send in place of this one, and whether to break the streams; for the hub."""
        effect = self._take(event["type"])
        if effect == "cut":
            return [], True
        if effect == "drop":
            return [], False
        if effect == "reorder":
            self._held.append(event)
            return [], False
        sent = [event, event] if effect == "duplicate" else [event]
        sent += self._held
        self._held.clear()
        return sent, False

    def _take(self, event_type: str) -> EventEffect | None:
        for rule in self._rules:
            if rule.left > 0 and matches(rule.pattern, event_type):
                rule.left -= 1
                return rule.effect
        return None

    def _add(self, effect: EventEffect, types: str, times: int) -> None:
        if times < 1:
            raise ValueError(f"times must be at least 1, got {times}")
        self._rules.append(EventRule(effect, types, times))
