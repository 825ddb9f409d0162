"""Warnings about unknown event types in blocking operations, raised in the calling thread."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection
from typing import ParamSpec, TypeVar

from cortex_async._core.stream.event_patterns import silenced
from cortex_async.event_types import check_subscribed, known_types

P = ParamSpec("P")
T = TypeVar("T")


def checks_events(
    method: Callable[P, T], known: Callable[[], Collection[str]] = known_types
) -> Callable[P, T]:
    """Make an operation warn about patterns in its parameter ``events`` that match no known event type."""

    @functools.wraps(method)
    def checked(*args: P.args, **kwargs: P.kwargs) -> T:
        check_subscribed(kwargs.get("events"), known)
        with silenced():
            return method(*args, **kwargs)

    return checked
