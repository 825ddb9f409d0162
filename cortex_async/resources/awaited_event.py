"""One wait for an event: what is wanted, and the steps from opening a stream to the event."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, cast

from cortex_async._core.arguments import check_seconds, wrong_type
from cortex_async._core.call_errors import ConnectionFailed
from cortex_async._core.errors import ArgumentTypeError
from cortex_async._core.request import Request, Route
from cortex_async._core.stream.event_patterns import silenced
from cortex_async._core.timing.waiting import time_limit, wait_error
from cortex_async._core.unset import UNSET, Unset
from cortex_async.event_types import types_of
from cortex_async.routing.selectors import Selection, select

if TYPE_CHECKING:
    from cortex_async._core.errors import WaitTimedOut
    from cortex_async._core.operations import Caller
    from cortex_async._core.stream import EventStream, StreamState
    from cortex_async.events import Event


class EventWait:
    """One wait, as steps that the async and the sync version take in turn.

    wanted: the argument ``event`` of ``wait_for``. Raises ``ArgumentError`` if it cannot be used.
    stream: to be entered before ``begin`` and closed in the end.
    what: the beginning of the error when the time is over, e.g. ``no session.updated arrived``.
    """

    def __init__(
        self, caller: Caller, bound: tuple[str, ...], route: Route, wanted: object, what: str = ""
    ) -> None:
        from cortex_async.events import decode_event

        self._wanted = select(_listed(wanted), "event", "wait_for")
        self._what = what or f"no {_named(self._wanted)} arrived"
        self._begun = False
        self._connection = "no connection"
        self._losses: dict[str, None] = {}
        self._skipped = 0
        self._others = 0
        # ``select`` has warned of unknown patterns.
        with silenced():
            self.stream: EventStream[Event] = caller.events(
                Request(route, bound, query={"types": _types(self._wanted)}),
                decode_event,
                {"wait": False, "on_state": self._saw},
            )

    async def begin(self, *, skip: bool) -> None:
        """Wait until the stream is ready.

        skip: whether the events that have arrived by then do not count.
        """
        await self.stream.ready()
        self._begun = True
        if skip:
            self._skipped = self.stream.counters.received

    async def next(self) -> Event:
        """Return the next event that is wanted."""
        async for event in self.stream:
            if self._skipped:
                self._skipped -= 1
            elif self._wanted.matches(event, event.type or ""):
                return event
            else:
                self._others += 1
        raise ConnectionFailed("the server ended the event stream", outcome="rejected")

    def reject(self) -> None:
        """Count the latest event among those that did not match."""
        self._others += 1

    def timed_out(self, seconds: float) -> WaitTimedOut:
        """Build the error. It says whether the event may have been missed."""
        if not self._begun:
            return wait_error("the event stream was not ready", seconds, self._connection)
        seen = f"{self._others} other event{'s' * (self._others > 1)}" if self._others else "nothing"
        missed = f" ({', '.join(self._losses)}: the event may have been missed)" if self._losses else ""
        return wait_error(self._what, seconds, seen + missed)

    def _saw(self, state: StreamState) -> None:
        from cortex_async._core.stream import Disconnected, Gap

        if isinstance(state, Disconnected):
            self._connection = f"no connection ({state.reason})"
            if self._begun:
                self._losses[f"the stream was disconnected meanwhile, {state.reason}"] = None
        elif isinstance(state, Gap) and self._begun and state.dropped is not None:
            self._losses["an event could not be read"] = None


async def first_event(
    wait: EventWait, where: Callable[[Any], object] | None, after: Callable[[], object] | None, timeout: float
) -> Event:
    """Return the first event of ``wait`` that ``where`` accepts, after a call of ``after``."""
    async with wait.stream, time_limit(timeout, lambda: wait.timed_out(timeout)):
        await wait.begin(skip=after is not None)
        pending = None if after is None else after()
        if inspect.isawaitable(pending):
            await pending
        while True:
            event = await wait.next()
            if matches(where, event):
                return event
            wait.reject()


def matches(where: Callable[[Any], object] | None, event: Event) -> bool:
    """Ask ``where``. Raises ``ArgumentError`` if it is a coroutine function, which accepts everything."""
    result = True if where is None else where(event)
    refuse_awaitable("where", result)
    return bool(result)


def refuse_awaitable(name: str, result: object) -> None:
    """Raise ``ArgumentError`` if a function that must not be async returned a coroutine."""
    if inspect.isawaitable(result):
        if inspect.iscoroutine(result):
            result.close()
        raise ArgumentTypeError(f"{name} must be a plain function, got a coroutine function", parameter=name)


def check_wait(where: object, after: object, timeout: object) -> None:
    """Raise ``ArgumentError`` for an argument of ``wait_for`` that cannot be used."""
    check_seconds("timeout", timeout, zero=True, none=False)
    if where is not None and not callable(where):
        raise wrong_type("where", "a function that takes the event, or None", where)
    if after is not None and not callable(after):
        if inspect.iscoroutine(after):
            after.close()
        raise wrong_type("after", "a function without parameters, e.g. lambda: ..., or None", after)


def _listed(event: object) -> tuple[object, ...]:
    if isinstance(event, Iterable) and not isinstance(event, (str, type)):
        return tuple(cast("Iterable[object]", event))
    return (event,)


def _types(wanted: Selection) -> tuple[str, ...] | Unset:
    """Return what to subscribe to, ``UNSET`` for everything."""
    each = [types_of(one) for one in wanted.classes]
    if not all(each) or "*" in wanted.patterns:
        return UNSET
    return (*wanted.patterns, *(name for names in each for name in names))


def _named(wanted: Selection) -> str:
    return " or ".join([*(one.__name__ for one in wanted.classes), *wanted.patterns])
