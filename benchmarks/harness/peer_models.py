"""Models of the spec for msgspec and pydantic, as their users would write them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

import msgspec
import pydantic
from pydantic.alias_generators import to_camel

from benchmarks.harness.payloads import schema

_SCALARS: dict[str, Any] = {"string": str, "number": int, "integer": int, "boolean": bool}


def struct(name: str) -> Any:
    """A msgspec.Struct."""
    members = _members(name, struct)
    fields = [
        (_snake(member), kind if required else kind | None, *(() if required else (None,)))
        for member, kind, required in members
    ]
    return msgspec.defstruct(name, _required_first(fields), rename="camel", kw_only=True)


def model(name: str) -> Any:
    """A pydantic model."""
    config = pydantic.ConfigDict(alias_generator=to_camel, populate_by_name=True)
    fields: dict[str, Any] = {
        _snake(member): (kind, ...) if required else (kind | None, None)
        for member, kind, required in _members(name, model)
    }
    return pydantic.create_model(name, __config__=config, **fields)


def _members(name: str, reference: Any) -> list[tuple[str, Any, bool]]:
    described = schema(name)
    required = described.get("required", ())
    return [
        (member, _kind(what, reference), member in required)
        for member, what in described["properties"].items()
    ]


def _kind(described: dict[str, Any], reference: Any) -> Any:
    if "$ref" in described:
        return reference(described["$ref"].rpartition("/")[2])
    if "enum" in described:
        return Literal[tuple(described["enum"])]
    if described["type"] == "array":
        return list[_kind(described["items"], reference)]  # type: ignore[misc]  # made while running
    if described["type"] == "object":
        return dict[str, Any]
    if described.get("format") == "date-time":
        return datetime
    return _SCALARS[described["type"]]


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)


def _required_first(fields: list[Any]) -> list[Any]:
    return sorted(fields, key=len)
