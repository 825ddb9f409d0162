"""When the server held a value, as far as that can be told.

Values come on two ways that know two clocks: events carry the instant at which they happened, answers carry a ``Date`` header
of whole seconds. Neither has a version number. What these instants cannot decide is not guessed but asked for again.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import inf

from attrs import frozen

from cortex_async._core.retry import http_date

SLACK = 2.0
"""Seconds by which the clocks of the machines behind the API may differ, and by which an instant may precede its commit."""


@frozen
class Stamp:
    """The server held the value at some instant from ``lower`` to ``upper``, in Unix seconds.

    dated: the instants are those of ``Date`` headers, and comparable to those of events only while the clocks agree.
    """

    lower: float = -inf
    upper: float = inf
    dated: bool = False


FINAL = Stamp(inf, inf)
"""Later than anything: of an object that was deleted. Ids are never given out twice."""


def of_event(at: float) -> Stamp:
    """An event that comes late by less than ``SLACK`` may still be the newer one, an earlier one is not."""
    return Stamp(at - SLACK, at)


def of_answer(date: float | None) -> Stamp:
    """No lower bound: how long before its answer a value was read depends on the server, and on caches in between."""
    return Stamp(dated=True) if date is None else Stamp(upper=date + 1 + SLACK, dated=True)


def order(at: float, stamp: Stamp, *, agree: bool) -> int:
    """1 if the instant of an event is after the stamp, -1 if it is before, 0 if that cannot be told.

    agree: whether ``Date`` headers may be compared with events.
    """
    if stamp.dated and not agree:
        return 0
    return (at > stamp.upper) - (at < stamp.lower)


def read_date(headers: Mapping[str, str]) -> float | None:
    """The ``Date`` of an answer in Unix seconds, None if it has none or none that is legible."""
    return http_date(headers.get("date", ""))


class Clocks:
    """Whether the clock of the ``Date`` headers and that of the events agree.

    They are taken to, until an event comes from the future: then the events' clock is ahead, an event that happened before an
    answer may seem to come after it, and the two are not compared any more. (A clock that is behind does no harm: events then
    seem undecided, and are asked for.)
    """

    def __init__(self) -> None:
        self._answers = inf
        self._events = -inf

    @property
    def agree(self) -> bool:
        return self._events <= self._answers + SLACK

    def answered(self, date: float | None, asked: float) -> None:
        """``asked`` is the local monotonic time at which the question went out: the server's clock cannot have shown more."""
        if date is not None:
            self._answers = min(self._answers, date + 1 - asked)

    def heard(self, at: float, now: float) -> None:
        """An event that happened at ``at`` by its own clock came at local monotonic time ``now``."""
        self._events = max(self._events, at - now)
