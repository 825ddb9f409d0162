"""Waiting for an event that one causes: the method ``wait_for`` of the events of a project and an account."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, ClassVar, Final, TypeVar, overload

from cortex_async._core.operations import Operations
from cortex_async.resources.awaited_event import EventWait, check_wait, first_event

if TYPE_CHECKING:
    from cortex_async._core.request import Route
    from cortex_async.events import Event

E = TypeVar("E", bound="Event")
E2 = TypeVar("E2", bound="Event")
E3 = TypeVar("E3", bound="Event")

EVENT_TIMEOUT: Final = 30.0
"""Seconds that ``wait_for`` waits by default."""


class EventWaits(Operations):
    """Events that can be waited for: the base class of the events of a project and of an account."""

    __slots__ = ()

    _route: ClassVar[Route]
    """The operation that streams the events."""

    @overload
    async def wait_for(
        self,
        event: type[E],
        *,
        where: Callable[[E], object] | None = None,
        after: Callable[[], object] | None = None,
        timeout: float = EVENT_TIMEOUT,
    ) -> E: ...
    @overload
    async def wait_for(
        self,
        event: tuple[type[E], type[E2]],
        *,
        where: Callable[[E | E2], object] | None = None,
        after: Callable[[], object] | None = None,
        timeout: float = EVENT_TIMEOUT,
    ) -> E | E2: ...
    @overload
    async def wait_for(
        self,
        event: tuple[type[E], type[E2], type[E3]],
        *,
        where: Callable[[E | E2 | E3], object] | None = None,
        after: Callable[[], object] | None = None,
        timeout: float = EVENT_TIMEOUT,
    ) -> E | E2 | E3: ...
    @overload
    async def wait_for(
        self,
        event: str | Iterable[str],
        *,
        where: Callable[[Event], object] | None = None,
        after: Callable[[], object] | None = None,
        timeout: float = EVENT_TIMEOUT,
    ) -> Event: ...
    async def wait_for(
        self,
        event: object,
        *,
        where: Callable[[Any], object] | None = None,
        after: Callable[[], object] | None = None,
        timeout: float = EVENT_TIMEOUT,
    ) -> Event:
        """Do something, and return the first event that matches.

            event = await project.events.wait_for(
                SessionUpdatedEvent,
                where=lambda event: event.payload.data.id == session.id,
                after=lambda: project.sessions.stop(session.id),
            )

        Opens a stream of these events, waits until the server listens, calls ``after``, and waits for the
        event. Events that arrived before ``after`` was called do not count. The stream is closed in any case.
        In ``cortex_sync`` both functions run in the calling thread, and ``after`` is not interrupted.

        Args:
            event: an event class, an event type or pattern such as ``session.*``, or a tuple of such
            where: plain function, true for the event that is wanted; None for the first of these events
            after: function that causes the event, in ``cortex_async`` also a coroutine function; None only
                waits
            timeout: seconds for everything together

        Raises: WaitTimedOut, which says if the stream was disconnected meanwhile, so that the event may have
            been missed; what ``after`` and ``where`` raise; what ends the event stream, such as Unauthorized;
            ClientClosed; ArgumentError.
        """
        check_wait(where, after, timeout)
        wait = self._event_wait(event)
        return await first_event(wait, where, after, timeout)

    def _event_wait(self, wanted: object) -> EventWait:
        return EventWait(self._caller.unhooked, self._bound, self._route, wanted)
