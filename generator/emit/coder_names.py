"""Names of the emitted functions that decode and encode."""

from __future__ import annotations

import hashlib
from typing import Literal, TypeAlias

from generator import ir
from generator.naming import snake

_LONGEST = 150

Direction: TypeAlias = Literal["decode", "encode"]


def function_name(model: str, direction: Direction) -> str:
    return f"{direction}_{snake(model).rstrip('_')}"


def union_function(kind: ir.ModelUnion | ir.KindUnion, direction: Direction) -> str:
    return f"{direction}_{union_name(kind)}"


def union_name(kind: ir.ModelUnion | ir.KindUnion) -> str:
    """Return a name made of the members, the discriminator, and its values if these are not the members' names.

    A long name is cut off and made unique by a digest.
    """
    name = "_or_".join(_label(member) for member in kind.members)
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


def _label(kind: ir.Type) -> str:
    match kind:
        case ir.Scalar(name):
            return name
        case ir.ModelRef(name) | ir.EnumRef(name, _):
            return snake(name).rstrip("_")
        case ir.ListOf(inner):
            return f"list_of_{_label(inner)}"
        case ir.MapOf(inner):
            return f"map_of_{_label(inner)}"
        case ir.Nullable(inner):
            return f"nullable_{_label(inner)}"
        case ir.FreeForm():
            return "object"
        case ir.Constant(value, _):
            return type(value).__name__
        case ir.ModelUnion() | ir.KindUnion():
            return union_name(kind)
