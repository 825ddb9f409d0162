"""A stream of server-sent events that reconnects by itself and says what it lost. Knows neither the API nor the HTTP library."""

from __future__ import annotations

from .buffer import Overflow
from .connection import Connect
from .events import EventStream
from .intake import StreamCounters
from .settings import StreamOptions, StreamSettings
from .states import Connected, Disconnected, Gap, Resumed, StateFeed, StreamState

__all__ = [
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
