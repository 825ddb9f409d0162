"""Values that conform to a spec, and values that nearly do. Reads the specs by itself."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from generator.source.specification import load

ROOT = Path(__file__).parents[3]
PACKAGES = {
    "cortex": "cortex_async._generated",
    "nimrobo": "cortex_async.contrib.nimrobo._generated",
    "orga": "cortex_async.contrib.orga._generated",
    "rtcstack": "cortex_async.contrib.rtcstack._generated",
}

_TEXT = st.text(max_size=6)
_ANY: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.floats(-9, 9) | _TEXT,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(_TEXT, inner, max_size=2),
    max_leaves=3,
)


@cache
def document(api: str) -> dict[str, Any]:
    """The OpenAPI document with its overlay."""
    return load(ROOT / "spec" / api).document


def followed(api: str, node: Mapping[str, Any]) -> Mapping[str, Any]:
    while "$ref" in node:
        found: Any = document(api)
        for step in node["$ref"].removeprefix("#/").split("/"):
            found = found[step.replace("~1", "/").replace("~0", "~")]
        node = found
    return node


def json_responses(api: str) -> Iterator[tuple[str, str, int, Mapping[str, Any]]]:
    """Method, path, status and schema of every response with JSON."""
    for path, item in document(api)["paths"].items():
        for method in ("get", "put", "post", "delete", "patch"):
            if method not in item or item[method].get("x-documentation-only"):
                continue
            for code, declared in item[method]["responses"].items():
                content = followed(api, declared).get("content", {})
                if "application/json" in content:
                    status = 418 if code == "default" else int(code)
                    yield method.upper(), path, status, content["application/json"]["schema"]


def events() -> list[Mapping[str, Any]]:
    """The schemas of Cortex's events."""
    item = document("cortex")["paths"]["/api/events/schema"]["get"]["responses"]["200"]
    union: list[Mapping[str, Any]] = item["content"]["application/json"]["schema"]["oneOf"]
    return union


def valid(api: str, schema: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    """Values that the schema describes, without undocumented fields."""
    if "$ref" in schema:
        return _named(api, schema["$ref"])
    found = _valid(api, schema)
    return found | st.none() if schema.get("nullable") else found


@cache
def _named(api: str, reference: str) -> st.SearchStrategy[Any]:
    return st.deferred(lambda: valid(api, followed(api, {"$ref": reference})))


def _valid(api: str, schema: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    if "const" in schema:
        return st.just(schema["const"])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    for key in ("oneOf", "anyOf"):
        if key in schema and "properties" not in schema:
            return st.one_of([valid(api, one) for one in schema[key]])
    kinds = schema.get("type")
    if isinstance(kinds, list):
        return st.one_of([_valid(api, {**schema, "type": kind}) for kind in kinds])
    if "allOf" in schema or "properties" in schema or kinds == "object":
        return _objects(api, schema)
    if kinds == "array":
        return st.lists(valid(api, schema.get("items", {})), max_size=2)
    scalars = {
        "string": _TEXT,
        "boolean": st.booleans(),
        "integer": st.integers(-9, 9) | st.just(2.0),
        "number": st.integers(-9, 9) | st.floats(-9, 9),
        "null": st.none(),
    }
    return scalars.get(str(kinds), _ANY)


def _objects(api: str, schema: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    properties, required, extra = _merged(api, schema)
    if not properties and extra is None:
        extra = True
    others: st.SearchStrategy[Any] = st.just({})
    if extra:
        names = _TEXT.filter(lambda name: name not in properties)
        others = st.dictionaries(names, valid(api, extra) if isinstance(extra, Mapping) else _ANY, max_size=2)
    known = {name: valid(api, of) for name, of in properties.items()}
    fields = st.fixed_dictionaries(
        {name: of for name, of in known.items() if name in required},
        optional={name: of for name, of in known.items() if name not in required},
    )
    return st.tuples(others, fields).map(lambda both: {**both[0], **both[1]})


def _merged(api: str, schema: Mapping[str, Any]) -> tuple[dict[str, Any], set[str], Any]:
    properties: dict[str, Any] = {}
    required: set[str] = set()
    extra: Any = None
    for part in (*schema.get("allOf", ()), {key: of for key, of in schema.items() if key != "allOf"}):
        whole = followed(api, part)
        if "allOf" in whole:
            own, needed, more = _merged(api, whole)
        else:
            own, needed = whole.get("properties", {}), set(whole.get("required", ()))
            more = whole.get("additionalProperties")
        properties |= own
        required |= needed
        extra = extra or more
    return properties, required, extra


@st.composite
def changed(draw: st.DrawFn, values: st.SearchStrategy[Any]) -> Any:
    """A conforming value with one of its parts removed or replaced."""
    value = copy.deepcopy(draw(values))
    places = list(_places(value))
    if not places:
        return draw(_ANY)
    holder, key = draw(st.sampled_from(places))
    if isinstance(holder, dict) and draw(st.booleans()):
        del holder[key]
    else:
        holder[key] = draw(_ANY)
    return value


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value if isinstance(value, list) else ())
    for key, member in inside:
        yield value, key
        yield from _places(member)
