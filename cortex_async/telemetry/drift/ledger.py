"""The deviations found so far: each is reported once, and there is a limit to how many there are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from attrs import define, evolve, field

from cortex_async.telemetry.drift.deviations import ANY_NAME, Deviation
from cortex_async.telemetry.drift.names import shown

MOST_DEVIATIONS: Final = 500
"""The most different deviations that are kept."""

MOST_NAMES: Final = 16
"""The most names at one place. Where a server sends more, they are the keys of a map."""


@define
class _Entry:
    """found: every JSON type seen. count: the responses and events it was in."""

    deviation: Deviation
    found: set[str] = field(factory=set[str])
    count: int = 0


class Ledger:
    """Deviations by what they are about; where they were seen first does not make them different.

    Only one thread at a time may call anything but ``deviations``. The path of an undocumented field comes
    without its name. report: called for each new one.
    """

    def __init__(self, report: Callable[[Deviation], None]) -> None:
        self._report = report
        self._entries: dict[tuple[str, ...], _Entry] = {}
        self._names: dict[tuple[str, ...], set[str]] = {}
        self.unreported: int = 0

    def add(self, deviations: list[Deviation]) -> None:
        """Record the deviations of one response or event."""
        counted: set[int] = set()
        for deviation in deviations:
            entry, is_new = self._entry(deviation)
            if entry is None:
                continue
            if id(entry) not in counted:
                entry.count += 1
                counted.add(id(entry))
            entry.found.add(deviation.found)
            if is_new:
                self._report(entry.deviation)

    def _entry(self, deviation: Deviation) -> tuple[_Entry | None, bool]:
        deviation = self._with_bounded_name(deviation)
        found = deviation.found if deviation.kind == "type" else ""
        key = (deviation.api, deviation.kind, deviation.schema, deviation.name, found)
        entry = self._entries.get(key)
        if entry is not None:
            return entry, False
        if len(self._entries) >= MOST_DEVIATIONS:
            self.unreported += 1
            return None, False
        entry = self._entries[key] = _Entry(deviation)
        return entry, True

    def _with_bounded_name(self, deviation: Deviation) -> Deviation:
        if deviation.kind not in ("undocumented_field", "enum_value", "event_type"):
            return deviation
        names = self._names.setdefault((deviation.api, deviation.kind, deviation.schema), set())
        name = shown(deviation.name)
        if name is not None and (name in names or len(names) < MOST_NAMES):
            names.add(name)
        else:
            name = ANY_NAME if deviation.kind == "undocumented_field" else ""
        if deviation.kind != "undocumented_field":
            return evolve(deviation, name=name)
        return evolve(deviation, name=name, path=f"{deviation.path}.{name}")

    @property
    def deviations(self) -> tuple[Deviation, ...]:
        return tuple(entry.deviation for entry in list(self._entries.values()))

    def rows(self) -> list[dict[str, Any]]:
        """Return the deviations as JSON objects, sorted. Not while one is being added."""
        return [_row(entry) for _, entry in sorted(self._entries.items(), key=lambda one: one[0])]


def _row(entry: _Entry) -> dict[str, Any]:
    one = entry.deviation
    row: dict[str, Any] = {"kind": one.kind, "api": one.api, "operation": one.operation}
    if one.event is not None:
        row["event"] = one.event
    row |= {"path": one.path, "schema": one.schema, "name": one.name, "expected": one.expected}
    return row | {"found": sorted(filter(None, entry.found)), "count": entry.count}
