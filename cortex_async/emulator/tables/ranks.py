"""An ordered set of numbers that also finds a member by its rank."""

from __future__ import annotations

from collections.abc import Iterable

from cortex_async.emulator.tables.disposal import Container, Large


class Ranks(Large):
    """Numbers from 0 on. Adding, removing and finding the n-th one take logarithmic time.

    A Fenwick tree (https://en.wikipedia.org/wiki/Fenwick_tree) that stores only counts above zero: a set
    takes room for its members and not for the numbers between them.
    """

    __slots__ = ("_capacity", "_counts", "_size")

    def __init__(self) -> None:
        self._counts: dict[int, int] = {}
        self._capacity = 1
        self._size = 0

    def __len__(self) -> int:
        return self._size

    def add(self, number: int) -> None:
        """Add a number that is not a member."""
        while number >= self._capacity:
            self._capacity *= 2
            if self._size:
                self._counts[self._capacity] = self._size
        self._change(number, 1)

    def remove(self, number: int) -> None:
        """Remove a member."""
        self._change(number, -1)

    def at(self, rank: int) -> int:
        """The member with so many smaller ones. Raises ``IndexError`` if there are not as many."""
        if not 0 <= rank < self._size:
            raise IndexError(f"rank {rank} of {self._size}")
        number, step, counts = 0, self._capacity, self._counts
        while step:
            below = counts.get(number + step, 0) if number + step <= self._capacity else rank + 1
            if below <= rank:
                number += step
                rank -= below
            step >>= 1
        return number

    def contents(self) -> Iterable[Container]:
        """For ``Disposal``."""
        return (self._counts,)

    def _change(self, number: int, by: int) -> None:
        counts, at = self._counts, number + 1
        while at <= self._capacity:
            count = counts.get(at, 0) + by
            if count:
                counts[at] = count
            else:
                del counts[at]
            at += at & -at
        self._size += by
