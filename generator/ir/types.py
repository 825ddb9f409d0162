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
class Mark:
    """How a member of a union of models is recognised in JSON.

    One of ``properties`` exists, or with ``values``, the only one has one of these, or with ``kind``, the
    only one is of this JSON kind. Without ``properties``, every object is recognised.
    """

    properties: tuple[str, ...] = ()
    values: tuple[str | int | bool, ...] = ()
    kind: Literal["string", "array", "object", "boolean", ""] = ""


@frozen
class ModelUnion:
    """A union of models, in the order in which they are recognised.

    ``open_ended``: objects that no model describes belong to the union too. ``closed``: the marks recognise
    every object that the spec allows, and an object without one is a mismatch. Otherwise such an object stays
    a dict, and so does a member without a mark.
    """

    members: tuple[ModelRef, ...]
    marks: tuple[Mark | None, ...]
    open_ended: bool = False
    closed: bool = False

    @property
    def by(self) -> str | None:
        """The discriminator: the property whose values tell all members apart."""
        found = {mark.properties[0] if mark and mark.values else None for mark in self.marks}
        return found.pop() if len(found) == 1 else None


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


def is_json_in_form(kind: Type) -> bool:
    """Return whether a form sends ``kind`` as JSON: it is neither a scalar nor a list of scalars."""
    if isinstance(kind, Nullable):
        return is_json_in_form(kind.inner)
    if isinstance(kind, ListOf):
        item = kind.item.inner if isinstance(kind.item, Nullable) else kind.item
        return isinstance(item, ListOf) or is_json_in_form(item)
    if isinstance(kind, KindUnion):
        return any(is_json_in_form(member) for member in kind.members)
    return not isinstance(kind, (Scalar, Constant, EnumRef)) or kind == Scalar("json")
