"""Participants for blocking code: the generated operations, and live views."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast, overload

from cortex_async._core.runtime.loading import loading
from cortex_async.resources import RESYNC
from cortex_sync._generated.operations.project.participants import ParticipantsOperations

if TYPE_CHECKING:
    from cortex_async.models import Participant
    from cortex_async.resources.participants import Participants as AsyncParticipants
    from cortex_sync.live import LiveCollection, LiveItem


class Participants(ParticipantsOperations):
    """The participants of a project."""

    __slots__ = ()

    @overload
    def watch(self, *, resync: float = RESYNC) -> LiveCollection[Participant]: ...
    @overload
    def watch(self, participant_id: str, *, resync: float = RESYNC) -> LiveItem[Participant]: ...
    @loading()
    def watch(
        self, participant_id: str | None = None, *, resync: float = RESYNC
    ) -> LiveCollection[Participant] | LiveItem[Participant]:
        """All participants of the project, or one of them, kept current.

            with project.participants.watch() as live:
                print(len(live.value))
                for change in live:
                    ...

        All views of a project share one connection. See ``LiveCollection`` and ``LiveItem``.

        Args:
            participant_id: Participant ID; None for all of them
            resync: seconds after which everything is fetched again in case an event was lost, give or take a
                tenth; 0 for never.

        Raises: ArgumentError for an unusable id or ``resync``. Entering the view raises what fetching raises.
        """
        from cortex_sync.live import LiveCollection, LiveItem

        if participant_id is None:
            return LiveCollection(self._runner, self._behind().watch(resync=resync))
        return LiveItem(self._runner, self._behind().watch(participant_id, resync=resync))

    def _behind(self) -> AsyncParticipants:
        return cast("AsyncParticipants", self._inner)
