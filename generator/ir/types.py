"""Types of values, whatever language they end up in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeAlias

from attrs import frozen

ScalarKind: TypeAlias = Literal[
    "str", "int", "float", "bool", "instant", "date", "binary", "json", "int_text", "float_text"
]


@frozen
class Scalar:
    """``json`` is a value that the document leaves entirely open and says so; ``..._text`` are numbers that travel as text."""

    kind: ScalarKind


@frozen
class FreeForm:
    """An object whose members the document leaves open."""


@frozen
class Constant:
    """The one known value of a place. ``exact``: it tells the members of a union apart, so that no other value can stand there."""

    value: str | int | bool
    exact: bool


@frozen
class EnumRef:
    """An open enumeration: the known values, or any other of the same kind."""

    name: str
    of: Literal["str", "int"] = "str"


@frozen
class ModelRef:
    name: str


@frozen
class ListOf:
    item: Type


@frozen
class MapOf:
    value: Type


@frozen
class Nullable:
    """Null inside a list or an object, or as a whole answer. Fields and parameters carry the fact themselves."""

    inner: Type


@frozen
class KindUnion:
    """Members of different JSON kinds (string, number, true or false, array, object), which the kind tells apart."""

    members: tuple[Type, ...]


@frozen
class ModelUnion:
    """Several models. ``by`` is a discriminator property, or None where each member has a required property of its own.

    ``keys`` holds per member the discriminator's values, or the one property that tells the member apart.
    """

    members: tuple[ModelRef, ...]
    by: str | None
    keys: tuple[tuple[str, ...], ...]


Type: TypeAlias = (
    Scalar | FreeForm | Constant | EnumRef | ModelRef | ListOf | MapOf | Nullable | KindUnion | ModelUnion
)


def inner_types(kind: Type) -> tuple[Type, ...]:
    """The types that ``kind`` directly consists of."""
    match kind:
        case ListOf(inner) | MapOf(inner) | Nullable(inner):
            return (inner,)
        case KindUnion(members) | ModelUnion(members):
            return members
        case _:
            return ()


def size(kind: Type) -> int:
    """How many types stand in ``kind``, itself included."""
    return 1 + sum(size(inner) for inner in inner_types(kind))


def map_type(kind: Type, change: Callable[[Type], Type]) -> Type:
    """The type with ``change`` applied to every part of it; the members of a union of models stay."""
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
