"""Types of values, independent of the language that they are emitted in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeAlias

from attrs import frozen

ScalarKind: TypeAlias = Literal[
    "str", "int", "float", "bool", "datetime", "date", "binary", "json", "int_string", "float_string"
]


@frozen
class Scalar:
    """A scalar.

    ``json`` is any JSON value (x-free-form); ``int_string`` and ``float_string`` are numbers sent as
    strings.
    """

    kind: ScalarKind


@frozen
class FreeForm:
    """An object whose members the spec does not declare."""


@frozen
class Constant:
    """A type with one known value.

    ``exact``: the value tells the members of a union apart, so no other one is possible.
    """

    value: str | int | bool
    exact: bool


@frozen
class EnumRef:
    """An open enumeration: the known values, or any other value of the same kind."""

    name: str
    of: Literal["str", "int"] = "str"


@frozen
class ModelRef:
    """A model, by its public name."""

    name: str


@frozen
class ListOf:
    """An array."""

    item: Type


@frozen
class MapOf:
    """An object with values of one type under any names."""

    value: Type


@frozen
class Nullable:
    """A type or null, as an item, a member or a whole response. Fields have a ``nullable`` of their own."""

    inner: Type


@frozen
class KindUnion:
    """A union whose members differ in their JSON kind: string, number, boolean, array or object."""

    members: tuple[Type, ...]


@frozen
class ModelUnion:
    """A union of models.

    ``by`` is the discriminator property, or None if each member has a required property of its own.

    ``keys`` has for each member the values of the discriminator, or the property that only this member
    has.
    """

    members: tuple[ModelRef, ...]
    by: str | None
    keys: tuple[tuple[str, ...], ...]


Type: TypeAlias = (
    Scalar | FreeForm | Constant | EnumRef | ModelRef | ListOf | MapOf | Nullable | KindUnion | ModelUnion
)


def inner_types(kind: Type) -> tuple[Type, ...]:
    """Return the types that ``kind`` directly consists of."""
    match kind:
        case ListOf(inner) | MapOf(inner) | Nullable(inner):
            return (inner,)
        case KindUnion(members) | ModelUnion(members):
            return members
        case _:
            return ()


def size(kind: Type) -> int:
    """Return the number of types in ``kind``, including itself."""
    return 1 + sum(size(inner) for inner in inner_types(kind))


def depth(kind: Type) -> int:
    """Return how many types are within each other in ``kind``, including itself."""
    return 1 + max(map(depth, inner_types(kind)), default=0)


def map_type(kind: Type, change: Callable[[Type], Type]) -> Type:
    """Apply ``change`` to every part of a type except for the members of unions of models."""
    match kind:
        case ListOf(inner):
            return ListOf(map_type(inner, change))
        case MapOf(inner):
            return MapOf(map_type(inner, change))
        case Nullable(inner):
            return Nullable(map_type(inner, change))
        case KindUnion(members):
            return KindUnion(tuple(map_type(member, change) for member in members))
        case _:
            return change(kind)
