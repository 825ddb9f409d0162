"""Example values for schemas, taken from the spec's own examples where it has them."""

from __future__ import annotations

from typing import Any

from cortex_async.emulator.records import Record
from cortex_async.emulator.schemas import Schemas

EXAMPLE_TIMESTAMP = "2026-01-31T12:00:00.000Z"


def example(schemas: Schemas, declared: Record) -> Any:
    """The smallest value for a schema. Supports what event schemas use: strings, objects, unions."""
    schema = schemas.resolve(declared)
    if "example" in schema:
        return schema["example"]
    if "enum" in schema:
        return schema["enum"][0]
    if "oneOf" in schema:
        return example(schemas, schema["oneOf"][0])
    if schema["type"] == "string":
        return EXAMPLE_TIMESTAMP if schema.get("format") == "date-time" else "example"
    properties: Record = schema.get("properties", {})
    return {name: example(schemas, properties[name]) for name in schema.get("required", ())}
