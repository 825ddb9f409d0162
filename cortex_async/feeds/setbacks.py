"""What a feed does after a fetch that failed: it reports the error, and waits."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final

from cortex_async._core.call_errors import APIError, RateLimited
from cortex_async._core.retry import Retry, backoff_wait
from cortex_async._core.timing.troubles import Trouble
from cortex_async.feeds.planning import Planning

_logger = logging.getLogger(__name__)

FAILED: Final = Retry(attempts=64, base=1.0, cap=60.0)
"""The waits after a fetch that failed."""


class Setbacks:
    """Says when a fetch that failed is repeated.

    failed: called with each error.
    """

    def __init__(self, planning: Planning, failed: Callable[[Exception], object]) -> None:
        self._planning = planning
        self._failed = failed
        self._troubles: dict[str, Trouble] = {}

    def wait_after(self, error: Exception, failures: int, what: str) -> float:
        """Seconds to wait after so many failures. An API that asks for a pause gets one from all fetches."""
        wait = backoff_wait(FAILED, failures)
        asked = error.retry_after if isinstance(error, APIError) else None
        if asked is not None or isinstance(error, RateLimited):
            wait += asked or 0.0
            self._planning.pause(wait)
        name = type(error).__name__
        trouble = self._troubles.setdefault(what, Trouble(_logger))
        trouble.failed("fetching %s for a message feed failed: %s", what, name, kind=name)
        self._failed(error)
        return wait

    def succeeded(self, what: str) -> None:
        """Note a fetch that has not failed."""
        if (trouble := self._troubles.get(what)) is not None:
            trouble.over("a message feed can fetch %s again", what)
