"""Attempts that wait for their turn. Used only with a limiter; without one, calls do not come here."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from cortex_async._core.call.attempts import Attempts, Succeed
from cortex_async._core.call.state import Call, Refused
from cortex_async._core.limiting import LimitedAttempt
from cortex_async._core.outcomes import Failure

if TYPE_CHECKING:
    from cortex_async._core.call.service import Service
    from cortex_async._core.limiting import Limiter
    from cortex_async._core.request import Request
    from cortex_async._core.timing.deadline import Deadline
    from cortex_async._core.turns import Turn

R = TypeVar("R")


class Gate:
    """The limiter of a client, and what its calls have in common for it."""

    def __init__(self, limiter: Limiter, service: Service, base_url: str) -> None:
        self.limiter: Limiter = limiter
        self._service = service
        self._published = service.limits()
        self._server = urlsplit(base_url).netloc.rpartition("@")[2]

    def described(self, request: Request, credential: str) -> LimitedAttempt:
        """Describe an attempt for the limiter."""
        return LimitedAttempt(
            operation=request.route.operation,
            server=self._server,
            project_id=self._project(request),
            credential=credential,
            published=self._published,
        )

    def _project(self, request: Request) -> str | None:
        service, headers = self._service, request.headers
        if service.project_header and headers and (named := headers.get(service.project_header)):
            return str(named)
        place = request.route.place_of(service.project_parameter)
        return None if place is None else str(request.path[place])


class LimitedAttempts(Attempts):
    """Carries out calls, and asks a limiter before each attempt.

    The wait comes before a request is signed, so that no signature ages meanwhile.

    gate: set by ``Making``.
    """

    gate: Gate

    async def _attempt(self, call: Call, deadline: Deadline, succeed: Succeed[R]) -> R | Failure | Refused:
        self._transport.require_open()
        limited = self.gate.described(call.request, await self._identity(call))
        turn = await self.gate.limiter.turn(limited, deadline.left)
        self._turned(call, turn)
        if turn.refusal is not None:
            return Failure("not_sent", reason=turn.refusal.reason, turn=turn)
        deadline.restart_connect()
        result = await super()._attempt(call, deadline, succeed)
        if isinstance(result, Refused) and result.failure.status == 429 and result.failure.retry_after:
            await self.gate.limiter.cool_down(limited, result.failure.retry_after)
        return result

    async def _once_more(
        self, call: Call, result: Failure | Refused, begun: float, deadline: Deadline
    ) -> bool:
        if isinstance(result, Failure) and result.turn is not None:
            # Waiting again would not be any shorter.
            call.note(result)
            return False
        return await super()._once_more(call, result, begun, deadline)

    async def _identity(self, call: Call) -> str:
        return await self._authenticator.identity(call.request.route.schemes)

    def _turned(self, call: Call, turn: Turn) -> None:
        """Do nothing. Called with the limiter's decision, for observers."""
