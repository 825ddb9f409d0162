"""The registration of handlers and hooks, the same for every router."""

from __future__ import annotations

from collections.abc import Callable
from types import UnionType
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, overload

from cortex_async._core.arguments import wrong_type
from cortex_async._core.stream import Gap
from cortex_async.routing.routes import Routes

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
        that cannot be decoded arrives as an ``UnknownEvent`` with the type that was sent. The payload of a
        stream's event is decoded when it is read; ``DecodeError`` is then an error of the handler.

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
        self._routes.changed()
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
