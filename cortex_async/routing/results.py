"""What became of an event that was handed to its handlers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from cortex_async.routing.selectors import Handler, handler_name

if TYPE_CHECKING:
    from cortex_async._generated.events import Event


@frozen
class HandlerFailure:
    """A handler that raised.

    handler: the function as it was registered.
    error: what it raised; ``WaitTimedOut`` if it took longer than ``handler_timeout``.
    """

    handler: Handler
    error: Exception


@frozen
class DispatchResult:
    """What the handlers of one event did.

    event: the event.
    called: how many handlers were called; 0 if none matches.
    failures: those that raised, in the order of their calls.
    """

    event: Event
    called: int
    failures: tuple[HandlerFailure, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether every handler returned, so that the event may be acknowledged.

        True also if no handler matches.
        """
        return not self.failures

    def raise_for_failures(self) -> None:
        """Raise an ``ExceptionGroup`` of what the handlers raised, if any did."""
        if self.failures:
            names = ", ".join(handler_name(failure.handler) for failure in self.failures)
            raise ExceptionGroup(
                f"{len(self.failures)} of {self.called} handlers of {self.event.type} failed: {names}",
                [failure.error for failure in self.failures],
            )
