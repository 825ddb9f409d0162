"""Participants: the generated operations, and live views."""

from __future__ import annotations

from typing import TYPE_CHECKING, overload

from cortex_async._core.runtime.loading import loading
from cortex_async._core.strings.wire_strings import identifier
from cortex_async._generated.operations.project.participants import ParticipantsOperations
from cortex_async.resources import RESYNC

if TYPE_CHECKING:
    from cortex_async.live import LiveCollection, LiveItem
    from cortex_async.models import Participant


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

            async with project.participants.watch() as live:
                print(len(live.value))
                async for change in live:
                    ...

        All views of a project share one connection. See ``LiveCollection`` and ``LiveItem``.

        Args:
            participant_id: Participant ID; None for all of them
            resync: seconds after which everything is fetched again in case an event was lost, give or take a
                tenth; 0 for never.

        Raises: ArgumentError for an unusable id or ``resync``. Entering the view raises what fetching raises.
        """
        from cortex_async.live import watchable, watching

        if participant_id is None:
            return watching.collection(watchable.all_participants, self._caller, self._bound, resync=resync)
        return watching.item(
            watchable.one_participant,
            self._caller,
            self._bound,
            identifier(participant_id, "participant_id"),
            resync=resync,
        )
