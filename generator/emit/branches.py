"""Functions of unions: how each tells the members apart."""

from __future__ import annotations

from generator import ir
from generator.emit.code import Code, code, identifier, joined, literal
from generator.emit.coder_names import Direction, Union
from generator.emit.coding import MODEL, WIRE, Coding, members_by_kind

_PYTHON_TYPES = {
    "string": code("str"),
    "array": code("list"),
    "object": code("dict"),
    "boolean": code("bool"),
}


def branches(kind: Union, direction: Direction, coding: Coding) -> list[tuple[Code, Code]]:
    """Return (test, expression) in order. A value that matches no test passes through unchanged.

    The value is called ``o`` when decoding and ``m`` when encoding.
    """
    if isinstance(kind, ir.ModelUnion):
        if direction == "decode":
            pairs = zip(kind.members, kind.marks, strict=True)
            return [
                (_mark_test(mark), code("{}(o)", coding.function(m, "decode"))) for m, mark in pairs if mark
            ]
        return [
            (code("isinstance(m, {})", identifier(m.name)), code("{}(m)", coding.function(m, "encode")))
            for m in kind.members
        ]
    value = WIRE if direction == "decode" else MODEL
    found: list[tuple[Code, Code]] = []
    for member in members_by_kind(kind):
        expression = coding.apply(member, value, direction)
        if expression != value:
            test = _wire_test(member) if direction == "decode" else _python_test(member)
            found.append((test, expression))
    return found


def _mark_test(mark: ir.Mark) -> Code:
    if not mark.properties:
        return code("isinstance(o, dict)")
    wires = [literal(wire) for wire in mark.properties]
    if mark.values:
        values = joined(", ", [literal(value) for value in mark.values])
        return code("o.get({}) in ({},)", wires[0], values)
    if mark.kind:
        return code("isinstance(o.get({}), {})", wires[0], _PYTHON_TYPES[mark.kind])
    return joined(" or ", [code("{} in o", wire) for wire in wires])


def _wire_test(kind: ir.Type) -> Code:
    match kind:
        case ir.ListOf():
            return code("isinstance(o, list)")
        case ir.Scalar("datetime" | "date" | "int_string" | "float_string"):
            return code("isinstance(o, str)")
        case ir.Scalar() | ir.EnumRef() | ir.Constant():
            return code("isinstance(o, float)")
        case _:
            return code("isinstance(o, dict)")


def _python_test(kind: ir.Type) -> Code:
    match kind:
        case ir.ModelRef(name):
            return code("isinstance(m, {})", identifier(name))
        case ir.ModelUnion(members):
            return code("isinstance(m, ({}))", joined(", ", [identifier(member.name) for member in members]))
        case ir.ListOf():
            return code("is_array(m)")
        case ir.Scalar("datetime"):
            return code("isinstance(m, datetime)")
        case ir.Scalar("int_string" | "float_string"):
            return code("isinstance(m, (int, float))")
        case ir.Scalar() | ir.EnumRef() | ir.Constant():
            return code("isinstance(m, float)")
        case _:
            return code("isinstance(m, Mapping)")
