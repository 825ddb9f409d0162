"""Streams of server-sent events that reconnect by themselves and report what they lost.

Independent of the API and of the HTTP library.
"""

from __future__ import annotations

from cortex_async._core.stream.buffer import Overflow
from cortex_async._core.stream.connection import Connect
from cortex_async._core.stream.events import EventStream
from cortex_async._core.stream.intake import StreamCounters
from cortex_async._core.stream.readiness import CONNECT_GRACE
from cortex_async._core.stream.settings import StreamOptions, StreamSettings
from cortex_async._core.stream.states import Connected, Disconnected, Gap, Resumed, StateFeed, StreamState

__all__ = [
    "CONNECT_GRACE",
    "Connect",
    "Connected",
    "Disconnected",
    "EventStream",
    "Gap",
    "Overflow",
    "Resumed",
    "StateFeed",
    "StreamCounters",
    "StreamOptions",
    "StreamSettings",
    "StreamState",
]
