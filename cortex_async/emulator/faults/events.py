"""Faults of event streams: events that are lost, duplicated or reordered on the way to every reader."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Literal

from attrs import define

from cortex_async.emulator.events import Published, patterns_of

EventEffect = Literal["drop", "duplicate", "reorder", "cut"]


@define(eq=False)
class EventRule:
    """An effect on the next ``left`` events whose type matches the pattern."""

    number: int
    effect: EventEffect
    pattern: str
    left: int


class EventFaults:
    """Faults of streams.

    Each call affects the next ``times`` events that match ``types``, e.g. ``*`` or ``gathering.*``.

    Only streams are affected: ``emulator.events`` and webhooks still get every event.
    """

    def __init__(self) -> None:
        # The rules that still apply: all of them by number, and those of each pattern, oldest first.
        self._rules: dict[int, EventRule] = {}
        self._by_pattern: dict[str, deque[EventRule]] = {}
        self._last = 0
        self._held: list[Published] = []

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
        self._rules, self._by_pattern, self._held = {}, {}, []

    def __iter__(self) -> Iterator[EventRule]:
        """The rules that still apply, oldest first."""
        return iter(list(self._rules.values()))

    def __len__(self) -> int:
        return len(self._rules)

    def __reversed__(self) -> Iterator[EventRule]:
        """The same rules, newest first. No rule must come or go meanwhile."""
        return reversed(self._rules.values())

    def apply(self, published: Published) -> tuple[list[Published], bool]:
        """The events to send in place of this one, and whether to break the streams; for the hub."""
        effect = self._take(published.type) if self._rules else None
        if effect == "cut":
            return [], True
        if effect == "drop":
            return [], False
        if effect == "reorder":
            self._held.append(published)
            return [], False
        sent = [published, published] if effect == "duplicate" else [published]
        if self._held:
            sent += self._held
            self._held = []
        return sent, False

    def _take(self, event_type: str) -> EventEffect | None:
        """Count down the oldest rule that matches."""
        queues = [self._by_pattern[one] for one in patterns_of(event_type) if one in self._by_pattern]
        if not queues:
            return None
        rule = min((queue[0] for queue in queues), key=lambda one: one.number)
        rule.left -= 1
        if not rule.left:
            del self._rules[rule.number]
            self._by_pattern[rule.pattern].popleft()
            if not self._by_pattern[rule.pattern]:
                del self._by_pattern[rule.pattern]
        return rule.effect

    def _add(self, effect: EventEffect, types: str, times: int) -> None:
        if times < 1:
            raise ValueError(f"times must be at least 1, got {times}")
        self._last += 1
        rule = EventRule(self._last, effect, types, times)
        self._rules[rule.number] = rule
        self._by_pattern.setdefault(types, deque()).append(rule)
