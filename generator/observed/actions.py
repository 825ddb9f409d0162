"""Proposes overlay actions that make the spec say what was observed.

A proposal is for a person to read: whether the API has changed or is wrong, no program can tell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from attrs import define, evolve, field

from generator.observed.located import located, quoted
from generator.observed.schemas import KINDS, schema_of, unchanged_but_for_type
from generator.observed.summary import Observed

_ANY_NAME = "*"
_STATUS = re.compile(r"[1-5]\d\d")

Action = dict[str, Any]
Found = Iterator[tuple[str, Action]]
"""What to append to the target, and what to do there."""


@define
class Proposal:
    """actions: for the overlay. notes: what a person has to look at, one line each."""

    actions: list[Action] = field(factory=list)
    notes: list[str] = field(factory=list)


def propose(rows: Iterable[Observed], document: Mapping[str, Any]) -> Proposal:
    """Return what would repair ``document``, which is the OpenAPI document with its overlay."""
    proposal = Proposal()
    for row in _merged(rows):
        place = located(document, row.schema)
        if place is None:
            proposal.notes.append(f"{_what(row)}: the spec no longer has {row.schema}")
            continue
        target, node = place
        propose_one = _PROPOSED.get(row.kind)
        found = [] if propose_one is None else list(propose_one(row, node, str(document.get("openapi", ""))))
        for more, change in found:
            description = f"Observed {row.count} times, first in {_where(row)}: {_what(row)}."
            proposal.actions.append({"target": target + more, "description": description, **change})
        if not found:
            proposal.notes.append(f"{_what(row)}, in {_where(row)}: no proposal for {row.schema}")
    return proposal


def _merged(rows: Iterable[Observed]) -> list[Observed]:
    """Return the rows, with one for all types at the same place, and one for all names of a map."""
    found: dict[tuple[str, ...], Observed] = {}
    for row in rows:
        key = (row.kind, row.schema, "" if row.kind == "type" else row.name)
        known = found.get(key)
        found[key] = row if known is None else _both(known, row)
    # Names besides the one for any name are some of a map's keys, or some of an open enum's values.
    any_name = {
        (row.kind, row.schema)
        for row in found.values()
        if (row.kind, row.name) in (("undocumented_field", _ANY_NAME), ("enum_value", ""))
    }
    return [
        row for row in found.values() if (row.kind, row.schema) not in any_name or row.name in (_ANY_NAME, "")
    ]


def _both(one: Observed, other: Observed) -> Observed:
    types = tuple(dict.fromkeys((*one.found, *other.found)))
    return evolve(one, found=types, count=one.count + other.count)


def _field(row: Observed, node: Mapping[str, Any], version: str) -> Found:
    if row.name == _ANY_NAME:
        if not node.get("additionalProperties"):
            yield "", {"update": {"additionalProperties": True}}
    elif row.name not in node.get("properties", {}):
        yield "", {"update": {"properties": {row.name: schema_of(row.found, version)}}}


def _missing(row: Observed, node: Mapping[str, Any], version: str) -> Found:
    if row.name in node.get("required", ()):
        yield f".required[?@ == {quoted(row.name)}]", {"remove": True}


def _type(row: Observed, node: Mapping[str, Any], version: str) -> Found:
    declared = node.get("type")
    if row.found == ("null",):
        if not version.startswith("3.1"):
            if node.get("nullable") is not True:
                yield "", {"update": {"nullable": True}}
        elif isinstance(declared, str):
            yield "", {"update": {"type": [declared, "null"]}}
        elif isinstance(declared, list) and "null" not in declared:
            yield "", {"update": {"type": ["null"]}}
    elif unchanged_but_for_type(node) and set(row.found) <= {*KINDS, "null"}:
        schema = schema_of((str(declared), *row.found), version)
        if schema != {"type": declared}:
            yield "", {"update": schema}
        if "type" not in schema:
            yield ".type", {"remove": True}


def _enum_value(row: Observed, node: Mapping[str, Any], version: str) -> Found:
    known = node.get("enum")
    if not isinstance(known, list):
        return
    if not row.name:
        # Reports do not show the value: the enum becomes open.
        yield "", {"update": {"x-known-values": [value for value in known if value is not None]}}
        yield ".enum", {"remove": True}
    elif row.name not in known:
        yield ".enum", {"update": row.name}


def _status(row: Observed, node: Mapping[str, Any], version: str) -> Found:
    if row.name in node or not _STATUS.fullmatch(row.name):
        return
    response: dict[str, Any] = {"description": "Not in the spec as served"}
    schema = schema_of(row.found, version)
    if schema and row.name.startswith("2"):
        response["content"] = {"application/json": {"schema": schema}}
    yield "", {"update": {row.name: response}}


_PROPOSED: Mapping[str, Callable[[Observed, Mapping[str, Any], str], Found]] = {
    "undocumented_field": _field,
    "missing_field": _missing,
    "type": _type,
    "enum_value": _enum_value,
    "status": _status,
}


def _where(row: Observed) -> str:
    place = f" at {row.path}" if row.path else ""
    return f"{row.operation}{place}" if row.event is None else f"event {row.event}{place}"


def _what(row: Observed) -> str:
    types = " or ".join(row.found)
    match row.kind:
        case "undocumented_field":
            name = "fields of changing names" if row.name == _ANY_NAME else f"the field {row.name}"
            return f"{name} of type {types}"
        case "missing_field":
            return f"{row.name} is missing"
        case "type":
            return f"{types} instead of {row.expected}"
        case "enum_value":
            return f"the value {row.name} outside of the enum" if row.name else "a value outside of the enum"
        case "status":
            return f"the status {row.name}"
        case "event_type":
            return f"the event type {row.name}" if row.name else "an event of an unknown type"
    return f"a deviation of the unknown kind {row.kind}"
