"""The state of a call over its attempts, and the error that describes how it failed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from cortex_async._core.auth.credentials import NO_CREDENTIAL, Authorization
from cortex_async._core.call_errors import (
    APIError,
    CallError,
    CallFields,
    ConnectionFailed,
    NotAdmitted,
    ResponseTooLarge,
    TimedOut,
    error_class,
)
from cortex_async._core.errors import ClientClosed
from cortex_async._core.http.exchange import Outgoing, Progress
from cortex_async._core.late_attrs import frozen
from cortex_async._core.outcomes import SEVERITY, Failure, outcome_of
from cortex_async._core.request import Request
from cortex_async._core.response import Headers, Response
from cortex_async._core.retry import Retry
from cortex_async._core.runtime.loading import unloaded
from cortex_async._core.secrets.call_fields import LONGEST_REQUEST_ID, call_fields
from cortex_async._core.secrets.redaction import Redactor, redactor_of
from cortex_async._core.secrets.sent import Sent
from cortex_async._core.strings.json_text import parse
from cortex_async._core.strings.wording import LONGEST_ADDRESS, address, printable, shortened
from cortex_async._core.timeouts import Timeout
from cortex_async._core.types import Outcome

if TYPE_CHECKING:
    from cortex_async._core.call.problems import Problem
    from cortex_async._core.call.service import Service
    from cortex_async._core.http.raw_response import RawResponse
    from cortex_async._core.telemetry.calls import CallStarted
    from cortex_async._core.timing.deadline import Deadline
    from cortex_async._core.types import JSON

ERROR_BODY = 64 * 1024
"""The most bytes of an error body that are read and kept."""

_new = object.__new__
_ADDRESSES = frozenset({"location", "content-location"})
_MOST_HEADERS = 200
_MOST_HEADER_CHARACTERS = 64 * 1024


@frozen(eq=False, repr=False)
class Refused:
    """A response with an error status.

    ``complete`` is False if its body is longer than what was read of it.
    """

    response: Response
    complete: bool
    failure: Failure


class Call:
    """The state of one call over its attempts.

    begun: status of the response whose body is being read, None if there is none.
    last_response: of the last attempt that got one.
    replaced: headers of the credentials of earlier attempts.
    started: what observers got first, None if nobody observes.
    """

    # Defaults on the class, since most calls end with their first attempt.
    authorization: Authorization = NO_CREDENTIAL
    attempts: int = 0
    refreshed: bool = False
    progress: Progress | None = None
    last_response: Response | None = None
    begun: int | None = None
    not_repeated: str = ""
    started: CallStarted | None = None
    _worst: Outcome = "not_sent"
    replaced: tuple[Mapping[str, str], ...] = ()

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
        """Attempts as the retry policy counts them, without the extra one after a refreshed credential."""
        return self.attempts - self.refreshed

    def begin_attempt(self, authorization: Authorization, deadline: Deadline) -> Progress:
        """Start another attempt, with this credential."""
        if self.attempts:
            self.replaced += (self.authorization.headers,)
            self.begun = None
            deadline.restart_connect()
        self.attempts += 1
        self.authorization = authorization
        progress = self.progress = deadline.progress = Progress(deadline, deadline.owner.now)
        return progress

    def note(self, failure: Failure) -> None:
        """Record a failed attempt. The outcome of the call is that of the attempt that may have done most."""
        self.progress = None
        self._worst = max(self._worst, failure.outcome, key=SEVERITY.__getitem__)

    def respond(self, raw: RawResponse, body: bytes) -> Response:
        """Build the response of this attempt that the caller sees."""
        request_id = raw.first(self.service.request_id_headers)
        if request_id is not None:
            request_id = request_id[:LONGEST_REQUEST_ID]
        response = self.last_response = _new(Response)
        # Filled in here: every call makes one, and the constructor would be another call.
        response.__dict__.update(
            status=raw.status,
            headers=raw.headers,
            body=body,
            request_id=request_id,
            attempts=self.attempts,
            _sent=(self.authorization.headers, self.replaced, self.outgoing.headers, self.service),
        )
        return response

    def error(self, failure: Failure) -> CallError:
        """Build the error for an attempt without a complete response."""
        redactor = self.redactor()
        reason = redactor.text(failure.reason)
        fields = self._fields(redactor)
        if failure.limit is not None:
            seconds: float | None = getattr(self.limits, failure.limit)
            message = f"{failure.limit} time limit: {reason}"
            return TimedOut(message, limit=failure.limit, seconds=seconds, status=failure.status, **fields)
        if failure.turn is not None and (refusal := failure.turn.refusal) is not None:
            name, wait, most = failure.turn.limit, refusal.wait, refusal.max_wait
            return NotAdmitted(reason, limit_name=name, wait=wait, max_wait=most, **fields)
        cls = ResponseTooLarge if failure.too_large else ConnectionFailed
        return cls(reason, status=failure.status, **fields)

    def timed_out(self) -> Failure:
        """Build the failure for the total time limit, which ended an attempt or the wait for a credential."""
        self.note_interruption()
        reason = f"no complete response within {self.limits.total} s from {peer(self.outgoing.url)}"
        return Failure(self._worst, self.begun, reason=reason, limit="total")

    def closed(self) -> ClientClosed:
        """Build the error for a client that was closed during the call."""
        self.note_interruption()
        error = ConnectionFailed("the client was closed", **self._fields(self.redactor()))
        return ClientClosed(str(error), operation=error.operation, outcome=error.outcome)

    @property
    def worst(self) -> Outcome:
        """The outcome of the attempt that may have done most."""
        return self._worst

    def note_interruption(self) -> None:
        """Record the outcome of an attempt that was interrupted."""
        if self.begun is not None:
            self._worst = max(self._worst, outcome_of(self.begun), key=SEVERITY.__getitem__)
        elif self.progress is not None and self.progress.may_have_arrived:
            self._worst = max(self._worst, "unknown", key=SEVERITY.__getitem__)

    def refusal(self, refused: Refused, hint: str | None) -> APIError:
        """Build the typed error for an error status."""
        from cortex_async._core.advice import REDIRECTED
        from cortex_async._core.call.problems import fallback_problem

        response, redactor = refused.response, self.redactor()
        body = redactor.body(response.body, truncated=not refused.complete)
        headers = self._shown_headers(response.headers, redactor)
        content_type = headers.get("content-type", "")
        problem = self.problem(body) or fallback_problem(
            response.status, content_type, body.decode("utf-8", "replace")
        )
        details = problem.details
        message = problem.message
        if 300 <= response.status < 400 and (target := self._redirect_target(response, redactor)):
            message = f"{message}: redirects to {target}, which is not followed"
            hint = hint or REDIRECTED.cure
        return error_class(response.status)(
            message,
            status=response.status,
            code=problem.code,
            messages=problem.messages,
            headers=headers,
            body=body,
            retry_after=refused.failure.retry_after,
            hint=problem.hint or hint,
            type=details.type,
            title=details.title,
            detail=details.detail,
            instance=details.instance,
            **self._fields(redactor),
        )

    def unread(self, refused: Refused, reason: str) -> APIError:
        """Build the error for a response with an error status whose body could not be read."""
        response, redactor = refused.response, self.redactor()
        return error_class(response.status)(
            f"{response.status}: {reason}",
            status=response.status,
            headers=self._shown_headers(response.headers, redactor),
            retry_after=refused.failure.retry_after,
            **self._fields(redactor),
        )

    def unloaded(self, reason: str) -> Failure:
        """Build the failure of an attempt for which a module could not be loaded."""
        progress = self.progress
        if self.begun is not None:
            outcome = outcome_of(self.begun)
        else:
            outcome = "unknown" if progress is not None and progress.may_have_arrived else "not_sent"
        return Failure(outcome, self.begun, reason=reason)

    def problem(self, body: bytes) -> Problem | None:
        """Read the body of an error, None if it has no known format."""
        try:
            return self.service.read_problem(_parsed(body))
        except OSError as error:
            if unloaded(error) is None:
                raise
            return None

    @property
    def sent(self) -> Sent:
        """What the requests carried, for masking."""
        return self.authorization.headers, self.replaced, self.outgoing.headers, self.service

    def redactor(self) -> Redactor:
        """Build the redactor that masks every secret this call has sent."""
        return redactor_of(self.request, self.sent, self.service.codec.secret_fields)

    def _fields(self, redactor: Redactor) -> CallFields:
        return call_fields(
            self.request,
            self.last_response,
            redactor,
            attempts=self.attempts,
            not_repeated=self.not_repeated,
            outcome=self._worst,
        )

    def _redirect_target(self, response: Response, redactor: Redactor) -> str:
        location = response.headers.get("location", "")
        target = address(location, self.outgoing.url)
        return shortened(printable(redactor.text(target)), LONGEST_ADDRESS) if location else ""

    def _shown_headers(self, headers: Mapping[str, str], redactor: Redactor) -> Headers:
        pairs = headers.pairs() if isinstance(headers, Headers) else tuple(headers.items())
        shown: list[tuple[str, str]] = []
        room = _MOST_HEADER_CHARACTERS
        for name, value in pairs[:_MOST_HEADERS]:
            room -= len(name) + len(value)
            if room < 0:
                break
            if name.lower() not in self.service.secret_headers:
                readable = address(value) if name.lower() in _ADDRESSES else value
                shown.append((redactor.text(name), redactor.text(readable)))
        return Headers(shown)


def _parsed(body: bytes) -> JSON:
    try:
        parsed: JSON = parse(body)
    except ValueError:
        return None
    return parsed


def peer(url: str) -> str:
    """Return host and port of a URL without user information."""
    return url.partition("://")[2].partition("/")[0].partition("?")[0]


def error_name(failure: Failure) -> str:
    """Return the name of the class of the error that a call raises after this failure."""
    if failure.limit is not None:
        return "TimedOut"
    if failure.turn is not None:
        return "NotAdmitted"
    if failure.too_large:
        return "ResponseTooLarge"
    if failure.status is None or 200 <= failure.status < 300:
        return "ConnectionFailed"
    return error_class(failure.status).__name__
