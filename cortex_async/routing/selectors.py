"""What a handler is registered for: event types, prefixes and event classes."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from types import UnionType
from typing import TypeAlias, Union, get_args, get_origin

from attrs import frozen

from cortex_async._core.arguments import wrong_type, wrong_value
from cortex_async._core.errors import ArgumentTypeError, ArgumentValueError
from cortex_async._core.stream.event_patterns import covers
from cortex_async.event_types import check_patterns

Handler: TypeAlias = Callable[..., object]
"""A function or coroutine function that takes an event."""


@frozen
class Selection:
    """The events that a handler gets: those of any of the patterns or classes."""

    patterns: tuple[str, ...]
    classes: tuple[type, ...]

    def matches(self, event: object, event_type: str) -> bool:
        return isinstance(event, self.classes) or any(
            covers(pattern, event_type) for pattern in self.patterns
        )


def select(selectors: tuple[object, ...], parameter: str = "events", method: str = "on") -> Selection:
    """Build the selection for the arguments of a method.

    parameter, method: what errors call them.

    Raises ``ArgumentError`` for what is neither a pattern nor an event class. Warns of a pattern that covers
    no known event type.
    """
    if not selectors:
        raise ArgumentValueError(
            f"{parameter} must name at least one event class or event type, or '*' for all",
            parameter=parameter,
        )
    patterns: list[str] = []
    classes: list[type] = []
    for selector in _members(selectors):
        if isinstance(selector, str):
            patterns.append(_pattern(selector, parameter))
        elif isinstance(selector, type):
            classes.append(_event_class(selector, parameter))
        else:
            raise wrong_type(
                parameter, f"event classes or event types, as in {method}('session.*')", selector
            )
    check_patterns(patterns)
    return Selection(tuple(patterns), tuple(classes))


def check_handler(handler: object) -> None:
    """Raise ``ArgumentTypeError`` for what cannot be called with one event."""
    if not callable(handler):
        raise wrong_type("handler", "a function that takes the event", handler)
    if inspect.isgeneratorfunction(handler) or inspect.isasyncgenfunction(handler):
        raise ArgumentTypeError(
            "handler must be a function that returns, got one with yield: its body would never run",
            parameter="handler",
        )
    try:
        signature = inspect.signature(handler)
    except (TypeError, ValueError):  # some functions written in C have none
        return
    try:
        signature.bind(None)
    except TypeError:
        raise ArgumentTypeError(
            f"handler must take one argument, the event, got {signature}", parameter="handler"
        ) from None


def same_handler(one: Handler, other: Handler) -> bool:
    """Whether both are the same function, or the same method of the same object.

    Not by ``==``, which objects with ``__call__`` may define as they like.
    """
    if inspect.ismethod(one) and inspect.ismethod(other):
        return one.__self__ is other.__self__ and one.__func__ is other.__func__
    return one is other


def handler_name(handler: Handler) -> str:
    """A name for the log and for errors."""
    name: object = getattr(handler, "__qualname__", None)
    return name if isinstance(name, str) else type(handler).__qualname__


def _members(selectors: tuple[object, ...]) -> Iterator[object]:
    """The selectors, with unions such as ``SessionCreatedEvent | SessionUpdatedEvent`` taken apart."""
    for selector in selectors:
        if isinstance(selector, UnionType) or get_origin(selector) is Union:
            yield from get_args(selector)
        else:
            yield selector


def _pattern(pattern: str, parameter: str) -> str:
    exact = pattern.removesuffix(".*")
    if pattern != "*" and (not exact or "*" in exact):
        raise wrong_value(parameter, "event types, prefixes such as 'session.*', or '*'", pattern)
    return pattern


def _event_class(found: type, parameter: str) -> type:
    # Imported late: it loads every event model.
    from cortex_async._generated.events import Event

    if not issubclass(found, get_args(Event)):
        raise ArgumentTypeError(
            f"{parameter} must be classes of cortex_async.events, got {found.__qualname__}",
            parameter=parameter,
        )
    return found
