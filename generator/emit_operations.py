"""Operations and their sync twins as template contexts, one module per resource."""

from __future__ import annotations

from typing import Any

from . import ir
from .annotations import literal, names_in
from .emit_calls import call, sync_call
from .naming import constant, pascal
from .signatures import documentation, returns, signature, types_of

# Names that the module binds before its routes.
_TAKEN_CONSTANTS = frozenset({"JSON", "TYPE_CHECKING", "UNSET"})

Resource = tuple[str, str, list[ir.Operation], list[ir.RemovedOperation]]


def class_name(resource: str) -> str:
    return pascal(resource) + "Operations"


def resources(api: ir.Api) -> list[Resource]:
    """(scope, resource, operations, removed ones), sorted."""
    found: dict[tuple[str, str], tuple[list[ir.Operation], list[ir.RemovedOperation]]] = {}
    for op in api.operations:
        found.setdefault((op.scope, op.resource), ([], []))[0].append(op)
    for gone in api.removed:
        found.setdefault((gone.scope, gone.resource), ([], []))[1].append(gone)
    return [
        (scope, resource, sorted(operations, key=lambda op: op.method), removed)
        for (scope, resource), (operations, removed) in sorted(found.items(), key=lambda item: item[0])
    ]


def operations_module(resource: Resource) -> dict[str, Any]:
    """The context of both colours: they share names, signatures and texts."""
    scope, name, operations, removed = resource
    routes = _route_names(operations)
    groups = _scheme_groups(operations, set(routes.values()))
    shadowed = any(op.method == "list" for op in operations)
    return {
        "title": f"Operations of {scope}.{name}.",
        "class_doc": f"Operations of the resource {name.replace('_', ' ')} in the scope {scope}.",
        "class_name": class_name(name),
        "scope": scope,
        "resource": name,
        "scheme_groups": [
            {"name": groups[schemes], "schemes": "{" + ", ".join(map(literal, schemes)) + "}"}
            for schemes in sorted(groups)
        ],
        "type_names": sorted({n for op in operations for kind in types_of(op) for n in names_in(kind)}),
        "operations": [_operation(op, routes[op.id], groups, shadowed) for op in operations],
        "removed": [_removed(op) for op in removed],
    }


def _route_names(operations: list[ir.Operation]) -> dict[str, str]:
    """operationId -> the constant of its route; each is free of what else the module binds."""
    names: dict[str, str] = {}
    for operation in operations:
        name = constant(operation.method)
        while name in _TAKEN_CONSTANTS or name in names.values():
            name += "_"
        names[operation.id] = name
    return names


def _scheme_groups(operations: list[ir.Operation], taken: set[str]) -> dict[tuple[str, ...], str]:
    """Security schemes -> the constant that holds them."""
    names: dict[tuple[str, ...], str] = {}
    for schemes in sorted({op.schemes for op in operations if op.schemes}):
        name = constant("_".join(schemes).replace("-", "_"))
        name = name if name.isidentifier() else f"SCHEMES_{len(names) + 1}"
        while name in taken or name in _TAKEN_CONSTANTS or name in names.values():
            name += "_"
        names[schemes] = name
    return names


def _removed(operation: ir.RemovedOperation) -> dict[str, str]:
    name = f"{operation.scope}.{operation.resource}.{operation.method}"
    return {
        "method": operation.method,
        "doc": f"Removed from the API (operation {operation.id}): raises. The name goes away in {operation.until}.",
        "message": literal(f"{name}: the API has no operation {operation.id} any more"),
    }


def _operation(
    operation: ir.Operation, route: str, groups: dict[tuple[str, ...], str], shadowed: bool
) -> dict[str, Any]:
    list_name = "builtins.list" if shadowed else "list"
    body, plain = call(operation, route)
    return {
        "constant": route,
        "route": _route(operation, groups),
        "method": operation.method,
        "plain": plain,
        "signature": ", ".join(signature(operation, list_name)),
        "returns": returns(operation, list_name),
        "doc": documentation(operation),
        "deprecation": literal(f"{operation.public_name} is deprecated by the API")
        if operation.deprecated
        else "",
        "body": body,
        "sync_body": sync_call(operation),
    }


def _route(operation: ir.Operation, groups: dict[tuple[str, ...], str]) -> str:
    parts = [literal(operation.id), literal(operation.http_method), literal(operation.path)]
    if operation.schemes:
        parts.append(groups[operation.schemes])
    if operation.repeatable:
        parts.append("repeatable=True")
    if operation.accept != "application/json":
        parts.append(f"accept={literal(operation.accept)}")
    if operation.path_parameters:
        parts.append(f"ids=({' '.join(f'{literal(name)},' for name in operation.ids)})")
    return ", ".join(parts)
