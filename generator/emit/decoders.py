"""Template contexts of decoders and encoders: one for each group of models, one for whole responses."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from generator import ir
from generator.emit.annotations import annotation, models_in, names_in, runtime_type
from generator.emit.branches import branches, union_closure
from generator.emit.code import Code, code, identifier, joined, literal
from generator.emit.coder_names import Direction, function_name, union_function
from generator.emit.coding import IT, MODEL, WIRE, apply, binds, coder, inlined, needs_function, optional
from generator.emit.models import has_plain_default, imports, kinds_of, named
from generator.model.drafts import EXTRA_FIELD
from generator.naming import constant, snake

Union = ir.ModelUnion | ir.KindUnion


def decoders_module(api: ir.Api, group: str) -> dict[str, Any]:
    models = api.groups[group].models
    kinds = [kind for m in models for kind in kinds_of(m)]
    return {
        "title": f"Decoders and encoders of the group {group.replace('_', ' ')}.",
        "group": identifier(group),
        "model_names": [identifier(model.name) for model in models],
        **_unions(api, group, kinds, ("decode", "encode")),
        "models": [_coders(model) for model in models],
    }


def responses_module(api: ir.Api) -> dict[str, Any] | None:
    """Return the decoders of responses that are not a single class, or None if there are none."""
    responses = dict(sorted(pair for operation in api.operations for pair in _responses(operation)))
    if not responses:
        return None
    kinds = list(responses.values())
    names = {name for kind in kinds for name in names_in(kind)}
    return {
        "title": "Decoders of responses that are not a single class.",
        **_unions(api, "", kinds, ("decode",)),
        "type_imports": named(imports(api, "", names)),
        "responses": [
            {
                "name": identifier(name),
                "annotation": annotation(kind, sent=False),
                "expression": apply(kind, WIRE, "decode"),
            }
            for name, kind in responses.items()
        ],
    }


def _responses(operation: ir.Operation) -> list[tuple[str, ir.Type]]:
    if operation.paging is not None:
        return []
    found = [(response_function(operation, None), operation.response.type)]
    found += [(response_function(operation, choice), choice.type) for choice in operation.response.choices]
    return [(name, kind) for name, kind in found if kind is not None and runtime_type(kind) is None]


def response_function(operation: ir.Operation, choice: ir.Choice | None) -> str:
    """Return the name of the function that decodes a whole response, or one of several.

    The prefix differs from that of models: a model may be called ``GetRoomResponse``.
    """
    if choice is None:
        suffix = ""
    elif operation.response.by == "status":
        suffix = f"_{choice.status}"
    else:
        suffix = f"_{snake(choice.media)}"
    return f"decode_{snake(operation.id).rstrip('_')}_response{suffix}"


def _unions(
    api: ir.Api, group: str, kinds: list[ir.Type], directions: tuple[Direction, ...]
) -> dict[str, Any]:
    """Return the functions of all unions in ``kinds``, and the imports of these and of the kinds."""
    unions = union_closure(kinds)
    used = {name for kind in kinds for name in models_in(kind)}
    members = {name for union in unions for member in union.members for name in models_in(member)}
    outside = imports(api, group, used | members)
    tested = [(module, [n for n in names if n in members]) for module, names in outside]
    return {
        "imports": named((module, _functions(names, directions)) for module, names in outside),
        "model_imports": named(
            (module, names) for module, names in tested if names and "encode" in directions
        ),
        "unions": [function for union in unions for function in _union_functions(union, directions)],
    }


def _functions(names: Iterable[str], directions: tuple[Direction, ...]) -> list[str]:
    return sorted(function_name(name, direction) for name in names for direction in directions)


def _union_functions(union: Union, directions: tuple[Direction, ...]) -> list[dict[str, Any]]:
    return [
        {
            "name": identifier(union_function(union, direction)),
            "value": WIRE if direction == "decode" else MODEL,
            "branches": branches(union, direction),
        }
        for direction in directions
        if needs_function(union, direction)
    ]


def _coders(model: ir.Model) -> dict[str, Any]:
    always = [f for f in model.fields if f.required or has_plain_default(f, model)]
    sometimes = [f for f in model.fields if f not in always]
    known = identifier(constant(f"_{snake(model.name)}_fields"))
    stores = [_store(f, model) for f in model.fields]
    if model.extra is not None:
        stores.append(code("{} = {}", _slot(EXTRA_FIELD), _taken(model.extra, known)))
    return {
        "name": identifier(model.name),
        "decode": identifier(function_name(model.name, "decode")),
        "encode": identifier(function_name(model.name, "encode")),
        "gets": any(not f.required for f in model.fields),
        "known": known,
        "wires": [literal(f.wire) for f in model.fields] if model.extra is not None else [],
        "stores": stores,
        "fetches": any(binds(f.type, "encode") for f in model.fields),
        "required": joined(", ", [_entry(f) for f in always]),
        "optional": [line for f in sometimes for line in _send(f, model)],
        "result": WIRE if model.extra is None else code("joined({}, o)", _given(model.extra)),
    }


def _slot(name: str) -> Code:
    return code("m.{}", identifier(name))


def _taken(extra: ir.Type, known: Code) -> Code:
    decode = coder(extra, "decode")
    rest = code("rest(o, {})", known)
    return rest if decode is None else code("mapping({}, {})", decode, rest)


def _given(extra: ir.Type) -> Code:
    encode, slot = coder(extra, "encode"), _slot(EXTRA_FIELD)
    return slot if encode is None else code("mapping({}, {} or {{}})", encode, slot)


def _store(item: ir.Field, model: ir.Model) -> Code:
    return code("{} = {}", _slot(item.name), _stored(item, literal(item.wire), model))


def _stored(item: ir.Field, wire: Code, model: ir.Model) -> Code:
    if item.required:
        return inlined(item.type, code("o[{}]", wire), "decode")
    if has_plain_default(item, model):
        found = apply(item.type, code("get({})", wire), "decode")
        return code("{} if (v := {}) is None else v", literal(item.default), found)
    if not model.sent:
        return optional(item.type, code("get({})", wire))
    decoded = apply(item.type, IT, "decode")
    if decoded == IT:
        return code("get({}, UNSET)", wire)
    return code("UNSET if (v := get({}, UNSET)) is UNSET else {}", wire, decoded)


def _entry(item: ir.Field) -> Code:
    return code("{}: {}", literal(item.wire), inlined(item.type, _slot(item.name), "encode"))


def _send(item: ir.Field, model: ir.Model) -> list[Code]:
    slot = _slot(item.name)
    absent = code("UNSET") if model.sent else code("None")
    value = inlined(item.type, slot, "encode")
    return [code("if {} is not {}:", slot, absent), code("    o[{}] = {}", literal(item.wire), value)]
