"""Functions of unions: which are needed, and how each tells the members apart."""

from __future__ import annotations

from collections.abc import Iterable

from generator import ir
from generator.emit.annotations import unions_in
from generator.emit.code import Code, code, identifier, joined, literal
from generator.emit.coder_names import Direction, union_name
from generator.emit.coding import MODEL, WIRE, apply, function, members_by_kind
from generator.refusal import Refusal

_PYTHON_TYPES = {
    "string": code("str"),
    "array": code("list"),
    "object": code("dict"),
    "boolean": code("bool"),
}


def union_closure(kinds: Iterable[ir.Type]) -> list[ir.ModelUnion | ir.KindUnion]:
    """Return every union that decoding ``kinds`` needs, including those within unions, sorted by name."""
    found: dict[str, ir.ModelUnion | ir.KindUnion] = {}
    waiting = [union for kind in kinds for union in unions_in(kind)]
    while waiting:
        union = waiting.pop()
        known = found.setdefault(union_name(union), union)
        if any(branches(known, way) != branches(union, way) for way in ("decode", "encode")):
            raise Refusal(
                union_name(union),
                "is told apart in two ways",
                "give both unions one discriminator in the overlay",
            )
        if known is union:
            waiting += [inner for member in union.members for inner in unions_in(member)]
    return [found[name] for name in sorted(found)]


def branches(kind: ir.ModelUnion | ir.KindUnion, direction: Direction) -> list[tuple[Code, Code]]:
    """Return (test, expression) in order. A value that matches no test passes through unchanged.

    The value is called ``o`` when decoding and ``m`` when encoding.
    """
    if isinstance(kind, ir.ModelUnion):
        if direction == "decode":
            pairs = zip(kind.members, kind.marks, strict=True)
            return [(_mark_test(mark), code("{}(o)", function(m, "decode"))) for m, mark in pairs if mark]
        return [
            (code("isinstance(m, {})", identifier(m.name)), code("{}(m)", function(m, "encode")))
            for m in kind.members
        ]
    value = WIRE if direction == "decode" else MODEL
    found: list[tuple[Code, Code]] = []
    for member in members_by_kind(kind):
        expression = apply(member, value, direction)
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
