"""What observers see of event streams."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Final, Literal, TypeAlias

from attrs import frozen

State: TypeAlias = Literal["connected", "disconnected", "resumed", "gap"]
"""The kinds of stream states, see ``Connected``, ``Disconnected``, ``Resumed`` and ``Gap``."""

UNKNOWN_TYPE: Final = "unknown"
"""Stands for the type of an event that this version of the SDK does not know, so that a server cannot make a
metric grow without limit."""


@frozen(eq=False, slots=False, kw_only=True)
class StreamOpened:
    """An event stream, from ``async with`` to its end; it makes connections of its own.

    Every later value about the stream refers to this object as ``stream``. It is hashable by identity.

    operation, path, api, scheme, server_address, server_port, project_id: as in ``CallStarted``.
    live: True for the stream that keeps live views current, which the SDK opens itself.
    """

    operation: str
    path: str
    api: str = ""
    scheme: str = "https"
    server_address: str = ""
    server_port: int = 443
    project_id: str | None = None
    live: bool = False


@frozen(eq=False, slots=False, kw_only=True)
class StreamChanged:
    """A change of a stream's state.

    state: ``connected``, ``disconnected``, ``resumed`` (asked the server to resume after an event) or ``gap``
        (events are missing).
    attempts: how many attempts the connection took, for ``connected``.
    reason: why there is no connection, for ``disconnected``: ``closed``, ``idle``, ``failed``, ``refused`` or
        ``ended``.
    error: name of the class of the error, for ``disconnected`` if there was one.
    retry_in: seconds until the next attempt, for ``disconnected``; None if the stream has ended.
    dropped: how many events were lost, for ``gap``; None if unknown.
    """

    stream: StreamOpened
    state: State
    attempts: int | None = None
    reason: str | None = None
    error: str | None = None
    retry_in: float | None = None
    dropped: int | None = None


@frozen(eq=False, slots=False, kw_only=True)
class EventReceived:
    """An event that was handed over to the consumer.

    type: the event's type, e.g. ``session.created``; ``unknown`` for a type that this version of the SDK does
        not know.
    id: the event's id, None if it has none.
    connection: on which connection of the stream it arrived, 1 for the first.
    age: seconds from the event's timestamp to now, None if it has none. Negative if the clocks differ.
    buffered: events that still wait in the buffer.
    dropped: events that the stream has lost since it was opened.
    """

    stream: StreamOpened
    type: str
    id: str | None = None
    connection: int = 0
    age: float | None = None
    buffered: int = 0
    dropped: int = 0


@frozen(eq=False, slots=False, kw_only=True)
class StreamClosed:
    """A stream that was closed or has ended.

    duration: seconds since it was opened.
    error: name of the class of the error that ended it, None for a normal end.
    connections, received, duplicates, ignored, dropped: see ``StreamCounters``.
    """

    stream: StreamOpened
    duration: float
    error: str | None = None
    connections: int = 0
    received: int = 0
    duplicates: int = 0
    ignored: int = 0
    dropped: int = 0


CURRENT_STREAM: ContextVar[StreamOpened | None] = ContextVar("cortex_stream", default=None)
"""The stream whose connection the current task makes."""

FOR_VIEWS: ContextVar[bool] = ContextVar("cortex_stream_for_views", default=False)
"""Whether a stream that the current task opens keeps live views current."""
