"""Reads JSON of which nothing is known: what is not as expected reads as empty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias, cast

Node: TypeAlias = Mapping[str, Any]

EMPTY: Node = {}


def node(value: object) -> Node:
    """Return an object."""
    return cast("Node", value) if isinstance(value, Mapping) else EMPTY


def items(value: object) -> list[object]:
    """Return a list."""
    return cast("list[object]", value) if isinstance(value, list) else []


def nodes(value: object) -> list[Node]:
    """Return the objects in a list."""
    return [cast("Node", one) for one in items(value) if isinstance(one, Mapping)]


def text(value: object) -> str:
    """Return a string."""
    return value if isinstance(value, str) else ""


def members(value: object) -> Iterator[tuple[str, Node]]:
    """Return the objects in an object."""
    for name, member in node(value).items():
        if isinstance(member, Mapping):
            yield name, cast("Node", member)
