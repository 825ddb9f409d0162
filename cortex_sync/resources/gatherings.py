"""Gatherings for blocking code: the generated operations, look-ups on top of them, and live views."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack, cast, overload

from cortex_async._core.options import Options
from cortex_async._core.runtime.loading import loading
from cortex_async.resources import RESYNC
from cortex_sync._generated.operations.project.gatherings import GatheringsOperations

if TYPE_CHECKING:
    from cortex_async.models import Gathering, GatheringMember, Invitation
    from cortex_async.resources.gatherings import Gatherings as AsyncGatherings
    from cortex_sync.live import LiveCollection, LiveItem


class Gatherings(GatheringsOperations):
    """The gatherings of a project."""

    __slots__ = ()

    def find_by_session(
        self, session_id: str, *, max_items: int | None = 10_000, **options: Unpack[Options]
    ) -> Gathering | None:
        """Find the gathering that a session was created for; None if there is none.

        The API has no such search, so the gatherings are listed: first those that have started and not
        ended, then all, until one has this ``session_id``.

        Args:
            session_id: Session ID
            max_items: the most gatherings to look at, None for all of them.

        Raises: CortexError if it is not among the first ``max_items`` and there are more; ArgumentError for
            an unusable id or number.

        Source: listGatherings
        """
        find = self._behind().find_by_session
        return self._wait(find, session_id, max_items=max_items, **options)

    def mark_ready(
        self, gathering_id: str, participant_id: str, ready: bool = True, **options: Unpack[Options]
    ) -> GatheringMember:
        """Mark a participant who has joined a gathering as ready, or as not ready; return the member.

        Updating a member takes its own id, which is looked up first. Nothing else in the member changes.

        Args:
            gathering_id: Gathering ID
            participant_id: Participant ID
            ready: False sets the status back to ``joined``.

        Raises: NotFound for a gathering that does not exist or a participant who is no member of it;
            Conflict or InvalidRequest if the server does not allow it, e.g. before the participant has
            joined.

        Source: listMembers, updateMember
        """
        mark = self._behind().mark_ready
        return self._wait(mark, gathering_id, participant_id, ready, **options)

    @overload
    def watch(self, *, resync: float = RESYNC) -> LiveCollection[Gathering]: ...
    @overload
    def watch(self, gathering_id: str, *, resync: float = RESYNC) -> LiveItem[Gathering]: ...
    @loading()
    def watch(
        self, gathering_id: str | None = None, *, resync: float = RESYNC
    ) -> LiveCollection[Gathering] | LiveItem[Gathering]:
        """All gatherings of the project, or one of them, kept current.

            with project.gatherings.watch() as live:
                print(len(live.value))
                for change in live:
                    ...

        All views of a project share one connection. See ``LiveCollection`` and ``LiveItem``.

        Args:
            gathering_id: Gathering ID; None for all of them
            resync: seconds after which everything is fetched again in case an event was lost, give or take a
                tenth; 0 for never.

        Raises: ArgumentError for an unusable id or ``resync``. Entering the view raises what fetching raises.
        """
        from cortex_sync.live import LiveCollection, LiveItem

        if gathering_id is None:
            return LiveCollection(self._runner, self._behind().watch(resync=resync))
        return LiveItem(self._runner, self._behind().watch(gathering_id, resync=resync))

    @loading()
    def watch_members(self, gathering_id: str, *, resync: float = RESYNC) -> LiveCollection[GatheringMember]:
        """The members of a gathering, kept current.

        Args:
            gathering_id: Gathering UUID
            resync: seconds after which everything is fetched again in case an event was lost, give or take a
                tenth; 0 for never. What no event reports, such as new properties of a member, shows then.

        Raises: ArgumentError for an unusable id or ``resync``. Entering the view raises NotFound for a
            gathering that does not exist.
        """
        from cortex_sync.live import LiveCollection

        return LiveCollection(self._runner, self._behind().watch_members(gathering_id, resync=resync))

    @loading()
    def watch_invitations(self, gathering_id: str, *, resync: float = RESYNC) -> LiveCollection[Invitation]:
        """The invitations to a gathering, kept current.

        Args:
            gathering_id: Gathering UUID
            resync: seconds after which everything is fetched again in case an event was lost, give or take a
                tenth; 0 for never.

        Raises: ArgumentError for an unusable id or ``resync``. Entering the view raises NotFound for a
            gathering that does not exist.
        """
        from cortex_sync.live import LiveCollection

        return LiveCollection(self._runner, self._behind().watch_invitations(gathering_id, resync=resync))

    def _behind(self) -> AsyncGatherings:
        return cast("AsyncGatherings", self._inner)
