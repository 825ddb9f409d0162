"""Template contexts of decoders and encoders: one for each group of models, one for whole responses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from generator import ir
from generator.emit.annotations import annotation, models_in, names_in
from generator.emit.branches import branches, otherwise
from generator.emit.code import Code, code, identifier, joined, literal
from generator.emit.coder_names import (
    CoderNames,
    Direction,
    Union,
    allocated,
    decoded_responses,
    unions_within,
)
from generator.emit.coding import MODEL, WIRE, Coding, binds
from generator.emit.late import late_fields
from generator.emit.models import default_of, imports, kinds_of, named
from generator.model.readers import EXTRA_FIELD


def decoders_module(api: ir.Api, group: str, names: CoderNames) -> dict[str, Any]:
    coding = Coding(names)
    models, late = api.groups[group].models, late_fields(api)
    kinds = [kind for m in models for kind in kinds_of(m)]
    keys = _keys(models, names)
    return {
        "title": f"Decoders and encoders of the group {group.replace('_', ' ')}.",
        "group": identifier(group),
        "model_names": [identifier(model.name) for model in models],
        **_unions(api, group, kinds, ("decode", "encode"), coding),
        "keys": [(key, literal(wire)) for wire, key in keys.items()],
        "models": [_coders(model, keys, coding, late) for model in models],
        "payloads": [
            (identifier(model.name), _payload(model, item, api.events.by, coding))
            for model in models
            if api.events is not None and (item := late.get(model.name)) is not None
        ],
    }


def _keys(models: Iterable[ir.Model], names: CoderNames) -> dict[str, Code]:
    """Return the constant for each JSON name that a decoder of the module looks up."""
    models = list(models)
    stems = {item.wire: item.name.strip("_").upper() or "NAME" for m in models for item in m.fields}
    taken = {names.fields(model.name) for model in models}
    constants = allocated(((wire, f"_{stem}") for wire, stem in sorted(stems.items())), taken)
    return {wire: identifier(name) for wire, name in constants.items()}


def responses_module(api: ir.Api, coder_names: CoderNames) -> dict[str, Any] | None:
    """Return the decoders of responses that are not a single class, or None if there are none."""
    coding = Coding(coder_names)
    responses = dict(
        sorted(
            (coder_names.response(operation, number), kind)
            for operation in api.operations
            for number, kind in decoded_responses(operation)
        )
    )
    if not responses:
        return None
    kinds = list(responses.values())
    names = {name for kind in kinds for name in names_in(kind)}
    return {
        "title": "Decoders of responses that are not a single class.",
        **_unions(api, "", kinds, ("decode",), coding),
        "type_imports": named(imports(api, "", names)),
        "responses": [
            {
                "name": identifier(name),
                "annotation": annotation(kind, sent=False),
                "expression": coding.apply(kind, WIRE, "decode"),
            }
            for name, kind in responses.items()
        ],
    }


def _unions(
    api: ir.Api, group: str, kinds: list[ir.Type], directions: tuple[Direction, ...], coding: Coding
) -> dict[str, Any]:
    """Return the functions of all unions in ``kinds``, and the imports of these and of the kinds."""
    unions = sorted(unions_within(kinds), key=lambda union: coding.names.unions[union])
    used = {name for kind in kinds for name in models_in(kind)}
    members = {name for union in unions for member in union.members for name in models_in(member)}
    outside = imports(api, group, used | members)
    tested = [(module, [n for n in names if n in members]) for module, names in outside]
    return {
        "imports": named((module, _functions(names, directions, coding.names)) for module, names in outside),
        "model_imports": named(
            (module, names) for module, names in tested if names and "encode" in directions
        ),
        "unions": [function for union in unions for function in _union_functions(union, directions, coding)],
    }


def _functions(models: Iterable[str], directions: tuple[Direction, ...], names: CoderNames) -> list[str]:
    return sorted(names.model(name, direction) for name in models for direction in directions)


def _union_functions(union: Union, directions: tuple[Direction, ...], coding: Coding) -> list[dict[str, Any]]:
    return [
        {
            "name": identifier(coding.names.union(union, direction)),
            "value": WIRE if direction == "decode" else MODEL,
            "branches": branches(union, direction, coding),
            "otherwise": otherwise(union, direction, coding),
        }
        for direction in directions
        if coding.needs_function(union, direction)
    ]


def _coders(
    model: ir.Model, keys: Mapping[str, Code], coding: Coding, late: Mapping[str, ir.Field | None]
) -> dict[str, Any]:
    always = [f for f in model.fields if f.required or default_of(f) is not None]
    sometimes = [f for f in model.fields if f not in always]
    known = identifier(coding.names.fields(model.name))
    payload = late.get(model.name)
    stores = [
        line for f in model.fields for line in _stores(f, keys[f.wire], model, coding, late=f is payload)
    ]
    if model.extra is not None:
        stores.append(code("{} = {}", _slot(EXTRA_FIELD), _taken(model.extra, known, coding)))
    return {
        "name": identifier(model.name),
        "decode": identifier(coding.names.model(model.name, "decode")),
        "encode": identifier(coding.names.model(model.name, "encode")),
        "lazy": code(", lazy: bool = False") if model.name in late else code(""),
        # A string or a list refuses the subscript of a required field, but has an `in` of its own.
        "probes": bool(model.fields) and not model.fields[0].required,
        "known": known,
        "wires": [keys[f.wire] for f in model.fields] if model.extra is not None else [],
        "stores": stores,
        "fetches": any(binds(f.type, "encode") for f in model.fields),
        "required": joined(", ", [_entry(f, coding) for f in always]),
        "optional": [line for f in sometimes for line in _send(f, model, coding)],
        "result": WIRE if model.extra is None else code("joined({}, o)", _given(model.extra, coding)),
    }


def _slot(name: str) -> Code:
    return code("m.{}", identifier(name))


def _taken(extra: ir.Type, known: Code, coding: Coding) -> Code:
    decode = coding.coder(extra, "decode")
    rest = code("rest(o, {})", known)
    return rest if decode is None else code("mapping({}, {})", decode, rest)


def _given(extra: ir.Type, coding: Coding) -> Code:
    encode, slot = coding.coder(extra, "encode"), _slot(EXTRA_FIELD)
    return slot if encode is None else code("mapping({}, {} or {{}})", encode, slot)


def _stores(item: ir.Field, key: Code, model: ir.Model, coding: Coding, *, late: bool) -> list[Code]:
    store = code("{} = {}", _slot(item.name), _stored(item, key, model, coding))
    if not late:
        return [store]
    read = code("o[{}]", key) if item.required else code("o.get({})", key)
    return [
        code("if lazy and type(v := {}) is dict:", read),
        code("    m._undecoded = v"),
        code("else:"),
        code("    {}", store),
    ]


def _payload(model: ir.Model, item: ir.Field, by: str, coding: Coding) -> list[Code]:
    kind = item.type.inner if isinstance(item.type, ir.Nullable) else item.type
    told_by = next(f for f in model.fields if f.wire == by)
    names = [literal(item.name), literal(item.wire), literal(told_by.name)]
    return [*names, coding.function(kind, "decode")]


def _stored(item: ir.Field, key: Code, model: ir.Model, coding: Coding) -> Code:
    found = code("o[{}]", key)
    if item.required:
        return coding.inlined(item.type, found, "decode")
    default = default_of(item)
    if default is not None:
        decoded = coding.apply(item.type, found, "decode")
        return code("{} if {} not in o or (v := {}) is None else v", default, key, decoded)
    if not model.sent:
        return coding.optional(item.type, key)
    decoded = coding.apply(item.type, found, "decode")
    if decoded == found:
        return code("o[{}] if {} in o else UNSET", key, key)
    return code("UNSET if {} not in o else {}", key, decoded)


def _entry(item: ir.Field, coding: Coding) -> Code:
    return code("{}: {}", literal(item.wire), coding.inlined(item.type, _slot(item.name), "encode"))


def _send(item: ir.Field, model: ir.Model, coding: Coding) -> list[Code]:
    slot = _slot(item.name)
    absent = code("UNSET") if model.sent else code("None")
    value = coding.inlined(item.type, slot, "encode")
    return [code("if {} is not {}:", slot, absent), code("    o[{}] = {}", literal(item.wire), value)]
