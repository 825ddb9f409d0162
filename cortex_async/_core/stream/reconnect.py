"""Decides whether a stream that lost its connection makes another, and when. Values in, values out."""

from __future__ import annotations

from typing import Literal, TypeAlias

from cortex_async._core.call_errors import APIError, Forbidden, RequestFailed, Unauthorized
from cortex_async._core.errors import ClientClosed, ConfigError, WrongLoop
from cortex_async._core.retry import Retry, backoff_wait
from cortex_async._core.stream.idle import Silence
from cortex_async._core.stream.sse import EventTooLarge
from cortex_async._core.stream.states import Reason

Verdict: TypeAlias = Literal["again", "without_id", "end"]

# Errors that a new connection would meet again. A credential that the server rejects has already been
# refreshed once.
_FINAL = (Unauthorized, Forbidden, ConfigError, ClientClosed, WrongLoop, EventTooLarge)

_TEMPORARY_STATUSES = frozenset({408, 425, 429})


def verdict(error: Exception, *, was_connected: bool, sent_id: bool) -> Verdict:
    """Decide what to do after a failed connection.

    If the server rejects a request with an id to resume from, the id may be the cause, so the next request is
    sent without it. A stream that was connected before goes on whatever happens; one that never was ends
    unless the failure is temporary, so that a wrong project id or base URL is reported at once.
    """
    if isinstance(error, _FINAL):
        return "end"
    if refused(error) and sent_id:
        return "without_id"
    temporary = isinstance(error, (RequestFailed, APIError, Silence, OSError)) and not refused(error)
    return "again" if temporary or was_connected else "end"


def may_blame_id(error: Exception | None) -> bool:
    """Whether the id may be the reason why a connection that was to resume from it delivered nothing.

    error: None if it was closed normally.
    """
    temporary = isinstance(error, APIError) and error.status in _TEMPORARY_STATUSES
    return not temporary and not isinstance(error, _FINAL)


def refused(error: Exception) -> bool:
    """Whether the server rejected the request itself, as opposed to being unable to handle it now."""
    return isinstance(error, APIError) and error.status < 500 and error.status not in _TEMPORARY_STATUSES


def reason_of(error: Exception | None) -> Reason:
    if error is None:
        return "closed"
    if isinstance(error, Silence):
        return "idle"
    if isinstance(error, ClientClosed):
        return "ended"
    return "refused" if refused(error) else "failed"


class Backoff:
    """The waits between connections: growing, with jitter, and starting over after a connection that lasted.

    The wait that the server asks for (``retry:`` in the stream, ``Retry-After`` in an error) is a minimum, to
    which jitter is added.
    """

    __slots__ = ("_failures", "_policy", "_stable_after")

    def __init__(self, policy: Retry, stable_after: float) -> None:
        self._policy = policy
        self._stable_after = stable_after
        self._failures = 0

    def next_wait(self, *, held: float | None, asked: float | None, error: Exception | None) -> float | None:
        """Return the seconds to wait before the next connection, None to give up.

        held: seconds that the last connection lasted, None if it could not be made.
        asked: reconnection time in seconds that the server sent in the stream, None if it sent none.
        """
        if held is not None and held >= self._stable_after:
            self._failures = 0
        self._failures += 1
        if self._failures >= self._policy.attempts:
            return None
        retry_after = error.retry_after if isinstance(error, APIError) else None
        floor = min(max(asked or 0.0, retry_after or 0.0), self._policy.max_retry_after)
        return floor + backoff_wait(self._policy, self._failures)
