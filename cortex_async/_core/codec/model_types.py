"""Declared types of models: evaluated annotations and the members of unions."""

from __future__ import annotations

from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from attrs import has

from cortex_async._core.unset import Unset


def is_model(kind: object) -> bool:
    """Whether ``kind`` is an attrs class."""
    return isinstance(kind, type) and has(kind)


def hints_of(model: type) -> dict[str, object]:
    """The annotations of a model by field, evaluated."""
    # `JSON` refers to itself by name, which models do not import; any value satisfies it.
    return get_type_hints(model, localns={"JSON": Any})


def members_of(hint: object) -> list[object]:
    """The members of a declared type but for None and UNSET: one, unless it is a union of several."""
    if get_origin(hint) in (Union, UnionType):
        return [inner for member in get_args(hint) for inner in members_of(member)]
    return [] if hint in (None, NoneType) or hint == Unset else [hint]
