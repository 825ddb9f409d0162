"""How soon something may be asked again, and what is to be asked next."""

from __future__ import annotations

import heapq
import itertools
from collections import OrderedDict
from collections.abc import Callable
from math import inf

from attrs import define

SPACING = 0.25
"""Seconds between two questions about the same, doubled each time."""

LONGEST = 4.0
"""Most of these seconds. It is longer than an answer makes events doubtful, so that an object that keeps changing is soon told by
its events alone."""

LONGEST_FOR_HINTS = 1.0
"""The same where events say that something changed but not what, so that only answers can tell."""


@define(eq=False)
class Spaced:
    """When something may be asked again."""

    due: float = -inf
    times: int = 0

    def asked(self, now: float, most: float) -> None:
        if now > self.due + LONGEST:
            self.times = 0
        self.due = now + min(SPACING * 2 ** min(self.times, 8), most)
        self.times += 1


class Questions:
    """The objects that are to be asked for, in the order in which they may be.

    wanted: whether an object is still to be asked for. One that no longer is need not be taken out.
    """

    def __init__(self, wanted: Callable[[str], bool]) -> None:
        self._wanted = wanted
        self._heap: list[tuple[float, int, str]] = []
        self._order = itertools.count()
        self._due: dict[str, float] = {}
        # In the order in which they were asked for.
        self._spaced: OrderedDict[str, Spaced] = OrderedDict()

    def add(self, key: str, now: float) -> float:
        """``key`` is to be asked for, once, if it is not already. Returns when."""
        when = self._due.get(key)
        if when is None:
            spaced = self._spaced.get(key)
            when = self._due[key] = now if spaced is None else max(now, spaced.due)
            heapq.heappush(self._heap, (when, next(self._order), key))
        return when

    def next_due(self) -> float:
        """When the first of them may be asked for, inf if there is none."""
        while self._heap and not self._wanted(self._heap[0][2]):
            self._pop()
        return self._heap[0][0] if self._heap else inf

    def take(self, now: float, most: int) -> list[str]:
        """Those that may be asked for now, so many at most. They are not to be asked for any more."""
        keys: list[str] = []
        while len(keys) < most and self.next_due() <= now:
            keys.append(self._pop())
        return keys

    def asked(self, key: str, now: float, longest: float) -> None:
        """``key`` is asked for now, and then not before a while, of ``longest`` seconds at most."""
        spaced = self._spaced.setdefault(key, Spaced())
        self._spaced.move_to_end(key)
        spaced.asked(now, longest)
        # One that expired says nothing any more.
        while now > next(iter(self._spaced.values())).due + LONGEST:
            self._spaced.popitem(last=False)

    def _pop(self) -> str:
        _, _, key = heapq.heappop(self._heap)
        del self._due[key]
        return key
