"""Template contexts of the scopes and the reference page."""

from __future__ import annotations

from typing import Any

from generator import ir
from generator.emit.annotations import LIST
from generator.emit.code import code, identifier
from generator.emit.operations import class_name, resources
from generator.emit.signatures import arguments, returns
from generator.naming import pascal


def scopes_module(api: ir.Api, bound: dict[str, int]) -> dict[str, Any]:
    found = [(scope, name) for scope, name, _, _ in resources(api)]
    doubled = {name for _, name in found if len({s for s, r in found if r == name}) > 1}
    entries = [_resource(scope, name, name in doubled) for scope, name in found]
    return {
        "title": f"The resources of each scope of {api.name}.",
        "all_resources": entries,
        "scopes": [
            {
                "class_name": identifier(pascal(scope) + "Scope"),
                "doc": f"The resources of the scope {scope}.",
                "id": identifier(f"{scope}_id") if bound.get(scope) else None,
                "resources": [entry for entry in entries if entry["scope"] == identifier(scope)],
            }
            for scope in sorted({scope for scope, _ in found})
        ],
    }


def _resource(scope: str, resource: str, doubled: bool) -> dict[str, Any]:
    name = class_name(resource)
    local = identifier(pascal(scope) + name if doubled else name)
    return {
        "scope": identifier(scope),
        "name": identifier(resource),
        "class_name": identifier(name),
        "alias": code(" as {}", local) if doubled else code(""),
        "local_name": local,
    }


def reference(api: ir.Api) -> dict[str, Any]:
    """Return the context of the reference page. Its template escapes all strings."""
    found = resources(api)
    prefixes = {"account": "client", "project": "client.project(project_id)"}
    return {
        "title": f"Reference: {len(api.operations)} operations of {api.name}",
        "documentation_only": api.documentation_only,
        "removed": [
            {"name": f"{op.scope}.{op.resource}.{op.method}", "id": op.id, "until": op.until}
            for op in api.removed
        ],
        "scopes": [
            {
                "heading": scope.capitalize(),
                "prefix": prefixes.get(scope, f"client.{scope}(...)"),
                "resources": [
                    {"name": name, "operations": [_reference_row(op) for op in operations]}
                    for s, name, operations, _ in found
                    if s == scope and operations
                ],
            }
            for scope in sorted({op.scope for op in api.operations})
        ],
    }


def _reference_row(operation: ir.Operation) -> dict[str, Any]:
    positional, keyword = arguments(operation, LIST)
    return {
        "method": operation.method,
        "id": operation.id,
        "http_method": operation.http_method,
        "path": operation.path + (" (deprecated)" if operation.deprecated else ""),
        "parameters": [item.shown for item in (*positional, *keyword)],
        "returns": returns(operation).text,
    }
