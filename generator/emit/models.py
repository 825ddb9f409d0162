"""Models and enumerations as template contexts, one module per group."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from generator import ir
from generator.emit.annotations import NONE, annotation, members, names_in, united
from generator.emit.code import Code, code, identifier, joined, literal
from generator.model.drafts import EXTRA_FIELD

UNSET = code("UNSET")
_UNSET_TYPE = code("Unset")


def named(modules: Iterable[tuple[str, Iterable[str]]]) -> list[tuple[Code, list[Code]]]:
    """(module, names) as a template writes them."""
    return [(identifier(module), [identifier(name) for name in names]) for module, names in modules]


def imports(api: ir.Api, group: str, needed: Iterable[str]) -> list[tuple[str, list[str]]]:
    """(module, names) for what ``group`` needs of other modules."""
    home = api.homes
    outside: dict[str, list[str]] = {}
    for name in sorted(set(needed)):
        if home[name] != group:
            outside.setdefault(home[name], []).append(name)
    return sorted(outside.items())


def kinds_of(model: ir.Model) -> list[ir.Type]:
    """The types of everything that the model holds."""
    return [*(f.type for f in model.fields), *([model.extra] if model.extra is not None else [])]


def models_module(api: ir.Api, group: str) -> dict[str, Any]:
    models, enums = api.groups[group].models, api.groups[group].enums
    return {
        "title": f"Models of the group {group.replace('_', ' ')}.",
        "imports": named(
            imports(api, group, (n for m in models for kind in kinds_of(m) for n in names_in(kind)))
        ),
        "enums": [
            {
                "name": identifier(enum.name),
                "doc": enum.doc,
                "literals": joined(", ", [literal(value) for value in enum.values]),
            }
            for enum in enums
        ],
        "models": [_model(m) for m in models],
    }


def _model(model: ir.Model) -> dict[str, Any]:
    fields = [_field(f, model) for f in model.fields]
    if model.extra is not None:
        fields.append(_extra_field(model.extra, model))
    return {
        "name": identifier(model.name),
        "doc": f"{model.doc}\n\nSource: {model.schema}." if model.doc else f"Source: {model.schema}.",
        "fields": fields,
        "removed": [
            {
                "name": identifier(item.name),
                "doc": f"Not in the API's document any more: always None. Goes away in {item.until}.",
                "message": literal(f"{model.name}.{item.name} is not in the API's document any more"),
            }
            for item in model.removed
        ],
    }


def _field(item: ir.Field, model: ir.Model) -> dict[str, Any]:
    return {
        "name": identifier(item.name),
        "annotation": field_annotation(item, model),
        "default": _default(item, model),
        "doc": f"{item.doc}\n\nDeprecated.".strip() if item.deprecated else item.doc,
    }


def _extra_field(kind: ir.Type, model: ir.Model) -> dict[str, Any]:
    held = extra_annotation(kind, sent=model.sent and not model.received)
    return {
        "name": identifier(EXTRA_FIELD),
        "annotation": code("{} | Unset", held) if model.sent else held,
        "default": code(" = UNSET") if model.sent else code(" = field(factory=dict)"),
        "doc": "Members beyond the fields above, by their names on the wire.",
    }


def extra_annotation(kind: ir.Type, *, sent: bool) -> Code:
    """Of the mapping that holds members beyond the fields."""
    if kind == ir.Scalar("json"):
        return annotation(ir.FreeForm(), sent=sent)
    return annotation(ir.MapOf(kind), sent=sent)


def has_plain_default(item: ir.Field, model: ir.Model) -> bool:
    """A default of the document counts in answers; in requests the server applies it."""
    return (
        item.default is not ir.NO_DEFAULT
        and not model.sent
        and isinstance(item.default, (str, int, float, bool))
    )


def field_annotation(item: ir.Field, model: ir.Model) -> Code:
    return joined(" | ", field_members(item, model))


def field_members(item: ir.Field, model: ir.Model) -> tuple[Code, ...]:
    """The members of the union that the annotation of the field is."""
    found = members(item.type, sent=model.sent and not model.received)
    if item.required or has_plain_default(item, model):
        return united(found, (NONE,)) if item.nullable else found
    if not model.sent:
        return united(found, (NONE,))
    nullable = item.nullable or model.received
    return (*(united(found, (NONE,)) if nullable else found), _UNSET_TYPE)


def _default(item: ir.Field, model: ir.Model) -> Code:
    value = None
    if has_plain_default(item, model):
        value = literal(item.default)
    elif not item.required:
        value = UNSET if model.sent else NONE
    if item.secret:
        return (
            code(" = field(repr=masked)")
            if value is None
            else code(" = field(default={}, repr=masked)", value)
        )
    return code("") if value is None else code(" = {}", value)
