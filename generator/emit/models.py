"""Template contexts of models and enumerations, one module for each group."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from generator import ir
from generator.emit.annotations import LIST, NONE, annotation, members, names_in, united
from generator.emit.code import Code, code, dotted, identifier, joined, literal
from generator.emit.late import late_fields
from generator.emit.model_docs import FieldDoc, class_doc
from generator.model.readers import EXTRA_FIELD, READERS

UNSET = code("UNSET")
_UNSET_TYPE = code("Unset")
_LATE_CLASS = code(", eq=False, repr=False, getstate_setstate=False")
"""``LazyPayload`` has these methods. Those of attrs would raise for a payload that does not match."""


def named(modules: Iterable[tuple[str, Iterable[str]]]) -> list[tuple[Code, list[Code]]]:
    """Convert (module, names) to identifiers for a template."""
    return [(identifier(module), [identifier(name) for name in names]) for module, names in modules]


def imports(api: ir.Api, group: str, needed: Iterable[str]) -> list[tuple[str, list[str]]]:
    """Return (module, names) of what ``group`` needs from other modules."""
    home = api.homes
    outside: dict[str, list[str]] = {}
    for name in sorted(set(needed)):
        if home[name] != group:
            outside.setdefault(home[name], []).append(name)
    return sorted(outside.items())


def kinds_of(model: ir.Model) -> list[ir.Type]:
    """Return the types of all fields and of further members."""
    return [*(f.type for f in model.fields), *([model.extra] if model.extra is not None else [])]


def models_module(api: ir.Api, group: str) -> dict[str, Any]:
    models, enums, late = api.groups[group].models, api.groups[group].enums, late_fields(api)
    return {
        "title": f"Models of the group {group.replace('_', ' ')}.",
        "imports": named(
            imports(api, group, (n for m in models for kind in kinds_of(m) for n in names_in(kind)))
        ),
        "bases": [
            (dotted(module), identifier(name))
            for module, name in sorted({m.base for m in models if m.base is not None})
        ],
        "enums": [
            {
                "name": identifier(enum.name),
                "doc": enum.doc,
                "literals": joined(", ", [literal(value) for value in enum.values]),
            }
            for enum in enums
        ],
        "models": [_model(m, late=late.get(m.name) is not None) for m in models],
    }


def _model(model: ir.Model, *, late: bool) -> dict[str, Any]:
    fields = [_field(f, model) for f in model.fields]
    docs = [_field_doc(f, model) for f in model.fields]
    if model.extra is not None:
        fields.append(_extra_field(model.extra, model))
        docs.append(_extra_doc(model.extra, model))
    return {
        "name": identifier(model.name),
        "define": _LATE_CLASS if late else code(""),
        "bases": _bases(model, late=late),
        "doc": class_doc(model.doc, model.schema, docs, _readers_doc(model)),
        "fields": fields,
        "readers": [identifier(model.readers)] if model.readers else [],
        "removed": [
            {
                "name": identifier(item.name),
                "doc": f"Removed from the API: always None. The name goes away in {item.until}.",
                "message": literal(f"{model.name}.{item.name} was removed from the API"),
            }
            for item in model.removed
        ],
    }


def _bases(model: ir.Model, *, late: bool) -> list[Code]:
    own = [] if model.base is None else [identifier(model.base[1])]
    readers = [code("FreeFormReaders")] if model.readers else []
    return [*own, *readers, code("LazyPayload")] if late else [*own, *readers]


def _readers_doc(model: ir.Model) -> str:
    if not model.readers:
        return ""
    return f"Typed readers of ``{model.readers}``: {', '.join(READERS)}."


def _field(item: ir.Field, model: ir.Model) -> dict[str, Any]:
    return {
        "name": identifier(item.name),
        "annotation": field_annotation(item, model),
        "default": _default(item, model),
        "doc": f"{item.doc}\n\nDeprecated.".strip() if item.deprecated else item.doc,
    }


def _field_doc(item: ir.Field, model: ir.Model) -> FieldDoc:
    kind = joined(" | ", [member for member in field_members(item, model) if member != _UNSET_TYPE])
    value = _default_value(item, model)
    # None as the default of a response's field says nothing that its type does not say.
    default = None if value is None or value == NONE else value.text
    doc = f"{item.doc} Deprecated.".strip() if item.deprecated else item.doc
    return FieldDoc(item.name, kind.text, default, doc)


_EXTRA_DOC = "Members that no field declares, by their names in JSON."


def _extra_field(kind: ir.Type, model: ir.Model) -> dict[str, Any]:
    held = _extra_type(kind, model)
    return {
        "name": identifier(EXTRA_FIELD),
        "annotation": code("{} | Unset", held) if model.sent else held,
        "default": code(" = UNSET") if model.sent else code(" = field(factory=dict[str, Any])"),
        "doc": _EXTRA_DOC,
    }


def _extra_doc(kind: ir.Type, model: ir.Model) -> FieldDoc:
    return FieldDoc(EXTRA_FIELD, _extra_type(kind, model).text, "UNSET" if model.sent else None, _EXTRA_DOC)


def _extra_type(kind: ir.Type, model: ir.Model) -> Code:
    return extra_annotation(kind, sent=model.sent and not model.received)


def extra_annotation(kind: ir.Type, *, sent: bool, list_name: Code = LIST) -> Code:
    """Return the annotation of the mapping for members that no field declares."""
    if kind == ir.Scalar("json"):
        return annotation(ir.FreeForm(), sent=sent)
    return annotation(ir.MapOf(kind), sent=sent, list_name=list_name)


def default_of(item: ir.Field) -> Code | None:
    """Return the default that the class applies, None if it applies none. In requests the server does."""
    value = item.default
    if value is ir.NO_DEFAULT:
        return None
    if isinstance(value, date):
        kind = code("datetime") if isinstance(value, datetime) else code("date")
        return code("{}.fromisoformat({})", kind, literal(value.isoformat()))
    return literal(value)


def field_annotation(item: ir.Field, model: ir.Model) -> Code:
    return joined(" | ", field_members(item, model))


def field_members(item: ir.Field, model: ir.Model) -> tuple[Code, ...]:
    """Return the members of the annotation of a field as a union."""
    found = members(item.type, sent=model.sent and not model.received)
    if item.required or default_of(item) is not None:
        return united(found, (NONE,)) if item.nullable else found
    if not model.sent:
        return united(found, (NONE,))
    nullable = item.nullable or model.received
    return (*(united(found, (NONE,)) if nullable else found), _UNSET_TYPE)


def _default(item: ir.Field, model: ir.Model) -> Code:
    value = _default_value(item, model)
    if item.secret:
        return (
            code(" = field(repr=masked)")
            if value is None
            else code(" = field(default={}, repr=masked)", value)
        )
    return code("") if value is None else code(" = {}", value)


def _default_value(item: ir.Field, model: ir.Model) -> Code | None:
    """The value of a field that is left out; None where it must be given."""
    default = default_of(item)
    if default is not None or item.required:
        return default
    return UNSET if model.sent else NONE
