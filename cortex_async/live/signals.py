"""What an event means to one view, as values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeAlias, TypeVar

from attrs import frozen

T = TypeVar("T")


def _not_told() -> None:
    return None


@frozen(eq=False)
class Upsert(Generic[T]):
    """The object was ``value`` at the instant ``at`` (Unix seconds, by the events' clock).

    earlier: what it was just before, None if the event does not tell.
    """

    key: str
    value: T
    at: float
    earlier: Callable[[], T | None] = _not_told


@frozen
class Delete:
    """The object is gone for good."""

    key: str


@frozen
class Recheck:
    """Something about the object changed at ``at``; the event does not say what."""

    key: str
    at: float


@frozen
class Reread:
    """Something in the list changed; the event does not say what."""


Topic: TypeAlias = tuple[str, str | None]
"""What a view is about: a kind with the id of an object, of the object that a list belongs to, or None for all of the kind."""

Signal: TypeAlias = Upsert[T] | Delete | Recheck | Reread
