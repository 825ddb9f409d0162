"""Schemas for values of which only the JSON types are known."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

_KINDS: dict[str, dict[str, Any]] = {
    "string": {"type": "string"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "array": {"type": "array", "items": {}},
    "object": {"type": "object", "additionalProperties": True},
}

KINDS = frozenset(_KINDS)


def schema_of(types: Collection[str], version: str) -> dict[str, Any]:
    """Return a schema for values of these types, for an OpenAPI document of this version."""
    kinds = sorted(set(types) & _KINDS.keys())
    if "number" in kinds and "integer" in kinds:
        kinds.remove("integer")
    if not kinds:
        return {}
    nullable = "null" in types
    members = [_KINDS[kind] for kind in kinds]
    if nullable and version.startswith("3.1"):
        members = [*members, {"type": "null"}]
        nullable = False
    schema: dict[str, Any] = dict(members[0]) if len(members) == 1 else {"oneOf": members}
    return {**schema, "nullable": True} if nullable else schema


def unchanged_but_for_type(schema: Any) -> bool:
    """Return whether the schema only has a type, which can be replaced."""
    if not isinstance(schema, dict) or not isinstance(schema.get("type"), str):
        return False
    others = (
        "$ref",
        "allOf",
        "anyOf",
        "const",
        "enum",
        "items",
        "oneOf",
        "properties",
        "additionalProperties",
    )
    return not any(key in schema for key in others)
