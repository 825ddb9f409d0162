"""The statements of a generated method: the request that it builds, and what it does with the answer."""

from __future__ import annotations

from . import ir
from .annotations import literal, runtime_type
from .drafts import EXTRA_FIELD
from .emit_decoders import answer_function


def _is_text(kind: ir.Type) -> bool:
    """Whether a value of this kind is written as it is."""
    match kind:
        case ir.Scalar("str") | ir.EnumRef(_, "str"):
            return True
        case ir.Constant(value, _):
            return isinstance(value, str)
        case _:
            return False


def _request(operation: ir.Operation, route: str) -> str:
    parts = [route]
    given = ir.call_parameters(operation)
    item = [p.name if _is_text(p.type) else f"scalar_text({p.name})" for p in given if p.place == "path"]
    if operation.bound and item:
        parts.append(f"(*self._bound, {', '.join(item)})")
    elif operation.bound:
        parts.append("self._bound")
    elif item:
        parts.append(f"({', '.join(item)},)")
    for place, keyword in (("query", "query"), ("header", "headers")):
        values = [p for p in given if p.place == place]
        if values:
            members = ", ".join(f"{literal(p.wire)}: {_value(p)}" for p in values)
            parts.append(f"{keyword}={{{members}}}")
    if operation.body is not None:
        parts.append(f"body={_body(operation.body)}")
    return f"Request({', '.join(parts)})"


def _value(parameter: ir.Parameter) -> str:
    if parameter.place == "header":
        return parameter.name if _is_text(parameter.type) else f"header_text({parameter.name})"
    return f"comma_separated({parameter.name})" if parameter.joined else parameter.name


def _body(body: ir.Body) -> str:
    """What is sent; a body that may be left out is, when nothing of it is given."""
    value = _json_body(body) if body.media == "json" else _other_body(body)
    return value if body.required or value == "body" else f"unless_empty({value})"


def _json_body(body: ir.Body) -> str:
    if body.keywords is None:
        value = "body"
    else:
        values = [f"{k.field.name}={k.name}" for k in body.keywords]
        values += [f"{EXTRA_FIELD}={EXTRA_FIELD}"] if body.extra is not None else []
        value = f"{runtime_type(body.type)}({', '.join(values)})"
    return (
        value if body.content_type == "application/json" else f"Json({value}, {literal(body.content_type)})"
    )


def _other_body(body: ir.Body) -> str:
    if body.media in ("binary", "text"):
        return f"Content(body, {literal(body.content_type)})"
    wrapper = "Form" if body.media == "form" else "Multipart"
    if body.keywords is None:
        return f"{wrapper}(body)"
    values = [f"{literal(k.field.wire)}: {k.name}" for k in body.keywords]
    extra = [f"**({EXTRA_FIELD} or {{}})"] if body.extra is not None else []
    return f"{wrapper}({{{', '.join([*extra, *values])}}})"


def call(operation: ir.Operation, route: str) -> tuple[list[str], bool]:
    """The statements of the method, and whether it is a plain function that returns something to iterate."""
    request, answer = _request(operation, route), operation.answer
    if operation.paging is not None:
        item, items = runtime_type(operation.paging.item), operation.paging.items
        name = "None" if items is None else literal(items)
        pager = "page_size=page_size, max_items=max_items, offset=offset"
        return [f"return self._pages({request}, {item}, {name}, options, {pager})"], True
    match answer.kind:
        case "events":
            return [
                "from ...events import decode_event",
                "",
                f"return self._events({request}, decode_event, options)",
            ], True
        case "several":
            rows = [f"{_key(operation, choice)}: {_choice(operation, choice)}" for choice in answer.choices]
            table = f"{{{', '.join(rows)}}}"
            lines = [f"return await self._call_by_{answer.by}({request}, {table}, options)"]
            return [*_imports(operation), *lines], False
        case "typed":
            assert answer.type is not None
            expression = runtime_type(answer.type) or answer_function(operation, None)
            return [*_imports(operation), f"return await self._call({request}, {expression}, options)"], False
        case "none":
            return [f"await self._call_none({request}, options)"], False
        case "bytes" | "text":
            return [f"return await self._call_{answer.kind}({request}, options)"], False
        case "undeclared":
            return [f"return await self._call_json({request}, options)"], False


def _imports(operation: ir.Operation) -> list[str]:
    """The decoders of answers that are no one class, which load with the first call."""
    answer = operation.answer
    needed = [
        answer_function(operation, choice)
        for choice, kind in [(None, answer.type), *((c, c.type) for c in answer.choices)]
        if kind is not None and runtime_type(kind) is None
    ]
    return [f"from ...decoders.answers_ import {', '.join(sorted(needed))}", ""] if needed else []


def _key(operation: ir.Operation, choice: ir.Choice) -> str:
    return str(choice.status) if operation.answer.by == "status" else literal(choice.media)


def _choice(operation: ir.Operation, choice: ir.Choice) -> str:
    if choice.type is not None:
        return runtime_type(choice.type) or answer_function(operation, choice)
    return {"none": "NoneType", "bytes": "bytes", "text": "str"}[choice.kind]


def sync_call(operation: ir.Operation) -> str:
    given = ir.call_parameters(operation)
    arguments = [p.name for p in given if p.place == "path"]
    arguments += [f"{p.name}={p.name}" for p in given if p.place != "path"]
    if operation.body is not None:
        keywords = operation.body.keywords
        arguments += ["body=body"] if keywords is None else [f"{k.name}={k.name}" for k in keywords]
        if operation.body.extra is not None:
            arguments.append(f"{EXTRA_FIELD}={EXTRA_FIELD}")
    if operation.paging is not None:
        arguments += ["page_size=page_size", "max_items=max_items", "offset=offset"]
    call = ", ".join([*arguments, "**options"])
    if operation.paging is not None:
        return f"return Pager(self._runner, self._inner.{operation.method}({call}))"
    if operation.answer.kind == "events":
        return f"return EventStream(self._runner, self._inner.{operation.method}({call}))"
    return f"return self._wait(self._inner.{operation.method}, {call})"
