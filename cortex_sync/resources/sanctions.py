"""Sanctions for blocking code: the generated operations, and live views."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast, overload

from cortex_async._core.runtime.loading import loading
from cortex_async.resources import RESYNC
from cortex_sync._generated.operations.project.sanctions import SanctionsOperations

if TYPE_CHECKING:
    from cortex_async.models import Sanction
    from cortex_async.resources.sanctions import Sanctions as AsyncSanctions
    from cortex_sync.live import LiveCollection, LiveItem


class Sanctions(SanctionsOperations):
    """The sanctions of a project."""

    __slots__ = ()

    @overload
    def watch(self, *, resync: float = RESYNC) -> LiveCollection[Sanction]: ...
    @overload
    def watch(self, sanction_id: str, *, resync: float = RESYNC) -> LiveItem[Sanction]: ...
    @loading()
    def watch(
        self, sanction_id: str | None = None, *, resync: float = RESYNC
    ) -> LiveCollection[Sanction] | LiveItem[Sanction]:
        """All sanctions of the project, or one of them, kept current.

            with project.sanctions.watch() as live:
                print(len(live.value))
                for change in live:
                    ...

        All views of a project share one connection. See ``LiveCollection`` and ``LiveItem``.

        No event reports that a sanction expires: it shows with the next fetch of everything.

        Args:
            sanction_id: Sanction ID; None for all of them
            resync: seconds after which everything is fetched again in case an event was lost, give or take a
                tenth; 0 for never.

        Raises: ArgumentError for an unusable id or ``resync``. Entering the view raises what fetching raises.
        """
        from cortex_sync.live import LiveCollection, LiveItem

        if sanction_id is None:
            return LiveCollection(self._runner, self._behind().watch(resync=resync))
        return LiveItem(self._runner, self._behind().watch(sanction_id, resync=resync))

    def _behind(self) -> AsyncSanctions:
        return cast("AsyncSanctions", self._inner)
