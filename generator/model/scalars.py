"""Reads scalar types and their formats."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator import ir
from generator.refusal import Refusal

_FORMATS: dict[tuple[str, str | None], ir.ScalarKind] = {
    ("string", "date-time"): "datetime",
    ("string", "date"): "date",
    ("string", "binary"): "binary",
    ("string", "int64"): "int_string",
    ("string", "uint64"): "int_string",
    ("string", "double"): "float_string",
    ("integer", None): "int",
    ("number", None): "float",
    ("boolean", None): "bool",
    ("string", None): "str",
}
_KNOWN_TYPES = ("string", "integer", "number", "boolean", "array", "object")


def type_names(schema: Mapping[str, Any], place: str) -> list[str]:
    """Return the declared types without null. OpenAPI 3.1 allows several."""
    declared = schema.get("type")
    kinds = [
        kind
        for kind in (declared if isinstance(declared, list) else [declared])
        if kind not in (None, "null")
    ]
    for kind in kinds:
        if kind not in _KNOWN_TYPES:
            raise Refusal(place, f"has the unknown type {kind}", f"one of {', '.join(sorted(_KNOWN_TYPES))}")
    return kinds


def scalar(kind: str, schema: Mapping[str, Any]) -> ir.Scalar:
    """Return the scalar for the JSON type ``kind`` and the format of ``schema``.

    Unknown formats are ignored.
    """
    if (
        kind == "string"
        and schema.get("contentMediaType") == "application/octet-stream"
        and "contentEncoding" not in schema
    ):
        return ir.Scalar("binary")
    return ir.Scalar(_FORMATS.get((kind, schema.get("format"))) or _FORMATS[(kind, None)])
