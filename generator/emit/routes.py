"""Routes of operations: the constant data of each, evaluated once when the emitted module is imported."""

from __future__ import annotations

from collections.abc import Iterable

from generator import ir
from generator.emit.code import Code, code, joined, literal
from generator.model.readers import EXTRA_FIELD

_KINDS: dict[ir.ScalarKind, str] = {
    "str": "str",
    "int": "int",
    "float": "float",
    "bool": "bool",
    "datetime": "datetime",
    "date": "date",
    "int_string": "int",
    "float_string": "float",
}
"""Scalars that URLs and headers can carry -> their names in ``cortex_async._core.strings.wire_strings``."""

_PAGER_KEYWORDS = ["page_size", "max_items", "offset"]


def route(operation: ir.Operation, groups: dict[tuple[str, ...], Code]) -> Code:
    parts = [literal(operation.id), literal(operation.http_method), literal(operation.path)]
    if operation.schemes:
        parts.append(groups[operation.schemes])
    if operation.repeatable:
        parts.append(code("repeatable=True"))
    if operation.accept != "application/json":
        parts.append(code("accept={}", literal(operation.accept)))
    if operation.path_parameters:
        ids = joined(" ", [code("{},", literal(name)) for name in operation.ids])
        parts.append(code("ids=({})", ids))
    return joined(", ", [*parts, *_parameters(operation)])


def _parameters(operation: ir.Operation) -> Iterable[Code]:
    if operation.path_parameters:
        members = [_parameter(p.name, p.type) for p in operation.path_parameters]
        yield code("path_parameters=({},)", joined(", ", members))
    given = ir.call_parameters(operation)
    query = [(p.wire, _parameter(p.name, p.type, joined_list=p.joined)) for p in given if p.place == "query"]
    if query:
        yield code("query_parameters={{{}}}", _table(query))
    headers = [(p.wire, _parameter(p.name, p.type, joined_list=True)) for p in given if p.place == "header"]
    if headers:
        yield code("header_parameters={{{}}}", _table(headers))
    yield from _of_body(operation)
    keywords = keyword_names(operation)
    if keywords:
        yield code("keywords={}", literal(" ".join(keywords)))


def _of_body(operation: ir.Operation) -> Iterable[Code]:
    body = operation.body
    keywords = body.keywords if body is not None and body.keywords else ()
    if body is not None and body.media in ("form", "multipart"):
        rows = [(k.field.wire, _form_parameter(k, body)) for k in keywords]
        if rows:
            yield code("form_parameters={{{}}}", _table(rows))
        return
    renamed = [(k.field.name, literal(k.name)) for k in keywords if k.name != k.field.name]
    if renamed:
        yield code("renamed={{{}}}", _table(renamed))


def _table(rows: list[tuple[str, Code]]) -> Code:
    return joined(", ", [code("{}: {}", literal(name), value) for name, value in rows])


def keyword_names(operation: ir.Operation) -> list[str]:
    """Return the keywords of the method except for its options."""
    names = [p.name for p in ir.call_parameters(operation) if p.place != "path"]
    body = operation.body
    if body is not None:
        names += ["body"] if body.keywords is None else [k.name for k in body.keywords]
        names += [EXTRA_FIELD] if body.extra is not None else []
    return names + (_PAGER_KEYWORDS if operation.paging is not None else [])


def _parameter(name: str, kind: ir.Type, *, joined_list: bool = False) -> Code:
    parts = [literal(name)]
    item = _list_item(kind)
    kinds = _kinds(kind if item is None else item)
    if kinds:
        parts.append(literal(kinds))
    if item is not None:
        parts.append(code("many={}", literal("joined" if joined_list else "repeated")))
    return code("Parameter({})", joined(", ", parts))


def _form_parameter(keyword: ir.Keyword, body: ir.Body | None) -> Code:
    if body is not None and body.media == "form" and ir.is_json_in_form(keyword.field.type):
        return code("Parameter({}, {})", literal(keyword.name), literal("str | json"))
    return _parameter(keyword.name, keyword.field.type)


def _list_item(kind: ir.Type) -> ir.Type | None:
    """Return the type of the items if ``kind`` is or may be a list."""
    match kind:
        case ir.ListOf(item):
            return item
        case ir.Nullable(inner):
            return _list_item(inner)
        case ir.KindUnion(members):
            items = [member.item for member in members if isinstance(member, ir.ListOf)]
            others = [member for member in members if not isinstance(member, ir.ListOf)]
            return ir.KindUnion((*items, *others)) if items else None
        case _:
            return None


def _kinds(kind: ir.Type) -> str:
    """Return the Python names of the scalars in ``kind``, or an empty string if it has other types."""
    match kind:
        case ir.Scalar(name):
            return _KINDS.get(name, "")
        case ir.EnumRef(_, of):
            return of
        case ir.Constant(value, _):
            return type(value).__name__
        case ir.Nullable(inner):
            return _kinds(inner)
        case ir.KindUnion(members):
            found = [_kinds(member) for member in members]
            return " | ".join(dict.fromkeys(found)) if all(found) else ""
        case _:
            return ""
