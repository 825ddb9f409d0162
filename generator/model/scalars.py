"""Types that a JSON schema names in one word."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator import ir
from generator.refusal import Refusal

_FORMATS: dict[tuple[str, str | None], ir.ScalarKind] = {
    ("string", "date-time"): "instant",
    ("string", "date"): "date",
    ("string", "binary"): "binary",
    ("string", "int64"): "int_text",
    ("string", "uint64"): "int_text",
    ("string", "double"): "float_text",
    ("integer", None): "int",
    ("number", None): "float",
    ("boolean", None): "bool",
    ("string", None): "str",
}
_KNOWN_TYPES = ("string", "integer", "number", "boolean", "array", "object")


def type_names(schema: Mapping[str, Any], place: str) -> list[str]:
    """The stated types without null, of which 3.1 allows several."""
    stated = schema.get("type")
    kinds = [
        kind for kind in (stated if isinstance(stated, list) else [stated]) if kind not in (None, "null")
    ]
    for kind in kinds:
        if kind not in _KNOWN_TYPES:
            raise Refusal(place, f"has the unknown type {kind}", f"one of {', '.join(sorted(_KNOWN_TYPES))}")
    return kinds


def scalar(kind: str, schema: Mapping[str, Any]) -> ir.Scalar:
    """Of the JSON type ``kind``; a format that says nothing about Python leaves it as it is."""
    if (
        kind == "string"
        and schema.get("contentMediaType") == "application/octet-stream"
        and "contentEncoding" not in schema
    ):
        return ir.Scalar("binary")
    return ir.Scalar(_FORMATS.get((kind, schema.get("format"))) or _FORMATS[(kind, None)])
