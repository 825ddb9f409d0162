"""When the server held a value, as closely as that can be known.

Values arrive over two channels with two clocks: events carry the time at which they happened, responses carry
a ``Date`` header in whole seconds (https://www.rfc-editor.org/rfc/rfc9110#section-6.6.1). Neither carries a
version number. What these times cannot decide is not guessed: the object is fetched again.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import inf

from attrs import define

from cortex_async._core.retry import http_date

SLACK = 2.0
"""Seconds by which the clocks of the machines behind the API may differ, and by which an event's time may
precede its commit.
"""


# Not frozen: a frozen class's constructor takes three times as long, and this one runs for every event.
@define(weakref_slot=False)
class TimeBounds:
    """The server held the value at some time from ``lower`` to ``upper``, in Unix seconds. Never modified.

    dated: whether the bounds come from ``Date`` headers. Those compare with the times of events only while
        the clocks agree.
    """

    lower: float = -inf
    upper: float = inf
    dated: bool = False


FINAL = TimeBounds(inf, inf)
"""Later than anything else: the bounds of a deleted object. Ids are never reused."""


def bounds_of_event(at: float) -> TimeBounds:
    """The bounds of an event's value.

    An event up to ``SLACK`` earlier than this one may still be the newer of the two.
    """
    return TimeBounds(at - SLACK, at)


def bounds_of_response(date: float | None) -> TimeBounds:
    """The bounds of a response's values.

    There is no lower bound: how long before the response a value was read depends on the server and on caches
    in between.
    """
    return TimeBounds(dated=True) if date is None else TimeBounds(upper=date + 1 + SLACK, dated=True)


def compare(at: float, bounds: TimeBounds, *, agree: bool) -> int:
    """1 if an event's time is after the bounds, -1 if it is before them, 0 if neither is certain.

    agree: whether ``Date`` headers may be compared with the times of events.
    """
    if bounds.dated and not agree:
        return 0
    return (at > bounds.upper) - (at < bounds.lower)


def read_date(headers: Mapping[str, str]) -> float | None:
    """The ``Date`` of a response in Unix seconds, None if it is missing or cannot be parsed."""
    return http_date(headers.get("date", ""))


class ClockComparison:
    """Whether the clock of the ``Date`` headers and the clock of the events agree.

    They count as agreeing until an event comes from the future. From then on the events' clock is known to be
    ahead, an event that happened before a response may seem to come after it, and the two clocks are no
    longer compared. An events' clock that is behind does no harm: the order of its events seems undecided, so
    the objects are fetched.
    """

    def __init__(self) -> None:
        self._responses = inf
        self._events = -inf

    @property
    def agree(self) -> bool:
        return self._events <= self._responses + SLACK

    def saw_response(self, date: float | None, requested: float) -> None:
        """``requested`` is the local monotonic time of the request: the server's clock showed less than
        ``date + 1`` then.
        """
        if date is not None:
            self._responses = min(self._responses, date + 1 - requested)

    def saw_event(self, at: float, now: float) -> None:
        """An event that happened at ``at`` by its own clock arrived at the local monotonic time ``now``."""
        self._events = max(self._events, at - now)
