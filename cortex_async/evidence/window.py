"""The part of a transcript around a line."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from cortex_async._core.arguments import check_count, wrong_type, wrong_value

if TYPE_CHECKING:
    from cortex_async.models import Message, MessageCreatedEventData

    M = TypeVar("M", bound=Message | MessageCreatedEventData)

Extent: TypeAlias = int | timedelta
"""How much of a transcript: a number of lines, or a time."""


def check_extent(parameter: str, value: object) -> None:
    """Raise ``ArgumentError`` unless the value is a number of lines or a time."""
    if isinstance(value, timedelta):
        if value < timedelta(0):
            raise wrong_value(parameter, "a number of lines >= 0 or a timedelta >= 0", value)
    elif isinstance(value, int):
        check_count(parameter, value, least=0)
    else:
        raise wrong_type(parameter, "a number of lines or a timedelta", value)


def around(messages: Sequence[M], center: str | datetime, before: Extent, after: Extent) -> list[M]:
    """The messages around one of them, which is included, or around a point in time."""
    ordered = sorted(messages, key=lambda one: one.timestamp)
    if isinstance(center, str):
        place = next((n for n, one in enumerate(ordered) if one.id == center), None)
        if place is None:
            return []
        at, end = ordered[place].timestamp, place + 1
    else:
        at, place = center, bisect_left(ordered, center, key=lambda one: one.timestamp)
        end = place
    first = place - before if isinstance(before, int) else _first(ordered, place, at, before)
    last = end + after if isinstance(after, int) else _last(ordered, end, at, after)
    return ordered[max(first, 0) : last]


def _first(ordered: Sequence[M], place: int, at: datetime, before: timedelta) -> int:
    while place > 0 and at - ordered[place - 1].timestamp <= before:
        place -= 1
    return place


def _last(ordered: Sequence[M], end: int, at: datetime, after: timedelta) -> int:
    while end < len(ordered) and ordered[end].timestamp - at <= after:
        end += 1
    return end
