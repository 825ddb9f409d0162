"""Functions of unions: how each tells the members apart."""

from __future__ import annotations

from generator import ir
from generator.emit.code import Code, code, identifier, joined, literal
from generator.emit.coder_names import Direction, Union
from generator.emit.coding import MODEL, WIRE, Coding, members_by_kind


def branches(kind: Union, direction: Direction, coding: Coding) -> list[tuple[Code, Code]]:
    """Return (test, expression) in order. A value that matches no test passes through unchanged.

    The value is called ``o`` when decoding and ``m`` when encoding.
    """
    if isinstance(kind, ir.ModelUnion):
        pairs = zip(kind.members, kind.keys, strict=True)
        if direction == "decode":
            return [
                (_member_test(kind, keys), code("{}(o)", coding.function(m, "decode"))) for m, keys in pairs
            ]
        return [
            (code("isinstance(m, {})", identifier(m.name)), code("{}(m)", coding.function(m, "encode")))
            for m, _ in pairs
        ]
    value = WIRE if direction == "decode" else MODEL
    found: list[tuple[Code, Code]] = []
    for member in members_by_kind(kind):
        expression = coding.apply(member, value, direction)
        if expression != value:
            test = _wire_test(member) if direction == "decode" else _python_test(member)
            found.append((test, expression))
    return found


def _member_test(kind: ir.ModelUnion, keys: tuple[str, ...]) -> Code:
    if kind.by is None:
        return code("{} in o", literal(keys[0]))
    values = joined(", ", [literal(key) for key in keys])
    return code("o.get({}) in ({},)", literal(kind.by), values)


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
