"""The columns of a model: names and types, which depend on nothing but its class.

A type here is one that every kind of table has. What has no such type, or different ones in different
objects, is a column of JSON text: free-form content, and unions of several types.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import Enum
from functools import cache
from itertools import count
from typing import Final, Literal, TypeAlias, cast, get_args, get_origin

from attrs import Attribute, fields, frozen

from cortex_async._core.codec.model_types import hints_of, is_model, members_of
from cortex_async._core.secrets.masking import masked

Kind: TypeAlias = Literal["string", "integer", "number", "boolean", "datetime", "date", "binary", "json"]

Nested: TypeAlias = Literal["flatten", "keep"]
"""What becomes of a model within a model: columns of its own, or one column with a struct."""


@frozen
class Scalar:
    """One value. ``json`` is a string with JSON in it."""

    kind: Kind


@frozen
class ListOf:
    """A list of values of one type."""

    item: ColumnType


@frozen
class Member:
    """A field of a struct. secret: its values are shown only on request."""

    name: str
    dtype: ColumnType
    secret: bool = False


@frozen
class Struct:
    """A model. models: its class, or those of a union, whose members are then merged."""

    models: tuple[type, ...]
    members: tuple[Member, ...]


ColumnType: TypeAlias = Scalar | ListOf | Struct


@frozen
class Column:
    """One column of a table.

    path: the fields that lead to its values. outer: the classes of the model at each of them but the last.
    """

    name: str
    path: tuple[str, ...]
    dtype: ColumnType
    secret: bool = False
    outer: tuple[tuple[type, ...], ...] = ()


JSON: Final = Scalar("json")

_SCALARS: Final[dict[object, Kind]] = {
    str: "string",
    int: "integer",
    float: "number",
    bool: "boolean",
    datetime: "datetime",
    date: "date",
    bytes: "binary",
}
_MERGED: Final[dict[frozenset[Kind], Kind]] = {
    frozenset({"integer", "number"}): "number",
    # The timestamp of an event of an unknown type is the string that was sent.
    frozenset({"datetime", "string"}): "datetime",
}


@cache
def columns_of(models: tuple[type, ...], nested: Nested) -> tuple[Column, ...]:
    """The columns for objects of these classes: those of all of them if there are several."""
    members = _members(models, frozenset())
    if nested == "keep":
        return tuple(Column(one.name, (one.name,), one.dtype, one.secret) for one in members)
    taken = {member.name for member in members if not isinstance(member.dtype, Struct)}
    return tuple(column for member in members for column in _flattened(member, (), (), taken))


def _flattened(
    member: Member, path: tuple[str, ...], outer: tuple[tuple[type, ...], ...], taken: set[str]
) -> Iterable[Column]:
    if isinstance(member.dtype, Struct):
        for inner in member.dtype.members:
            yield from _flattened(inner, (*path, member.name), (*outer, member.dtype.models), taken)
        return
    name = "_".join((*path, member.name))
    # A field may have the name that two others give together: payload_id beside the id of payload.
    for width in count(2):
        if not path or name not in taken:
            break
        name = f"{'_'.join(path)}{'_' * width}{member.name}"
    taken.add(name)
    yield Column(name, (*path, member.name), member.dtype, member.secret, outer)


def _members(models: tuple[type, ...], outer: frozenset[type]) -> tuple[Member, ...]:
    """The fields of all the models. ``outer``: the models around these, to end at one that holds itself."""
    found: dict[str, Member] = {}
    for model in models:
        hints = hints_of(model)
        for item in cast("tuple[Attribute[object], ...]", fields(model)):
            member = Member(item.name, _type_of(hints[item.name], outer | set(models)), item.repr is masked)
            other = found.get(item.name)
            found[item.name] = member if other is None else _merged(other, member, outer | set(models))
    return tuple(found.values())


def _merged(one: Member, other: Member, outer: frozenset[type]) -> Member:
    secret = one.secret or other.secret
    return Member(one.name, _merged_types(one.dtype, other.dtype, outer), secret)


def _merged_types(one: ColumnType, other: ColumnType, outer: frozenset[type]) -> ColumnType:
    if one == other:
        return one
    if isinstance(one, Struct) and isinstance(other, Struct):
        return _struct(tuple(dict.fromkeys((*one.models, *other.models))), outer)
    if isinstance(one, ListOf) and isinstance(other, ListOf):
        return ListOf(_merged_types(one.item, other.item, outer))
    if isinstance(one, Scalar) and isinstance(other, Scalar):
        kind = _MERGED.get(frozenset({one.kind, other.kind}))
        return JSON if kind is None else Scalar(kind)
    return JSON


def _struct(models: tuple[type, ...], outer: frozenset[type]) -> ColumnType:
    members = () if outer & set(models) else _members(models, outer)
    return Struct(models, members) if members else JSON


def _type_of(hint: object, outer: frozenset[type]) -> ColumnType:
    members = members_of(hint)
    if members and all(map(is_model, members)):
        return _struct(tuple(cast("list[type]", members)), outer)
    if len(members) == 1:
        return _type_of_one(members[0], outer)
    # Strings and whole numbers, with some of them named: an enumeration that a server may write either way.
    constants = [value for member in members if get_origin(member) is Literal for value in get_args(member)]
    others = {member for member in members if get_origin(member) is not Literal}
    if any(isinstance(value, str) for value in constants) and others <= {str, int}:
        return Scalar("string")
    return Scalar("number") if set(members) == {int, float} else JSON


def _type_of_one(hint: object, outer: frozenset[type]) -> ColumnType:
    if hint in _SCALARS:
        return Scalar(_SCALARS[hint])
    origin, args = get_origin(hint), cast("tuple[object, ...]", get_args(hint))
    if origin is Literal:
        kinds: set[Kind] = {_SCALARS.get(cast("object", type(value)), "json") for value in args}
        return Scalar(kinds.pop()) if len(kinds) == 1 else JSON
    if isinstance(hint, type) and issubclass(hint, Enum):
        return Scalar("string")
    if not isinstance(origin, type) or not args or issubclass(origin, Mapping):
        return JSON
    if origin is tuple and args[1:] not in ((), (Ellipsis,)):
        return JSON
    return ListOf(_type_of(args[0], outer)) if issubclass(origin, Iterable) else JSON
