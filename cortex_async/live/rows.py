"""The objects that a live view shows, in order, and the mapping of them that readers get."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from operator import gt
from types import MappingProxyType
from typing import Any, Generic, TypeVar

T = TypeVar("T")

_MOST_REPLACED = 4
"""One in so many objects is replaced beside the mapping that readers have before the objects are copied."""


class Rows(Generic[T]):
    """Objects by id, of which ``shown`` returns a mapping that later changes do not affect.

    That mapping is no copy. While readers may have it, new values of its objects are kept beside it, and the
    dict is copied when there are many of them, or when an object comes or goes. So neither a look at a large
    view nor the first event after it takes time for each object.

    order: sort key of the objects. Objects with equal keys stay in the order in which they came.
    """

    __slots__ = ("_order", "_replaced", "_rows", "_shown", "_sorted")

    def __init__(self, order: Callable[[T], Any]) -> None:
        self._order = order
        self._rows: dict[str, T] = {}
        self._sorted = True
        # Exists while readers may have the dict.
        self._shown: Mapping[str, T] | None = None
        # Values of objects in ``_rows`` that readers of that mapping must not see.
        self._replaced: dict[str, T] | None = None

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def get(self, key: str) -> T | None:
        if self._replaced is not None and (value := self._replaced.get(key)) is not None:
            return value
        return self._rows.get(key)

    def load(self, rows: Mapping[str, T]) -> None:
        """Replace all objects."""
        self._rows, self._sorted = dict(rows), False
        self._shown = self._replaced = None

    def shown(self) -> Mapping[str, T]:
        """The objects in order, as they are now."""
        if not self._sorted:
            self._sort()
        if self._shown is None or self._replaced is not None:
            self._shown = MappingProxyType(self._own())
        return self._shown

    def store(self, key: str, old: T | None, new: T | None) -> None:
        """Replace an object, add it if ``old`` is None, or remove it if ``new`` is None."""
        if new is None:
            del self._own()[key]
            return
        if old is None:
            rows = self._own()
            last = next(reversed(rows.values()), None)
            moved = last is not None and self._order(new) < self._order(last)
        else:
            rows = self._own() if self._shown is None else self._beside()
            moved = self._order(old) != self._order(new)
        rows[key] = new
        self._sorted = self._sorted and not moved

    def _beside(self) -> dict[str, T]:
        """Where a new value of an object goes while readers may have the dict."""
        if self._replaced is None:
            self._replaced = {}
        return self._own() if _MOST_REPLACED * len(self._replaced) >= len(self._rows) else self._replaced

    def _own(self) -> dict[str, T]:
        """The dict of all objects, which no reader has."""
        if self._shown is not None:
            self._rows = self._rows.copy()
            self._rows.update(self._replaced or ())
            self._shown = self._replaced = None
        return self._rows

    def _sort(self) -> None:
        rows = self._own()
        orders = [self._order(value) for value in rows.values()]
        if any(map(gt, orders, islice(orders, 1, None))):
            self._rows = dict(sorted(rows.items(), key=lambda item: self._order(item[1])))
        self._sorted = True
