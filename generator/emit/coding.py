"""IR types -> the expressions that decode and encode a value."""

from __future__ import annotations

from collections.abc import Iterator

from generator import ir
from generator.emit.code import Code, code, identifier
from generator.emit.coder_names import Direction, function_name, union_function

_DECODERS: dict[ir.ScalarKind, Code] = {
    "int": code("integer"),
    "instant": code("instant"),
    "date": code("day"),
    "int_text": code("integer_in_text"),
    "float_text": code("number_in_text"),
}
_ENCODERS: dict[ir.ScalarKind, Code] = {
    "int": code("integer"),
    "float": code("finite"),
    "instant": code("utc"),
    "int_text": code("text_of_number"),
    "float_text": code("text_of_number"),
}

_CONTAINERS: dict[type[ir.ListOf | ir.MapOf], tuple[Code, Code]] = {
    ir.ListOf: (code("many"), code("array")),
    ir.MapOf: (code("mapping"), code("as_dict")),
}
_INTEGER = code("integer")
IT, WIRE, MODEL = code("v"), code("o"), code("m")
"""What a value is called: on its own, on the wire, and as an object of Python."""


def coder(kind: ir.Type, direction: Direction) -> Code | None:
    """A function expression that decodes or encodes ``kind``; None where the value passes through unchanged."""
    match kind:
        case ir.Scalar(name):
            return (_DECODERS if direction == "decode" else _ENCODERS).get(name)
        case ir.ModelRef(name):
            return identifier(function_name(name, direction))
        case ir.ModelUnion() | ir.KindUnion():
            return identifier(union_function(kind, direction)) if needs_function(kind, direction) else None
        case ir.ListOf() | ir.MapOf():
            expression = apply(kind, IT, direction)
            return None if expression == IT else code("lambda v: {}", expression)
        case ir.Nullable(inner):
            return coder(inner, direction)
        case ir.FreeForm():
            return None if direction == "decode" else code("as_dict")
        case ir.EnumRef(_, of):
            return _INTEGER if of == "int" else None
        case _:
            return None


def apply(kind: ir.Type, value: Code, direction: Direction) -> Code:
    """The expression that decodes or encodes ``value``, null included."""
    if isinstance(kind, ir.Nullable):
        return apply(kind.inner, value, direction)
    if isinstance(kind, (ir.ListOf, ir.MapOf)):
        outer, plain = _CONTAINERS[type(kind)]
        inner = coder(kind.item if isinstance(kind, ir.ListOf) else kind.value, direction)
        if inner is not None:
            return code("{}({}, {})", outer, inner, value)
        return value if direction == "decode" else code("{}({})", plain, value)
    named = coder(kind, direction)
    if named is None:
        return value
    if isinstance(kind, (ir.ModelRef, ir.ModelUnion)):
        return code("one({}, {})", named, value)
    return code("{}({})", named, value)


def straight(kind: ir.Type, value: Code, direction: Direction) -> Code:
    """``apply`` to a field's value, with the common case in place: a function call costs more than what most values need."""
    inner = _inner(kind)
    match inner, direction:
        case ((ir.Scalar("int") | ir.EnumRef(_, "int")), _):
            return code("v if type(v := {}) is int else integer(v)", value)
        case ir.Scalar("instant"), "decode":
            return code(
                "NULL if (v := {}) is None else v if (v := from_text(v)).tzinfo is UTC else aware(v)", value
            )
        case ir.Scalar("instant"), "encode":
            return code("v if type(v := {}) is datetime and v.tzinfo is UTC else utc(v)", value)
        case ((ir.ModelRef() | ir.ModelUnion()), "decode"):
            return code("NULL if (v := {}) is None else {}(v)", value, function(inner, direction))
        case _:
            return apply(inner, value, direction)


def binds(kind: ir.Type, direction: Direction) -> bool:
    """Whether ``straight`` binds ``v`` on its way."""
    inner = _inner(kind)
    if direction == "decode" and isinstance(inner, (ir.ModelRef, ir.ModelUnion)):
        return True
    return inner == ir.Scalar("instant") or _is_integer(inner)


def optional(kind: ir.Type, value: Code) -> Code:
    """The expression that decodes what may be absent: None then, without a call."""
    decoded = apply(kind, IT, "decode")
    if decoded == IT:
        return value
    if _is_integer(_inner(kind)):
        return code("v if (v := {}) is None or type(v) is int else integer(v)", value)
    if binds(kind, "decode"):
        return straight(kind, value, "decode")
    return code("NULL if (v := {}) is None else {}", value, decoded)


def _inner(kind: ir.Type) -> ir.Type:
    return kind.inner if isinstance(kind, ir.Nullable) else kind


def _is_integer(kind: ir.Type) -> bool:
    return kind == ir.Scalar("int") or (isinstance(kind, ir.EnumRef) and kind.of == "int")


def function(kind: ir.Type, direction: Direction) -> Code:
    """``coder`` of a model or a union of models, which always have one."""
    named = coder(kind, direction)
    assert named is not None
    return named


def needs_function(kind: ir.ModelUnion | ir.KindUnion, direction: Direction) -> bool:
    """Whether values of the union change on their way: numbers and texts mostly pass through."""
    if isinstance(kind, ir.ModelUnion):
        return True
    return any(coder(member, direction) is not None for member in told_by_kind(kind))


def told_by_kind(kind: ir.KindUnion) -> Iterator[ir.Type]:
    """The members that a value is told by its kind to be; numbers of both kinds are left as they come."""
    numbers = [member for member in kind.members if member in (ir.Scalar("int"), ir.Scalar("float"))]
    for member in kind.members:
        if len(numbers) < 2 or member not in numbers:
            yield member
