"""The scopes and the reference page as template contexts."""

from __future__ import annotations

from typing import Any

from . import ir
from .emit_operations import class_name, resources
from .naming import pascal
from .signatures import returns, signature
from .text import cell


def scopes_module(api: ir.Api, bound: dict[str, int]) -> dict[str, Any]:
    found = [(scope, name) for scope, name, _, _ in resources(api)]
    doubled = {name for _, name in found if len({s for s, r in found if r == name}) > 1}
    entries = [_resource(scope, name, name in doubled) for scope, name in found]
    return {
        "title": f"The resources of each scope of {api.name}.",
        "all_resources": entries,
        "scopes": [
            {
                "class_name": pascal(scope) + "Scope",
                "doc": f"The resources of the scope {scope}.",
                "parameters": f", {scope}_id: str" if bound.get(scope) else "",
                "bound": f"({scope}_id,)" if bound.get(scope) else "()",
                "resources": [entry for entry in entries if entry["scope"] == scope],
            }
            for scope in sorted({scope for scope, _ in found})
        ],
    }


def _resource(scope: str, resource: str, doubled: bool) -> dict[str, str]:
    name = class_name(resource)
    local = pascal(scope) + name if doubled else name
    return {
        "scope": scope,
        "name": resource,
        "class_name": name,
        "alias": f" as {local}" if doubled else "",
        "local_name": local,
    }


def reference(api: ir.Api) -> dict[str, Any]:
    found = resources(api)
    prefixes = {"account": "client", "project": "client.project(project_id)"}
    return {
        "title": f"Reference: {len(api.operations)} operations of {api.name}",
        "documentation_only": ", ".join(f"`{name}`" for name in api.documentation_only),
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


def _reference_row(operation: ir.Operation) -> dict[str, str]:
    shown = [text for text in signature(operation, "list")[1:-1] if text != "*"]
    pieces = [text.replace(" | Unset = UNSET", "?").replace(" = None", "?") for text in shown]
    deprecated = " (deprecated)" if operation.deprecated else ""
    return {
        "method": operation.method,
        "id": operation.id,
        "http_method": operation.http_method,
        "path": operation.path + deprecated,
        "parameters": cell(", ".join(f"`{text}`" for text in pieces)) or "-",
        "returns": cell(returns(operation)),
    }
