"""Makes the attempts of a call until one succeeds or no other can help."""

from __future__ import annotations

import asyncio
import inspect
import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeAlias, TypeVar, cast

from cortex_async._core.auth.credentials import Authenticator, Authorization, Signing
from cortex_async._core.auth.jwt import expiry_hint
from cortex_async._core.call.log import log_failure, log_retry
from cortex_async._core.call.open_response import OpenResponse
from cortex_async._core.call.state import ERROR_BODY, Call, Refused
from cortex_async._core.call_errors import CallError
from cortex_async._core.errors import ClientClosed
from cortex_async._core.outcomes import Failure, outcome_of
from cortex_async._core.response import Response
from cortex_async._core.retry import next_wait, parse_retry_after, server_time, why_not_repeated
from cortex_async._core.runtime.loading import unloaded
from cortex_async._core.runtime.loops import no_asyncio
from cortex_async._core.timing.clock import Clock
from cortex_async._core.timing.deadline import Deadline, Deadlines

if TYPE_CHECKING:
    from cortex_async._core.http.lazy_transport import LazyTransport
    from cortex_async._core.http.raw_response import RawResponse

R = TypeVar("R")

Succeed: TypeAlias = "Callable[[Call, RawResponse], Awaitable[R | Failure]]"
"""Turns a response with a 2xx status into the result of the call."""

_FAILED = (Failure, Refused)
_UNSUCCESSFUL = (*_FAILED, ClientClosed)

_logger = logging.getLogger(__name__)


class Attempts:
    """Carries out calls over one transport.

    max_bytes: the most bytes of one response, after decompression.
    """

    def __init__(
        self, authenticator: Authenticator, transport: LazyTransport, clock: Clock, max_bytes: int
    ) -> None:
        self._authenticator = authenticator
        self._transport = transport
        self._clock = clock
        self._max_bytes = max_bytes
        self._deadlines: Deadlines | None = None

    async def run(self, call: Call, succeed: Succeed[R]) -> R:
        """Return what ``succeed`` (``whole`` or ``headers_only``) makes of the first success.

        Raises the typed error if no attempt succeeds, ``ClientClosed`` if the client closes meanwhile.
        """
        begun = self._clock.monotonic()
        deadlines = self._deadlines
        try:
            if deadlines is None or deadlines.loop is not asyncio.get_running_loop():
                deadlines = self._deadlines = self._transport.work().deadlines
        except RuntimeError:
            raise no_asyncio() from None
        limits = call.limits
        # For a streamed response these limits end with its headers; its body has limits of its own.
        deadline = deadlines.start(limits.total, limits.read, limits.connect)
        result: R | Failure | Refused | ClientClosed
        try:
            while isinstance(result := await self._attempt(call, deadline, succeed), _FAILED):
                if not await self._once_more(call, result, begun, deadline):
                    break
        except asyncio.CancelledError as error:
            if deadline.passed("total"):
                result = call.timed_out()
            elif deadline.passed("closed"):
                result = call.closed()
            else:
                log_failure(call, error, self._clock.monotonic() - begun)
                raise
        except Exception as error:
            log_failure(call, error, self._clock.monotonic() - begun)
            raise
        finally:
            deadlines.end(deadline)
        if call.hook is not None and call.last_response is not None:
            await _run_hook(call.hook, call.last_response, result, call.request.route.operation)
        if isinstance(result, _UNSUCCESSFUL):
            if isinstance(result, Refused) and call.request.route.every_status:
                # Only ``whole`` is used for such routes, so R is Response.
                return cast("R", self._returned(call, result))
            # Raised here, where no exception is being handled that could be chained to it.
            raise self._failed(call, result, begun)
        return result

    async def _once_more(
        self, call: Call, result: Failure | Refused, begun: float, deadline: Deadline
    ) -> bool:
        """Decide whether to make another attempt, and if so, wait for it."""
        failure = result if isinstance(result, Failure) else result.failure
        call.note(failure)
        if await self._renewed(call, failure):
            log_retry(call, failure, None, self._clock.monotonic() - begun)
            self._scheduled(call, failure, None)
            return True
        idempotent, tries = call.request.route.idempotent, call.tries
        # By the clock that will end the call, since it is another one in a loop that simulates time.
        remaining = deadline.left
        wait = next_wait(call.policy, failure, idempotent=idempotent, attempt=tries, remaining=remaining)
        if wait is None:
            call.not_repeated = why_not_repeated(
                call.policy, failure, idempotent=idempotent, attempt=tries, remaining=remaining
            )
            self._declined(call, failure)
            return False
        self._transport.retries += 1
        log_retry(call, failure, wait, self._clock.monotonic() - begun)
        self._scheduled(call, failure, wait)
        await self._clock.sleep(wait)
        return True

    def _scheduled(self, call: Call, failure: Failure, wait: float | None) -> None:
        """Do nothing. Called before the wait for another attempt, for observers.

        ``wait`` is None for an attempt with a renewed credential.
        """

    def _declined(self, call: Call, failure: Failure) -> None:
        """Do nothing. Called if there is no other attempt, for observers."""

    async def _attempt(self, call: Call, deadline: Deadline, succeed: Succeed[R]) -> R | Failure | Refused:
        schemes = call.request.route.schemes
        authorization = self._authenticator.known(schemes) or await self._authorized(call, deadline)
        progress = call.begin_attempt(authorization, deadline)
        try:
            transport = self._transport.ready or await self._transport.load()
            raw = await transport.begin(
                call.outgoing, authorization.headers, call.limits, progress, call.streamed
            )
            if isinstance(raw, Failure):
                return raw
            if 200 <= raw.status < 300:
                return await succeed(call, raw)
            return await self._refused(call, raw)
        except OSError as error:
            if (reason := unloaded(error)) is None:
                raise
            return call.unloaded(reason)
        finally:
            # An upload may still be running, but no longer concerns the limits of the call.
            deadline.progress = None

    async def _authorized(self, call: Call, deadline: Deadline) -> Authorization:
        self._transport.require_open()
        route, outgoing = call.request.route, call.outgoing
        authorization = await self._authenticator.authorize(
            Signing(outgoing.method, outgoing.target, outgoing.body or b"", route.schemes)
        )
        deadline.restart_connect()
        return authorization

    async def _renewed(self, call: Call, failure: Failure) -> bool:
        """Decide whether a 401 led to a new credential, with which the call is sent once more.

        That is independent of the retry policy.
        """
        if failure.status != 401 or call.refreshed:
            return False
        call.refreshed = await self._authenticator.refresh(call.authorization)
        return call.refreshed

    async def whole(self, call: Call, raw: RawResponse) -> Response | Failure:
        """Read the response with its body."""
        body = raw.arrived()
        if body is not None:
            return call.respond(raw, body) if len(body) <= self._max_bytes else self._too_large(raw)
        call.begun = raw.status
        try:
            length = raw.headers.get("content-length", "")
            if length.isdigit() and int(length) > self._max_bytes:
                return self._too_large(raw)
            read = await raw.read(self._max_bytes)
        finally:
            raw.close()
        if isinstance(read, Failure):
            return read
        body, complete = read
        return call.respond(raw, body) if complete else self._too_large(raw)

    def _too_large(self, raw: RawResponse) -> Failure:
        reason = f"the response is longer than {self._max_bytes} bytes (max_response_bytes)"
        return Failure(outcome_of(raw.status), raw.status, permanent=True, reason=reason, too_large=True)

    async def headers_only(self, call: Call, raw: RawResponse) -> OpenResponse:
        """Return the response before its body is read. It must be closed."""
        raw.streamed = True
        if call.limits.read is None and call.progress is not None:
            # Nothing is limited any more, and a stream may stay open for days.
            call.progress.deadline = None
        return OpenResponse(call, call.respond(raw, b""), raw)

    async def _refused(self, call: Call, raw: RawResponse) -> Refused | Failure:
        if call.request.route.every_status:
            response = await self.whole(call, raw)
            if isinstance(response, Failure):
                return response
            retry_after = parse_retry_after(raw.headers, self._clock.unix())
            return Refused(
                response, True, Failure(outcome_of(raw.status, retry_after), raw.status, retry_after)
            )
        call.begun = raw.status
        try:
            read = await raw.read(ERROR_BODY)
        finally:
            raw.close()
        # The status counts even if the body is cut off.
        body, complete = (b"", True) if isinstance(read, Failure) else read
        retry_after = parse_retry_after(raw.headers, self._clock.unix())
        problem = call.problem(body)
        permanent = problem is not None and problem.permanent
        outcome = "rejected" if permanent else outcome_of(raw.status, retry_after)
        failure = Failure(outcome, raw.status, retry_after, permanent)
        return Refused(call.respond(raw, body[:ERROR_BODY]), complete, failure)

    def _returned(self, call: Call, refused: Refused) -> Response:
        """Return the response of a route with ``every_status``, with the error that others would raise."""
        response = refused.response
        start = Response(response.status, response.headers, response.body[:ERROR_BODY])
        complete = len(response.body) <= ERROR_BODY
        response.__dict__["_refusal"] = self._error(call, Refused(start, complete, refused.failure))
        return response

    def _failed(
        self, call: Call, result: Failure | Refused | ClientClosed, begun: float
    ) -> CallError | ClientClosed:
        try:
            error = self._error(call, result)
        except OSError as failed:
            if (reason := unloaded(failed)) is None:
                raise
            error = (
                call.unread(result, reason)
                if isinstance(result, Refused)
                else call.error(call.unloaded(reason))
            )
        log_failure(call, error, self._clock.monotonic() - begun)
        return error

    def _error(self, call: Call, result: Failure | Refused | ClientClosed) -> CallError | ClientClosed:
        if isinstance(result, ClientClosed):
            return result
        if isinstance(result, Failure):
            return call.error(result)
        status = result.response.status
        return call.refusal(result, self._hint(call, result.response) if status == 401 else None)

    def _hint(self, call: Call, response: Response) -> str | None:
        """After a 401: say what is likely wrong, and whether the token has expired by the server's clock."""
        now = server_time(response.headers)
        expired = expiry_hint(call.authorization.headers.values(), self._clock.unix() if now is None else now)
        hints = (expired, self._authenticator.hint(call.request.route.schemes))
        return ". ".join(hint for hint in hints if hint) or None


async def _run_hook(
    hook: Callable[[Response], object], response: Response, result: object, operation: str
) -> None:
    """Call ``on_response``. What it raises is logged and does not change the result of the call."""
    try:
        returned = hook(response)
        if inspect.isawaitable(returned):
            await returned
    except Exception:
        _logger.warning("on_response of %s raised", operation, exc_info=True)
    except BaseException:
        # Cancelled in the hook: nobody else has the response yet, so nobody else can close it.
        if isinstance(result, OpenResponse):
            result.close()
        raise
