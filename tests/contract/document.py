"""The OpenAPI document as tests see it: examples and hypothesis strategies from its schemas, without SDK code."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

ROOT = Path(__file__).parents[2]
DOCUMENT: dict[str, Any] = json.loads((ROOT / "spec/cortex/openapi.json").read_bytes())
SCHEMAS: dict[str, Any] = DOCUMENT["components"]["schemas"]
INSTANT = "2026-01-31T12:30:45.123000Z"
# Datetimes that requests declare as plain strings.
INSTANT_NAMES = frozenset({"startAt", "endAt", "startsAt", "endsAt", "expiresAt", "timestamp"})


def resolved(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" in schema:
        return resolved(SCHEMAS[schema["$ref"].rpartition("/")[2]])
    if len(schema.get("allOf", ())) == 1:
        return resolved(schema["allOf"][0])
    return schema


def json_schema(schema: Any) -> Any:
    """OpenAPI 3.0 as JSON Schema: ``nullable`` becomes a second type."""
    if isinstance(schema, list):
        return [json_schema(item) for item in schema]
    if not isinstance(schema, Mapping):
        return schema
    result = {key: json_schema(value) for key, value in schema.items() if key not in ("nullable", "example")}
    if schema.get("nullable") is True:
        return {"anyOf": [result, {"type": "null"}]}
    return result


def example(schema: Mapping[str, Any], name: str = "value") -> Any:
    """A value with every property, using the examples of the spec."""
    schema = resolved(schema)
    if "oneOf" in schema:
        return example(schema["oneOf"][0], name)
    if schema.get("type") == "object" or "properties" in schema:
        declared = schema.get("example")
        if isinstance(declared, dict):
            return declared
        if "properties" in schema:
            return {key: example(value, key) for key, value in schema["properties"].items()}
        extra = schema.get("additionalProperties")
        return {"key": example(extra, "key")} if isinstance(extra, Mapping) and extra else {"key": "value"}
    if schema.get("type") == "array":
        return [example(schema["items"], name)]
    return _scalar_example(schema, name)


def _scalar_example(schema: Mapping[str, Any], name: str) -> Any:
    if "enum" in schema:
        return schema["enum"][0]
    if schema.get("format") == "date-time" or name in INSTANT_NAMES:
        return INSTANT
    if "example" in schema:
        return schema["example"]
    return {"string": f"{name} 1", "number": 7, "boolean": True}[schema.get("type", "string")]


_TEXT = st.text(max_size=8)
_ANY = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | _TEXT,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(_TEXT, inner, max_size=2),
    max_leaves=4,
)
_INSTANTS = st.datetimes().map(lambda moment: moment.isoformat() + "Z") | st.sampled_from(
    [INSTANT, "2026-01-31T12:30:45Z", "2026-01-31T12:30:45.123456789+02:00", "2026-01-31T12:30:45.1Z"]
)


def wild(schema: Mapping[str, Any], name: str = "") -> st.SearchStrategy[Any]:
    """What a future server may send: unknown enum values, extra members, unexpected nulls and missing members."""
    schema = resolved(schema)
    if "oneOf" in schema:
        return st.one_of([wild(member) for member in schema["oneOf"]])
    kind = schema.get("type")
    if kind == "object" or "properties" in schema:
        return _wild_object(schema)
    if kind == "array":
        return st.lists(wild(schema["items"]), max_size=2)
    if "enum" in schema:
        return st.sampled_from(schema["enum"]) | _TEXT.map(lambda text: f"new-{text}")
    if schema.get("format") == "date-time" or name in INSTANT_NAMES:
        return _INSTANTS
    if kind == "number":
        return st.integers(-(2**53), 2**53) | st.integers(-1000, 1000).map(float) | st.floats(-1e6, 1e6)
    return st.booleans() if kind == "boolean" else _TEXT


def _wild_object(schema: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    properties = schema.get("properties")
    if not properties:
        extra = schema.get("additionalProperties")
        return st.dictionaries(
            _TEXT, wild(extra) if isinstance(extra, Mapping) and extra else _ANY, max_size=2
        )
    required = set(schema.get("required", ()))
    known = {key: wild(value, key) | st.none() for key, value in properties.items()}
    fixed = st.fixed_dictionaries(
        {key: value for key, value in known.items() if key in required},
        optional={key: value for key, value in known.items() if key not in required},
    )
    extras = st.dictionaries(_TEXT.map(lambda text: f"x-{text}"), _ANY, max_size=2)
    return st.tuples(fixed, extras).map(lambda both: {**both[1], **both[0]})
