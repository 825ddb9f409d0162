"""Tells observers of one live view."""

from __future__ import annotations

from collections.abc import Callable

from cortex_async._core.telemetry.listeners import Listeners, tell
from cortex_async._core.telemetry.views import ViewClosed, ViewFetched, ViewFresh, ViewOpened, ViewStale


class ViewReporter:
    """Turns what happens to one view into calls of its observers.

    now: monotonic seconds.
    """

    def __init__(
        self, listeners: Listeners, kind: str, project_id: str | None, now: Callable[[], float]
    ) -> None:
        self._heard = listeners
        self._view = ViewOpened(kind=kind, project_id=project_id)
        self._now = now
        self._opened_at: float | None = None
        self._stale_since: float | None = None

    def now(self) -> float:
        return self._now()

    def opened(self) -> None:
        self._opened_at = self._stale_since = self._now()
        tell(self._heard.view_opened, self._view)

    def fetched(
        self, begun: float, *, objects: int = 0, changes: int = 0, error: BaseException | None = None
    ) -> None:
        """Tell of a fetch of everything, which began at ``begun``."""
        name = None if error is None else type(error).__name__
        fetched = ViewFetched(
            view=self._view, duration=self._now() - begun, objects=objects, changes=changes, error=name
        )
        tell(self._heard.view_fetched, fetched)

    def staleness(self, stale: bool) -> None:
        """Tell of a change, if it is one."""
        since = self._stale_since
        if self._opened_at is None or stale == (since is not None):
            return
        if since is None:
            self._stale_since = self._now()
            tell(self._heard.view_stale, ViewStale(view=self._view))
        else:
            self._stale_since = None
            tell(self._heard.view_fresh, ViewFresh(view=self._view, stale_for=self._now() - since))

    def closed(self, error: BaseException | None = None) -> None:
        """Tell of the end, once."""
        opened_at, self._opened_at = self._opened_at, None
        if opened_at is not None:
            name = None if error is None else type(error).__name__
            closed = ViewClosed(view=self._view, duration=self._now() - opened_at, error=name)
            tell(self._heard.view_closed, closed)
