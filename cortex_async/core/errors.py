"""Everything the SDK raises.

    CortexError
    ├── ConfigError             the client was set up wrongly
    ├── ArgumentError           a call's argument cannot be used; nothing was sent
    │   ├── ArgumentTypeError       also a TypeError
    │   └── ArgumentValueError      also a ValueError
    ├── ClientClosed            the client was closed before the call, or under it
    ├── WrongLoop               the client belongs to another event loop
    ├── WaitTimedOut            what was waited for did not come in time; also a TimeoutError
    ├── CallError               a call went wrong; says which, and whether it may have taken effect
    │   ├── RequestFailed       no usable answer
    │   │   ├── ConnectionFailed
    │   │   ├── TimedOut            .limit: connect, read or total
    │   │   └── ResponseTooLarge
    │   ├── APIError            the server said no
    │   │   ├── InvalidRequest
    │   │   │   ├── BadRequest           400
    │   │   │   └── ValidationFailed     422
    │   │   ├── Unauthorized    401
    │   │   ├── Forbidden       403
    │   │   ├── NotFound        404
    │   │   ├── Conflict        409
    │   │   ├── RateLimited     429
    │   │   └── ServerError     5xx
    │   └── DecodeError         the answer does not fit its description
    ├── StreamGap               events were lost
    └── WebhookError            a webhook delivery cannot be trusted

All of them pickle and copy, and none shows a credential.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, TypeAlias, TypedDict, TypeVar, Unpack, cast

from .response import Headers

if TYPE_CHECKING:
    from .request import JSON

Outcome: TypeAlias = Literal["not_sent", "rejected", "unknown"]
"""What became of the request: it never left, the server refused it, or it may have been carried out."""

Limit: TypeAlias = Literal["connect", "read", "total"]

_OUTCOME_TEXT: dict[Outcome, str] = {
    "not_sent": "not sent",
    "rejected": "not carried out",
    "unknown": "may have been carried out",
}


class CortexError(Exception):
    """Root of every error of this SDK."""

    def __reduce__(self) -> tuple[object, ...]:
        # The default rebuilds from args alone, which fails for constructors with keywords.
        return _rebuild, (type(self), self.args, self.__dict__)


_E = TypeVar("_E", bound=CortexError)


def _rebuild(cls: type[_E], args: tuple[object, ...], state: dict[str, object]) -> _E:
    error = cls.__new__(cls, *args)
    error.args = args  # OSError, below TimeoutError, sets them in __init__ alone
    error.__dict__.update(state)
    return error


class ConfigError(CortexError):
    """The client cannot work as it was set up; the message says what to set."""


class ArgumentError(CortexError):
    """An argument that cannot be used; nothing was sent. ``parameter`` is its name as the caller wrote it."""

    def __init__(self, message: str, *, parameter: str = "") -> None:
        super().__init__(message)
        self.parameter = parameter


class ArgumentTypeError(ArgumentError, TypeError):
    """An argument of a type that the parameter does not take."""


class ArgumentValueError(ArgumentError, ValueError):
    """An argument of the right type whose value cannot be used."""


class ClientClosed(CortexError):
    """The client was closed before the call, or while the call, stream or wait was under way.

    operation: the call that was under way, empty if none was.
    outcome: what became of it, as for ``CallError``.
    """

    def __init__(
        self, message: str = "this client is closed", *, operation: str = "", outcome: Outcome = "not_sent"
    ) -> None:
        super().__init__(message)
        self.operation = operation
        self.outcome: Outcome = outcome


class WrongLoop(CortexError):
    """The client's connections belong to another event loop. Use one client per loop."""


class WaitTimedOut(CortexError, TimeoutError):
    """What was waited for did not come in time. ``seconds`` is the limit that ran out, None if unknown."""

    def __init__(self, message: str, *, seconds: float | None = None) -> None:
        super().__init__(message)
        self.seconds = seconds


class StreamGap(CortexError):
    """Events were lost. ``since`` is the id of the last event taken before, ``dropped`` how many are known to be missing."""

    def __init__(self, message: str, *, since: str | None = None, dropped: int | None = None) -> None:
        super().__init__(message)
        self.since = since
        self.dropped = dropped


class WebhookError(CortexError):
    """A webhook delivery cannot be trusted or read."""


class CallFields(TypedDict, total=False):
    """What every ``CallError`` says about its call, beside the status."""

    method: str
    path: str
    operation: str
    request_id: str | None
    attempts: int
    outcome: Outcome


class CallError(CortexError):
    """A call that did not give its answer.

    method, path, operation: which call; ``path`` is the template, without the values.
    status: HTTP status, None if no answer came.
    request_id: the server's name for the request, None if it gave none.
    attempts: how many times the request went out or tried to.
    outcome: ``not_sent``, ``rejected`` or ``unknown`` (it may have been carried out), over all attempts.
    """

    outcome: Outcome

    def __init__(self, message: str, *, status: int | None = None, **call: Unpack[CallFields]) -> None:
        super().__init__(message)
        self.message = message
        self.method: str = call.get("method", "")
        self.path: str = call.get("path", "")
        self.operation: str = call.get("operation", "")
        self._status = status
        self.request_id: str | None = call.get("request_id")
        self.attempts: int = call.get("attempts", 0)
        self.outcome = call.get("outcome", "unknown")

    @property
    def status(self) -> int | None:
        return self._status

    def __str__(self) -> str:
        place = " ".join(part for part in (self.operation, self.method, self.path) if part)
        status = f"{self.status} " if self.status is not None else ""
        if not place:
            return f"{status}{self.message}"
        facts = [f"request id {self.request_id}"] if self.request_id else []
        facts.append("1 attempt" if self.attempts == 1 else f"{self.attempts} attempts")
        facts.append(_OUTCOME_TEXT[self.outcome])
        return f"{place}: {status}{self.message} ({', '.join(facts)})"


class RequestFailed(CallError):
    """No usable answer came."""


class ConnectionFailed(RequestFailed):
    """The connection could not be made, or broke before the answer was complete."""


class TimedOut(RequestFailed):
    """A time limit ran out. ``limit`` names it (``connect``, ``read``, ``total``), ``seconds`` is its length."""

    def __init__(
        self,
        message: str,
        *,
        limit: Limit,
        seconds: float | None = None,
        status: int | None = None,
        **call: Unpack[CallFields],
    ) -> None:
        super().__init__(message, status=status, **call)
        self.limit = limit
        self.seconds = seconds


class ResponseTooLarge(RequestFailed):
    """The answer is longer than the client's ``max_response_bytes``, after decompression."""


class APIError(CallError):
    """The server answered with an error.

    code: the server's short name of the problem, None if it gave none.
    type, title, detail, instance: problem details of RFC 9457, None where the server gave none.
    messages: every message of the server; ``message`` is them in one line.
    headers: of the answer, cookies left out.
    body: of the answer, at most 64 KiB of it, with secret fields masked.
    retry_after: seconds that the server asks to wait, None if it does not.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int,
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
        super().__init__(message, status=status, **call)
        self.code = code
        self.type = type
        self.title = title
        self.detail = detail
        self.instance = instance
        self.messages: tuple[str, ...] = messages or (message,)
        self.headers: Mapping[str, str] = headers if headers is not None else Headers()
        self.body = body
        self.retry_after = retry_after
        self.hint = hint

    def __str__(self) -> str:
        return f"{super().__str__()}. {self.hint}" if self.hint else super().__str__()

    @property
    def status(self) -> int:
        return cast("int", self._status)

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")

    @property
    def parsed(self) -> JSON:
        """The body as parsed JSON, None if it is not JSON."""
        from .json_text import parse_exactly

        try:
            parsed: JSON = parse_exactly(self.body)
        except ValueError:
            return None
        return parsed


class InvalidRequest(APIError):
    """The server found the request's values invalid: 400 by the API's document, 422 by its prose."""


class BadRequest(InvalidRequest):
    """400."""


class ValidationFailed(InvalidRequest):
    """422."""


class Unauthorized(APIError):
    """401: no credential, or one that the server does not accept here."""


class Forbidden(APIError):
    """403: the credential does not allow this."""


class NotFound(APIError):
    """404."""


class Conflict(APIError):
    """409."""


class RateLimited(APIError):
    """429. ``retry_after`` says how long to wait, where the server does."""


class ServerError(APIError):
    """Any 5xx."""


class DecodeError(CallError):
    """The answer does not fit its description.

    location: where in the answer, e.g. ``sessions[3].startedAt``; empty for the answer as a whole.
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
        self.location = location
        self.excerpt = excerpt


_BY_STATUS: dict[int, type[APIError]] = {
    400: BadRequest,
    401: Unauthorized,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    422: ValidationFailed,
    429: RateLimited,
}


def error_class(status: int) -> type[APIError]:
    """The class that stands for an HTTP status."""
    if status >= 500:
        return ServerError
    return _BY_STATUS.get(status, APIError)
