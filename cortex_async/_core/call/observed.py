"""Calls that observers see. Used only if somebody listens; without observers, calls do not come here."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar, cast

from cortex_async._core.auth.credentials import Authenticator
from cortex_async._core.call.attempts import Attempts, Succeed
from cortex_async._core.call.observed_body import ObservedResponse
from cortex_async._core.call.seen import Subject
from cortex_async._core.call.seen_body import seen_body
from cortex_async._core.call.state import Call, error_name
from cortex_async._core.outcomes import Failure
from cortex_async._core.retry import declined
from cortex_async._core.telemetry.calls import CallEnded, RetryDeclined, RetryScheduled
from cortex_async._core.telemetry.listeners import show, tell

if TYPE_CHECKING:
    from collections.abc import Callable

    from cortex_async._core.call.open_response import OpenResponse
    from cortex_async._core.http.lazy_transport import LazyTransport
    from cortex_async._core.http.raw_response import RawResponse
    from cortex_async._core.telemetry.calls import CallStarted
    from cortex_async._core.telemetry.listeners import Listeners
    from cortex_async._core.timing.clock import Clock

R = TypeVar("R")

_INTERRUPTIONS = (asyncio.CancelledError, GeneratorExit)


class ObservedAttempts(Attempts):
    """Carries out calls and tells ``listeners`` of them and of their retries.

    subject: what the calls have in common. now: monotonic seconds.
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
        self.now: Callable[[], float] = clock.monotonic

    async def run(self, call: Call, succeed: Succeed[R]) -> R:
        started = self.subject.started(call)
        call = self._observed(call, started)
        listeners, begun = self.listeners, self.now()
        if listeners.call_started:
            tell(listeners.call_started, started)
        try:
            result = await super().run(call, succeed)
        except BaseException as error:
            if isinstance(error, _INTERRUPTIONS):
                call.note_interruption()
            if listeners.sinks and call.last_response is not None:
                show(listeners.sinks, seen_body, call)
            tell(listeners.call_ended, self._ended(call, started, begun, error))
            raise
        if listeners.sinks and call.last_response is not None:
            show(listeners.sinks, seen_body, call)
        if listeners.call_ended:
            tell(listeners.call_ended, self._ended(call, started, begun, None))
        return result

    def _observed(self, call: Call, started: CallStarted) -> Call:
        call.started = started
        return call

    def _ended(
        self, call: Call, started: CallStarted, begun: float, error: BaseException | None
    ) -> CallEnded:
        response, name, limit = call.last_response, None, None
        status = None if response is None else response.status
        if error is not None:
            name, limit = type(error).__name__, getattr(error, "limit", None)
            status = getattr(error, "status", None) or status
        return CallEnded(
            call=started,
            status=status,
            outcome="done" if error is None else call.worst,
            attempts=call.attempts,
            duration=self.now() - begun,
            error=name,
            limit=limit,
            request_id=self._request_id(call),
        )

    def _request_id(self, call: Call) -> str | None:
        response = call.last_response
        if response is None or response.request_id is None or response.attempts != call.attempts:
            return None
        return self.subject.shown_id(call, response.request_id)

    def _scheduled(self, call: Call, failure: Failure, wait: float | None) -> None:
        retry = RetryScheduled(
            call=started_of(call),
            attempt=call.attempts,
            wait=wait or 0.0,
            retry_after=failure.retry_after,
            status=failure.status,
            error=error_name(failure),
            credential=wait is None,
        )
        tell(self.listeners.retry_scheduled, retry)

    def _declined(self, call: Call, failure: Failure) -> None:
        idempotent = call.request.route.idempotent
        retry = RetryDeclined(
            call=started_of(call),
            attempt=call.attempts,
            reason=declined(call.policy, failure, idempotent=idempotent, attempt=call.tries),
            retry_after=failure.retry_after,
            status=failure.status,
            error=error_name(failure),
        )
        tell(self.listeners.retry_declined, retry)

    async def headers_only(self, call: Call, raw: RawResponse) -> OpenResponse:
        if not self.listeners.body_ended:
            return await super().headers_only(call, raw)
        raw.streamed = True
        response = call.respond(raw, b"")
        return ObservedResponse(call, response, raw, started_of(call), self.listeners, self.now)


def started_of(call: Call) -> CallStarted:
    """Return what ``run`` has told observers first."""
    return cast("CallStarted", call.started)
