"""Models, enumerations and their decoders and encoders as template contexts, one module per group."""

from __future__ import annotations

from typing import Any

from . import ir
from .annotations import annotation, apply, function_name, models_in, names_in, union_name, unions_in


def homes(api: ir.Api) -> dict[str, str]:
    """Every model and enumeration -> its module."""
    return {model.name: model.group for model in api.models} | {enum.name: enum.group for enum in api.enums}


def groups(api: ir.Api) -> list[str]:
    return sorted(set(homes(api).values()))


def models_module(api: ir.Api, group: str) -> dict[str, Any]:
    models = [model for model in api.models if model.group == group]
    needed = {name for model in models for f in model.fields for name in names_in(f.type)}
    return {
        "title": f"Models of the group {group.replace('_', ' ')}.",
        "imports": _imports(api, group, needed),
        "enums": [
            {
                "name": enum.name,
                "doc": enum.doc,
                "literals": ", ".join(literal(value) for value in enum.values),
            }
            for enum in api.enums
            if enum.group == group
        ],
        "models": [
            {"name": m.name, "doc": _model_doc(m), "fields": [_field(f, m) for f in m.fields]} for m in models
        ],
    }


def literal(value: object) -> str:
    """A JSON value as Python source with double quotes."""
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
    return repr(value)


def _model_doc(model: ir.Model) -> str:
    return f"{model.doc}\n\nSource: {model.schema}." if model.doc else f"Source: {model.schema}."


def _imports(api: ir.Api, group: str, needed: set[str]) -> list[tuple[str, list[str]]]:
    home = homes(api)
    outside: dict[str, list[str]] = {}
    for name in sorted(needed):
        if home[name] != group:
            outside.setdefault(home[name], []).append(name)
    return sorted(outside.items())


def _field(item: ir.Field, model: ir.Model) -> dict[str, str]:
    return {
        "name": item.name,
        "annotation": field_annotation(item, model),
        "default": _default(item, model),
        "doc": item.doc,
    }


def has_plain_default(item: ir.Field, model: ir.Model) -> bool:
    """A default of the document counts in answers; in requests the server applies it."""
    return (
        item.default is not ir.NO_DEFAULT
        and not model.sent
        and isinstance(item.default, (str, int, float, bool))
    )


def field_annotation(item: ir.Field, model: ir.Model) -> str:
    text = annotation(item.type, sent=model.sent and not model.received)
    if item.required or has_plain_default(item, model):
        return f"{text} | None" if item.nullable else text
    if not model.sent:
        return f"{text} | None"
    return f"{text} | None | Unset" if item.nullable or model.received else f"{text} | Unset"


def _default(item: ir.Field, model: ir.Model) -> str:
    value = None
    if has_plain_default(item, model):
        value = literal(item.default)
    elif not item.required:
        value = "UNSET" if model.sent else "None"
    if item.secret:
        return f" = field({'' if value is None else f'default={value}, '}repr=masked)"
    return "" if value is None else f" = {value}"


def decoders_module(api: ir.Api, group: str) -> dict[str, Any]:
    models = [model for model in api.models if model.group == group]
    unions = sorted({u for m in models for f in m.fields for u in unions_in(f.type)}, key=union_name)
    used = {name for m in models for f in m.fields for name in models_in(f.type)}
    outside = [(module, names) for module, names in _imports(api, group, used)]
    members = {member.name for union in unions for member in union.members}
    return {
        "title": f"Decoders and encoders of the group {group.replace('_', ' ')}.",
        "group": group,
        "model_names": [model.name for model in models],
        "imports": [(module, _functions(names)) for module, names in outside],
        "model_imports": [
            (module, [n for n in names if n in members]) for module, names in outside if members & {*names}
        ],
        "unions": [_union(union) for union in unions],
        "models": [_coders(model) for model in models],
    }


def _functions(names: list[str]) -> list[str]:
    return sorted(function_name(name, direction) for name in names for direction in ("decode", "encode"))


def _union(union: ir.ModelUnion) -> dict[str, Any]:
    def test(keys: tuple[str, ...]) -> str:
        if union.by is None:
            return f"{literal(keys[0])} in o"
        values = ", ".join(literal(key) for key in keys)
        return f"o.get({literal(union.by)}) in ({values},)"

    return {
        "decode": function_name(union_name(union), "decode"),
        "encode": function_name(union_name(union), "encode"),
        "members": [
            {
                "name": member.name,
                "test": test(keys),
                "decode": function_name(member.name, "decode"),
                "encode": function_name(member.name, "encode"),
            }
            for member, keys in zip(union.members, union.keys, strict=True)
        ],
    }


def _coders(model: ir.Model) -> dict[str, Any]:
    required = [f for f in model.fields if f.required]
    optional = [f for f in model.fields if not f.required]
    stores = [line for f in model.fields for line in _store(f, model)]
    return {
        "name": model.name,
        "decode": function_name(model.name, "decode"),
        "encode": function_name(model.name, "encode"),
        "gets": any("get(" in line for line in stores),
        "stores": stores,
        "required": [f"{literal(f.wire)}: {apply(f.type, f'm.{f.name}', 'encode')}" for f in required],
        "optional": [line for f in optional for line in _send(f, model)],
    }


def _store(item: ir.Field, model: ir.Model) -> list[str]:
    wire, slot = literal(item.wire), f"m.{item.name}"
    if item.required:
        return [f"{slot} = {apply(item.type, f'o[{wire}]', 'decode')}"]
    if has_plain_default(item, model):
        default = literal(item.default)
        return [f"{slot} = {default} if (v := {apply(item.type, f'get({wire})', 'decode')}) is None else v"]
    if not model.sent:
        return [f"{slot} = {apply(item.type, f'get({wire})', 'decode')}"]
    decoded = apply(item.type, "v", "decode")
    fetch = f"(v := get({wire}, UNSET))"
    if decoded == "v":
        return [f"{slot} = get({wire}, UNSET)"]
    return [f"{slot} = UNSET if {fetch} is UNSET else {decoded}"]


def _send(item: ir.Field, model: ir.Model) -> list[str]:
    slot = f"m.{item.name}"
    absent = "UNSET" if model.sent else "None"
    store = f"o[{literal(item.wire)}] = {apply(item.type, slot, 'encode')}"
    if has_plain_default(item, model):
        return [store]
    return [f"if {slot} is not {absent}:", f"    {store}"]
