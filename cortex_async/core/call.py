"""One call in progress: what is sent, how often, how it went, and the error that tells of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from attrs import frozen

from .auth import NO_CREDENTIAL, Authorization
from .errors import (
    APIError,
    CallError,
    CallFields,
    ClientClosed,
    ConnectionFailed,
    Outcome,
    ResponseTooLarge,
    TimedOut,
    error_class,
)
from .exchange import Outgoing, Progress
from .redaction import Redactor, header_secrets, secret_values
from .request import Request
from .response import Headers, Response
from .retry import Failure, Retry
from .timeouts import Timeout

if TYPE_CHECKING:
    from .deadline import Deadline
    from .problems import Problem
    from .request import JSON
    from .service import Service
    from .transport import Answer

ERROR_BODY = 64 * 1024
"""Bytes of an error's body that are read and kept."""

_SEVERITY: dict[Outcome, int] = {"not_sent": 0, "rejected": 1, "unknown": 2}
_LONGEST_REQUEST_ID = 200


@frozen(eq=False)
class Refused:
    """An answer that is no success. ``complete`` is False if its body is longer than what was read of it."""

    response: Response
    complete: bool
    failure: Failure


class Call:
    """State over all attempts of one call."""

    # On the class until they change: most calls end with their first attempt.
    authorization: Authorization = NO_CREDENTIAL
    attempts: int = 0
    refreshed: bool = False
    progress: Progress | None = None
    answered: Response | None = None
    _worst: Outcome = "not_sent"
    _replaced: tuple[Mapping[str, str], ...] = ()

    def __init__(
        self,
        service: Service,
        request: Request,
        outgoing: Outgoing,
        limits: Timeout,
        policy: Retry,
        hook: Callable[[Response], object] | None,
        streamed: bool,
    ) -> None:
        self.service = service
        self.request = request
        self.outgoing = outgoing
        self.limits = limits
        self.policy = policy
        self.hook = hook
        self.streamed = streamed

    @property
    def tries(self) -> int:
        """Attempts as a retry policy counts them: one more after a renewed credential is not a retry."""
        return self.attempts - self.refreshed

    def begin_attempt(self, authorization: Authorization, deadline: Deadline) -> Progress:
        """One more, with this credential."""
        if self.attempts:
            self._replaced += (self.authorization.headers,)
        self.attempts += 1
        self.authorization = authorization
        progress = self.progress = deadline.progress = Progress(deadline)
        return progress

    def note(self, failure: Failure) -> None:
        """An attempt went wrong. What counts in the end is the attempt that may have done most."""
        self.progress = None
        if _SEVERITY[failure.outcome] > _SEVERITY[self._worst]:
            self._worst = failure.outcome

    def respond(self, answer: Answer, body: bytes) -> Response:
        """The answer of this attempt as the caller sees it."""
        request_id = answer.first(self.service.request_id_headers)
        if request_id is not None:
            request_id = request_id[:_LONGEST_REQUEST_ID]
        self.answered = Response(answer.status, answer.headers, body, request_id, self.attempts)
        return self.answered

    def error(self, failure: Failure) -> CallError:
        """For an attempt that brought no answer, or not all of one."""
        reason = self.redactor().text(failure.reason)
        if failure.limit is not None:
            seconds: float | None = getattr(self.limits, failure.limit)
            message = f"{failure.limit} time limit: {reason}"
            return TimedOut(message, limit=failure.limit, seconds=seconds, **self._fields())
        if failure.too_large:
            return ResponseTooLarge(reason, status=failure.status, **self._fields())
        return ConnectionFailed(reason, **self._fields())

    def out_of_time(self) -> Failure:
        """The total limit has run out, in an attempt or in the wait for a credential."""
        if self.progress is not None and self.progress.may_have_arrived:
            self._worst = "unknown"
        reason = f"no complete answer within {self.limits.total} s"
        return Failure(self._worst, reason=reason, limit="total")

    def closed(self) -> ClientClosed:
        """The client was closed before the call had ended."""
        if self.progress is not None and self.progress.may_have_arrived:
            self._worst = "unknown"
        fields = self._fields()
        told = ConnectionFailed("the client was closed", **fields)
        return ClientClosed(str(told), operation=told.operation, outcome=told.outcome)

    def refusal(self, refused: Refused, hint: str | None) -> APIError:
        """The typed error for an error status."""
        from .problems import fallback_problem

        response, redactor = refused.response, self.redactor()
        body = redactor.body(response.body, truncated=not refused.complete)
        headers = self._shown_headers(response.headers, redactor)
        kind = headers.get("content-type", "")
        problem = self.problem(body) or fallback_problem(
            response.status, kind, body.decode("utf-8", "replace")
        )
        details = problem.details
        return error_class(response.status)(
            problem.message,
            status=response.status,
            code=problem.code,
            messages=problem.messages,
            headers=headers,
            body=body,
            retry_after=refused.failure.retry_after,
            hint=hint,
            type=details.type,
            title=details.title,
            detail=details.detail,
            instance=details.instance,
            **self._fields(),
        )

    def problem(self, body: bytes) -> Problem | None:
        """What the body of an error says, None if nothing legible."""
        return self.service.read_problem(_parsed(body))

    def redactor(self) -> Redactor:
        """Knows every secret that this call has sent."""
        names = self.service.secret_headers
        sent = (*self._replaced, self.authorization.headers)
        values = {value for headers in sent for value in header_secrets(headers, None)}
        values.update(header_secrets(self.outgoing.headers, names))
        values.update(secret_values(self.request.body, self.service.codec.secret_fields))
        return Redactor(values, self.service.codec.secret_fields)

    def _fields(self) -> CallFields:
        route, answered = self.request.route, self.answered
        return CallFields(
            method=route.method,
            path=route.path,
            operation=route.operation,
            request_id=answered.request_id if answered else None,
            attempts=self.attempts,
            outcome=self._worst,
        )

    def _shown_headers(self, headers: Mapping[str, str], redactor: Redactor) -> Headers:
        pairs = headers.pairs() if isinstance(headers, Headers) else headers.items()
        return Headers(
            [
                (name, redactor.text(_without_query(value) if name.lower() == "location" else value))
                for name, value in pairs
                if name.lower() not in self.service.secret_headers
            ]
        )


def _parsed(body: bytes) -> JSON:
    from .json_text import parse

    try:
        parsed: JSON = parse(body)
    except ValueError:
        return None
    return parsed


def _without_query(url: str) -> str:
    # Where a server redirects to may be a signed URL.
    try:
        return urlsplit(url)._replace(query="", fragment="").geturl()
    except ValueError:
        return ""
