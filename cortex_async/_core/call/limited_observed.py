"""Attempts that wait for their turn, and that observers see."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from cortex_async._core.call.limited import LimitedAttempts
from cortex_async._core.call.observed import ObservedAttempts, started_of
from cortex_async._core.call.observed_attempts import ObservedEachAttempt
from cortex_async._core.telemetry.calls import CallLimited
from cortex_async._core.telemetry.listeners import tell

if TYPE_CHECKING:
    from cortex_async._core.call.observed_call import ObservedCall
    from cortex_async._core.call.state import Call
    from cortex_async._core.turns import Turn


class LimitedObservedAttempts(LimitedAttempts, ObservedAttempts):
    """``ObservedAttempts`` that wait for their turn."""

    def _turned(self, call: Call, turn: Turn) -> None:
        if turn.waited or turn.refusal is not None:
            limited = CallLimited(
                call=started_of(call),
                number=call.attempts + 1,
                limit=turn.limit,
                waited=turn.waited,
                refused=turn.refusal is not None,
            )
            tell(self.listeners.call_limited, limited)


class LimitedEachAttempt(LimitedObservedAttempts, ObservedEachAttempt):
    """``ObservedEachAttempt`` whose attempts wait for their turn."""

    async def _identity(self, call: Call) -> str:
        begun = self.now()
        try:
            return await super()._identity(call)
        finally:
            # The credential may have been fetched for it.
            cast("ObservedCall", call).waited += self.now() - begun
