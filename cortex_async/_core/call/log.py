"""What the log says of calls: retries, failures and, at level DEBUG, every call and attempt.

The name of the logger is public, unlike those of most others, because people configure it.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from cortex_async._core.call.state import Call, error_name
from cortex_async._core.strings.wording import printable

if TYPE_CHECKING:
    from cortex_async._core.outcomes import Failure
    from cortex_async._core.request import Route
    from cortex_async._core.telemetry.calls import CallStarted

LOGGER: Final = logging.getLogger("cortex_async.calls")


def log_retry(call: Call, failure: Failure, wait: float | None, duration: float) -> None:
    """Log that another attempt follows. A new credential after a 401 is nothing to warn of.

    wait: seconds until then, None for an attempt with a new credential. duration: seconds of the call so far.
    """
    level = logging.INFO if wait is None else logging.WARNING
    if not LOGGER.isEnabledFor(level):
        return
    route, error = call.request.route, error_name(failure)
    facts = facts_of(route, failure.status, duration, call.attempts, _request_id(call), error)
    if wait is None:
        LOGGER.log(level, "%s: %s, sent again with a new credential", named(route), error, extra=facts)
    else:
        facts["cortex_wait"] = wait
        LOGGER.log(
            level,
            "%s: %s in attempt %d, next attempt in %.2f s",
            named(route),
            described(failure.status, error),
            call.attempts,
            wait,
            extra=facts,
        )


def log_failure(call: Call, error: BaseException, duration: float) -> None:
    """Log that a call raises, at level DEBUG if it was cancelled."""
    level = logging.INFO if isinstance(error, Exception) else logging.DEBUG
    if not LOGGER.isEnabledFor(level):
        return
    route, name, status = call.request.route, type(error).__name__, getattr(error, "status", None)
    facts = facts_of(route, status, duration, call.attempts, _request_id(call), name)
    facts["cortex_outcome"] = getattr(error, "outcome", call.worst)
    message = "%s failed: %s, attempts: %d, %.3f s"
    LOGGER.log(level, message, named(route), described(status, name), call.attempts, duration, extra=facts)


def facts_of(
    route: Route | CallStarted,
    status: int | None,
    duration: float,
    attempts: int,
    request_id: str | None,
    error: str | None,
) -> dict[str, object]:
    """Return the fields of a record.

    With a prefix: ``logging`` raises ``KeyError`` for a field that a record factory has set already, and
    ``request_id`` and ``operation`` are popular there.
    """
    return {
        "cortex_operation": route.operation,
        "cortex_method": route.method,
        "cortex_path": route.path,
        "cortex_status": status,
        "cortex_duration": duration,
        "cortex_attempts": attempts,
        "cortex_request_id": request_id,
        "cortex_error": error,
    }


def named(route: Route | CallStarted) -> str:
    """Return operation, method and path, without values."""
    return f"{route.operation} {route.method} {route.path}"


def described(status: int | None, error: str | None) -> str:
    """Return the status and the name of the error, as far as there are any."""
    return " ".join(str(part) for part in (status, error) if part is not None)


def _request_id(call: Call) -> str | None:
    """Return the id of the last attempt's request as observers see it, printable."""
    response = call.last_response
    if response is None or response.request_id is None or response.attempts != call.attempts:
        return None
    try:
        # Imported late: most calls succeed.
        from cortex_async._core.call.seen import Subject
    except OSError:
        return None  # no file descriptor is left to import it with

    url = call.outgoing.url
    signed = "?" in url and not call.request.query
    shown = Subject(call.service, url if signed else "").shown_id(call, response.request_id)
    return None if shown is None else printable(shown)
