"""The changes that a live view reports to its readers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import compress
from operator import attrgetter, ne
from typing import Generic, TypeAlias, TypeVar

import attrs
from attrs import frozen

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


@frozen
class Added(Generic[T_co]):
    """An object with this id now exists."""

    id: str
    new: T_co


@frozen
class Modified(Generic[T_co]):
    """The object differs from what this reader last saw.

    fields: names of the model's attributes that differ.
    """

    id: str
    old: T_co
    new: T_co
    fields: frozenset[str]


@frozen
class Removed(Generic[T_co]):
    """The object is gone. ``old`` is what this reader last saw of it."""

    id: str
    old: T_co


Change: TypeAlias = Added[T] | Modified[T] | Removed[T]


def change_between(key: str, old: T | None, new: T | None) -> Change[T] | None:
    """The change that turns ``old`` into ``new``, where None is no object. None if they are equal."""
    if new is None:
        return None if old is None else Removed(key, old)
    if old is None:
        return Added(key, new)
    fields = _differences(old, new)
    return Modified(key, old, new, fields) if fields else None


def _differences(old: object, new: object) -> frozenset[str]:
    """The names of the attributes of ``new`` that ``old`` does not have, or not with an equal value."""
    kind: type = type(new)
    names, values = _attributes(kind)
    if type(old) is kind:
        return frozenset(compress(names, map(ne, values(old), values(new))))
    return frozenset(name for name in names if getattr(old, name, None) != getattr(new, name))


@lru_cache
def _attributes(kind: type) -> tuple[tuple[str, ...], Callable[[object], Iterable[object]]]:
    """The names of a model's attributes, and a function that returns their values."""
    names = tuple(attribute.name for attribute in attrs.fields(kind))
    # With one name ``attrgetter`` would return no tuple. ``compress`` stops at the end of ``names``.
    return names, attrgetter(*names, names[0])
