"""Figures of live views."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define

from cortex_async.telemetry import figures
from cortex_async.telemetry.measuring.recorder import Recorder

if TYPE_CHECKING:
    from cortex_async._core.telemetry.views import ViewClosed, ViewFetched, ViewFresh, ViewOpened, ViewStale


@define(eq=False)
class _View:
    """What has been counted of a live view. fresh: whether it has been current."""

    objects: int = 0
    stale: bool = True
    fresh: bool = False


class MeasuringViews(Recorder):
    """Measures live views."""

    def __init__(self) -> None:
        super().__init__()
        self._views: dict[ViewOpened, _View] = {}

    def view_opened(self, view: ViewOpened, /) -> None:
        self._views[view] = _View()
        self.measure(figures.VIEWS_ACTIVE, 1, view.kind)
        self.measure(figures.VIEWS_STALE, 1, view.kind)
        self.measure(figures.VIEW_OBJECTS, 0, view.kind)

    def view_fetched(self, fetched: ViewFetched, /) -> None:
        kind, known = fetched.view.kind, self._views.get(fetched.view)
        self.measure(figures.VIEW_FETCH_DURATION, fetched.duration, kind, fetched.error)
        if known is not None and fetched.error is None:
            self._objects(kind, known, fetched.objects)

    def view_stale(self, stale: ViewStale, /) -> None:
        self._staleness(stale.view, stale=True)

    def view_fresh(self, fresh: ViewFresh, /) -> None:
        known = self._views.get(fresh.view)
        if known is None:
            return
        self._staleness(fresh.view, stale=False)
        # The first time is that of loading.
        if known.fresh:
            self.measure(figures.VIEW_STALENESS, fresh.stale_for, fresh.view.kind)
        known.fresh = True

    def view_closed(self, closed: ViewClosed, /) -> None:
        view = closed.view
        self._staleness(view, stale=False)
        known = self._views.pop(view, None)
        if known is not None:
            self._objects(view.kind, known, 0)
            self.measure(figures.VIEWS_ACTIVE, -1, view.kind)

    def _staleness(self, view: ViewOpened, *, stale: bool) -> None:
        known = self._views.get(view)
        if known is not None and stale != known.stale:
            known.stale = stale
            self.measure(figures.VIEWS_STALE, 1 if stale else -1, view.kind)

    def _objects(self, kind: str, known: _View, objects: int) -> None:
        if objects != known.objects:
            self.measure(figures.VIEW_OBJECTS, objects - known.objects, kind)
            known.objects = objects
