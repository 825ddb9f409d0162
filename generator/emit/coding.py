"""Expressions that decode and encode a value, by its IR type."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from generator import ir
from generator.emit.code import Code, code, identifier
from generator.emit.coder_names import CoderNames, Direction, Union

_DECODERS: dict[ir.ScalarKind, Code] = {
    "int": code("integer"),
    "datetime": code("parse_datetime"),
    "date": code("parse_date"),
    "int_string": code("integer_from_string"),
    "float_string": code("number_from_string"),
}
_ENCODERS: dict[ir.ScalarKind, Code] = {
    "int": code("integer"),
    "float": code("finite"),
    "datetime": code("utc"),
    "int_string": code("number_to_string"),
    "float_string": code("number_to_string"),
}

_CONTAINERS: dict[type[ir.ListOf | ir.MapOf], tuple[Code, Code]] = {
    ir.ListOf: (code("many"), code("array")),
    ir.MapOf: (code("mapping"), code("as_dict")),
}
_INTEGER = code("integer")
IT, WIRE, MODEL = code("v"), code("o"), code("m")
"""Names of a value: any value, a JSON object, and a model."""


@frozen
class Coding:
    """The expressions, with the names of the functions of one API."""

    names: CoderNames

    def coder(self, kind: ir.Type, direction: Direction) -> Code | None:
        """Return a function expression that decodes or encodes ``kind``, None if values stay unchanged."""
        match kind:
            case ir.Scalar(name):
                return (_DECODERS if direction == "decode" else _ENCODERS).get(name)
            case ir.ModelRef(name):
                return identifier(self.names.model(name, direction))
            case ir.ModelUnion() | ir.KindUnion():
                return (
                    identifier(self.names.union(kind, direction))
                    if self.needs_function(kind, direction)
                    else None
                )
            case ir.ListOf() | ir.MapOf():
                expression = self.apply(kind, IT, direction)
                return None if expression == IT else code("lambda v: {}", expression)
            case ir.Nullable(inner):
                return self.coder(inner, direction)
            case ir.FreeForm():
                return None if direction == "decode" else code("as_dict")
            case ir.EnumRef(_, of):
                return _INTEGER if of == "int" else None
            case _:
                return None

    def apply(self, kind: ir.Type, value: Code, direction: Direction) -> Code:
        """Return the expression that decodes or encodes ``value``, which may be null."""
        if isinstance(kind, ir.Nullable):
            return self.apply(kind.inner, value, direction)
        if isinstance(kind, (ir.ListOf, ir.MapOf)):
            outer, plain = _CONTAINERS[type(kind)]
            inner = self.coder(kind.item if isinstance(kind, ir.ListOf) else kind.value, direction)
            if inner is not None:
                return code("{}({}, {})", outer, inner, value)
            return value if direction == "decode" else code("{}({})", plain, value)
        named = self.coder(kind, direction)
        if named is None:
            return value
        if isinstance(kind, (ir.ModelRef, ir.ModelUnion)):
            return code("one({}, {})", named, value)
        return code("{}({})", named, value)

    def inlined(self, kind: ir.Type, value: Code, direction: Direction) -> Code:
        """Return the expression for the value of a field, with the common case inlined to save a call."""
        inner = _inner(kind)
        match inner, direction:
            case ((ir.Scalar("int") | ir.EnumRef(_, "int")), _):
                return code("v if type(v := {}) is int else integer(v)", value)
            case ir.Scalar("datetime"), "decode":
                return code("NULL if (v := {}) is None else {}", value, self._present(inner))
            case ir.Scalar("datetime"), "encode":
                return code("v if type(v := {}) is datetime and v.tzinfo is UTC else utc(v)", value)
            case ((ir.ModelRef() | ir.ModelUnion()), "decode"):
                return code("NULL if (v := {}) is None else {}", value, self._present(inner))
            case _:
                return self.apply(inner, value, direction)

    def optional(self, kind: ir.Type, key: Code) -> Code:
        """Return the expression for the member ``key`` of a response: None if it is missing or null.

        ``in`` and a subscript take less time than a call of ``get``, even if both are needed.
        """
        if self.apply(kind, IT, "decode") == IT:
            return code("o[{}] if {} in o else None", key, key)
        return code(
            "NULL if {} not in o or (v := o[{}]) is None else {}", key, key, self._present(_inner(kind))
        )

    def _present(self, kind: ir.Type) -> Code:
        """Return the expression that decodes ``v``, which is not null."""
        if kind == ir.Scalar("datetime"):
            return code("v if (v := from_iso(v)).tzinfo is UTC else aware(v)")
        if _is_integer(kind):
            return code("v if type(v) is int else integer(v)")
        if isinstance(kind, (ir.ModelRef, ir.ModelUnion)):
            return code("{}(v)", self.function(kind, "decode"))
        return self.apply(kind, IT, "decode")

    def function(self, kind: ir.Type, direction: Direction) -> Code:
        """Return ``coder`` of a model or a union of models, which always have one."""
        named = self.coder(kind, direction)
        assert named is not None
        return named

    def needs_function(self, kind: Union, direction: Direction) -> bool:
        """Return whether values of the union need converting. Numbers and strings mostly do not."""
        if isinstance(kind, ir.ModelUnion):
            return True
        return any(self.coder(member, direction) is not None for member in members_by_kind(kind))


def binds(kind: ir.Type, direction: Direction) -> bool:
    """Return whether the expression of ``inlined`` assigns to ``v``."""
    inner = _inner(kind)
    if direction == "decode" and isinstance(inner, (ir.ModelRef, ir.ModelUnion)):
        return True
    return inner == ir.Scalar("datetime") or _is_integer(inner)


def _inner(kind: ir.Type) -> ir.Type:
    return kind.inner if isinstance(kind, ir.Nullable) else kind


def _is_integer(kind: ir.Type) -> bool:
    return kind == ir.Scalar("int") or (isinstance(kind, ir.EnumRef) and kind.of == "int")


def members_by_kind(kind: ir.KindUnion) -> Iterator[ir.Type]:
    """Yield the members that a JSON kind identifies, so not ``int`` and ``float`` in a union of both."""
    numbers = [member for member in kind.members if member in (ir.Scalar("int"), ir.Scalar("float"))]
    for member in kind.members:
        if len(numbers) < 2 or member not in numbers:
            yield member
