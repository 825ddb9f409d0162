"""Attempts of one call until one succeeds or no other can help: credentials, waits, the total time limit."""

from __future__ import annotations

import asyncio
import inspect
import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from cortex_async._core.auth.credentials import Authenticator, Authorization, Signing
from cortex_async._core.auth.jwt import expiry_hint
from cortex_async._core.call.open_response import OpenResponse
from cortex_async._core.call.state import ERROR_BODY, Call, Refused
from cortex_async._core.call_errors import CallError
from cortex_async._core.errors import ClientClosed
from cortex_async._core.outcomes import Failure, outcome_of
from cortex_async._core.response import Response
from cortex_async._core.retry import next_wait, parse_retry_after, server_time, why_not_repeated
from cortex_async._core.runtime.loops import no_asyncio
from cortex_async._core.timing.clock import Clock
from cortex_async._core.timing.deadline import Deadline, Deadlines

if TYPE_CHECKING:
    from cortex_async._core.http.lazy_transport import LazyTransport
    from cortex_async._core.http.raw_response import RawResponse

R = TypeVar("R")

Succeed: TypeAlias = "Callable[[Call, RawResponse], Awaitable[R | Failure]]"
"""What is made of an answer with a 2xx status."""

_FAILED = (Failure, Refused)
_UNSUCCESSFUL = (*_FAILED, ClientClosed)

_log = logging.getLogger("cortex_async")


class Attempts:
    """Carries calls out over one transport.

    most: bytes of one answer, after decompression.
    """

    def __init__(
        self, authenticator: Authenticator, transport: LazyTransport, clock: Clock, most: int
    ) -> None:
        self._authenticator = authenticator
        self._transport = transport
        self._clock = clock
        self._most = most
        self._deadlines: Deadlines | None = None

    async def run(self, call: Call, succeed: Succeed[R]) -> R:
        """What ``succeed`` makes of the first success: ``whole`` or ``headers_only``. Raises the typed error if there is none."""
        begun = self._clock.monotonic()
        deadlines = self._deadlines
        try:
            if deadlines is None or deadlines.loop is not asyncio.get_running_loop():
                deadlines = self._deadlines = self._transport.work().deadlines
        except RuntimeError:
            raise no_asyncio() from None
        limits = call.limits
        # Of a streamed response these end with its headers; after that it has limits of its own.
        deadline = deadlines.start(limits.total, limits.read, limits.connect)
        result: R | Failure | Refused | ClientClosed
        try:
            while isinstance(result := await self._attempt(call, deadline, succeed), _FAILED):
                if not await self._once_more(call, result, begun):
                    break
        except asyncio.CancelledError:
            if deadline.passed("total"):
                result = call.out_of_time()
            elif deadline.passed("closed"):
                result = call.closed()
            else:
                raise
        finally:
            deadlines.end(deadline)
        if call.hook is not None and call.answered is not None:
            await _report(call.hook, call.answered, result, call.request.route.operation)
        if isinstance(result, _UNSUCCESSFUL):
            # Out here, where nothing is being handled that could be chained to it.
            raise self._error(call, result)
        return result

    async def _once_more(self, call: Call, result: Failure | Refused, begun: float) -> bool:
        """Whether there is to be another attempt; if so, after the wait for it."""
        failure = result if isinstance(result, Failure) else result.failure
        call.note(failure)
        if await self._renewed(call, failure):
            return True
        total, idempotent, tries = call.limits.total, call.request.route.idempotent, call.tries
        remaining = None if total is None else begun + total - self._clock.monotonic()
        wait = next_wait(call.policy, failure, idempotent=idempotent, attempt=tries, remaining=remaining)
        if wait is None:
            call.not_repeated = why_not_repeated(
                call.policy, failure, idempotent=idempotent, attempt=tries, remaining=remaining
            )
            return False
        await self._clock.sleep(wait)
        return True

    async def _attempt(self, call: Call, deadline: Deadline, succeed: Succeed[R]) -> R | Failure | Refused:
        schemes = call.request.route.schemes
        authorization = self._authenticator.known(schemes) or await self._authorized(call, deadline)
        progress = call.begin_attempt(authorization, deadline)
        try:
            transport = self._transport.ready or await self._transport.load()
            answer = await transport.begin(
                call.outgoing, authorization.headers, call.limits, progress, call.streamed
            )
            if _log.isEnabledFor(logging.DEBUG):
                _tell(call, answer)
            if isinstance(answer, Failure):
                return answer
            if 200 <= answer.status < 300:
                return await succeed(call, answer)
            return await self._refused(call, answer)
        finally:
            # An upload that still goes on counts for nothing any more.
            deadline.progress = None

    async def _authorized(self, call: Call, deadline: Deadline) -> Authorization:
        self._transport.require_open()
        route, outgoing = call.request.route, call.outgoing
        authorization = await self._authenticator.authorize(
            Signing(outgoing.method, outgoing.target, outgoing.body or b"", route.schemes)
        )
        deadline.connect_anew()
        return authorization

    async def _renewed(self, call: Call, failure: Failure) -> bool:
        """Whether a 401 has brought another credential, with which the call goes out once more. Whatever ``retry`` says."""
        if failure.status != 401 or call.refreshed:
            return False
        call.refreshed = await self._authenticator.refresh(call.authorization)
        return call.refreshed

    async def whole(self, call: Call, answer: RawResponse) -> Response | Failure:
        """The response with its body."""
        body = answer.arrived()
        if body is not None:
            return call.respond(answer, body) if len(body) <= self._most else self._too_large(answer)
        call.begun = answer.status
        try:
            length = answer.headers.get("content-length", "")
            if length.isdigit() and int(length) > self._most:
                return self._too_large(answer)
            read = await answer.read(self._most)
        finally:
            answer.close()
        if isinstance(read, Failure):
            return read
        body, complete = read
        return call.respond(answer, body) if complete else self._too_large(answer)

    def _too_large(self, answer: RawResponse) -> Failure:
        reason = f"the response is longer than {self._most} bytes (max_response_bytes)"
        return Failure(
            outcome_of(answer.status), answer.status, permanent=True, reason=reason, too_large=True
        )

    async def headers_only(self, call: Call, answer: RawResponse) -> OpenResponse:
        """The response with its body still to be read; to be closed."""
        answer.streamed = True
        return OpenResponse(call, call.respond(answer, b""), answer)

    async def _refused(self, call: Call, answer: RawResponse) -> Refused:
        call.begun = answer.status
        try:
            read = await answer.read(ERROR_BODY)
        finally:
            answer.close()
        # An error whose body breaks off is still that error.
        body, complete = (b"", True) if isinstance(read, Failure) else read
        retry_after = parse_retry_after(answer.headers, self._clock.unix())
        problem = call.problem(body)
        permanent = problem is not None and problem.permanent
        outcome = "rejected" if permanent else outcome_of(answer.status, retry_after)
        failure = Failure(outcome, answer.status, retry_after, permanent)
        return Refused(call.respond(answer, body[:ERROR_BODY]), complete, failure)

    def _error(self, call: Call, result: Failure | Refused | ClientClosed) -> CallError | ClientClosed:
        if isinstance(result, ClientClosed):
            return result
        if isinstance(result, Failure):
            return call.error(result)
        status = result.response.status
        return call.refusal(result, self._hint(call, result.response) if status == 401 else None)

    def _hint(self, call: Call, response: Response) -> str | None:
        """After a 401: what the caller may have missed, and whether the token has run out by the server's clock."""
        now = server_time(response.headers)
        ended = expiry_hint(call.authorization.headers.values(), self._clock.unix() if now is None else now)
        hints = (ended, self._authenticator.hint(call.request.route.schemes))
        return ". ".join(hint for hint in hints if hint) or None


def _tell(call: Call, answer: RawResponse | Failure) -> None:
    route = call.request.route
    outcome = "no answer" if isinstance(answer, Failure) else str(answer.status)
    _log.debug("%s %s %s: %s, attempt %d", route.operation, route.method, route.path, outcome, call.attempts)


async def _report(
    hook: Callable[[Response], object], answered: Response, result: object, operation: str
) -> None:
    """Tells ``on_response``. Whatever it raises, the call has gone as it has gone."""
    try:
        told = hook(answered)
        if inspect.isawaitable(told):
            await told
    except Exception:  # noqa: BLE001  (the hook is the caller's, and may raise anything)
        _log.warning("on_response of %s raised", operation, exc_info=True)
    except BaseException:
        # Cancelled meanwhile: nobody else has the answer yet.
        if isinstance(result, OpenResponse):
            result.close()
        raise
