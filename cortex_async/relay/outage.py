"""Waits between the attempts to reach a broker, and few lines in the log about them."""

from __future__ import annotations

import logging

from cortex_async._core.retry import Retry, backoff_wait
from cortex_async._core.timing.clock import Clock
from cortex_async._core.timing.troubles import Trouble
from cortex_async.relay.broker import BrokerUnavailable

_logger = logging.getLogger(__name__)

_WAITS = Retry(base=0.2, cap=5.0)


class Outage:
    """Counts the failures in a row of one kind of call.

    what: who has to wait, for the log.
    """

    def __init__(self, what: str, clock: Clock) -> None:
        self._what = what
        self._trouble = Trouble(_logger, clock.monotonic)
        self._failures = 0

    def failed(self, error: BrokerUnavailable) -> float:
        """Note a failure. Returns the seconds to wait before the next attempt."""
        self._failures += 1
        self._trouble.failed("%s waits for the broker: %s", self._what, error)
        return backoff_wait(_WAITS, self._failures)

    def left_to_others(self) -> None:
        """Note that there will be no further attempt: another process has the task."""
        self._failures = 0
        self._trouble.over("%s no longer waits for the broker, since another one leads", self._what)

    def over(self) -> None:
        """Note a success."""
        self._failures = 0
        self._trouble.over("%s has the broker again", self._what)
