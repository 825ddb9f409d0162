"""Live views: lists and objects of a project, kept current.

    async with project.sessions.watch() as live:
        async for change in live: ...

A view begins with a snapshot and follows the project's event stream, which all views of a project share.
After a lost connection it fetches what it missed, so a view always ends up equal to the server.
docs/live-views.md explains how.
"""

from __future__ import annotations

from cortex_async.live.changes import Added, Change, Modified, Removed
from cortex_async.live.collection_and_item import LiveCollection, LiveItem
from cortex_async.live.readers import ChangeReader, SnapshotReader
from cortex_async.live.views import LiveView

__all__ = [
    "Added",
    "Change",
    "ChangeReader",
    "LiveCollection",
    "LiveItem",
    "LiveView",
    "Modified",
    "Removed",
    "SnapshotReader",
]
