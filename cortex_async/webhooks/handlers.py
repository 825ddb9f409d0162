"""The handlers of a router, by event type."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from cortex_async._core.arguments import wrong_type, wrong_value
from cortex_async._core.errors import ArgumentValueError
from cortex_async._core.stream.event_patterns import covers
from cortex_async.event_types import check_patterns

Handler: TypeAlias = Callable[..., object]


class Handlers:
    def __init__(self) -> None:
        self._routes: list[tuple[tuple[str, ...], Handler]] = []

    def add(self, patterns: tuple[str, ...], handler: Handler) -> None:
        self._routes.append((patterns, handler))

    def matching(self, type_: str) -> list[Handler]:
        """The handlers of an event type, in the order of registration."""
        return [
            handler
            for patterns, handler in self._routes
            if any(covers(pattern, type_) for pattern in patterns)
        ]


def require_patterns(patterns: tuple[str, ...]) -> None:
    """Raise ``ArgumentError`` for what is not a pattern, and warn of one that covers no known type."""
    if not patterns:
        raise ArgumentValueError(
            "patterns must name at least one event type, or '*' for all", parameter="patterns"
        )
    for pattern in patterns:
        if not isinstance(pattern, str):  # pyright: ignore[reportUnnecessaryIsInstance]  # from outside
            raise wrong_type("patterns", "event types as strings", pattern)
        exact = pattern.removesuffix(".*")
        if pattern != "*" and (not exact or "*" in exact):
            raise wrong_value("patterns", "event types, prefixes such as 'session.*', or '*'", pattern)
    check_patterns(patterns)
