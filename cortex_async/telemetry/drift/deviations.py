"""What ``DriftObserver`` reports: deviations and counters. They hold paths and types, never values."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from attrs import frozen

DeviationKind: TypeAlias = Literal[
    "undocumented_field", "missing_field", "type", "enum_value", "event_type", "status"
]
"""What deviates: a field that the spec lacks, a required field that is missing, a value of another type, a
value outside an enumeration, an event of an unknown type, a status that the operation does not declare."""

ANY_NAME: Final = "*"
"""Stands for a name that is not shown: the key of a map, or a name that looks like an id."""


@frozen(kw_only=True)
class Deviation:
    """A way in which responses or events differ from the spec.

    kind: what deviates.
    api: the API's directory below ``spec/``, e.g. ``cortex``.
    operation: the operation of the response or stream it was first seen in.
    event: the event's type, None for a response.
    path: where it was first seen, e.g. ``$.items[].status``. ``*`` is any key of a map. Empty for a status.
    schema: where the spec says otherwise, as a JSON pointer into the OpenAPI document.
    name: the field, ``*`` for any; the status; or, with ``show_names``, the enum value or event type. Else
        empty.
    expected: the types that the spec allows, for ``type``. Else empty.
    found: the JSON type of what was sent, ``nothing`` for an empty body, ``no JSON`` for another one.
    """

    kind: DeviationKind
    api: str
    operation: str
    event: str | None = None
    path: str = ""
    schema: str
    name: str = ""
    expected: str = ""
    found: str = ""

    def __str__(self) -> str:
        where = f"in {self.operation}" if self.event is None else f"in event {self.event}"
        place = f" at {self.path}" if self.path else ""
        return f"{self._what()}{place} {where} ({self.api} {self.schema})"

    def _what(self) -> str:
        match self.kind:
            case "undocumented_field":
                fields = "undocumented fields" if self.name == ANY_NAME else f"undocumented field {self.name}"
                return f"{fields} of type {self.found}"
            case "missing_field":
                return f"missing field {self.name}"
            case "type":
                return f"{self.found} instead of {self.expected}"
            case "enum_value":
                return f"new enum value {self.name}".rstrip()
            case "event_type":
                return f"new event type {self.name}".rstrip()
            case "status":
                return f"undeclared status {self.name}"


@frozen(kw_only=True)
class DriftCounts:
    """What became of the sampled responses and events.

    checked: held against the spec.
    deviating: those of them with a deviation, new or not.
    skipped: not checked because too many were waiting.
    too_large: not checked because they are larger than 256 KiB.
    incomplete: checked in part, because they are nested deeply or hold too much.
    unreported: deviations that were not reported because there are too many different ones.
    """

    checked: int = 0
    deviating: int = 0
    skipped: int = 0
    too_large: int = 0
    incomplete: int = 0
    unreported: int = 0
