"""The generic cell rate algorithm with places that are reserved ahead. Integers in, integers out; no clock.

``limits/script.py`` is the same in Lua, and tests compare the two. All times are whole microseconds.

The state is one number, the time up to which the evenly spread schedule is taken (TAT, theoretical arrival
time). A caller whose place lies in the future has reserved it, sleeps until then, and no later caller can
overtake it. https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm
"""

from __future__ import annotations

from bisect import insort
from typing import Final

from attrs import define, field, frozen

LATE: Final = 100_000
"""A place is valid for this long after its time. A caller that comes later, for example because its process
was stopped, asks for another one: otherwise everything that it has missed would be sent at once."""


@frozen
class Place:
    """A place in a schedule.

    at: when its holder may go. end: the TAT after it, which identifies the place.
    """

    at: int
    end: int


@define
class Schedule:
    """The places of one limit that are taken.

    taken: the TAT. closed_until: end of a cool-down. returned: the ends of places that were given back while
        later ones were taken, in order.
    """

    taken: int = 0
    closed_until: int = 0
    returned: list[int] = field(factory=list[int])

    def take(self, now: int, interval: int, tolerance: int, latest: int) -> Place | int:
        """Take the next place that is free, or return its time if that is after ``latest``.

        An interval of 0 means that only cool-downs limit.
        """
        earliest = max(now, self.closed_until)
        if interval == 0:
            return Place(earliest, earliest) if earliest <= latest else earliest
        self.returned = [end for end in self.returned if end - interval - tolerance >= earliest]
        if self.returned and self.returned[0] - interval - tolerance <= latest:
            end = self.returned.pop(0)
            return Place(end - interval - tolerance, end)
        at = max(earliest, self.taken - tolerance)
        if at > latest:
            return at
        self.taken = max(self.taken, at) + interval
        return Place(at, self.taken)

    def holds(self, place: Place, now: int) -> bool:
        """Whether the holder of a place may still use it: not long after its time, nor before a cool-down
        has ended."""
        return now <= place.at + LATE and self.closed_until <= max(place.at, now)

    def give_back(self, place: Place, interval: int) -> None:
        """Free a place that is not used."""
        if place.end != self.taken:
            if interval and place.end < self.taken:
                insort(self.returned, place.end)
            return
        self.taken -= interval
        while self.returned and self.returned[-1] == self.taken:
            self.returned.pop()
            self.taken -= interval

    def cool_down(self, until: int) -> None:
        """Let nobody go before this time."""
        self.closed_until = max(self.closed_until, until)

    def idle(self, now: int) -> bool:
        """Whether a new schedule would be the same."""
        return self.taken <= now and self.closed_until <= now
