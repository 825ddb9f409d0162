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
    """Return (test, expression) in order.

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


def otherwise(kind: Union, direction: Direction, coding: Coding) -> Code:
    """Return the expression for a value that matches no test.

    When decoding, it is refused if the tests cover all that the spec allows. Otherwise it stays unchanged.
    """
    if direction == "encode":
        return MODEL
    if isinstance(kind, ir.ModelUnion):
        closed = kind.closed
    else:
        # The test for numbers finds those to convert only, such as 5.0 for 5.
        tests = [test for test, _ in branches(kind, direction, coding)]
        closed = len(tests) == len(kind.members) and code("isinstance(o, float)") not in tests
    return code("unmatched(o, {})", literal(_expected(kind))) if closed else WIRE


def _expected(kind: Union) -> str:
    """Return the members as error messages name them."""
    names: list[str] = []
    for member in kind.members:
        match member:
            case ir.ModelRef(name):
                names.append(name)
            case ir.ModelUnion(models):
                names += [model.name for model in models]
            case ir.ListOf():
                names.append("a list")
            case ir.Scalar():
                names.append("a string")
            case _:
                names.append("an object")
    return " or ".join(dict.fromkeys(names))


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
