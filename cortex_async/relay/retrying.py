"""Whether reading what was missed is tried again after an error, and when."""

from __future__ import annotations

import logging
from typing import Final

from cortex_async._core.call_errors import APIError, Forbidden, NotFound, Unauthorized
from cortex_async._core.errors import ClientClosed, CortexError
from cortex_async._core.retry import Retry, backoff_wait

_logger = logging.getLogger(__name__)

_WAITS: Final = Retry(attempts=64, base=1.0, cap=60.0)


def wait_after(error: Exception, failures: int) -> float:
    """Return the seconds until the next attempt. Raises the error if there is none.

    failures: how often it has failed by now.
    """
    if isinstance(error, (ClientClosed, Unauthorized, Forbidden, NotFound)):
        raise error
    known, name = isinstance(error, CortexError), type(error).__name__
    _logger.warning("reading what a relay has missed failed: %s", name, exc_info=None if known else error)
    asked = error.retry_after if isinstance(error, APIError) else None
    return max(asked or 0.0, backoff_wait(_WAITS, failures))
