"""An object that a process makes once, when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class OncePerProcess(Generic[T]):
    """Makes an object for the first caller and returns it to all, in every thread and in forked children.

    make: makes the object; of several that threads make at the same time, one is used and the rest are
        dropped, so making one must open nothing.
    """

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        # A dict changes in one step. A lock could be held by another thread when the process forks.
        self._made: dict[str, T] = {}

    def get(self) -> T:
        """Return the object; raises what ``make`` raises."""
        made = self._made.get("")  # in one step, as another thread may take it at any moment
        return self._made.setdefault("", self._make()) if made is None else made

    def take(self) -> T | None:
        """Return the object if there is one, and forget it: the next caller of ``get`` gets another."""
        return self._made.pop("", None)
