"""The settings of a stream, and the keyword options that they are made from."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from attrs import Attribute, evolve, field, frozen

from cortex_async._core.arguments import check_count, check_seconds, wrong_type, wrong_value
from cortex_async._core.call.defaults import IDLE_LIMIT
from cortex_async._core.options import Options
from cortex_async._core.retry import ONCE, Retry
from cortex_async._core.stream.buffer import Overflow
from cortex_async._core.stream.sse import DEFAULT_MAX_EVENT_BYTES
from cortex_async._core.stream.states import StreamState

RECONNECT = Retry(attempts=sys.maxsize, base=0.5, cap=30.0, max_retry_after=300.0)
"""Reconnects without end, with waits of up to 30 s, or of up to 5 minutes if the server asks for them."""


class StreamOptions(Options, total=False):
    """Keyword options of every streaming operation, besides its own parameters and ``Options``.

    Of ``Options``, two have another meaning here. ``retry`` is for reconnecting: False makes one connection
    and no more, a ``Retry`` sets the waits and how many connections in a row may fail before the stream ends
    with the error. ``timeout`` limits the time to get a connection: a stream has neither a total nor a read
    limit, only ``idle_limit``.

    wait: whether entering the stream waits until the server listens, for at most 3 s. Default True.
    idle_limit: see the client's setting of this name, which is the default.
    buffer_size: the most events that are read ahead of the consumer. Default 1000.
    buffer_bytes: the most bytes that are read ahead of the consumer. Default 64 MiB.
    overflow: ``block`` stops reading while the buffer is full, ``drop_oldest`` drops events and reports a
        ``Gap``. Default ``block``.
    max_event_bytes: a larger event ends the stream with ``EventTooLarge``. Default 16 MiB.
    check_payloads: whether the payload of each event is decoded as the event arrives; one that does not match
        then arrives as ``UnknownEvent``. Default False: a payload is decoded when it is first read, and
        raises ``DecodeError`` there if it does not match, so that events that are skipped cost little.
    on_state: function that is called with each ``Connected``, ``Disconnected``, ``Resumed`` and ``Gap``, in
        the event loop. An exception in it is logged and does not affect the stream.
    """

    wait: bool
    idle_limit: float
    buffer_size: int
    buffer_bytes: int
    overflow: Overflow
    max_event_bytes: int
    check_payloads: bool
    on_state: Callable[[StreamState], object]


def _seconds(instance: object, attribute: Attribute[Any], value: object) -> None:
    check_seconds(attribute.name, value, zero=True, none=False)


def _yes_or_no(instance: object, attribute: Attribute[Any], value: object) -> None:
    if not isinstance(value, bool):
        raise wrong_type(attribute.name, "True or False", value)


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
    """The settings of a stream: ``StreamOptions`` with their defaults.

    Raises ``ArgumentError`` for a value that cannot be used.

    name: what the log calls the stream, its operation.
    marker: the member of type string that every event has; an object without it is a heartbeat. None if any
        object is an event.
    stable_after: seconds after which a connection counts as good, so that the waits start over.
    remembered: how many event ids are kept to detect duplicates, but at least twice ``buffer_size``.
    """

    wait: bool = field(default=True, validator=_yes_or_no)
    idle_limit: float = field(default=IDLE_LIMIT, validator=_seconds)
    buffer_size: int = field(default=1000, validator=_count)
    buffer_bytes: int = field(default=64 * 1024 * 1024, validator=_count)
    overflow: Overflow = field(default="block", validator=_overflow)
    max_event_bytes: int = field(default=DEFAULT_MAX_EVENT_BYTES, validator=_count)
    check_payloads: bool = field(default=False, validator=_yes_or_no)
    on_state: Callable[[StreamState], object] | None = field(default=None, validator=_hook)
    retry: Retry = RECONNECT
    stable_after: float = field(default=10.0, validator=_seconds)
    remembered: int = field(default=10_000, validator=_count)
    name: str = "event stream"
    marker: str | None = None

    @classmethod
    def of(cls, options: StreamOptions) -> StreamSettings:
        """Build the settings from the options of a call; the options of the request itself are left out."""
        chosen: dict[str, Any] = {name: value for name, value in options.items() if name in _OWN}
        retry = options.get("retry", True)
        if not isinstance(retry, (Retry, bool)):  # pyright: ignore[reportUnnecessaryIsInstance]  # from outside
            raise wrong_type("retry", "a Retry, True or False", retry)
        return evolve(
            cls(**chosen), retry=retry if isinstance(retry, Retry) else RECONNECT if retry else ONCE
        )


_OWN = StreamOptions.__annotations__.keys() - Options.__annotations__.keys()
