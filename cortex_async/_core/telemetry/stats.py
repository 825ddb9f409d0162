"""The state of a client at one moment, as values for health endpoints and debuggers."""

from __future__ import annotations

from typing import Literal, TypeAlias

from attrs import frozen

StreamPhase: TypeAlias = Literal["connecting", "connected", "disconnected"]
"""Whether a stream waits for its first connection, has one, or has lost it and makes another."""


@frozen(kw_only=True)
class StreamStats:
    """One open event stream.

    state: ``connecting`` (for the first time), ``connected``, or ``disconnected`` (and about to reconnect).
    age: seconds since it was opened.
    silence: seconds since the server last sent a byte, None without a connection.
    buffered: events that wait in the buffer.
    received, dropped, connections: since it was opened, see ``StreamCounters``.
    """

    state: StreamPhase
    age: float
    silence: float | None
    buffered: int
    received: int
    dropped: int
    connections: int


@frozen(kw_only=True)
class ViewStats:
    """One open live view.

    kind: what it shows, e.g. ``session``.
    stale: whether it may have missed something.
    objects: how many objects it shows.
    """

    kind: str
    stale: bool
    objects: int


@frozen(kw_only=True)
class ClientStats:
    """What a client and its variants (``with_options``) are doing; they share their connections.

    calls: calls in progress, with those that wait for a connection or for their next attempt.
    connections: open connections, with idle ones and those of streams. Those of an ``aiohttp.ClientSession``
        that was given to the client are not counted.
    idle_connections: connections of the pool that wait for a call.
    retries: attempts since the client was constructed that followed a failed one.
    streams: the open event streams, with those of live views.
    views: the open live views.
    """

    calls: int
    connections: int
    idle_connections: int
    retries: int
    streams: tuple[StreamStats, ...]
    views: tuple[ViewStats, ...]
