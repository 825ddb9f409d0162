"""Values that meet a schema, the document's own examples where it has them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .records import Record
from .schemas import Schemas

INSTANT = "2026-01-31T12:00:00.000Z"


def example(schemas: Schemas, declared: Record) -> Any:
    """The smallest value that meets the schema: required properties only, one item per list."""
    schema = schemas.resolve(declared)
    if "example" in schema:
        return schema["example"]
    if "enum" in schema:
        return schema["enum"][0]
    if "oneOf" in schema:
        return example(schemas, schema["oneOf"][0])
    make = _MAKERS.get(schema.get("type", "object"), _object)
    return make(schemas, schema)


def _string(_schemas: Schemas, schema: Record) -> str:
    return INSTANT if schema.get("format") == "date-time" else "example"


def _array(schemas: Schemas, schema: Record) -> list[Any]:
    return [example(schemas, schema.get("items", {}))]


def _object(schemas: Schemas, schema: Record) -> Record:
    properties: Record = schema.get("properties", {})
    return {name: example(schemas, properties[name]) for name in schema.get("required", ())}


def _number(_schemas: Schemas, schema: Record) -> int:
    return int(schema.get("minimum", 1))


def _boolean(_schemas: Schemas, _schema: Record) -> bool:
    return True


_MAKERS: dict[str, Callable[[Schemas, Record], Any]] = {
    "string": _string,
    "array": _array,
    "object": _object,
    "number": _number,
    "boolean": _boolean,
}
