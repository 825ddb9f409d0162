"""Gatherings: the generated operations, look-ups on top of them, and live views."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Unpack, overload

from cortex_async._core.arguments import check_count, wrong_type
from cortex_async._core.call_errors import NotFound
from cortex_async._core.errors import CortexError
from cortex_async._core.options import Options
from cortex_async._core.runtime.loading import loading
from cortex_async._core.strings.wire_strings import identifier
from cortex_async._core.unset import UNSET
from cortex_async._generated.operations.project.gatherings import UPDATE_MEMBER, GatheringsOperations
from cortex_async.resources import RESYNC

if TYPE_CHECKING:
    from cortex_async.live import LiveCollection, LiveItem
    from cortex_async.models import Gathering, GatheringMember, Invitation


_PAGE_SIZE: Final = 100


class Gatherings(GatheringsOperations):
    """The gatherings of a project."""

    __slots__ = ()

    async def find_by_session(
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
        session_id = identifier(session_id, "session_id")
        if max_items is not None:
            check_count("max_items", max_items)
        for status in ("started", UNSET):
            looked_at, total = 0, None
            pager = self.list(status=status, page_size=_PAGE_SIZE, max_items=max_items, **options)
            async for page in pager.pages():
                looked_at, total = looked_at + len(page.items), page.total
                found = next((one for one in page.items if one.session_id == session_id), None)
                if found is not None:
                    return found
            if looked_at == max_items and (total is None or total > looked_at):
                raise CortexError(
                    f"session_id {session_id} is that of none of the first {max_items} gatherings, "
                    "and there are more: pass a greater max_items, or None"
                )
        return None

    async def mark_ready(
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
        participant_id = identifier(participant_id, "participant_id")
        if not isinstance(ready, bool):  # pyright: ignore[reportUnnecessaryIsInstance]  # from outside
            raise wrong_type("ready", "True or False", ready)
        members = await self.list_members(gathering_id, **options)
        found = [one for one in members if one.participant_id == participant_id and one.status != "left"]
        if not found:
            raise NotFound(
                f"participant {participant_id} is no member of gathering {gathering_id}",
                operation=UPDATE_MEMBER.operation,
                method=UPDATE_MEMBER.method,
                path=UPDATE_MEMBER.path,
                outcome="not_sent",
            )
        status = "ready" if ready else "joined"
        return await self.update_member(gathering_id, found[0].id, status=status, **options)

    @overload
    def watch(self, *, resync: float = RESYNC) -> LiveCollection[Gathering]: ...
    @overload
    def watch(self, gathering_id: str, *, resync: float = RESYNC) -> LiveItem[Gathering]: ...
    @loading()
    def watch(
        self, gathering_id: str | None = None, *, resync: float = RESYNC
    ) -> LiveCollection[Gathering] | LiveItem[Gathering]:
        """All gatherings of the project, or one of them, kept current.

            async with project.gatherings.watch() as live:
                print(len(live.value))
                async for change in live:
                    ...

        All views of a project share one connection. See ``LiveCollection`` and ``LiveItem``.

        Args:
            gathering_id: Gathering ID; None for all of them
            resync: seconds after which everything is fetched again in case an event was lost, give or take a
                tenth; 0 for never.

        Raises: ArgumentError for an unusable id or ``resync``. Entering the view raises what fetching raises.
        """
        from cortex_async.live import watchable, watching

        if gathering_id is None:
            return watching.collection(watchable.all_gatherings, self._caller, self._bound, resync=resync)
        return watching.item(
            watchable.one_gathering,
            self._caller,
            self._bound,
            identifier(gathering_id, "gathering_id"),
            resync=resync,
        )

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
        from cortex_async.live import watchable, watching

        return watching.collection(
            watchable.members_of,
            self._caller,
            self._bound,
            identifier(gathering_id, "gathering_id"),
            resync=resync,
        )

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
        from cortex_async.live import watchable, watching

        return watching.collection(
            watchable.invitations_of,
            self._caller,
            self._bound,
            identifier(gathering_id, "gathering_id"),
            resync=resync,
        )
