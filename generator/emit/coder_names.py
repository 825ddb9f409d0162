"""Names of the emitted functions that decode and encode: one for each model, union and response of an API."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Literal, TypeAlias, TypeVar

from attrs import frozen

from generator import ir
from generator.emit.annotations import runtime_type, unions_in
from generator.naming import snake

_LONGEST = 150

Direction: TypeAlias = Literal["decode", "encode"]
Union: TypeAlias = ir.ModelUnion | ir.KindUnion
KeyT = TypeVar("KeyT")

# decode_event is the function of emitted `events` modules.
_RESERVED = frozenset({"event"})


@frozen
class CoderNames:
    """The names of all functions of an API. No two functions share one, in whichever module they are.

    Each mapping has the name without its prefix, ``decode_`` or ``encode_``. ``responses`` is keyed by
    operationId and the number of the choice, None for the only response.
    """

    models: Mapping[str, str]
    unions: Mapping[Union, str]
    responses: Mapping[tuple[str, int | None], str]

    @classmethod
    def of(cls, api: ir.Api) -> CoderNames:
        taken = set(_RESERVED)
        models = allocated(((model.name, _stem(model.name)) for model in api.models), taken)
        found = sorted(((_union_stem(union, models), union) for union in _unions(api)), key=_order)
        unions = allocated(((union, stem) for stem, union in found), taken)
        responses = allocated((pair for op in api.operations for pair in _responses(op)), taken)
        return cls(models, unions, responses)

    def model(self, name: str, direction: Direction) -> str:
        return f"{direction}_{self.models[name]}"

    def fields(self, name: str) -> str:
        """Return the name of the constant with the JSON names of a model's fields."""
        return f"_{self.models[name]}_fields".upper()

    def union(self, kind: Union, direction: Direction) -> str:
        return f"{direction}_{self.unions[kind]}"

    def response(self, operation: ir.Operation, choice: int | None) -> str:
        """Return the name of the function that decodes a whole response, or one of several."""
        return f"decode_{self.responses[operation.id, choice]}"


def allocated(wanted: Iterable[tuple[KeyT, str]], taken: set[str]) -> dict[KeyT, str]:
    """Return a name for each key: the one that it wants, or that with a number if it is taken.

    Adds the names to ``taken``. The first of several keys gets the name itself.
    """
    pairs = list(wanted)
    first: dict[str, KeyT] = {}
    for key, name in pairs:
        if name not in taken:
            first.setdefault(name, key)
    taken.update(first)
    return {key: name if first.get(name) == key else _numbered(name, taken) for key, name in pairs}


def _numbered(name: str, taken: set[str]) -> str:
    number = 2
    while f"{name}_{number}" in taken:
        number += 1
    taken.add(f"{name}_{number}")
    return f"{name}_{number}"


def _stem(name: str) -> str:
    return snake(name).rstrip("_")


def _order(pair: tuple[str, Union]) -> tuple[str, str]:
    return pair[0], repr(pair[1])


def _unions(api: ir.Api) -> Iterable[Union]:
    """Return every union in a model or a response."""
    kinds = [f.type for model in api.models for f in model.fields]
    kinds += [model.extra for model in api.models if model.extra is not None]
    kinds += [kind for operation in api.operations for kind in operation.response.types]
    return unions_within(kinds)


def unions_within(kinds: Iterable[ir.Type]) -> dict[Union, None]:
    """Return every union in ``kinds`` and within these unions, each once."""
    found: dict[Union, None] = {}
    waiting = [union for kind in kinds for union in unions_in(kind)]
    while waiting:
        union = waiting.pop()
        if union not in found:
            found[union] = None
            waiting += [inner for member in union.members for inner in unions_in(member)]
    return found


def _responses(operation: ir.Operation) -> Iterable[tuple[tuple[str, int | None], str]]:
    """Yield the key and name of each response of ``operation`` that a function decodes."""
    for number, _ in decoded_responses(operation):
        if number is None:
            suffix = ""
        else:
            choice = operation.response.choices[number]
            suffix = f"_{choice.status}" if operation.response.by == "status" else f"_{snake(choice.media)}"
        yield (operation.id, number), f"{_stem(operation.id)}_response{suffix}"


def decoded_responses(operation: ir.Operation) -> list[tuple[int | None, ir.Type]]:
    """Return the responses that no single class describes: (number of the choice, type)."""
    if operation.paging is not None:
        return []
    response = operation.response
    found: list[tuple[int | None, ir.Type | None]] = [(None, response.type)]
    found += [(number, choice.type) for number, choice in enumerate(response.choices)]
    return [(number, kind) for number, kind in found if kind is not None and runtime_type(kind) is None]


def _union_stem(kind: Union, models: Mapping[str, str]) -> str:
    """Return a name made of the members, the discriminator, and its values unless they name the members.

    A long name is cut off and made unique by a digest.
    """
    name = "_or_".join(_label(member, models) for member in kind.members)
    if isinstance(kind, ir.ModelUnion):
        name += ("_or_object" if kind.open_ended else "") + _marks_label(kind)
    if len(name) <= _LONGEST:
        return name
    return f"{name[:_LONGEST]}_{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def _marks_label(kind: ir.ModelUnion) -> str:
    marks = [mark for mark in kind.marks if mark is not None and mark.values]
    if not marks:
        return ""
    wires = dict.fromkeys(snake(mark.properties[0]).rstrip("_") for mark in marks)
    values = [str(value) for mark in marks for value in mark.values]
    suffix = "" if values == [member.name for member in kind.members] else "_" + "_".join(map(snake, values))
    return f"_by_{'_and_'.join(wires)}{suffix}"


def _label(kind: ir.Type, models: Mapping[str, str]) -> str:
    match kind:
        case ir.Scalar(name):
            return name
        case ir.ModelRef(name):
            return models[name]
        case ir.EnumRef(name, _):
            return _stem(name)
        case ir.ListOf(inner):
            return f"list_of_{_label(inner, models)}"
        case ir.MapOf(inner):
            return f"map_of_{_label(inner, models)}"
        case ir.Nullable(inner):
            return f"nullable_{_label(inner, models)}"
        case ir.FreeForm():
            return "object"
        case ir.Constant(value, _):
            return type(value).__name__
        case ir.ModelUnion() | ir.KindUnion():
            return _union_stem(kind, models)
