"""The OpenAPI document as tests see it: examples and hypothesis strategies from its schemas, without SDK
code.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

ROOT = Path(__file__).parents[2]
DOCUMENT: dict[str, Any] = json.loads((ROOT / "spec/cortex/openapi.json").read_bytes())
SCHEMAS: dict[str, Any] = DOCUMENT["components"]["schemas"]
INSTANT = "2026-01-31T12:30:45.123000Z"
# Datetimes that requests declare as plain strings.
INSTANT_NAMES = frozenset({"startAt", "endAt", "startsAt", "endsAt", "expiresAt", "timestamp"})


METHODS = frozenset({"get", "put", "post", "delete", "options", "head", "patch"})


def dereferenced(node: Mapping[str, Any]) -> dict[str, Any]:
    """``node``, or what its ``$ref`` points to."""
    while "$ref" in node:
        found: Any = DOCUMENT
        for step in node["$ref"].removeprefix("#/").split("/"):
            found = found[step.replace("~1", "/").replace("~0", "~")]
        node = found
    return dict(node)


def route(method: str, path: str) -> str:
    """Method and path without the names of placeholders."""
    return f"{method.upper()} {re.sub(r'{[^{}]*}', '{}', path)}"


def _operations() -> Iterator[tuple[str, dict[str, Any]]]:
    for path, item in DOCUMENT["paths"].items():
        whole = dereferenced(item)
        shared = [dereferenced(parameter) for parameter in whole.get("parameters", ())]
        for method in METHODS & whole.keys():
            declared = dict(whole[method])
            own = [dereferenced(parameter) for parameter in declared.get("parameters", ())]
            taken = {(parameter["in"], parameter["name"]) for parameter in own}
            declared["parameters"] = own + [one for one in shared if (one["in"], one["name"]) not in taken]
            declared["responses"] = {str(k): dereferenced(v) for k, v in declared["responses"].items()}
            if "requestBody" in declared:
                declared["requestBody"] = dereferenced(declared["requestBody"])
            declared.setdefault("security", DOCUMENT.get("security", []))
            yield route(method, path), declared


OPERATIONS: dict[str, dict[str, Any]] = dict(_operations())
"""``route`` -> operation, with references followed and the parameters of the path added."""


def media_schema(described: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The schema of a body or response under the first JSON media type, None without one."""
    for media, content in described.get("content", {}).items():
        if media.partition(";")[0].endswith(("/json", "+json")):
            return dict(content.get("schema", {}))
    return None


def resolved(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """A schema without references, with ``allOf`` merged and null left out."""
    if "$ref" in schema:
        return resolved(dereferenced(schema))
    if "allOf" in schema:
        parts = [
            resolved(part) for part in (*schema["allOf"], {k: v for k, v in schema.items() if k != "allOf"})
        ]
        merged: dict[str, Any] = {}
        for part in parts:
            merged = {
                **merged,
                **part,
                "properties": {**merged.get("properties", {}), **part.get("properties", {})},
                "required": [*merged.get("required", ()), *part.get("required", ())],
            }
        return (
            merged
            if merged["properties"]
            else {k: v for k, v in merged.items() if k not in ("properties", "required")}
        )
    for key in ("oneOf", "anyOf"):
        described = [member for member in schema.get(key, ()) if member != {"type": "null"}]
        if len(described) == 1:
            return resolved(described[0])
    if isinstance(schema.get("type"), list):
        kinds = [kind for kind in schema["type"] if kind != "null"]
        return {**schema, "type": kinds[0] if kinds else "null"}
    return schema


def may_be_null(schema: Mapping[str, Any]) -> bool:
    """Whether the document declares null for a value, in the manner of OpenAPI 3.0 or 3.1."""
    if "$ref" in schema:
        return may_be_null(dereferenced(schema))
    members = [*schema.get("oneOf", ()), *schema.get("anyOf", ())]
    kinds = schema.get("type")
    return (
        schema.get("nullable") is True
        or (isinstance(kinds, list) and "null" in kinds)
        or {"type": "null"} in members
    )


def json_schema(schema: Any) -> Any:
    """OpenAPI 3.0 as JSON Schema: ``nullable`` becomes a second type. 3.1 is JSON Schema already."""
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
    for key in ("oneOf", "anyOf"):
        if key in schema:
            return example(schema[key][0], name)
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
    if "const" in schema or "enum" in schema:
        return schema["const"] if "const" in schema else schema["enum"][0]
    if schema.get("format") == "date":
        return INSTANT[:10]
    if schema.get("format") == "date-time" or name in INSTANT_NAMES:
        return INSTANT
    if "example" in schema:
        return schema["example"]
    return {"string": f"{name} 1", "number": 7, "integer": 7, "boolean": True, "null": None}[
        schema.get("type", "string")
    ]


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
    """What a future server may send: unknown enum values, extra members, unexpected nulls and missing
    members.
    """
    schema = resolved(schema)
    for key in ("oneOf", "anyOf"):
        if key in schema:
            return st.one_of([wild(member) for member in schema[key]])
    kind = schema.get("type")
    if kind == "object" or "properties" in schema:
        return _wild_object(schema)
    if kind == "array":
        return st.lists(wild(schema["items"]), max_size=2)
    if "const" in schema or "enum" in schema:
        known = st.sampled_from([schema["const"]] if "const" in schema else schema["enum"])
        return known | _TEXT.map(lambda text: f"new-{text}") if kind == "string" else known
    if schema.get("format") == "date":
        return st.dates().map(str)
    if schema.get("format") == "date-time" or name in INSTANT_NAMES:
        return _INSTANTS
    if kind == "number":
        return st.integers(-(2**53), 2**53) | st.integers(-1000, 1000).map(float) | st.floats(-1e6, 1e6)
    if kind == "integer":
        return st.integers(-(2**53), 2**53)
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
