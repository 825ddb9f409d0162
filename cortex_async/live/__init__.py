"""Live views: what is there, at once and kept current.

    async with project.sessions.watch() as live:
        async for change in live: ...

They begin with a snapshot and follow the project's event stream, which all views of a project share. What was missed while the
connection was away is made good: a view never ends up different from the server. How that is done is told in ``knowledge``.
"""

from __future__ import annotations

from cortex_async.live.changes import Added, Change, Modified, Removed
from cortex_async.live.readers import ChangeReader, SnapshotReader
from cortex_async.live.views import LiveCollection, LiveItem, LiveView

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
