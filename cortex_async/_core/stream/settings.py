"""How a stream behaves: its settings as a value, and the keyword options from which the settings are made."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from attrs import Attribute, evolve, field, frozen

from cortex_async._core.arguments import check_count, check_seconds, wrong_type, wrong_value
from cortex_async._core.options import Options
from cortex_async._core.retry import ONCE, Retry
from cortex_async._core.stream.buffer import Overflow
from cortex_async._core.stream.sse import DEFAULT_MAX_EVENT_BYTES
from cortex_async._core.stream.states import StreamState

RECONNECT = Retry(attempts=sys.maxsize, base=0.5, cap=30.0, max_retry_after=300.0)
"""Reconnects for ever, at most every 30 s on its own account, and waits for the server at most 5 minutes."""


class StreamOptions(Options, total=False):
    """What every streaming operation takes by keyword, beside its own parameters and ``Options``.

    Of ``Options``, ``retry`` is about reconnecting here: ``False`` makes one connection and no more, a ``Retry`` gives the waits
    and how many connections in a row may fail before the stream ends with the error. ``timeout`` bounds getting a connection;
    a stream has no total and no read limit, only ``idle_limit``.

    idle_limit: seconds without a byte after which the connection counts as dead; 0 waits for ever. Default 45.
    buffer_size: events read ahead of the consumer. Default 1000.
    buffer_bytes: the same in bytes. Default 64 MiB.
    overflow: ``block`` (default) stops reading when the buffer is full, ``drop_oldest`` drops and reports a ``Gap``.
    max_event_bytes: a larger event ends the stream with ``EventTooLarge``. Default 16 MiB.
    on_state: called with each ``Connected``, ``Disconnected``, ``Resumed`` and ``Gap``, in the event loop. An exception in it is
        logged and does not break the stream.
    """

    idle_limit: float
    buffer_size: int
    buffer_bytes: int
    overflow: Overflow
    max_event_bytes: int
    on_state: Callable[[StreamState], object]


def _seconds(instance: object, attribute: Attribute[Any], value: object) -> None:
    check_seconds(attribute.name, value, zero=True, none=False)


def _count(instance: object, attribute: Attribute[Any], value: object) -> None:
    check_count(attribute.name, value)


def _overflow(instance: object, attribute: Attribute[Any], value: object) -> None:
    if not isinstance(value, str):
        raise wrong_type("overflow", "'block' or 'drop_oldest'", value)
    if value not in ("block", "drop_oldest"):
        raise wrong_value("overflow", "'block' or 'drop_oldest'", value)


def _hook(instance: object, attribute: Attribute[Any], value: object) -> None:
    if value is not None and not callable(value):
        raise wrong_type(attribute.name, "a function", value)


@frozen
class StreamSettings:
    """``StreamOptions`` with their defaults; every one is checked here.

    retry: see ``RECONNECT``.
    stable_after: seconds after which a connection counts as good, so that the next failure waits briefly again.
    remembered: how many event ids are kept to drop what is delivered twice; at least twice the buffer is kept.
    """

    idle_limit: float = field(default=45.0, validator=_seconds)
    buffer_size: int = field(default=1000, validator=_count)
    buffer_bytes: int = field(default=64 * 1024 * 1024, validator=_count)
    overflow: Overflow = field(default="block", validator=_overflow)
    max_event_bytes: int = field(default=DEFAULT_MAX_EVENT_BYTES, validator=_count)
    on_state: Callable[[StreamState], object] | None = field(default=None, validator=_hook)
    retry: Retry = RECONNECT
    stable_after: float = field(default=10.0, validator=_seconds)
    remembered: int = field(default=10_000, validator=_count)

    @classmethod
    def of(cls, options: StreamOptions) -> StreamSettings:
        """The settings that are among a call's options; those of the request itself are left to the transport."""
        chosen: dict[str, Any] = {name: value for name, value in options.items() if name in _OWN}
        retry = options.get("retry", True)
        if not isinstance(retry, (Retry, bool)):  # pyright: ignore[reportUnnecessaryIsInstance]  # from outside
            raise wrong_type("retry", "a Retry, True or False", retry)
        return evolve(
            cls(**chosen), retry=retry if isinstance(retry, Retry) else RECONNECT if retry else ONCE
        )


_OWN = StreamOptions.__annotations__.keys() - Options.__annotations__.keys()
