"""Errors of the SDK as HTTP responses: problem details by RFC 9457, the same in every framework::

    from cortex_async.integrations.problems import to_problem

    problem = to_problem(error)
    send(problem.status, problem.headers, problem.body)

| error | status | ``type`` ends in |
|---|---|---|
| ``ArgumentError`` | 422 | ``invalid-value`` |
| ``InvalidRequest`` | 400 or 422, as Cortex responded | ``invalid-value`` |
| ``NotFound``, and 410 | 404 | ``not-found`` |
| ``Conflict``, ``JoinRefused`` | 409 | ``conflict`` |
| ``RateLimited`` | 429, with ``Retry-After`` if Cortex sent it | ``rate-limited`` |
| ``TimedOut``, ``WaitTimedOut``, and 408 or 504 of Cortex | 504 | ``upstream-timeout`` |
| ``ServerError``, ``ConnectionFailed``, ``DecodeError`` and others | 502 | ``upstream-failed`` |
| ``Unauthorized``, ``Forbidden`` | 502 | ``upstream-refused`` |
| ``WebhookError`` | its own, 400, 401, 413 or 500 | ``webhook-rejected`` |
| ``ClientClosed`` | 503 | ``unavailable`` |
| ``ConfigError``, ``WrongLoop`` and other errors | 500 | ``internal-error`` |

A refused credential is the application's, not the visitor's, whom 401 or 403 would send to log in.

https://www.rfc-editor.org/rfc/rfc9457
"""

from __future__ import annotations

import math
from typing import Final

import orjson
from attrs import frozen

from cortex_async._core.call_errors import APIError, CallError, RateLimited, ServerError, TimedOut
from cortex_async._core.errors import ArgumentError, ClientClosed, CortexError, WaitTimedOut, WebhookError
from cortex_async._core.stream.sse import EventTooLarge
from cortex_async.join_results import JoinRefused
from cortex_async.resources.function_errors import ActivationFailed, BuildFailed, DeploymentFailed
from cortex_async.webhooks.errors import Refusal

__all__ = ["MEDIA_TYPE", "Problem", "to_problem"]

MEDIA_TYPE: Final = "application/problem+json"

_PREFIX: Final = "urn:odin-cortex:problem:"
_LONGEST_WAIT: Final = 2**31 - 1


@frozen(kw_only=True)
class Problem:
    """The response to a request that failed with an error of the SDK.

    It shows no credential, nothing of the response of Cortex and no address; the log has the error itself.

    status: HTTP status.
    code: short name, e.g. ``not-found``. A code keeps its meaning in later versions.
    title: the problem in a few words, the same for every problem of this code.
    detail: a sentence for people.
    retry_after: whole seconds after which the request may be repeated, None if unknown.
    parameter: the argument that cannot be used, None if it is not known.
    operation, request_id: the call that failed and Cortex' id of its request, None if no call failed. The
        vendor's support needs the id.
    """

    status: int
    code: str
    title: str
    detail: str
    retry_after: int | None = None
    parameter: str | None = None
    operation: str | None = None
    request_id: str | None = None

    @property
    def type(self) -> str:
        """The URI that identifies this kind of problem, e.g. ``urn:odin-cortex:problem:not-found``."""
        return _PREFIX + self.code

    @property
    def headers(self) -> dict[str, str]:
        """``Content-Type``, and ``Retry-After`` if a wait is known."""
        wait = {} if self.retry_after is None else {"Retry-After": str(self.retry_after)}
        return {"Content-Type": MEDIA_TYPE, **wait}

    @property
    def body(self) -> bytes:
        """The JSON object of ``to_dict``."""
        return orjson.dumps(self.to_dict())

    def to_dict(self) -> dict[str, object]:
        """The members of the JSON object: those of RFC 9457, and as extensions what is known of ``code``,
        ``parameter``, ``operation``, ``request_id`` and ``retry_after``.
        """
        known = {
            "type": self.type,
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "code": self.code,
            "parameter": self.parameter,
            "operation": self.operation,
            "request_id": self.request_id,
            "retry_after": self.retry_after,
        }
        return {name: value for name, value in known.items() if value is not None}


@frozen
class _Kind:
    code: str
    status: int
    title: str
    detail: str


_INVALID = _Kind("invalid-value", 422, "A value cannot be used", "A value of the request cannot be used.")
_NOT_FOUND = _Kind("not-found", 404, "Not found", "What the request names does not exist in ODIN Cortex.")
_CONFLICT = _Kind("conflict", 409, "Conflict", "The request does not fit the current state in ODIN Cortex.")
_RATE_LIMITED = _Kind(
    "rate-limited", 429, "Too many requests", "ODIN Cortex accepts no more requests for the moment."
)
_TIMEOUT = _Kind(
    "upstream-timeout", 504, "ODIN Cortex is too slow", "ODIN Cortex did not respond within the time limit."
)
_FAILED = _Kind("upstream-failed", 502, "ODIN Cortex failed", "ODIN Cortex gave no usable response.")
_REFUSED = _Kind(
    "upstream-refused", 502, "ODIN Cortex refused", "ODIN Cortex refused the credential of this service."
)
_WEBHOOK = _Kind("webhook-rejected", 400, "Webhook rejected", "The webhook delivery was rejected.")
_UNAVAILABLE = _Kind("unavailable", 503, "Service unavailable", "This service is shutting down or not ready.")
_INTERNAL = _Kind("internal-error", 500, "Internal error", "This service failed to use ODIN Cortex.")

_BY_STATUS: Final[dict[int, _Kind]] = {
    400: _INVALID,
    401: _REFUSED,
    403: _REFUSED,
    404: _NOT_FOUND,
    408: _TIMEOUT,
    409: _CONFLICT,
    410: _NOT_FOUND,
    422: _INVALID,
    429: _RATE_LIMITED,
    504: _TIMEOUT,
}

_BY_CLASS: Final[tuple[tuple[tuple[type[CortexError], ...], _Kind], ...]] = (
    ((TimedOut, WaitTimedOut), _TIMEOUT),
    ((CallError, EventTooLarge, ActivationFailed, BuildFailed, DeploymentFailed), _FAILED),
    ((ArgumentError,), _INVALID),
    ((JoinRefused,), _CONFLICT),
    ((WebhookError,), _WEBHOOK),
    ((ClientClosed,), _UNAVAILABLE),
)


def to_problem(error: CortexError) -> Problem:
    """Describe an error of the SDK to the client of a web application.

    The table is in the module's docstring. Raises nothing, for any ``CortexError``.
    """
    kind = _kind(error)
    return Problem(
        status=_status(error, kind),
        code=kind.code,
        title=kind.title,
        detail=kind.detail,
        retry_after=_retry_after(error),
        parameter=(error.parameter or None) if isinstance(error, ArgumentError) else None,
        operation=(error.operation or None) if isinstance(error, (CallError, ClientClosed)) else None,
        request_id=error.request_id if isinstance(error, CallError) else None,
    )


def _kind(error: CortexError) -> _Kind:
    if isinstance(error, APIError):
        return _BY_STATUS.get(error.status, _FAILED)
    return next((kind for classes, kind in _BY_CLASS if isinstance(error, classes)), _INTERNAL)


def _status(error: CortexError, kind: _Kind) -> int:
    if isinstance(error, Refusal):
        return error.status
    return error.status if isinstance(error, APIError) and error.status == 400 else kind.status


def _retry_after(error: CortexError) -> int | None:
    """Whole seconds, rounded up: https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3."""
    wait = error.retry_after if isinstance(error, (RateLimited, ServerError)) else None
    return None if wait is None or not math.isfinite(wait) else min(max(0, math.ceil(wait)), _LONGEST_WAIT)
