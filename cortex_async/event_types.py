"""The event types known to this version, and the warning about patterns that cover none of them."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Collection, Coroutine, Iterable
from typing import Any, TypeVar, cast

_TYPE = r"(?i)[a-z]+(?:[._](?:[a-z]+|\*))+"

MethodT = TypeVar("MethodT", bound=Callable[..., Coroutine[Any, Any, object]])


def known_types() -> Collection[str]:
    # Imported late: it loads every event model.
    from cortex_async._generated.events import DECODERS

    return DECODERS.keys()


def types_of(event_class: type) -> tuple[str, ...]:
    """Return the event types that are decoded to a class; none for ``UnknownEvent`` and for other classes."""
    from cortex_async._generated.decoders.events import DECODERS as BY_CLASS
    from cortex_async._generated.events import DECODERS as BY_TYPE

    decode = BY_CLASS.get(event_class)
    return tuple(name for name, one in BY_TYPE.items() if one is decode)


def check_patterns(patterns: object, known: Callable[[], Collection[str]] = known_types) -> None:
    """Warn of patterns that cover no known event type. Values that are not a list are refused elsewhere."""
    if isinstance(patterns, (list, tuple, set, frozenset)):
        # Imported late: it loads all that streams need, and most processes check no pattern.
        from cortex_async._core.stream.event_patterns import warn_of_unknown

        warn_of_unknown(cast("Iterable[object]", patterns), known())


def check_subscribed(patterns: object, known: Callable[[], Collection[str]] = known_types) -> None:
    """Like ``check_patterns``, for strings with the form of an event type.

    The server gets the others and may refuse them.
    """
    if isinstance(patterns, (list, tuple, set, frozenset)):
        listed = cast("Iterable[object]", patterns)
        check_patterns([one for one in listed if isinstance(one, str) and re.fullmatch(_TYPE, one)], known)


def checks_events(method: MethodT, known: Callable[[], Collection[str]] = known_types) -> MethodT:
    """Make an operation warn of patterns in its parameter ``events`` that cover no known event type."""

    @functools.wraps(method)
    async def checked(*args: object, **kwargs: object) -> object:
        check_subscribed(kwargs.get("events"), known)
        return await method(*args, **kwargs)

    return cast("MethodT", checked)
