"""Template contexts of the scopes and the reference page."""

from __future__ import annotations

from collections import Counter
from typing import Any

from generator import ir
from generator.emit.annotations import LIST
from generator.emit.code import code, identifier
from generator.emit.coder_names import allocated
from generator.emit.operations import class_name, resources
from generator.emit.signatures import arguments, returns
from generator.naming import pascal


def scopes_module(api: ir.Api, bound: dict[str, int]) -> dict[str, Any]:
    found = [(scope, name) for scope, name, _, _ in resources(api)]
    classes = {name: class_name(api, name) for _, name in found}
    uses = Counter(classes[name] for _, name in found)
    locals_ = allocated(
        (
            ((scope, name), classes[name] if uses[classes[name]] == 1 else pascal(scope) + classes[name])
            for scope, name in found
        ),
        set(),
    )
    entries = [_resource(scope, name, classes[name], locals_[scope, name]) for scope, name in found]
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


def _resource(scope: str, resource: str, name: str, local_name: str) -> dict[str, Any]:
    local = identifier(local_name)
    return {
        "scope": identifier(scope),
        "name": identifier(resource),
        "class_name": identifier(name),
        "alias": code("") if local_name == name else code(" as {}", local),
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
