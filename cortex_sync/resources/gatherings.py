"""Gatherings for blocking code: the generated operations, and live views."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast, overload

from cortex_async.resources import RESYNC
from cortex_sync._generated.operations.project.gatherings import GatheringsOperations

if TYPE_CHECKING:
    from cortex_async.models import Gathering, GatheringMember, Invitation
    from cortex_async.resources.gatherings import Gatherings as AsyncGatherings
    from cortex_sync.live import LiveCollection, LiveItem


class Gatherings(GatheringsOperations):
    """The gatherings of a project."""

    __slots__ = ()

    @overload
    def watch(self, *, resync: float = RESYNC) -> LiveCollection[Gathering]: ...
    @overload
    def watch(self, gathering_id: str, *, resync: float = RESYNC) -> LiveItem[Gathering]: ...
    def watch(
        self, gathering_id: str | None = None, *, resync: float = RESYNC
    ) -> LiveCollection[Gathering] | LiveItem[Gathering]:
        """All gatherings of the project, or one of them, kept current.

            with project.gatherings.watch() as live:
                print(len(live.value))
                for change in live:
                    ...

        All views of a project share one connection. See ``LiveCollection`` and ``LiveItem``.

        Args: gathering_id: Gathering ID; None for all of them. resync: seconds after which everything is
            fetched again in case an event was lost, give or take a tenth; 0 for never.

        Raises: ArgumentError for an unusable id or ``resync``. Entering the view raises what fetching raises.
        """
        from cortex_sync.live import LiveCollection, LiveItem

        if gathering_id is None:
            return LiveCollection(self._runner, self._behind().watch(resync=resync))
        return LiveItem(self._runner, self._behind().watch(gathering_id, resync=resync))

    def watch_members(self, gathering_id: str, *, resync: float = RESYNC) -> LiveCollection[GatheringMember]:
        """The members of a gathering, kept current.

        Args: gathering_id: Gathering UUID resync: seconds after which everything is fetched again in case an
            event was lost, give or take a tenth; 0 for never. What no event reports, such as new properties
            of a member, shows then.

        Raises: ArgumentError for an unusable id or ``resync``. Entering the view raises NotFound for a
            gathering that does not exist.
        """
        from cortex_sync.live import LiveCollection

        return LiveCollection(self._runner, self._behind().watch_members(gathering_id, resync=resync))

    def watch_invitations(self, gathering_id: str, *, resync: float = RESYNC) -> LiveCollection[Invitation]:
        """The invitations to a gathering, kept current.

        Args: gathering_id: Gathering UUID resync: seconds after which everything is fetched again in case an
            event was lost, give or take a tenth; 0 for never.

        Raises: ArgumentError for an unusable id or ``resync``. Entering the view raises NotFound for a
            gathering that does not exist.
        """
        from cortex_sync.live import LiveCollection

        return LiveCollection(self._runner, self._behind().watch_invitations(gathering_id, resync=resync))

    def _behind(self) -> AsyncGatherings:
        return cast("AsyncGatherings", self._inner)
