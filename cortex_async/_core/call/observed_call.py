"""The state of a call whose attempts observers see, and the values that tell them of those."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Literal, Protocol

from attrs import define

from cortex_async._core.auth.credentials import Authorization
from cortex_async._core.call.added_headers import with_added
from cortex_async._core.call.state import Call
from cortex_async._core.http.exchange import Progress
from cortex_async._core.outcomes import outcome_of
from cortex_async._core.telemetry.calls import AttemptEnded, AttemptStarted, CallStarted, CredentialRenewed
from cortex_async._core.telemetry.listeners import tell

if TYPE_CHECKING:
    from cortex_async._core.call.seen import Seen, Subject
    from cortex_async._core.http.raw_response import RawResponse
    from cortex_async._core.telemetry.listeners import Listeners
    from cortex_async._core.timing.deadline import Deadline
    from cortex_async._core.types import Limit, Outcome


class Owner(Protocol):
    """What calls of the same client share: ``ObservedEachAttempt``.

    now: monotonic seconds. callers_headers: default headers of the caller's session.
    """

    listeners: Listeners
    subject: Subject
    seen: Seen
    now: Callable[[], float]
    callers_headers: Mapping[str, str]


@define(eq=False)
class _Progress(Progress):
    """``first``: whether the connection was new."""

    first: bool = False

    def connected(self) -> None:
        self.first = True


class ObservedCall(Call):
    """A call whose attempts are observed.

    about: the same as ``started``. attempt: the attempt in progress, None between attempts.
    request_id: of the last response, masked.
    waited: seconds that the next attempt has waited for its credential.
    """

    attempt: AttemptStarted | None = None
    request_id: str | None = None
    waited: float = 0.0
    _sent_at: float = 0.0
    _raw: RawResponse | None = None
    _headers_at: float | None = None
    _progress: _Progress | None = None

    def __init__(self, call: Call, started: CallStarted, owner: Owner) -> None:
        super().__init__(
            call.service, call.request, call.outgoing, call.limits, call.policy, call.hook, call.streamed
        )
        self.started = started
        self.about: CallStarted = started
        self._own = call.outgoing
        self._owner = owner
        self._heard = owner.listeners

    def begin_attempt(self, authorization: Authorization, deadline: Deadline) -> Progress:
        super().begin_attempt(authorization, deadline)
        progress = self._progress = self.progress = deadline.progress = _Progress(
            deadline, deadline.owner.now
        )
        if self.attempts > 1:
            self._raw = self._headers_at = self.request_id = None
        if authorization.generation:
            self._note_credential(authorization)
        heard = self._heard
        attempt = self.attempt = AttemptStarted(call=self.about, number=self.attempts)
        self._sent_at = self._owner.now()
        if heard.attempt_started:
            tell(heard.attempt_started, attempt)
        if heard.request_headers:
            self._add_headers(attempt)
        return progress

    def _note_credential(self, authorization: Authorization) -> None:
        reason = self._owner.seen.renewal(authorization)
        if reason is not None:
            renewed = CredentialRenewed(
                call=self.about, credential=authorization.source, reason=reason, duration=self.waited
            )
            tell(self._heard.credential_renewed, renewed)
        self.waited = 0.0

    def _add_headers(self, attempt: AttemptStarted) -> None:
        self.outgoing, secret = with_added(
            self._own,
            self._heard.request_headers,
            attempt,
            reserved=(self.authorization.headers, self._owner.callers_headers),
            service=self.service,
        )
        if secret:
            # Masked in the errors of this and of later attempts, which have other headers.
            self.replaced += (secret,)

    def headers_arrived(self, raw: RawResponse) -> None:
        self._raw = raw
        self._headers_at = self._owner.now()

    def end_attempt(
        self, status: int | None, outcome: Outcome, error: str | None, limit: Limit | None
    ) -> None:
        """Tell that the attempt in progress has ended, if one has begun."""
        attempt, self.attempt = self.attempt, None
        heard = self._heard
        if attempt is None or not (heard.attempt_ended or heard.call_ended):
            return
        raw, progress = self._raw, self._progress
        received = 0
        if raw is not None:
            received = raw.received
            response = self.last_response
            if response is not None and response.attempts == attempt.number:
                given = response.request_id
            else:
                given = raw.first(self.service.request_id_headers)
            self.request_id = self._owner.subject.shown_id(self, given)
            # An error keeps this call alive, and need not keep the response.
            self._raw = None
        if not heard.attempt_ended:
            return
        ended = AttemptEnded(
            call=self.about,
            started=attempt,
            number=attempt.number,
            status=status,
            outcome=outcome,
            duration=self._owner.now() - self._sent_at,
            time_to_headers=None if self._headers_at is None else self._headers_at - self._sent_at,
            connection=_connection(progress),
            bytes_out=len(self.outgoing.body or b""),
            bytes_in=received,
            request_id=self.request_id,
            error=error,
            limit=limit,
        )
        tell(heard.attempt_ended, ended)

    def interrupted(self, deadline: Deadline, error: BaseException) -> None:
        """Tell that an exception has ended the attempt in progress."""
        name, limit = type(error).__name__, None
        if isinstance(error, asyncio.CancelledError):
            if deadline.reached == "total":
                name, limit = "TimedOut", deadline.reached
            elif deadline.reached == "closed":
                name = "ClientClosed"
        outcome: Outcome = "not_sent"
        if self.begun is not None:
            outcome = outcome_of(self.begun)
        elif self.progress is not None and self.progress.may_have_arrived:
            outcome = "unknown"
        self.end_attempt(self.begun, outcome, name, limit)


def _connection(progress: _Progress | None) -> Literal["new", "reused"] | None:
    if progress is None or not progress.tracked:
        return None
    if progress.first:
        return "new"
    return "reused" if progress.sent else None
