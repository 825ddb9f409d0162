"""Calls the observers of a client: only the methods that they override, and none of them may do harm."""

from __future__ import annotations

import inspect
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar, cast
from weakref import WeakKeyDictionary

from cortex_async._core.arguments import wrong_type
from cortex_async._core.errors import ArgumentTypeError
from cortex_async._core.runtime.from_within import RAISED
from cortex_async._core.telemetry.bodies import BodySink, SeenBody, sinks_of
from cortex_async._core.telemetry.observer import Observer

if TYPE_CHECKING:
    from cortex_async._core.telemetry.calls import AttemptStarted

T = TypeVar("T")

_logger = logging.getLogger(__name__)

METHODS: Final = tuple(name for name, value in vars(Observer).items() if inspect.isfunction(value))
"""The names of the methods of observers."""

_LAST_FIRST: Final = frozenset(name for name in METHODS if name.endswith(("_ended", "_closed", "_judged")))
"""Methods that are called in the reverse order, so that what several observers have begun ends in nested
order.
"""

Heard: TypeAlias = tuple[Callable[[Any], object], ...]

_reported: WeakKeyDictionary[type, set[str]] = WeakKeyDictionary()
"""The methods of each class that were logged."""


class Listeners:
    """The observers of a client, by method. A method that nobody overrides has an empty tuple.

    sinks: of observers that see bodies.

    Raises ``ArgumentTypeError`` for what is not a list of observers, and for a method that is a coroutine
    function, since nothing would await it.
    """

    __slots__ = (*METHODS, "observers", "sinks")

    observers: tuple[Observer, ...]
    sinks: tuple[BodySink, ...]
    call_started: Heard
    call_limited: Heard
    call_ended: Heard
    attempt_started: Heard
    request_headers: Heard
    attempt_ended: Heard
    retry_scheduled: Heard
    retry_declined: Heard
    body_ended: Heard
    credential_renewed: Heard
    connection_opened: Heard
    connection_closed: Heard
    stream_opened: Heard
    stream_changed: Heard
    event_received: Heard
    stream_closed: Heard
    view_opened: Heard
    view_fetched: Heard
    view_stale: Heard
    view_fresh: Heard
    view_closed: Heard
    relay_changed: Heard
    relay_published: Heard
    handling_started: Heard
    handling_ended: Heard
    delivery_received: Heard
    delivery_judged: Heard

    def __init__(self, observers: Sequence[Observer]) -> None:
        self.observers = checked(observers)
        for name in METHODS:
            order = reversed(self.observers) if name in _LAST_FIRST else self.observers
            setattr(self, name, tuple(_overridden(order, name)))
        self.sinks = sinks_of(self.observers)

    def any_of(self, *prefixes: str) -> bool:
        """Whether anybody listens to a method whose name begins like this."""
        return any(name.startswith(prefixes) and getattr(self, name) for name in METHODS)


def listeners_of(observers: Sequence[Observer] | None) -> Listeners | None:
    """Return the listeners, None if no observer overrides a method or sees bodies."""
    found = None if observers is None else Listeners(observers)
    return found if found is not None and (found.sinks or found.any_of("")) else None


def checked(observers: object) -> tuple[Observer, ...]:
    """Return the observers as a tuple. Raises ``ArgumentTypeError`` for anything else."""
    if not isinstance(observers, (list, tuple)):
        raise wrong_type("observers", "a list of Observer objects", observers)
    found: list[Observer] = []
    for place, observer in enumerate(cast("Sequence[object]", observers)):
        name = f"observers[{place}]"
        if isinstance(observer, type):
            problem = f"{name} must be an object, got the class {observer.__name__}: construct it"
            raise ArgumentTypeError(problem, parameter=name)
        if not isinstance(observer, Observer):
            raise wrong_type(name, "an object of a subclass of Observer", observer)
        found.append(observer)
    return tuple(found)


def _overridden(observers: Iterable[Observer], name: str) -> Iterator[Callable[..., Any]]:
    for observer in observers:
        method: Callable[..., Any] = getattr(observer, name)
        if getattr(method, "__func__", method) is getattr(Observer, name):
            continue
        if inspect.iscoroutinefunction(method):
            where = f"{type(observer).__name__}.{name}"
            raise ArgumentTypeError(
                f"observers must have plain methods, got the async function {where}: nothing would await it",
                parameter="observers",
            )
        yield method


def tell(heard: Heard, value: object) -> None:
    """Call observers. What they raise is logged."""
    for method in heard:
        try:
            method(value)
        except RAISED:
            report(method)


def show(sinks: tuple[BodySink, ...], make: Callable[[T], SeenBody], of: T) -> None:
    """Hand ``make(of)`` to each sink that wants it. What they raise is logged."""
    for sink in sinks:
        try:
            if sink.wants():
                sink.put(make(of))
        except RAISED:
            report(sink.put)


def added_headers(
    heard: Heard, attempt: AttemptStarted
) -> Iterator[tuple[Callable[..., Any], object, object]]:
    """Ask observers for headers. Gives each with the method that returned it; nothing is checked."""
    for method in heard:
        try:
            fields = method(attempt)
            pairs = () if fields is None else tuple(cast("Mapping[object, object]", fields).items())
        except RAISED:
            report(method)
        else:
            yield from ((method, name, value) for name, value in pairs)


def report(method: Callable[..., Any], problem: str = "") -> None:
    """Log that an observer raised, or the ``problem`` with what it returned, once for its class and
    method.
    """
    observer: object = getattr(method, "__self__", method)
    owner = type(observer)
    name: str = getattr(method, "__name__", "?")
    known = _reported.setdefault(owner, set())
    key = name if not problem else f"{name}: {problem}"
    if key in known:
        return
    known.add(key)
    if problem:
        _logger.warning("observer %s.%s: %s; this is logged once", owner.__name__, name, problem)
    else:
        _logger.warning("observer %s.%s raised; this is logged once", owner.__name__, name, exc_info=True)
