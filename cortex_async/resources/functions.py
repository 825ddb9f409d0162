"""Functions: the generated operations, and waiting for their activation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from cortex_async._core.arguments import check_seconds
from cortex_async._core.errors import CortexError, WaitTimedOut
from cortex_async._core.timing.waiting import seen, time_limit, wait_error
from cortex_async._generated.operations.project.functions import FunctionsOperations

if TYPE_CHECKING:
    from cortex_async.models import FunctionSettings


class ActivationFailed(CortexError):
    """Functions could not be activated. ``reason``: the server's reason, None if it gives none."""

    def __init__(self, message: str, *, reason: str | None = None) -> None:
        super().__init__(message)
        self.reason: str | None = reason

    @classmethod
    def of(cls, reason: str | None) -> Self:
        shown = reason or "the server gives no reason"
        return cls(f"Functions could not be activated: {shown}", reason=reason)


class Functions(FunctionsOperations):
    """The serverless functions of a project."""

    __slots__ = ()

    async def wait_until_active(
        self, *, timeout: float | None = 600.0, poll: float = 2.0
    ) -> FunctionSettings:
        """Wait until the activation that ``activate`` began is complete and return the settings, at once if
        it is complete already.

        No event reports it, so the settings are fetched repeatedly.

        Args:
            timeout: seconds; None waits without limit.
            poll: seconds between two fetches, more than 0.

        Raises: ActivationFailed, with the server's reason; WaitTimedOut; ClientClosed; ArgumentError for an
            unusable number of seconds.
        """
        check_seconds("timeout", timeout, zero=True, infinite=True)
        check_seconds("poll", poll, none=False)
        waits = self._caller.waits
        settings: FunctionSettings | None = None

        def ran_out() -> WaitTimedOut:
            return wait_error("Functions were not active", timeout, seen(settings, "activation_step"))

        async with time_limit(timeout, ran_out):
            while True:
                settings = await self.get_settings()
                step = settings.activation_step
                if step == "error":
                    raise ActivationFailed.of(settings.activation_error)
                if step == "complete" or (step is None and settings.is_activated):
                    return settings
                await waits.sleep(poll)
