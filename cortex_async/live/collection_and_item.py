"""The two live views: of a list, and of one object."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeVar

from cortex_async.live.rest_source import RestSource
from cortex_async.live.views import LiveView

if TYPE_CHECKING:
    from cortex_async.live.reporter import ViewReporter

T = TypeVar("T")


class LiveCollection(LiveView[T, Mapping[str, T]]):
    """A list of objects that stays current::

        async with project.sessions.watch() as live:
            print(len(live.value), "sessions")
            async for change in live:
                match change:
                    case Added(id, new): ...
                    case Modified(id, old, new, fields): ...
                    case Removed(id, old): ...

    The guide is docs/live-views.md.
    """

    @property
    def value(self) -> Mapping[str, T]:
        """The objects by id, oldest first; read-only.

        A mapping does not change: later changes are in a new ``value``.
        """
        return self._replica.values


class LiveItem(LiveView[T, "T | None"]):
    """One object that stays current::

        async with project.sessions.watch(session_id) as live:
            await live.wait_until(lambda found: found is not None and found.status == "ended", timeout=60)

    The guide is docs/live-views.md.
    """

    def __init__(
        self, source: RestSource[T], resync: float, key: str, reporter: ViewReporter | None = None
    ) -> None:
        super().__init__(source, resync, reporter)
        self._key = key

    @property
    def value(self) -> T | None:
        """The object, None while none with this id exists."""
        return self._replica.get(self._key)
