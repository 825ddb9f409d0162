"""Errors of calls. Each names the call and says whether it may have taken effect."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypedDict, Unpack

from cortex_async._core.errors import CortexError, export_errors
from cortex_async._core.outcomes import in_words
from cortex_async._core.response import Headers
from cortex_async._core.strings.json_text import parse_exactly
from cortex_async._core.types import JSON, Limit, Outcome


class CallFields(TypedDict, total=False):
    """Keyword arguments of every ``CallError`` that describe its call, besides the status."""

    method: str
    path: str
    operation: str
    url_values: Mapping[str, str]
    request_id: str | None
    attempts: int
    not_repeated: str
    outcome: Outcome


class CallError(CortexError):
    """A call that failed.

    message: what went wrong; ``str(error)`` adds the attributes below.
    method, path, operation: the call; ``path`` is the template, without values.
    url_values: path values by the names of their parameters in the template, without personal and secret
        ones.
    status: HTTP status, None if there was no response.
    request_id: the server's id of the request, None if it sent none.
    attempts: how many times the SDK sent the request, or tried to.
    not_repeated: why it was not retried although attempts were left; empty if the error itself gives the
        reason.
    outcome: what became of the request over all attempts: ``not_sent``, ``rejected``, ``unknown`` (it may
        have been carried out) or ``done`` (it was carried out, but its response cannot be used).
    """

    def __init__(self, message: str, *, status: int | None = None, **call: Unpack[CallFields]) -> None:
        self.message: str = message
        self.method: str = call.get("method", "")
        self.path: str = call.get("path", "")
        self.operation: str = call.get("operation", "")
        self.url_values: Mapping[str, str] = dict(call.get("url_values", {}))
        self._status = status
        self.request_id: str | None = call.get("request_id")
        self.attempts: int = call.get("attempts", 0)
        self.not_repeated: str = call.get("not_repeated", "")
        self.outcome: Outcome = call.get("outcome", "unknown")
        # The complete description is the only argument, so an error rebuilt from its arguments has the same
        # one.
        super().__init__(self._describe(status))

    @property
    def status(self) -> int | None:
        return self._status

    def _describe(self, status: int | None) -> str:
        message = self.message if status is None else f"{status} {self.message}"
        call = " ".join(part for part in (self.operation, self.method, self.path) if part)
        return f"{call}: {message} ({', '.join(self._facts())})" if call else message

    def _facts(self) -> list[str]:
        facts = [f"{name}={value}" for name, value in self.url_values.items()]
        if self.request_id:
            facts.append(f"request id {self.request_id}")
        facts.append("1 attempt" if self.attempts == 1 else f"{self.attempts} attempts")
        if self.not_repeated:
            facts.append(f"not repeated: {self.not_repeated}")
        outcome = in_words(self.outcome, self.method)
        return [*facts, outcome] if outcome else facts


class RequestFailed(CallError):
    """There was no usable response. ``status`` is set if the headers of one arrived."""

    def _describe(self, status: int | None) -> str:
        # The status is not what went wrong: it goes to the facts, not in front of the message.
        return super()._describe(None)

    def _facts(self) -> list[str]:
        status = [] if self._status is None else [f"status {self._status}"]
        return [*status, *super()._facts()]


class ConnectionFailed(RequestFailed):
    """The connection could not be established, or was lost before the response was complete."""


class TimedOut(RequestFailed):
    """A time limit of the call expired.

    limit: which one: ``connect``, ``read`` or ``total``, see ``Timeout``.
    seconds: its length, None if unknown.
    """

    def __init__(
        self,
        message: str,
        *,
        limit: Limit = "total",
        seconds: float | None = None,
        status: int | None = None,
        **call: Unpack[CallFields],
    ) -> None:
        super().__init__(message, status=status, **call)
        self.limit: Limit = limit
        self.seconds: float | None = seconds


class NotAdmitted(RequestFailed):
    """The client's limiter did not admit an attempt, usually because its turn would have come too late.

    This attempt was not sent. ``outcome`` covers all attempts before it.

    limit_name: the limit, e.g. ``default`` or ``ingest``.
    wait: seconds until its turn, None if unknown.
    max_wait: how many seconds it was allowed to wait, None if unknown.
    """

    def __init__(
        self,
        message: str,
        *,
        limit_name: str = "",
        wait: float | None = None,
        max_wait: float | None = None,
        status: int | None = None,
        **call: Unpack[CallFields],
    ) -> None:
        super().__init__(message, status=status, **call)
        self.limit_name: str = limit_name
        self.wait: float | None = wait
        self.max_wait: float | None = max_wait


class ResponseTooLarge(RequestFailed):
    """The response is longer than the client's ``max_response_bytes``, after decompression."""


class APIError(CallError):
    """The server responded with an error.

    status: HTTP status. An error that you construct has the status of its class, 0 for classes without one.
    code: the server's short name of the problem, None if it sent none.
    type, title, detail, instance: problem details, None where the server sent none
        (https://www.rfc-editor.org/rfc/rfc9457#section-3.1).
    messages: every message of the server; ``message`` joins them in one line.
    headers: response headers without cookies and secrets, at most 64 KiB.
    body: start of the response body, at most 64 KiB, with secrets masked.
    retry_after: seconds that the server asks to wait, None if it does not
        (https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3).
    hint: a likely mistake of the caller and how to correct it, None if there is none.
    """

    default_status: int = 0

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        code: str | None = None,
        messages: tuple[str, ...] = (),
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
        retry_after: float | None = None,
        hint: str | None = None,
        type: str | None = None,  # noqa: A002  (its name in RFC 9457)
        title: str | None = None,
        detail: str | None = None,
        instance: str | None = None,
        **call: Unpack[CallFields],
    ) -> None:
        self.code: str | None = code
        self.type: str | None = type
        self.title: str | None = title
        self.detail: str | None = detail
        self.instance: str | None = instance
        self.messages: tuple[str, ...] = messages or (message,)
        self.headers: Mapping[str, str] = headers if headers is not None else Headers()
        self.body: bytes = body
        self.retry_after: float | None = retry_after
        self.hint: str | None = hint
        super().__init__(message, status=status, **call)

    def _describe(self, status: int | None) -> str:
        description = super()._describe(status)
        return f"{description}. {self.hint}" if self.hint else description

    @property
    def status(self) -> int:
        return self.default_status if self._status is None else self._status

    @property
    def text(self) -> str:
        """The body as a string; bytes that are not UTF-8 become U+FFFD."""
        return self.body.decode("utf-8", "replace")

    @property
    def parsed(self) -> JSON:
        """The body as parsed JSON, None if it is not JSON."""
        try:
            parsed: JSON = parse_exactly(self.body)
        except ValueError:
            return None
        return parsed


class InvalidRequest(APIError):
    """The server rejected values in the request: with 400 by the API's spec, with 422 by its descriptions."""

    default_status = 400


class BadRequest(InvalidRequest):
    """400 Bad Request."""

    default_status = 400


class ValidationFailed(InvalidRequest):
    """422 Unprocessable Content."""

    default_status = 422


class Unauthorized(APIError):
    """401 Unauthorized: no credential, or one that the server does not accept here."""

    default_status = 401


class Forbidden(APIError):
    """403 Forbidden: the credential does not allow this call."""

    default_status = 403


class NotFound(APIError):
    """404 Not Found."""

    default_status = 404


class Conflict(APIError):
    """409 Conflict."""

    default_status = 409


class RateLimited(APIError):
    """429 Too Many Requests.

    ``retry_after`` is the wait that the server asks for, in seconds, None if it names none.
    """

    default_status = 429


class ServerError(APIError):
    """Any status from 500 to 599."""

    default_status = 500


class DecodeError(CallError):
    """A response, or the payload of an event, does not match the API's spec.

    location: where in it, e.g. ``sessions[3].startedAt`` or ``payload.data.id``; empty for the whole.
    excerpt: start of the value found there, masked if it is secret.
    """

    def __init__(
        self,
        message: str,
        *,
        location: str = "",
        excerpt: str = "",
        status: int | None = None,
        **call: Unpack[CallFields],
    ) -> None:
        super().__init__(message, status=status, **call)
        self.location: str = location
        self.excerpt: str = excerpt


_BY_STATUS: dict[int, type[APIError]] = {
    cls.default_status: cls
    for cls in (BadRequest, Unauthorized, Forbidden, NotFound, Conflict, ValidationFailed, RateLimited)
}


def error_class(status: int) -> type[APIError]:
    """The error class of an HTTP status; ``APIError`` itself for a status without a class of its own."""
    return ServerError if 500 <= status < 600 else _BY_STATUS.get(status, APIError)


export_errors("cortex_async", globals())
