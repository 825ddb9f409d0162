"""Decoders and encoders as template contexts: one module per group of models, and one for whole answers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from . import ir
from .annotations import annotation, literal, models_in, names_in, runtime_type
from .coding import (
    Direction,
    apply,
    branches,
    coder,
    function_name,
    needs_function,
    optional,
    straight,
    union_closure,
    union_function,
)
from .drafts import EXTRA_FIELD
from .emit_models import has_plain_default, imports, kinds_of
from .naming import constant, snake

Union = ir.ModelUnion | ir.KindUnion


def decoders_module(api: ir.Api, group: str) -> dict[str, Any]:
    models = api.groups[group].models
    kinds = [kind for m in models for kind in kinds_of(m)]
    return {
        "title": f"Decoders and encoders of the group {group.replace('_', ' ')}.",
        "group": group,
        "model_names": [model.name for model in models],
        **_unions(api, group, kinds, ("decode", "encode")),
        "models": [_coders(model) for model in models],
    }


def answers_module(api: ir.Api) -> dict[str, Any] | None:
    """The decoders of answers that are no one class; None where there are none."""
    answers = dict(sorted(pair for operation in api.operations for pair in _answers(operation)))
    if not answers:
        return None
    kinds = list(answers.values())
    names = {name for kind in kinds for name in names_in(kind)}
    return {
        "title": "Decoders of answers that no one class describes.",
        **_unions(api, "", kinds, ("decode",)),
        "type_imports": imports(api, "", names),
        "answers": [
            {
                "name": name,
                "annotation": annotation(kind, sent=False),
                "expression": apply(kind, "o", "decode"),
            }
            for name, kind in answers.items()
        ],
    }


def _answers(operation: ir.Operation) -> list[tuple[str, ir.Type]]:
    if operation.paging is not None:
        return []
    found = [(answer_function(operation, None), operation.answer.type)]
    found += [(answer_function(operation, choice), choice.type) for choice in operation.answer.choices]
    return [(name, kind) for name, kind in found if kind is not None and runtime_type(kind) is None]


def answer_function(operation: ir.Operation, choice: ir.Choice | None) -> str:
    """The name of the function that decodes a whole answer, or one of several."""
    if choice is None:
        suffix = ""
    elif operation.answer.by == "status":
        suffix = f"_{choice.status}"
    else:
        suffix = f"_{snake(choice.media)}"
    return f"decode_{snake(operation.id).rstrip('_')}_answer{suffix}"


def _unions(
    api: ir.Api, group: str, kinds: list[ir.Type], directions: tuple[Direction, ...]
) -> dict[str, Any]:
    """The functions of all unions in ``kinds``, and what they and the kinds need of other modules."""
    unions = union_closure(kinds)
    used = {name for kind in kinds for name in models_in(kind)}
    members = {name for union in unions for member in union.members for name in models_in(member)}
    outside = imports(api, group, used | members)
    tested = [(module, [n for n in names if n in members]) for module, names in outside]
    return {
        "imports": [(module, _functions(names, directions)) for module, names in outside],
        "model_imports": [(module, names) for module, names in tested if names and "encode" in directions],
        "unions": [function for union in unions for function in _union_functions(union, directions)],
    }


def _functions(names: Iterable[str], directions: tuple[Direction, ...]) -> list[str]:
    return sorted(function_name(name, direction) for name in names for direction in directions)


def _union_functions(union: Union, directions: tuple[Direction, ...]) -> list[dict[str, Any]]:
    return [
        {
            "name": union_function(union, direction),
            "value": "o" if direction == "decode" else "m",
            "branches": branches(union, direction),
        }
        for direction in directions
        if needs_function(union, direction)
    ]


def _coders(model: ir.Model) -> dict[str, Any]:
    always = [f for f in model.fields if f.required or has_plain_default(f, model)]
    required = [f"{literal(f.wire)}: {straight(f.type, f'm.{f.name}', 'encode')}" for f in always]
    sends = [line for f in model.fields if f not in always for line in _send(f, model)]
    stores = [line for f in model.fields for line in _store(f, model)]
    known = constant(f"_{snake(model.name)}_fields")
    if model.extra is not None:
        stores.append(f"m.{EXTRA_FIELD} = {_taken(model.extra, known)}")
    return {
        "name": model.name,
        "decode": function_name(model.name, "decode"),
        "encode": function_name(model.name, "encode"),
        "gets": any("get(" in line for line in stores),
        "known": known,
        "wires": [literal(f.wire) for f in model.fields] if model.extra is not None else [],
        "stores": stores,
        "fetches": any("v := m." in line for line in (*required, *sends)),
        "required": required,
        "optional": sends,
        "result": "o" if model.extra is None else f"joined({_given(model.extra)}, o)",
    }


def _taken(extra: ir.Type, known: str) -> str:
    decode = coder(extra, "decode")
    return f"rest(o, {known})" if decode is None else f"mapping({decode}, rest(o, {known}))"


def _given(extra: ir.Type) -> str:
    encode, slot = coder(extra, "encode"), f"m.{EXTRA_FIELD}"
    return slot if encode is None else f"mapping({encode}, {slot} or {{}})"


def _store(item: ir.Field, model: ir.Model) -> list[str]:
    wire, slot = literal(item.wire), f"m.{item.name}"
    if item.required:
        return [f"{slot} = {straight(item.type, f'o[{wire}]', 'decode')}"]
    if has_plain_default(item, model):
        default = literal(item.default)
        return [f"{slot} = {default} if (v := {apply(item.type, f'get({wire})', 'decode')}) is None else v"]
    if not model.sent:
        return [f"{slot} = {optional(item.type, f'get({wire})')}"]
    decoded = apply(item.type, "v", "decode")
    fetch = f"(v := get({wire}, UNSET))"
    if decoded == "v":
        return [f"{slot} = get({wire}, UNSET)"]
    return [f"{slot} = UNSET if {fetch} is UNSET else {decoded}"]


def _send(item: ir.Field, model: ir.Model) -> list[str]:
    slot = f"m.{item.name}"
    absent = "UNSET" if model.sent else "None"
    store = f"o[{literal(item.wire)}] = {straight(item.type, slot, 'encode')}"
    return [f"if {slot} is not {absent}:", f"    {store}"]
