"""Operations, their sync twins, the scopes and the reference page as template contexts."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from . import ir
from .annotations import annotation, names_in, runtime_type
from .emit_models import literal
from .naming import constant, pascal
from .operations import call_parameters
from .text import cell

PAGER_PARAMETERS = ("page_size: int = 50", "max_items: int | None = None", "offset: int = 0")
_PAGER_DOC = (
    ("page_size", "items asked for per request."),
    ("max_items", "stop after so many items; None walks everything."),
    ("offset", "items to skip at the start."),
)
_ERRORS = {
    "400": "BadRequest",
    "401": "Unauthorized",
    "403": "Forbidden",
    "404": "NotFound",
    "409": "Conflict",
    "422": "ValidationFailed",
    "429": "RateLimited",
}


def class_name(resource: str) -> str:
    return pascal(resource) + "Operations"


def resources(api: ir.Api) -> list[tuple[str, str, list[ir.Operation]]]:
    """(scope, resource, operations), sorted."""
    ordered = sorted(api.operations, key=lambda op: (op.scope, op.resource, op.method))
    grouped = groupby(ordered, key=lambda op: (op.scope, op.resource))
    return [(scope, resource, list(operations)) for (scope, resource), operations in grouped]


def operations_module(scope: str, resource: str, operations: list[ir.Operation]) -> dict[str, Any]:
    """The context of both colours: they share names, signatures and texts."""
    return {
        "title": f"Operations of {scope}.{resource}.",
        "class_doc": f"Operations of the resource {resource.replace('_', ' ')} in the scope {scope}.",
        "class_name": class_name(resource),
        "scope": scope,
        "resource": resource,
        "scheme_groups": [
            {"name": _scheme_group(schemes), "schemes": "{" + ", ".join(map(literal, schemes)) + "}"}
            for schemes in sorted({op.schemes for op in operations if op.schemes})
        ],
        "type_names": sorted({name for op in operations for kind in _types(op) for name in names_in(kind)}),
        "operations": [_operation(op, any(o.method == "list" for o in operations)) for op in operations],
    }


def _scheme_group(schemes: tuple[str, ...]) -> str:
    return constant("_".join(schemes).replace("-", "_"))


def _types(operation: ir.Operation) -> list[ir.Type]:
    kinds = [p.type for p in call_parameters(operation)]
    if operation.body is not None:
        keywords = operation.body.keywords
        kinds += [operation.body.type] if keywords is None else [k.field.type for k in keywords]
    if operation.paging is not None:
        return [*kinds, operation.paging.item]
    return [*kinds, operation.answer.type] if operation.answer.type is not None else kinds


def _operation(operation: ir.Operation, shadowed: bool) -> dict[str, Any]:
    list_name = "builtins.list" if shadowed else "list"
    body, plain = _call(operation)
    return {
        "id": operation.id,
        "constant": constant(operation.method),
        "route": _route(operation),
        "method": operation.method,
        "plain": plain,
        "signature": ", ".join(signature(operation, list_name)),
        "returns": returns(operation, list_name),
        "doc": _doc(operation),
        "body": body,
        "sync_body": _sync_call(operation),
    }


def _route(operation: ir.Operation) -> str:
    parts = [literal(operation.id), literal(operation.http_method), literal(operation.path)]
    if operation.schemes:
        parts.append(_scheme_group(operation.schemes))
    if operation.repeatable:
        parts.append("repeatable=True")
    if operation.accept != "application/json":
        parts.append(f"accept={literal(operation.accept)}")
    return ", ".join(parts)


def signature(operation: ir.Operation, list_name: str) -> list[str]:
    """``self``, the item's path parameters by position, the rest by keyword, required ones first."""
    given = call_parameters(operation)
    positional = [f"{p.name}: str" for p in given if p.place == "path"]
    keyword = [(p.required, _parameter(p, list_name)) for p in given if p.place != "path"]
    keyword += _body_parameters(operation, list_name)
    keyword.sort(key=lambda pair: not pair[0])
    paged = list(PAGER_PARAMETERS) if operation.paging else []
    names = [text for _, text in keyword] + paged
    options = "StreamOptions" if operation.answer.kind == "events" else "Options"
    return ["self", *positional, *(["*", *names] if names else []), f"**options: Unpack[{options}]"]


def _parameter(parameter: ir.Parameter, list_name: str) -> str:
    kind = parameter.type
    text = (
        f"Iterable[{annotation(kind.item, sent=True)}]"
        if isinstance(kind, ir.ListOf)
        else annotation(kind, sent=True)
    )
    return f"{parameter.name}: {text}" if parameter.required else f"{parameter.name}: {text} | Unset = UNSET"


def _body_parameters(operation: ir.Operation, list_name: str) -> list[tuple[bool, str]]:
    if operation.body is None:
        return []
    if operation.body.keywords is None:
        return [(True, f"body: {annotation(operation.body.type, sent=True, list_name=list_name)}")]
    found: list[tuple[bool, str]] = []
    for keyword in operation.body.keywords:
        text = annotation(keyword.field.type, sent=True, list_name=list_name)
        null = " | None" if keyword.field.nullable else ""
        absent = "" if keyword.field.required else " | Unset = UNSET"
        found.append((keyword.field.required, f"{keyword.name}: {text}{null}{absent}"))
    return found


def returns(operation: ir.Operation, list_name: str = "list") -> str:
    if operation.paging is not None:
        return f"Pager[{annotation(operation.paging.item, sent=False, list_name=list_name)}]"
    match operation.answer.kind:
        case "typed":
            assert operation.answer.type is not None
            return annotation(operation.answer.type, sent=False, list_name=list_name)
        case "none":
            return "None"
        case "bytes":
            return "bytes"
        case "text":
            return "str"
        case "events":
            return "EventStream[Event]"
        case "undeclared":
            return "JSON"


def _request(operation: ir.Operation) -> str:
    parts = [constant(operation.method)]
    item = [p.name for p in call_parameters(operation) if p.place == "path"]
    if operation.bound and item:
        parts.append(f"(*self._bound, {', '.join(item)})")
    elif operation.bound:
        parts.append("self._bound")
    elif item:
        parts.append(f"({', '.join(item)},)")
    for place in ("query", "header"):
        values = [p for p in call_parameters(operation) if p.place == place]
        if values:
            name = "query" if place == "query" else "headers"
            parts.append(f"{name}={{{', '.join(f'{literal(p.wire)}: {_value(p)}' for p in values)}}}")
    if operation.body is not None:
        parts.append(f"body={_body(operation.body)}")
    return f"Request({', '.join(parts)})"


def _value(parameter: ir.Parameter) -> str:
    return f"comma_separated({parameter.name})" if parameter.joined else parameter.name


def _body(body: ir.Body) -> str:
    if body.keywords is None:
        return "body"
    return f"{runtime_type(body.type)}({', '.join(f'{k.field.name}={k.name}' for k in body.keywords)})"


def _call(operation: ir.Operation) -> tuple[list[str], bool]:
    """The statements of the method, and whether it is a plain function that returns something to iterate."""
    request = _request(operation)
    if operation.paging is not None:
        item, items = runtime_type(operation.paging.item), operation.paging.items
        name = "None" if items is None else literal(items)
        pager = "page_size=page_size, max_items=max_items, offset=offset"
        return [f"return self._pages({request}, {item}, {name}, options, {pager})"], True
    match operation.answer.kind:
        case "events":
            return [
                "from ...events import decode_event",
                "",
                f"return self._events({request}, decode_event, options)",
            ], True
        case "typed":
            assert operation.answer.type is not None
            return [
                f"return await self._call({request}, {runtime_type(operation.answer.type)}, options)"
            ], False
        case "none":
            return [f"await self._call_none({request}, options)"], False
        case "bytes" | "text":
            return [f"return await self._call_{operation.answer.kind}({request}, options)"], False
        case "undeclared":
            return [f"return await self._call_json({request}, options)"], False


def _sync_call(operation: ir.Operation) -> str:
    given = call_parameters(operation)
    arguments = [p.name for p in given if p.place == "path"]
    arguments += [f"{p.name}={p.name}" for p in given if p.place != "path"]
    if operation.body is not None:
        keywords = operation.body.keywords
        arguments += ["body=body"] if keywords is None else [f"{k.name}={k.name}" for k in keywords]
    if operation.paging is not None:
        arguments += ["page_size=page_size", "max_items=max_items", "offset=offset"]
    call = ", ".join([*arguments, "**options"])
    if operation.paging is not None:
        return f"return Pager(self._runner, self._inner.{operation.method}({call}))"
    if operation.answer.kind == "events":
        return f"return EventStream(self._runner, self._inner.{operation.method}({call}))"
    return f"return self._wait(self._inner.{operation.method}, {call})"


def _doc(operation: ir.Operation) -> str:
    parts = [operation.summary or operation.id]
    if operation.doc and operation.doc != operation.summary:
        parts += ["", operation.doc]
    arguments = [(p.name, p.doc) for p in call_parameters(operation)]
    if operation.body is not None:
        arguments += [(k.name, k.field.doc) for k in operation.body.keywords or ()]
    if operation.paging is not None:
        arguments += _PAGER_DOC
    described = [f"    {name}: {' '.join(doc.split())}" for name, doc in arguments if doc]
    if described:
        parts += ["", "Args:", *described]
    raised = [_ERRORS[status] for status in operation.statuses if status in _ERRORS]
    if raised:
        parts += ["", f"Raises: {', '.join(raised)}; every call can raise RequestFailed and APIError."]
    parts += ["", f"Operation {operation.id}: {operation.http_method} {operation.path}"]
    return "\n".join(parts)


def scopes_module(api: ir.Api, bound: dict[str, int]) -> dict[str, Any]:
    found = resources(api)
    doubled = {name for _, name, _ in found if len({s for s, r, _ in found if r == name}) > 1}
    entries = [_resource(scope, name, name in doubled) for scope, name, _ in found]
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
            for scope in sorted({scope for scope, _, _ in found})
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
        "scopes": [
            {
                "heading": scope.capitalize(),
                "prefix": prefixes.get(scope, f"client.{scope}(...)"),
                "resources": [
                    {"name": name, "operations": [_reference_row(op) for op in operations]}
                    for s, name, operations in found
                    if s == scope
                ],
            }
            for scope in sorted({scope for scope, _, _ in found})
        ],
    }


def _reference_row(operation: ir.Operation) -> dict[str, str]:
    shown = [text for text in signature(operation, "list")[1:-1] if text != "*"]
    pieces = [text.replace(" | Unset = UNSET", "?").replace(" = None", "?") for text in shown]
    return {
        "method": operation.method,
        "id": operation.id,
        "http_method": operation.http_method,
        "path": operation.path,
        "parameters": cell(", ".join(f"`{text}`" for text in pieces)) or "-",
        "returns": cell(returns(operation)),
    }
