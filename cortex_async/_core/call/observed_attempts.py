"""Attempts that observers see one by one, with their credentials and headers."""

from __future__ import annotations

from types import CoroutineType
from typing import TYPE_CHECKING, Any, TypeVar, cast

from cortex_async._core.auth.credentials import Authenticator, Authorization
from cortex_async._core.call.attempts import Succeed
from cortex_async._core.call.observed import ObservedAttempts
from cortex_async._core.call.observed_call import ObservedCall
from cortex_async._core.call.seen import Seen
from cortex_async._core.call.state import Call, Refused, error_name
from cortex_async._core.outcomes import Failure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cortex_async._core.call.open_response import OpenResponse
    from cortex_async._core.call.seen import Subject
    from cortex_async._core.http.lazy_transport import LazyTransport
    from cortex_async._core.http.raw_response import RawResponse
    from cortex_async._core.response import Response
    from cortex_async._core.telemetry.calls import CallStarted
    from cortex_async._core.telemetry.listeners import Listeners
    from cortex_async._core.timing.clock import Clock
    from cortex_async._core.timing.deadline import Deadline

R = TypeVar("R")


class ObservedEachAttempt(ObservedAttempts):
    """Carries out calls and tells of every attempt too. ``ObservedAttempts`` is for observers of calls only.

    seen: the credentials so far. callers_headers: default headers of the caller's session.
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
        super().__init__(authenticator, transport, clock, max_bytes, listeners, subject)
        self.seen: Seen = Seen.of(authenticator)
        self.callers_headers: Mapping[str, str] = transport.callers_headers

    def _observed(self, call: Call, started: CallStarted) -> ObservedCall:
        return ObservedCall(call, started, self)

    def _request_id(self, call: Call) -> str | None:
        return _own(call).request_id

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

    # Not coroutine functions, which would cost one more coroutine for each response.

    def whole(self, call: Call, raw: RawResponse) -> CoroutineType[Any, Any, Response | Failure]:
        observed = _own(call)
        observed.headers_arrived(raw)
        return super().whole(call, raw)  # type: ignore[return-value]  # mypy gives async functions the wider type

    def _refused(self, call: Call, raw: RawResponse) -> CoroutineType[Any, Any, Refused]:
        observed = _own(call)
        observed.headers_arrived(raw)
        return super()._refused(call, raw)  # type: ignore[return-value]  # as above

    async def headers_only(self, call: Call, raw: RawResponse) -> OpenResponse:
        _own(call).headers_arrived(raw)
        return await super().headers_only(call, raw)


def _own(call: Call) -> ObservedCall:
    """Return the call as what ``run`` has made of it."""
    return cast("ObservedCall", call)
