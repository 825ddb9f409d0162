"""IR types -> the expressions that decode and encode a value, and the functions of unions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, TypeAlias

from . import ir
from .annotations import literal, unions_in
from .naming import snake
from .refusal import Refusal

Direction: TypeAlias = Literal["decode", "encode"]

_DECODERS: dict[ir.ScalarKind, str] = {
    "int": "integer",
    "instant": "instant",
    "date": "day",
    "int_text": "integer_in_text",
    "float_text": "number_in_text",
}
_ENCODERS: dict[ir.ScalarKind, str] = {
    "int": "integer",
    "instant": "utc",
    "int_text": "text_of_number",
    "float_text": "text_of_number",
}


def coder(kind: ir.Type, direction: Direction) -> str | None:
    """A function expression that decodes or encodes ``kind``; None where the value passes through unchanged."""
    match kind:
        case ir.Scalar(name):
            return (_DECODERS if direction == "decode" else _ENCODERS).get(name)
        case ir.ModelRef(name):
            return function_name(name, direction)
        case ir.ModelUnion() | ir.KindUnion():
            return union_function(kind, direction) if needs_function(kind, direction) else None
        case ir.ListOf() | ir.MapOf():
            expression = apply(kind, "v", direction)
            return None if expression == "v" else f"lambda v: {expression}"
        case ir.Nullable(inner):
            return coder(inner, direction)
        case ir.FreeForm():
            return None if direction == "decode" else "as_dict"
        case ir.EnumRef(_, of):
            return "integer" if of == "int" else None
        case _:
            return None


def apply(kind: ir.Type, value: str, direction: Direction) -> str:
    """The expression that decodes or encodes ``value``, null included."""
    if isinstance(kind, ir.Nullable):
        return apply(kind.inner, value, direction)
    if isinstance(kind, (ir.ListOf, ir.MapOf)):
        outer, plain = ("many", "array") if isinstance(kind, ir.ListOf) else ("mapping", "as_dict")
        inner = coder(kind.item if isinstance(kind, ir.ListOf) else kind.value, direction)
        if inner is not None:
            return f"{outer}({inner}, {value})"
        return value if direction == "decode" else f"{plain}({value})"
    function = coder(kind, direction)
    if function is None:
        return value
    if isinstance(kind, (ir.ModelRef, ir.ModelUnion)):
        return f"one({function}, {value})"
    return f"{function}({value})"


def straight(kind: ir.Type, value: str, direction: Direction) -> str:
    """``apply`` to a field's value, with the common case in place: a function call costs more than what most values need."""
    inner = kind.inner if isinstance(kind, ir.Nullable) else kind
    match inner, direction:
        case ((ir.Scalar("int") | ir.EnumRef(_, "int")), _):
            return f"v if type(v := {value}) is int else integer(v)"
        case ir.Scalar("instant"), "decode":
            return f"NULL if (v := {value}) is None else v if (v := from_text(v)).tzinfo is UTC else aware(v)"
        case ir.Scalar("instant"), "encode":
            return f"v if type(v := {value}) is datetime and v.tzinfo is UTC else utc(v)"
        case ((ir.ModelRef() | ir.ModelUnion()), "decode"):
            return f"NULL if (v := {value}) is None else {coder(inner, direction)}(v)"
        case _:
            return apply(inner, value, direction)


def optional(kind: ir.Type, value: str) -> str:
    """The expression that decodes what may be absent: None then, without a call."""
    decoded = apply(kind, "v", "decode")
    if decoded == "v":
        return value
    if decoded == "integer(v)":
        return f"v if (v := {value}) is None or type(v) is int else integer(v)"
    expression = straight(kind, value, "decode")
    return expression if ":=" in expression else f"NULL if (v := {value}) is None else {decoded}"


def function_name(model: str, direction: Direction) -> str:
    return f"{direction}_{snake(model).rstrip('_')}"


def union_function(kind: ir.ModelUnion | ir.KindUnion, direction: Direction) -> str:
    return f"{direction}_{union_name(kind)}"


def union_name(kind: ir.ModelUnion | ir.KindUnion) -> str:
    """After its members; a discriminator, and values that are not the members' own names, belong to it."""
    name = "_or_".join(_label(member) for member in kind.members)
    if isinstance(kind, ir.KindUnion) or kind.by is None:
        return name
    values = [value for keys in kind.keys for value in keys]
    told = "" if values == [member.name for member in kind.members] else "_" + "_".join(map(snake, values))
    return f"{name}_by_{snake(kind.by).rstrip('_')}{told}"


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


def needs_function(kind: ir.ModelUnion | ir.KindUnion, direction: Direction) -> bool:
    """Whether values of the union change on their way: numbers and texts mostly pass through."""
    if isinstance(kind, ir.ModelUnion):
        return True
    return any(coder(member, direction) is not None for member in _by_kind(kind))


def _by_kind(kind: ir.KindUnion) -> Iterator[ir.Type]:
    """The members that a value is told by its kind to be; numbers of both kinds are left as they come."""
    numbers = [member for member in kind.members if member in (ir.Scalar("int"), ir.Scalar("float"))]
    for member in kind.members:
        if len(numbers) < 2 or member not in numbers:
            yield member


def union_closure(kinds: Iterable[ir.Type]) -> list[ir.ModelUnion | ir.KindUnion]:
    """Every union that decoding ``kinds`` calls, those within unions included, by name."""
    found: dict[str, ir.ModelUnion | ir.KindUnion] = {}
    waiting = [union for kind in kinds for union in unions_in(kind)]
    while waiting:
        union = waiting.pop()
        known = found.setdefault(union_name(union), union)
        if known != union:
            raise Refusal(
                union_name(union),
                "is told apart in two ways",
                "give both unions one discriminator in the overlay",
            )
        if known is union:
            waiting += [inner for member in union.members for inner in unions_in(member)]
    return [found[name] for name in sorted(found)]


def branches(kind: ir.ModelUnion | ir.KindUnion, direction: Direction) -> list[tuple[str, str]]:
    """(test, expression) in order; a value that fits none passes through. The value is ``o`` decoding and ``m`` encoding."""
    if isinstance(kind, ir.ModelUnion):
        pairs = zip(kind.members, kind.keys, strict=True)
        if direction == "decode":
            return [(_member_test(kind, keys), f"{function_name(m.name, 'decode')}(o)") for m, keys in pairs]
        return [(f"isinstance(m, {m.name})", f"{function_name(m.name, 'encode')}(m)") for m, _ in pairs]
    value = "o" if direction == "decode" else "m"
    found: list[tuple[str, str]] = []
    for member in _by_kind(kind):
        expression = apply(member, value, direction)
        if expression != value:
            test = _wire_test(member) if direction == "decode" else _python_test(member)
            found.append((test, expression))
    return found


def _member_test(kind: ir.ModelUnion, keys: tuple[str, ...]) -> str:
    if kind.by is None:
        return f"{literal(keys[0])} in o"
    values = ", ".join(literal(key) for key in keys)
    return f"o.get({literal(kind.by)}) in ({values},)"


def _wire_test(kind: ir.Type) -> str:
    match kind:
        case ir.ListOf():
            return "isinstance(o, list)"
        case ir.Scalar("instant" | "date" | "int_text" | "float_text"):
            return "isinstance(o, str)"
        case ir.Scalar() | ir.EnumRef() | ir.Constant():
            return "isinstance(o, float)"
        case _:
            return "isinstance(o, dict)"


def _python_test(kind: ir.Type) -> str:
    match kind:
        case ir.ModelRef(name):
            return f"isinstance(m, {name})"
        case ir.ModelUnion(members):
            return f"isinstance(m, ({', '.join(member.name for member in members)}))"
        case ir.ListOf():
            return "is_array(m)"
        case ir.Scalar("instant"):
            return "isinstance(m, datetime)"
        case ir.Scalar("int_text" | "float_text"):
            return "isinstance(m, (int, float))"
        case ir.Scalar() | ir.EnumRef() | ir.Constant():
            return "isinstance(m, float)"
        case _:
            return "isinstance(m, Mapping)"
