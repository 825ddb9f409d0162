"""Checks one response or event against the spec of its API."""

from __future__ import annotations

import logging
from typing import cast

from cortex_async._core.strings.json_text import NotJSON, parse
from cortex_async._core.telemetry.bodies import SeenBody
from cortex_async._core.telemetry.streams import UNKNOWN_TYPE
from cortex_async.telemetry.drift.comparison import Comparison, Finding
from cortex_async.telemetry.drift.described import FILE, Described, DescribedOperation
from cortex_async.telemetry.drift.deviations import Deviation

_logger = logging.getLogger(__name__)


class Checker:
    """The specs of all APIs that were seen.

    show_names: whether enum values and event types may be shown.
    incomplete: how many bodies were checked in part.
    """

    def __init__(self, show_names: bool) -> None:
        self._show_names = show_names
        self._described: dict[str, Described | None] = {}
        self.incomplete: int = 0

    def check(self, seen: SeenBody) -> list[Deviation] | None:
        """Return the deviations, None if the spec says nothing about it, as about a heartbeat."""
        described = self._known(seen.package)
        operation = None if described is None else described.operation(seen.method, seen.path)
        if described is None or operation is None:
            return None
        if seen.status is None:
            return self._event(described, operation, seen.body or b"")
        return self._response(described, operation, seen.status, seen)

    def _known(self, package: str) -> Described | None:
        if package not in self._described:
            found = self._described[package] = Described.of(package)
            if found is None:
                _logger.warning("nothing of %s is checked: its file %s is missing", package, FILE)
        return self._described[package]

    def _response(
        self, described: Described, operation: DescribedOperation, status: int, seen: SeenBody
    ) -> list[Deviation]:
        found: list[Finding] = []
        place = described.body(operation, status, seen.content_type)
        value, kind = _parsed(seen.body or b"")
        if not described.declares(operation, status):
            type_ = "" if seen.body is None else kind
            found.append(Finding("status", (), f"{operation.place}/responses", str(status), found=type_))
        elif place is not None and seen.body is not None:
            found = self._compared(described, place, value, kind)
        return [self._deviation(described, operation, None, one) for one in found]

    def _event(
        self, described: Described, operation: DescribedOperation, body: bytes
    ) -> list[Deviation] | None:
        parsed, kind = _parsed(body)
        by = described.discriminator
        type_ = _member(parsed, by or "")
        if kind == "no JSON" and body.lstrip().startswith(b"{"):
            found, event = [Finding("type", (), operation.place, expected="object", found=kind)], UNKNOWN_TYPE
        elif by is None or not isinstance(type_, str):
            return None
        elif type_ not in described.events:
            found, event = [Finding("event_type", (by,), operation.place, type_, found=kind)], UNKNOWN_TYPE
        else:
            found, event = self._compared(described, described.events[type_], parsed, kind), type_
        return [self._deviation(described, operation, event, one) for one in found]

    def _compared(self, described: Described, place: str, value: object, kind: str) -> list[Finding]:
        comparison = Comparison(described.shapes)
        if kind:
            shape = described.shapes.at(place)
            types = {one for layer in shape.layers for one in layer.types or ()} or {"JSON"}
            return [Finding("type", (), shape.home, expected=" or ".join(sorted(types)), found=kind)]
        found = comparison.findings(place, value)
        self.incomplete += not comparison.complete
        return found

    def _deviation(
        self, described: Described, operation: DescribedOperation, event: str | None, found: Finding
    ) -> Deviation:
        is_field = found.kind == "undocumented_field"
        hidden = found.kind in ("enum_value", "event_type") and not self._show_names
        path = found.path[:-1] if is_field else found.path
        return Deviation(
            kind=found.kind,
            api=described.api,
            operation=operation.id,
            event=event,
            path="" if found.kind == "status" else _written(path),
            schema=found.schema,
            name="" if hidden else found.name,
            expected=found.expected,
            found=found.found,
        )


def _member(value: object, name: str) -> object:
    return cast("dict[str, object]", value).get(name) if isinstance(value, dict) else None


def _written(path: tuple[str, ...]) -> str:
    return "$" + "".join(step if step == "[]" else f".{step}" for step in path)


def _parsed(body: bytes) -> tuple[object, str]:
    """Return the value, and an empty string; or what there is instead of JSON."""
    if not body:
        return None, "nothing"
    try:
        return parse(body, replace=True), ""
    except NotJSON:
        return None, "no JSON"
