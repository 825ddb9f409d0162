"""IR types -> Python: annotations, and the expressions that decode and encode a value."""

from __future__ import annotations

from collections.abc import Iterator

from . import ir
from .naming import snake

_SCALARS: dict[ir.ScalarKind, str] = {
    "str": "str",
    "int": "int",
    "float": "float",
    "bool": "bool",
    "instant": "datetime",
    "date": "date",
    "binary": "bytes",
    "json": "JSON",
}
_DECODERS: dict[ir.ScalarKind, str] = {"int": "integer", "instant": "instant", "date": "day"}
_ENCODERS: dict[ir.ScalarKind, str] = {"int": "integer", "instant": "utc"}


def annotation(kind: ir.Type, *, sent: bool, list_name: str = "list") -> str:
    """``sent``: what a caller gives, where any sequence or mapping will do; otherwise what a decoder makes.

    ``list_name`` spells the builtin where a class has a method of that name.
    """
    match kind:
        case ir.Scalar(name):
            return _SCALARS[name]
        case ir.FreeForm():
            return "Mapping[str, Any]" if sent else "dict[str, Any]"
        case ir.Constant(value, exact):
            return f'Literal["{value}"]' if exact else f'Literal["{value}"] | str'
        case ir.EnumRef(name):
            return f"{name} | str"
        case ir.ModelRef(name):
            return name
        case ir.ListOf(item):
            outer = "Sequence" if sent else list_name
            return f"{outer}[{annotation(item, sent=sent, list_name=list_name)}]"
        case ir.MapOf(value):
            outer = "Mapping" if sent else "dict"
            return f"{outer}[str, {annotation(value, sent=sent, list_name=list_name)}]"
        case ir.ScalarUnion(members):
            return " | ".join(dict.fromkeys(annotation(m, sent=sent, list_name=list_name) for m in members))
        case ir.ModelUnion(members):
            return " | ".join([*(m.name for m in members), "dict[str, Any]"])


def runtime_type(kind: ir.Type) -> str:
    """The type as an expression that a generated method hands to the codec."""
    match kind:
        case ir.ModelRef(name):
            return f"models.{name}"
        case ir.ListOf(item):
            return f"list[{runtime_type(item)}]"
        case ir.MapOf(value):
            return f"dict[str, {runtime_type(value)}]"
        case ir.Scalar(name):
            return _SCALARS[name]
        case ir.FreeForm():
            return "dict[str, Any]"
        case _:
            return "str"


def names_in(kind: ir.Type) -> Iterator[str]:
    """The models and enumerations that an annotation of ``kind`` needs."""
    match kind:
        case ir.EnumRef(name) | ir.ModelRef(name):
            yield name
        case ir.ListOf(inner) | ir.MapOf(inner):
            yield from names_in(inner)
        case ir.ScalarUnion(members) | ir.ModelUnion(members):
            for member in members:
                yield from names_in(member)


def models_in(kind: ir.Type) -> Iterator[str]:
    match kind:
        case ir.ModelRef(name):
            yield name
        case ir.ListOf(inner) | ir.MapOf(inner):
            yield from models_in(inner)
        case ir.ModelUnion(members):
            for member in members:
                yield member.name


def coder(kind: ir.Type, direction: str) -> str | None:
    """A function expression that decodes or encodes ``kind``; None where the value passes through unchanged."""
    match kind:
        case ir.Scalar(name):
            return (_DECODERS if direction == "decode" else _ENCODERS).get(name)
        case ir.ModelRef(name):
            return function_name(name, direction)
        case ir.ModelUnion():
            return function_name(union_name(kind), direction)
        case ir.ListOf() | ir.MapOf():
            expression = apply(kind, "v", direction)
            return None if expression == "v" else f"lambda v: {expression}"
        case ir.FreeForm():
            return None if direction == "decode" else "as_dict"
        case _:
            return None


def apply(kind: ir.Type, value: str, direction: str) -> str:
    """The expression that decodes or encodes ``value``, null included."""
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


def function_name(model: str, direction: str) -> str:
    return f"{direction}_{snake(model).rstrip('_')}"


def union_name(kind: ir.ModelUnion) -> str:
    return "_or_".join(member.name for member in kind.members)


def unions_in(kind: ir.Type) -> Iterator[ir.ModelUnion]:
    match kind:
        case ir.ModelUnion():
            yield kind
        case ir.ListOf(inner) | ir.MapOf(inner):
            yield from unions_in(inner)
        case _:
            return
