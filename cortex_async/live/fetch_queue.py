"""Which objects to fetch next, and how soon each may be fetched again."""

from __future__ import annotations

import heapq
import itertools
from collections import OrderedDict
from collections.abc import Callable
from math import inf

from attrs import define

MIN_INTERVAL = 0.25
"""Seconds between two fetches of the same object or list. They double with each fetch."""

MAX_INTERVAL = 4.0
"""The longest such interval, in seconds.

It exceeds the time for which a response puts events in doubt, so that an object that keeps changing is soon
kept current by its events alone.
"""

MAX_INTERVAL_FOR_HINTS = 1.0
"""The longest interval where events say that something changed but not what: only a fetch can tell."""


@define(eq=False, weakref_slot=False)
class Cooldown:
    """When something may be fetched again, in monotonic seconds."""

    due: float = -inf
    times: int = 0

    def start(self, now: float, longest: float) -> None:
        if now > self.due + MAX_INTERVAL:
            self.times = 0
        self.due = now + min(MIN_INTERVAL * 2 ** min(self.times, 8), longest)
        self.times += 1


class FetchQueue:
    """The objects to fetch, in the order in which they may be fetched.

    wanted: whether an object still has to be fetched. One that no longer does need not be removed.
    """

    def __init__(self, wanted: Callable[[str], bool]) -> None:
        self._wanted = wanted
        self._heap: list[tuple[float, int, str]] = []
        self._order = itertools.count()
        self._due: dict[str, float] = {}
        # In the order of the last fetch.
        self._cooldowns: OrderedDict[str, Cooldown] = OrderedDict()

    def add(self, key: str, now: float) -> float:
        """Queue ``key`` unless it is queued already. Return when it may be fetched."""
        when = self._due.get(key)
        if when is None:
            cooldown = self._cooldowns.get(key)
            when = self._due[key] = now if cooldown is None else max(now, cooldown.due)
            heapq.heappush(self._heap, (when, next(self._order), key))
        return when

    def next_due(self) -> float:
        """When the first object may be fetched, inf if the queue is empty."""
        while self._heap and not self._wanted(self._heap[0][2]):
            self._pop()
        return self._heap[0][0] if self._heap else inf

    def take(self, now: float, most: int) -> list[str]:
        """Remove and return up to ``most`` objects that may be fetched now."""
        keys: list[str] = []
        while len(keys) < most and self.next_due() <= now:
            keys.append(self._pop())
        return keys

    def start_cooldown(self, key: str, now: float, longest: float) -> None:
        """``key`` is fetched now, and not again for at most ``longest`` seconds."""
        cooldown = self._cooldowns.setdefault(key, Cooldown())
        self._cooldowns.move_to_end(key)
        cooldown.start(now, longest)
        # An expired cooldown has no effect any more.
        while now > next(iter(self._cooldowns.values())).due + MAX_INTERVAL:
            self._cooldowns.popitem(last=False)

    def _pop(self) -> str:
        _, _, key = heapq.heappop(self._heap)
        del self._due[key]
        return key
