"""Emits ``responses.json``: what the spec, with its overlay, says about responses and events.

It is the OpenAPI document without everything else, so that a pointer into it is one into the document.
``DriftObserver`` holds responses against it; it needs no YAML parser and no overlay for that.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from generator import ir
from generator.model.operations import is_documentation, walk

NAME = "responses.json"

_SCALAR = ("$ref", "type", "nullable", "const", "enum")
_ONE = ("items", "additionalProperties")
_MANY = ("allOf", "anyOf", "oneOf")
_NAMED = ("properties", "patternProperties", "$defs")


def described(document: Mapping[str, Any], api: ir.Api) -> str:
    """Return the content of ``responses.json``.

    ``document`` is the OpenAPI document after the overlay.
    """
    paths: dict[str, dict[str, Any]] = {}
    for operation_id, method, path, body, _ in walk(document):
        if is_documentation(body):
            continue
        responses = {str(code): _response(declared) for code, declared in body.get("responses", {}).items()}
        paths.setdefault(path, {})[method] = {"operationId": operation_id, "responses": responses}
    components = document.get("components", {})
    shared = {name: _response(declared) for name, declared in components.get("responses", {}).items()}
    events = {value: api.model(name).pointer for value, name in api.events.members} if api.events else {}
    schemas = {name: _schema(declared) for name, declared in components.get("schemas", {}).items()}
    kept = {
        "responses": shared,
        "schemas": _reachable(schemas, [paths, shared, [{"$ref": one} for one in events.values()]]),
    }
    found: dict[str, Any] = {"api": api.name, "paths": paths, "components": kept}
    if api.events is not None:
        found["events"] = {"by": api.events.by, "schemas": events}
    return json.dumps(found, indent=0, sort_keys=True) + "\n"


def _response(declared: Mapping[str, Any]) -> dict[str, Any]:
    if "$ref" in declared:
        return {"$ref": declared["$ref"]}
    content = declared.get("content")
    if not content:
        return {}
    return {"content": {media: {"schema": _schema(of.get("schema", {}))} for media, of in content.items()}}


def _schema(schema: Any) -> Any:
    """Return the schema without what says nothing about the shape of a response, such as descriptions."""
    if not isinstance(schema, Mapping):
        return schema
    found: dict[str, Any] = {key: schema[key] for key in _SCALAR if key in schema}
    found |= {key: _schema(schema[key]) for key in _ONE if key in schema}
    found |= {key: [_schema(one) for one in schema[key]] for key in _MANY if key in schema}
    found |= {
        key: {name: _schema(one) for name, one in schema[key].items()} for key in _NAMED if key in schema
    }
    unsent = {name for name, one in schema.get("properties", {}).items() if _is_write_only(one)}
    required = [name for name in schema.get("required", ()) if name not in unsent]
    return found | ({"required": required} if required else {})


def _is_write_only(schema: Any) -> bool:
    return isinstance(schema, Mapping) and schema.get("writeOnly") is True


def _reachable(schemas: Mapping[str, Any], roots: Any) -> dict[str, Any]:
    """Return the schemas that ``roots`` refer to, directly or through others."""
    found: dict[str, Any] = {}
    waiting = list(_references(roots))
    while waiting:
        name = waiting.pop()
        if name in schemas and name not in found:
            found[name] = schemas[name]
            waiting += _references(schemas[name])
    return found


def _references(node: Any) -> Iterator[str]:
    """Yield the names of the schemas in components that ``node`` refers to."""
    if isinstance(node, Mapping):
        target = node.get("$ref")
        if isinstance(target, str) and target.startswith("#/components/schemas/"):
            yield target.split("/")[3].replace("~1", "/").replace("~0", "~")
        node = list(node.values())
    for member in node if isinstance(node, list) else ():
        yield from _references(member)
