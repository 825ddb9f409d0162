"""Attempts of one call until one succeeds or no other can help: credentials, waits, the total time limit."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from .auth import Authenticator, Signing
from .call import ERROR_BODY, Call, Refused
from .errors import CallError
from .response import Response
from .retry import Clock, Failure, next_wait, outcome_of, parse_retry_after

if TYPE_CHECKING:
    from .line import Line
    from .transport import Answer

R = TypeVar("R")

Succeed: TypeAlias = "Callable[[Call, Answer], Awaitable[R | Failure]]"
"""What is made of an answer with a 2xx status."""

_log = logging.getLogger("cortex_async")


class Attempts:
    """Carries calls out over one line. Errors are returned, so that they are raised where nothing can be chained to them.

    most: bytes of one answer, after decompression.
    """

    def __init__(self, authenticator: Authenticator, line: Line, clock: Clock, most: int) -> None:
        self._authenticator = authenticator
        self._line = line
        self._clock = clock
        self._most = most

    async def complete(self, call: Call) -> Response | CallError:
        """The answer with its body."""
        return await self._settle(call, self._complete)

    async def headers_only(self, call: Call) -> StreamedAnswer | CallError:
        """The answer with its body still to be read; to be closed."""
        return await self._settle(call, self._headers_only)

    async def _settle(self, call: Call, succeed: Succeed[R]) -> R | CallError:
        """The success, or the error to raise: returned, so that it is raised where nothing can be chained to it."""
        scope = asyncio.timeout(call.limits.total)
        try:
            async with scope:
                return await self._attempts(call, succeed)
        except TimeoutError:
            # Somebody else's, e.g. of a function that gives the credential.
            if not scope.expired():
                raise
        return call.out_of_time()

    async def _attempts(self, call: Call, succeed: Succeed[R]) -> R | CallError:
        total, begun = call.limits.total, self._clock.monotonic()
        while True:
            result = await self._attempt(call, succeed)
            if not isinstance(result, (Failure, Refused)):
                return result
            failure = result if isinstance(result, Failure) else result.failure
            call.note(failure)
            if await self._renewed(call, failure):
                continue
            wait = next_wait(
                call.policy,
                failure,
                idempotent=call.request.route.idempotent,
                attempt=call.tries,
                remaining=None if total is None else begun + total - self._clock.monotonic(),
            )
            if wait is None:
                return self._error(call, result)
            await self._clock.sleep(wait)

    async def _attempt(self, call: Call, succeed: Succeed[R]) -> R | Failure | Refused:
        route, outgoing = call.request.route, call.outgoing
        call.authorization = await self._authenticator.authorize(
            Signing(outgoing.method, outgoing.target, outgoing.body or b"", route.schemes)
        )
        outgoing = call.begin_attempt()
        transport = self._line.transport()
        answer = await transport.begin(outgoing, call.limits, call.progress, streamed=call.streamed)
        if isinstance(answer, Failure):
            _log.debug(
                "%s %s %s: no answer, attempt %d", route.operation, route.method, route.path, call.attempts
            )
            return answer
        _log.debug(
            "%s %s %s: %d, attempt %d",
            route.operation,
            route.method,
            route.path,
            answer.status,
            call.attempts,
        )
        if 200 <= answer.status < 300:
            return await succeed(call, answer)
        return await self._refused(call, answer)

    async def _renewed(self, call: Call, failure: Failure) -> bool:
        """Whether a 401 has brought another credential, with which the call goes out once more. Whatever ``retry`` says."""
        if failure.status != 401 or call.refreshed:
            return False
        call.refreshed = await self._authenticator.refresh(call.authorization)
        return call.refreshed

    async def _complete(self, call: Call, answer: Answer) -> Response | Failure:
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
        if not complete:
            return self._too_large(answer)
        return call.respond(answer.status, answer.headers, body)

    def _too_large(self, answer: Answer) -> Failure:
        reason = f"the answer is longer than {self._most} bytes (max_response_bytes)"
        return Failure("unknown", answer.status, permanent=True, reason=reason, too_large=True)

    async def _headers_only(self, call: Call, answer: Answer) -> StreamedAnswer:
        return StreamedAnswer(call, call.respond(answer.status, answer.headers, b""), answer)

    async def _refused(self, call: Call, answer: Answer) -> Refused:
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
        return Refused(call.respond(answer.status, answer.headers, body[:ERROR_BODY]), complete, failure)

    def _error(self, call: Call, result: Failure | Refused) -> CallError:
        if isinstance(result, Failure):
            return call.error(result)
        status = result.response.status
        hint = self._authenticator.hint(call.request.route.schemes) if status == 401 else None
        return call.refusal(result, hint)


class StreamedAnswer:
    """An answer whose body is read piece by piece."""

    def __init__(self, call: Call, response: Response, answer: Answer) -> None:
        self._call = call
        self._answer = answer
        self.status: int = response.status
        self.headers: Mapping[str, str] = response.headers
        self.request_id: str | None = response.request_id
        self.attempts: int = response.attempts

    async def chunks(self) -> AsyncIterator[bytes]:
        while True:
            chunk = await self._answer.next_chunk()
            if isinstance(chunk, Failure):
                self._call.note(chunk)
                raise self._call.error(chunk)
            if not chunk:
                return
            yield chunk

    def close(self) -> None:
        self._answer.close()
