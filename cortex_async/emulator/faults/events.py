"""Faults of event streams: what goes missing, comes twice or comes in the wrong order on the way to every reader."""

from __future__ import annotations

from typing import Literal

from attrs import define

from cortex_async.emulator.events import matches
from cortex_async.emulator.records import Record

EventEffect = Literal["drop", "duplicate", "reorder", "cut"]


@define(eq=False)
class EventRule:
    """An effect on the next ``left`` events whose type meets the pattern."""

    effect: EventEffect
    pattern: str
    left: int


class EventFaults:
    """Each call concerns the next ``times`` events of a type; ``*`` and ``gathering.*`` are patterns.

    What is emitted does not change, so ``emulator.events`` and webhooks still have it; only streams suffer.
    """

    def __init__(self) -> None:
        self._rules: list[EventRule] = []
        self._held: list[Record] = []

    def drop(self, types: str = "*", *, times: int = 1) -> None:
        """They are never sent."""
        self._add("drop", types, times)

    def duplicate(self, types: str = "*", *, times: int = 1) -> None:
        """They are sent twice in a row, with the same id."""
        self._add("duplicate", types, times)

    def reorder(self, types: str = "*", *, times: int = 1) -> None:
        """They are held back until an event after them has been sent."""
        self._add("reorder", types, times)

    def cut(self, types: str = "*", *, times: int = 1) -> None:
        """Every stream breaks off in the place of the event, which is lost."""
        self._add("cut", types, times)

    def clear(self) -> None:
        self._rules.clear()
        self._held.clear()

    def apply(self, event: Record) -> tuple[list[Record], bool]:
        """For the hub: the events to send in the place of this one, and whether the streams break off."""
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
            raise ValueError(f"times must be at least 1, not {times}")
        self._rules.append(EventRule(effect, types, times))
