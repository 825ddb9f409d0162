"""Example values for schemas, taken from the spec's own examples where it has them."""

from __future__ import annotations

from typing import Any

from cortex_async.emulator.openapi import constants
from cortex_async.emulator.records import Record
from cortex_async.emulator.schemas import Schemas

EXAMPLE_TIMESTAMP = "2026-01-31T12:00:00.000Z"


_SCALARS = {"string": "example", "number": 0, "integer": 0, "boolean": False, "null": None}
_MAX_DEPTH = 20


def example(schemas: Schemas, declared: Record, depth: int = 0) -> Any:
    """The smallest value for a schema. ``depth`` bounds schemas that contain themselves."""
    schema = schemas.resolve(declared)
    for key in ("example", "default"):
        if key in schema:
            return schema[key]
    if constants(schema):
        return constants(schema)[0]
    for key in ("oneOf", "anyOf"):
        if key in schema:
            return example(schemas, schema[key][0], depth)
    kind = schema.get("type", "object")
    kind = kind if isinstance(kind, str) else kind[0]
    if kind == "string" and schema.get("format") == "date-time":
        return EXAMPLE_TIMESTAMP
    if kind in _SCALARS:
        return _SCALARS[kind]
    if kind == "array" or depth == _MAX_DEPTH:
        return [] if kind == "array" else {}
    properties: Record = schema.get("properties", {})
    return {
        name: example(schemas, properties[name], depth + 1)
        for name in schema.get("required", ())
        if name in properties
    }
