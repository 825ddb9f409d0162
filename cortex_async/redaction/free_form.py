"""Strings in free-form JSON, such as the data of annotations."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias, cast

Mask: TypeAlias = Callable[[str], str]


def masked_json(data: dict[str, Any], mask: Mask) -> dict[str, Any]:
    """The data with all strings masked, names of members too; the same object if nothing is masked.

    It goes down without recursion, since the data may be nested more deeply than Python calls may be.
    """
    copy: list[Any] = [data]
    todo: list[Any] = [copy]
    changed = False
    while todo:
        inside = todo.pop()
        for place in _places(inside):
            value = inside[place]
            new = _copied(value, mask)
            if new is None:
                continue
            inside[place] = new
            if isinstance(value, str):
                changed = changed or new is not value
            else:
                changed = changed or _places(new) != _places(value)
                todo.append(new)
    return cast("dict[str, Any]", copy[0]) if changed else data


def _places(inside: object) -> Sequence[object]:
    if isinstance(inside, dict):
        return list(cast("dict[object, object]", inside))
    return range(len(cast("Sequence[object]", inside)))


def _copied(value: object, mask: Mask) -> Any:
    """A string masked, or a copy of a dict or list whose contents are still to be masked; None for others."""
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, dict):
        return _names_masked(cast("Mapping[Any, Any]", value), mask)
    return list(cast("Sequence[Any]", value)) if isinstance(value, (list, tuple)) else None


def _names_masked(value: Mapping[Any, Any], mask: Mask) -> dict[Any, Any]:
    """A copy with masked names. A name that is there already gets a number."""
    copy: dict[Any, Any] = {}
    counts: dict[str, int] = {}
    for name, inner in value.items():
        new = masked = mask(name) if isinstance(name, str) else name
        while new is not name and (new in copy or new in value):
            counts[masked] = counts.get(masked, 1) + 1
            new = f"{masked} {counts[masked]}"
        copy[new] = inner
    return copy
