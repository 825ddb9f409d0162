"""Waiting for one event in blocking code: open a stream, do something, and take the event that it causes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar, cast, overload

from cortex_async._core.timing.clock import monotonic
from cortex_async._core.timing.waiting import time_limit
from cortex_async.resources.awaited_event import check_wait, matches, refuse_awaitable
from cortex_async.resources.event_waits import EVENT_TIMEOUT
from cortex_sync.bridge.operations import Operations
from cortex_sync.bridge.stream import EventStream

if TYPE_CHECKING:
    from cortex_async._core.errors import WaitTimedOut
    from cortex_async.events import Event
    from cortex_async.resources.event_waits import EventWaits as AsyncEventWaits

T = TypeVar("T")
InnerT = TypeVar("InnerT")
E = TypeVar("E", bound="Event")
E2 = TypeVar("E2", bound="Event")
E3 = TypeVar("E3", bound="Event")


class EventWaits(Operations[InnerT]):
    """Events that can be waited for: the base class of the events of a project and of an account."""

    __slots__ = ()

    @overload
    def wait_for(
        self,
        event: type[E],
        *,
        where: Callable[[E], object] | None = None,
        after: Callable[[], object] | None = None,
        timeout: float = EVENT_TIMEOUT,
    ) -> E: ...
    @overload
    def wait_for(
        self,
        event: tuple[type[E], type[E2]],
        *,
        where: Callable[[E | E2], object] | None = None,
        after: Callable[[], object] | None = None,
        timeout: float = EVENT_TIMEOUT,
    ) -> E | E2: ...
    @overload
    def wait_for(
        self,
        event: tuple[type[E], type[E2], type[E3]],
        *,
        where: Callable[[E | E2 | E3], object] | None = None,
        after: Callable[[], object] | None = None,
        timeout: float = EVENT_TIMEOUT,
    ) -> E | E2 | E3: ...
    @overload
    def wait_for(
        self,
        event: str | Iterable[str],
        *,
        where: Callable[[Event], object] | None = None,
        after: Callable[[], object] | None = None,
        timeout: float = EVENT_TIMEOUT,
    ) -> Event: ...
    def wait_for(
        self,
        event: object,
        *,
        where: Callable[[Any], object] | None = None,
        after: Callable[[], object] | None = None,
        timeout: float = EVENT_TIMEOUT,
    ) -> Event:
        """Do something, and return the first event that matches.

            event = project.events.wait_for(
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
        wait = cast("AsyncEventWaits", self._inner)._event_wait(event)  # pyright: ignore[reportPrivateUsage]  # of the other version
        until = monotonic() + timeout

        def step(work: Callable[[], Awaitable[T]]) -> T:
            return self._runner.run(_limited, work, until, lambda: wait.timed_out(timeout))

        with EventStream(self._runner, wait.stream):
            step(lambda: wait.begin(skip=after is not None))
            if after is not None:
                refuse_awaitable("after", after())
            while True:
                found = step(wait.next)
                if matches(where, found):
                    return found
                wait.reject()


async def _limited(work: Callable[[], Awaitable[T]], until: float, ran_out: Callable[[], WaitTimedOut]) -> T:
    """Await ``work()`` until a time on the monotonic clock."""
    async with time_limit(max(0.0, until - monotonic()), ran_out):
        return await work()
