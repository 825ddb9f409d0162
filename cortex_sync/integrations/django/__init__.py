"""Cortex in Django: the extra ``odin-cortex[django]``, by the names of ``cortex_async.integrations.django``.

In ``INSTALLED_APPS`` both packages are the same app.
"""

from __future__ import annotations

from cortex_async.integrations.django import (
    CacheReplayStore,
    ReceiverFailed,
    aget_client,
    aget_project,
    event_received,
    get_client,
    get_project,
)

__all__ = [
    "CacheReplayStore",
    "ReceiverFailed",
    "aget_client",
    "aget_project",
    "event_received",
    "get_client",
    "get_project",
]
