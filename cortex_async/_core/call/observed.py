"""Attempts that observers see. Used only if somebody listens; without observers, calls do not come here."""

from __future__ import annotations

from types import CoroutineType
from typing import TYPE_CHECKING, Any, TypeVar, cast

from cortex_async._core.auth.credentials import Authenticator, Authorization
from cortex_async._core.call.attempts import Attempts, Succeed
from cortex_async._core.call.observed_body import ObservedResponse
from cortex_async._core.call.observed_call import ObservedCall
from cortex_async._core.call.seen import Seen, Subject
from cortex_async._core.call.state import Call, Refused
from cortex_async._core.call_errors import error_class
from cortex_async._core.outcomes import Failure
from cortex_async._core.retry import declined
from cortex_async._core.telemetry.calls import RetryDeclined, RetryScheduled
from cortex_async._core.telemetry.listeners import tell
from cortex_async._core.timing.clock import SystemClock, monotonic

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cortex_async._core.http.lazy_transport import LazyTransport
    from cortex_async._core.http.raw_response import RawResponse
    from cortex_async._core.response import Response
    from cortex_async._core.telemetry.listeners import Listeners
    from cortex_async._core.timing.clock import Clock
    from cortex_async._core.timing.deadline import Deadline

R = TypeVar("R")


class ObservedAttempts(Attempts):
    """Carries out calls and tells ``listeners`` of them.

    subject: what the calls have in common. callers_headers: default headers of the caller's session.
    """

    def __init__(
        self,
        authenticator: Authenticator,
        transport: LazyTransport,
        clock: Clock,
        max_bytes: int,
        listeners: Listeners,
        subject: Subject,
    ) -> None:
        super().__init__(authenticator, transport, clock, max_bytes)
        self.listeners: Listeners = listeners
        self.subject: Subject = subject
        self.seen: Seen = Seen.of(authenticator)
        self.now: Callable[[], float] = monotonic if isinstance(clock, SystemClock) else clock.monotonic
        self.callers_headers: Mapping[str, str] = transport.callers_headers

    async def run(self, call: Call, succeed: Succeed[R]) -> R:
        started = self.subject.started(call)
        observed = ObservedCall(call, started, self)
        tell(self.listeners.call_started, started)
        try:
            result = await super().run(observed, succeed)
        except BaseException as error:
            tell(self.listeners.call_ended, observed.ended(error))
            raise
        if self.listeners.call_ended:
            tell(self.listeners.call_ended, observed.ended(None))
        return result

    async def _attempt(self, call: Call, deadline: Deadline, succeed: Succeed[R]) -> R | Failure | Refused:
        observed = _own(call)
        try:
            result = await super()._attempt(call, deadline, succeed)
        except BaseException as error:
            observed.interrupted(deadline, error)
            raise
        if isinstance(result, Failure):
            observed.end_attempt(result.status, result.outcome, error_name(result), result.limit)
        elif isinstance(result, Refused):
            failure = result.failure
            observed.end_attempt(failure.status, failure.outcome, error_name(failure), None)
        else:
            response = call.last_response
            observed.end_attempt(None if response is None else response.status, "done", None, None)
        return result

    async def _authorized(self, call: Call, deadline: Deadline) -> Authorization:
        observed = _own(call)
        begun = self.now()
        authorization = await super()._authorized(call, deadline)
        observed.waited += self.now() - begun
        return authorization

    async def _renewed(self, call: Call, failure: Failure) -> bool:
        observed = _own(call)
        if failure.status != 401 or call.refreshed:
            return False
        begun = self.now()
        renewed = await super()._renewed(call, failure)
        if renewed:
            observed.waited += self.now() - begun
            self.seen.rejected = True
        return renewed

    def _scheduled(self, call: Call, failure: Failure, wait: float | None) -> None:
        observed = _own(call)
        retry = RetryScheduled(
            call=observed.started,
            attempt=call.attempts,
            wait=wait or 0.0,
            retry_after=failure.retry_after,
            status=failure.status,
            error=error_name(failure),
            credential=wait is None,
        )
        tell(self.listeners.retry_scheduled, retry)

    def _declined(self, call: Call, failure: Failure) -> None:
        observed = _own(call)
        idempotent = call.request.route.idempotent
        retry = RetryDeclined(
            call=observed.started,
            attempt=call.attempts,
            reason=declined(call.policy, failure, idempotent=idempotent, attempt=call.tries),
            retry_after=failure.retry_after,
            status=failure.status,
            error=error_name(failure),
        )
        tell(self.listeners.retry_declined, retry)

    # Not coroutine functions, which would cost one more coroutine for each response.

    def whole(self, call: Call, raw: RawResponse) -> CoroutineType[Any, Any, Response | Failure]:
        observed = _own(call)
        observed.headers_arrived(raw)
        return super().whole(call, raw)  # type: ignore[return-value]  # mypy gives async functions the wider type

    def _refused(self, call: Call, raw: RawResponse) -> CoroutineType[Any, Any, Refused]:
        observed = _own(call)
        observed.headers_arrived(raw)
        return super()._refused(call, raw)  # type: ignore[return-value]  # as above

    async def headers_only(self, call: Call, raw: RawResponse) -> ObservedResponse:
        observed = _own(call)
        observed.headers_arrived(raw)
        raw.streamed = True
        return ObservedResponse(call, call.respond(raw, b""), raw, observed.started, self.listeners, self.now)


def _own(call: Call) -> ObservedCall:
    """Return the call as what ``run`` has made of it."""
    return cast("ObservedCall", call)


def error_name(failure: Failure) -> str:
    """Return the name of the class of the error that a call raises after this failure."""
    if failure.limit is not None:
        return "TimedOut"
    if failure.too_large:
        return "ResponseTooLarge"
    if failure.status is None or 200 <= failure.status < 300:
        return "ConnectionFailed"
    return error_class(failure.status).__name__
