"""What an event means to one view, as values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeAlias, TypeVar

from attrs import define, frozen

T = TypeVar("T")


def _unknown() -> None:
    return None


# Not frozen: a frozen class's constructor takes three times as long, and this one runs for every event.
@define(eq=False)
class Upsert(Generic[T]):
    """The object was ``value`` at the time ``at``, in Unix seconds by the events' clock.

    previous: returns the object as it was just before, None if the event does not say.
    """

    key: str
    value: T
    at: float
    previous: Callable[[], T | None] = _unknown


@frozen
class Delete:
    """The object is gone for good."""

    key: str


@frozen
class Invalidate:
    """Something about the object changed at ``at``, in Unix seconds. The event does not say what."""

    key: str
    at: float


@frozen
class InvalidateList:
    """Something in the list changed. The event does not say what."""


Topic: TypeAlias = tuple[str, str | None]
"""What a view is about: a kind, and the id of the object or of the list's parent.

None is the list of everything of that kind.
"""

Update: TypeAlias = Upsert[T] | Delete | Invalidate | InvalidateList

RoutedUpdate: TypeAlias = tuple[Topic, Update[Any]]
"""An update, and the views that it is for."""
