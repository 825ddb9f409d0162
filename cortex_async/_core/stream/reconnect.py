"""Whether a stream that lost its connection makes another, when, and from where: decisions on values."""

from __future__ import annotations

from typing import Literal, TypeAlias

from cortex_async._core.call_errors import APIError, Forbidden, RequestFailed, Unauthorized
from cortex_async._core.errors import ClientClosed, ConfigError, WrongLoop
from cortex_async._core.retry import Retry, backoff_wait
from cortex_async._core.stream.idle import Silence
from cortex_async._core.stream.sse import EventTooLarge
from cortex_async._core.stream.states import Reason

Verdict: TypeAlias = Literal["again", "without_id", "end"]

# Nothing that a new connection could change. A refused credential has been refreshed once by the transport.
_FINAL = (Unauthorized, Forbidden, ConfigError, ClientClosed, WrongLoop, EventTooLarge)

_PASSING_STATUSES = frozenset({408, 425, 429})


def verdict(error: Exception, *, was_connected: bool, sent_id: bool) -> Verdict:
    """What to do after a failed connection.

    A refusal of a request that held an id to resume from may be about that id, so it is tried without. A stream that was
    connected once goes on whatever happens; one that never was ends when the failure is not a passing one, so that a wrong
    project id or base URL shows itself at once.
    """
    if isinstance(error, _FINAL):
        return "end"
    if refused(error) and sent_id:
        return "without_id"
    passing = isinstance(error, (RequestFailed, APIError, Silence, OSError)) and not refused(error)
    return "again" if passing or was_connected else "end"


def may_blame_id(error: Exception | None) -> bool:
    """Whether a connection that brought nothing, None for one that was closed normally, may have failed over the id that it was to
    resume from: not where the server wants fewer requests, or nothing could help."""
    passing = isinstance(error, APIError) and error.status in _PASSING_STATUSES
    return not passing and not isinstance(error, _FINAL)


def refused(error: Exception) -> bool:
    """Whether the server said no to this request, as opposed to being unable to answer it now."""
    return isinstance(error, APIError) and error.status < 500 and error.status not in _PASSING_STATUSES


def reason_of(error: Exception | None) -> Reason:
    if error is None:
        return "closed"
    if isinstance(error, Silence):
        return "idle"
    if isinstance(error, ClientClosed):
        return "ended"
    return "refused" if refused(error) else "failed"


class Backoff:
    """The waits between connections: jittered and growing, starting anew after a connection that held.

    The server's wish (``retry:`` in the stream, Retry-After in an error) is a floor to which the jitter is added.
    """

    def __init__(self, policy: Retry, stable_after: float) -> None:
        self._policy = policy
        self._stable_after = stable_after
        self._failures = 0

    def next_wait(self, *, held: float | None, asked: float | None, error: Exception | None) -> float | None:
        """Seconds to wait after a connection that held for ``held`` seconds (None: it was not made), None to give up.

        ``asked`` is the reconnection time that the stream itself asked for.
        """
        if held is not None and held >= self._stable_after:
            self._failures = 0
        self._failures += 1
        if self._failures >= self._policy.attempts:
            return None
        retry_after = error.retry_after if isinstance(error, APIError) else None
        floor = min(max(asked or 0.0, retry_after or 0.0), self._policy.max_retry_after)
        return floor + backoff_wait(self._policy, self._failures)
