"""The handlers and hooks of a router: registered, combined, and found for an event."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import UnionType
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, overload

from attrs import frozen

from cortex_async._core.arguments import wrong_type
from cortex_async._core.errors import ArgumentValueError
from cortex_async._core.stream import Gap
from cortex_async.routing.calling import Match, event_type
from cortex_async.routing.selectors import Handler, Selection, check_handler, same_handler, select

if TYPE_CHECKING:
    from cortex_async._generated.events import Event

A = TypeVar("A", bound="Event")
B = TypeVar("B", bound="Event")
C = TypeVar("C", bound="Event")
D = TypeVar("D", bound="Event")
R = TypeVar("R")
H = TypeVar("H", bound=Callable[..., object])
E = TypeVar("E")


class Decorator(Protocol[E]):
    """What ``on`` returns: registers a function that takes an ``E``, and returns that function."""

    def __call__(self, handler: Callable[[E], R], /) -> Callable[[E], R]: ...


@frozen
class _Route:
    selection: Selection
    handler: Handler


class Routes:
    """The handlers and hooks of one router, and the routers that it includes, in order of registration.

    time_limit: seconds per handler, None for no limit.
    """

    def __init__(self, time_limit: float | None) -> None:
        self._entries: list[_Route | Routes] = []
        self.time_limit: float | None = time_limit
        self.on_error: list[Callable[..., object]] = []
        self.on_gap: list[Callable[[Gap], object]] = []

    def decorator(self, events: tuple[object, ...]) -> Callable[[H], H]:
        """Check the arguments of ``on``, and return what registers a handler for them."""
        selection = select(events)

        def register(handler: H) -> H:
            check_handler(handler)
            self._entries.append(_Route(selection, handler))
            return handler

        return register

    def include(self, routes: Routes) -> None:
        if self in routes.all():
            raise ArgumentValueError("router must not include itself", parameter="router")
        self._entries.append(routes)

    def all(self) -> Iterator[Routes]:
        """These, and the included ones."""
        yield self
        for entry in tuple(self._entries):
            if isinstance(entry, Routes):
                yield from entry.all()

    def matching(self, event: Any, kind: str | None = None, *, limit: float | None = None) -> list[Match]:
        """The handlers of an event, each once, in the order of registration.

        kind: the event's type, by default its attribute ``type``. limit: an upper bound of the time limits.
        """
        found: list[Match] = []
        for match in self._matching(event, event_type(event) if kind is None else kind, limit, ()):
            if not any(same_handler(match.handler, other.handler) for other in found):
                found.append(match)
        return found

    def gap_hooks(self) -> list[Callable[[Gap], object]]:
        """The hooks for gaps, each once, those of included routers too."""
        hooks: list[Callable[[Gap], object]] = []
        for routes in self.all():
            hooks += [hook for hook in routes.on_gap if not any(same_handler(hook, other) for other in hooks)]
        return hooks

    def _matching(
        self, event: object, kind: str, limit: float | None, hooks: tuple[Callable[..., object], ...]
    ) -> Iterator[Match]:
        limit = _shorter(limit, self.time_limit)
        hooks = tuple(self.on_error) or hooks
        for entry in tuple(self._entries):
            if isinstance(entry, Routes):
                yield from entry._matching(event, kind, limit, hooks)
            elif entry.selection.matches(event, kind):
                yield Match(entry.handler, hooks, limit)


class HandlerRegistry:
    """The registration of handlers and hooks, the same for every router."""

    def __init__(self, routes: Routes) -> None:
        self._routes = routes

    @overload
    def on(self, event: str, /, *events: str) -> Decorator[Event]: ...

    @overload
    def on(self, event: type[A], /) -> Decorator[A]: ...

    @overload
    def on(self, event: type[A], other: type[B], /) -> Decorator[A | B]: ...

    @overload
    def on(self, event: type[A], other: type[B], third: type[C], /) -> Decorator[A | B | C]: ...

    @overload
    def on(
        self, event: type[A], other: type[B], third: type[C], fourth: type[D], /
    ) -> Decorator[A | B | C | D]: ...

    @overload
    def on(self, events: UnionType, /) -> Callable[[H], H]: ...

    @overload
    def on(self, event: str | type[Event], /, *events: str | type[Event]) -> Decorator[Event]: ...

    def on(self, *events: object) -> Callable[..., Any]:
        """Register a handler, as a decorator::

            @router.on(MessageCreatedEvent)
            async def said(event: MessageCreatedEvent) -> None: ...

        events: classes of ``cortex_async.events``; event types, exact (``session.created``), by prefix
            (``gathering.*``), or all (``*``). An event goes to the handler once if it matches any of them.

        The handler is a function or coroutine function that takes the event. Type checkers know the argument
        of a handler for up to four classes; of one for event types it is ``Event``, because an event
        that cannot be decoded arrives as an ``UnknownEvent`` with the type that was sent.

        Raises ``ArgumentError`` for anything else. Warns (``UnknownEventTypeWarning``) of a pattern that
        covers no known type, and registers it: newer types may exist.
        """
        return self._routes.decorator(events)

    def on_error(
        self, hook: Callable[[Exception, Event, Callable[..., object]], R]
    ) -> Callable[[Exception, Event, Callable[..., object]], R]:
        """Call ``hook`` with ``(error, event, handler)`` when a handler raises, as a decorator.

        It may be a coroutine function. Without a hook, errors are logged.
        """
        _check_hook(hook)
        self._routes.on_error.append(hook)
        return hook

    def on_gap(self, hook: Callable[[Gap], R]) -> Callable[[Gap], R]:
        """Call ``hook`` with each ``Gap`` of a stream, where events are missing, as a decorator.

        It may be a coroutine function. It is called as soon as the gap is noticed, while handlers may be at
        work on events from before it. Without a hook, gaps are logged.
        """
        _check_hook(hook)
        self._routes.on_gap.append(hook)
        return hook

    def include(self, router: HandlerRegistry) -> None:
        """Call the handlers of ``router`` too, at this place of the order, also those that it gets later.

        Its time limit stays. Errors of its handlers go to its own ``on_error`` hooks, or to those of this
        router if it has none.

        Raises ``ArgumentValueError`` if ``router`` is this one or includes it.
        """
        if not isinstance(router, HandlerRegistry):  # pyright: ignore[reportUnnecessaryIsInstance]  # from outside
            raise wrong_type("router", "a router", router)
        self._routes.include(router._routes)


def _check_hook(hook: object) -> None:
    if not callable(hook):
        raise wrong_type("hook", "a function", hook)


def _shorter(one: float | None, other: float | None) -> float | None:
    if one is None or other is None:
        return other if one is None else one
    return min(one, other)
