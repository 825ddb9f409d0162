"""Whether reading what was missed is tried again after an error, and when."""

from __future__ import annotations

import logging
from typing import Final

from cortex_async._core.call_errors import APIError, Forbidden, NotFound, Unauthorized
from cortex_async._core.errors import ClientClosed, CortexError
from cortex_async._core.retry import Retry, backoff_wait
from cortex_async._core.timing.clock import Clock
from cortex_async._core.timing.troubles import Trouble

_logger = logging.getLogger(__name__)

_WAITS: Final = Retry(attempts=64, base=1.0, cap=60.0)


class Retrying:
    """The attempts of all leaderships of a relay.

    what: whose they are, for the log.
    """

    def __init__(self, what: str, clock: Clock) -> None:
        self._what = what
        self._trouble = Trouble(_logger, clock.monotonic)

    def wait_after(self, error: Exception, failures: int) -> float:
        """Return the seconds until the next attempt. Raises the error if there is none.

        failures: how often it has failed by now.
        """
        if isinstance(error, (ClientClosed, Unauthorized, Forbidden, NotFound)):
            raise error
        known, name = isinstance(error, CortexError), type(error).__name__
        self._trouble.failed(
            "reading what %s has missed failed: %s",
            self._what,
            name,
            error=None if known else error,
            kind=name,
        )
        asked = error.retry_after if isinstance(error, APIError) else None
        return max(asked or 0.0, backoff_wait(_WAITS, failures))

    def left_to_others(self) -> None:
        """Note that another process reads what was missed."""
        self._trouble.over("another relay reads what %s has missed", self._what)

    def succeeded(self) -> None:
        """Note that an attempt has not failed."""
        self._trouble.over("%s can read what it has missed", self._what)
