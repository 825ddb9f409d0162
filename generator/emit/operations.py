"""Template contexts of operations, one module for each resource."""

from __future__ import annotations

import re
from collections.abc import Container
from typing import Any

from generator import ir
from generator.emit.annotations import LIST, names_in
from generator.emit.calls import call, sync_call
from generator.emit.code import Code, code, identifier, joined, literal
from generator.emit.coder_names import CoderNames
from generator.emit.operation_docs import operation_doc
from generator.emit.routes import route as route_of
from generator.emit.signatures import returns, signature, types_of
from generator.naming import constant, pascal

# Names in upper case that the module imports.
_TAKEN_CONSTANTS = frozenset({"JSON", "TYPE_CHECKING", "UNSET"})
_CONSTANT = re.compile(r"[A-Z][A-Z0-9_]{0,80}")

Resource = tuple[str, str, list[ir.Operation], list[ir.RemovedOperation]]


def class_name(api: ir.Api, resource: str) -> str:
    """Return the class of a resource. Its module imports models, so it has another name than these."""
    name = pascal(resource) + "Operations"
    while name in api.homes:
        name += "_"
    return name


def resources(api: ir.Api) -> list[Resource]:
    """Return (scope, resource, operations, removed operations), sorted."""
    found: dict[tuple[str, str], tuple[list[ir.Operation], list[ir.RemovedOperation]]] = {}
    for op in api.operations:
        found.setdefault((op.scope, op.resource), ([], []))[0].append(op)
    for gone in api.removed:
        found.setdefault((gone.scope, gone.resource), ([], []))[1].append(gone)
    return [
        (scope, resource, sorted(operations, key=lambda op: op.method), removed)
        for (scope, resource), (operations, removed) in sorted(found.items(), key=lambda item: item[0])
    ]


def operations_module(api: ir.Api, resource: Resource, names: CoderNames) -> dict[str, Any]:
    """Return the context of the async and the sync template, which share names, signatures and docstrings."""
    scope, name, operations, removed = resource
    types = sorted({n for op in operations for kind in types_of(op) for n in names_in(kind)})
    routes = _route_names(operations, _TAKEN_CONSTANTS.union(types))
    groups = _scheme_groups(
        operations, _TAKEN_CONSTANTS.union(types, (route.text for route in routes.values()))
    )
    shadowed = any(op.method == "list" for op in operations)
    return {
        "title": f"Operations of {scope}.{name}.",
        "class_doc": f"Operations of the resource {name.replace('_', ' ')} in the scope {scope}.",
        "class_name": identifier(class_name(api, name)),
        "scope": identifier(scope),
        "resource": identifier(name),
        "scheme_groups": [
            {
                "name": groups[schemes],
                "schemes": code("{{{}}}", joined(", ", [literal(scheme) for scheme in schemes])),
            }
            for schemes in sorted(groups)
        ],
        "type_names": [identifier(name) for name in types],
        "operations": [_operation(op, routes[op.id], groups, shadowed, names) for op in operations],
        "removed": [_removed(op) for op in removed],
    }


def _route_names(operations: list[ir.Operation], taken: Container[str]) -> dict[str, Code]:
    """Return the constant for the route of each operationId, unique in the module."""
    names: dict[str, str] = {}
    for operation in operations:
        name = constant(operation.method)
        while name in taken or name in names.values():
            name += "_"
        names[operation.id] = name
    return {operation_id: identifier(name) for operation_id, name in names.items()}


def _scheme_groups(operations: list[ir.Operation], taken: Container[str]) -> dict[tuple[str, ...], Code]:
    """Return the constant for each combination of security schemes."""
    names: dict[tuple[str, ...], str] = {}
    for schemes in sorted({op.schemes for op in operations if op.schemes}):
        name = constant("_".join(schemes).replace("-", "_"))
        name = name if _CONSTANT.fullmatch(name) else f"SCHEMES_{len(names) + 1}"
        while name in taken or name in names.values():
            name += "_"
        names[schemes] = name
    return {schemes: identifier(name) for schemes, name in names.items()}


def _removed(operation: ir.RemovedOperation) -> dict[str, Any]:
    name = f"{operation.scope}.{operation.resource}.{operation.method}"
    return {
        "method": identifier(operation.method),
        "doc": f"Removed from the API (operation {operation.id}): always raises. "
        f"The name goes away in {operation.until}.",
        "message": literal(f"{name}: operation {operation.id} was removed from the API"),
    }


def _operation(
    operation: ir.Operation,
    route: Code,
    groups: dict[tuple[str, ...], Code],
    shadowed: bool,
    names: CoderNames,
) -> dict[str, Any]:
    list_name = code("builtins.list") if shadowed else LIST
    body, plain = call(operation, route, names)
    return {
        "constant": route,
        "route": route_of(operation, groups),
        "method": identifier(operation.method),
        "plain": plain,
        "signature": joined(", ", signature(operation, list_name)),
        "returns": returns(operation, list_name),
        "doc": operation_doc(operation),
        "deprecation": literal(f"{operation.public_name} is deprecated by the API")
        if operation.deprecated
        else None,
        "body": body,
        "sync_body": sync_call(operation),
    }
