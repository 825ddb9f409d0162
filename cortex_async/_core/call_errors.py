"""Errors of calls: each says which call it was, and whether it may have taken effect."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, TypedDict, Unpack

from cortex_async._core.errors import CortexError
from cortex_async._core.outcomes import in_words
from cortex_async._core.response import Headers
from cortex_async._core.strings.json_text import parse_exactly
from cortex_async._core.types import JSON, Limit, Outcome


class CallFields(TypedDict, total=False):
    """What every ``CallError`` says about its call, beside the status."""

    method: str
    path: str
    operation: str
    url_values: Mapping[str, str]
    request_id: str | None
    attempts: int
    not_repeated: str
    outcome: Outcome


class CallError(CortexError):
    """A call that did not bring what it was made for.

    message: what went wrong, alone; the error as a string says the rest as well.
    method, path, operation: which call; ``path`` is the template, without the values.
    url_values: the values of the template's parameters by their names there, without those that are personal or secret.
    status: HTTP status, None if no response came.
    request_id: the server's name for the request, None if it gave none.
    attempts: how many times the request went out or tried to.
    not_repeated: why it was not tried again although attempts were left, empty if that says itself.
    outcome: ``not_sent``, ``rejected``, ``unknown`` (it may have been carried out) or ``done`` (it was carried out, but its response
        cannot be used), over all attempts.
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
        # The whole text is the one argument, so that an error made anew from its arguments says the same.
        super().__init__(self._described(status))

    @property
    def status(self) -> int | None:
        return self._status

    def _described(self, status: int | None) -> str:
        what = self.message if status is None else f"{status} {self.message}"
        place = " ".join(part for part in (self.operation, self.method, self.path) if part)
        return f"{place}: {what} ({', '.join(self._facts())})" if place else what

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
    """No usable response came. ``status`` is set if one began."""

    def _described(self, status: int | None) -> str:
        # What went wrong is not what the status says.
        return super()._described(None)

    def _facts(self) -> list[str]:
        began = [] if self._status is None else [f"status {self._status}"]
        return [*began, *super()._facts()]


class ConnectionFailed(RequestFailed):
    """The connection could not be made, or broke before the response was complete."""


class TimedOut(RequestFailed):
    """A time limit ran out. ``limit`` names it (``connect``, ``read``, ``total``), ``seconds`` is its length, None if unknown."""

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


class ResponseTooLarge(RequestFailed):
    """The response is longer than the client's ``max_response_bytes``, after decompression."""


class APIError(CallError):
    """The server responded with an error.

    status: HTTP status. An error made by hand has that of its class, 0 where the class stands for no status of its own.
    code: the server's short name of the problem, None if it gave none.
    type, title, detail, instance: problem details of RFC 9457, None where the server gave none.
    messages: every message of the server; ``message`` is them in one line.
    headers: of the response, cookies and secrets left out, at most 64 KiB of them.
    body: of the response, at most 64 KiB of it, with secrets masked.
    retry_after: seconds that the server asks to wait, None if it does not.
    hint: what the caller may have missed, None if nothing is known.
    """

    default_status: ClassVar[int] = 0

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

    def _described(self, status: int | None) -> str:
        described = super()._described(status)
        return f"{described}. {self.hint}" if self.hint else described

    @property
    def status(self) -> int:
        return self.default_status if self._status is None else self._status

    @property
    def text(self) -> str:
        """The body as a string."""
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
    """The server found the request's values invalid: 400 by the API's spec, 422 by its prose."""

    default_status = 400


class BadRequest(InvalidRequest):
    """400."""

    default_status = 400


class ValidationFailed(InvalidRequest):
    """422."""

    default_status = 422


class Unauthorized(APIError):
    """401: no credential, or one that the server does not accept here."""

    default_status = 401


class Forbidden(APIError):
    """403: the credential does not allow this."""

    default_status = 403


class NotFound(APIError):
    """404."""

    default_status = 404


class Conflict(APIError):
    """409."""

    default_status = 409


class RateLimited(APIError):
    """429. ``retry_after`` says how long to wait, where the server does."""

    default_status = 429


class ServerError(APIError):
    """Any status from 500 to 599."""

    default_status = 500


class DecodeError(CallError):
    """The response does not fit its description.

    location: where in the response, e.g. ``sessions[3].startedAt``; empty for the response as a whole.
    excerpt: the start of the value found there, masked where it is secret.
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
    kind.default_status: kind
    for kind in (BadRequest, Unauthorized, Forbidden, NotFound, Conflict, ValidationFailed, RateLimited)
}


def error_class(status: int) -> type[APIError]:
    """The class that stands for an HTTP status; ``APIError`` itself for one that has none of its own."""
    return ServerError if 500 <= status < 600 else _BY_STATUS.get(status, APIError)
