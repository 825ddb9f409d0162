"""Sessions: the generated operations, live views, and waiting for the end or for a new summary."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Unpack, overload

from cortex_async._core.arguments import check_seconds
from cortex_async._core.call.defaults import Defaults, check_options
from cortex_async._core.options import OPTION_NAMES, Options
from cortex_async._core.runtime.loading import loading
from cortex_async._core.strings.wire_strings import identifier
from cortex_async._core.types import JSON
from cortex_async._generated.operations.project.sessions import SessionsOperations
from cortex_async.resources import RESYNC

if TYPE_CHECKING:
    from cortex_async._core.errors import WaitTimedOut
    from cortex_async.live import LiveCollection, LiveItem
    from cortex_async.models import (
        MessageCreatedEventData,
        Participant,
        Session,
        SessionAnnotationCreatedEventData,
    )
    from cortex_async.transcripts import Timing, Transcript


class Sessions(SessionsOperations):
    """The sessions of a project."""

    __slots__ = ()

    @overload
    def watch(self, *, resync: float = RESYNC) -> LiveCollection[Session]: ...
    @overload
    def watch(self, session_id: str, *, resync: float = RESYNC) -> LiveItem[Session]: ...
    @loading()
    def watch(
        self, session_id: str | None = None, *, resync: float = RESYNC
    ) -> LiveCollection[Session] | LiveItem[Session]:
        """All sessions of the project, or one of them, kept current.

            async with project.sessions.watch() as live:
                print(len(live.value))
                async for change in live:
                    ...

        All views of a project share one connection. See ``LiveCollection`` and ``LiveItem``.

        Args:
            session_id: Session ID; None for all of them
            resync: seconds after which everything is fetched again in case an event was lost, give or take a
                tenth; 0 for never.

        Raises: ArgumentError for an unusable id or ``resync``. Entering the view raises what fetching raises.
        """
        from cortex_async.live import watchable, watching

        if session_id is None:
            return watching.collection(watchable.all_sessions, self._caller, self._bound, resync=resync)
        return watching.item(
            watchable.one_session,
            self._caller,
            self._bound,
            identifier(session_id, "session_id"),
            resync=resync,
        )

    @loading()
    def watch_messages(
        self, session_id: str, *, resync: float = RESYNC
    ) -> LiveCollection[MessageCreatedEventData]:
        """The messages of a session, kept current, in the order in which they were spoken.

        Only events have the ids of the speaker (``participant_id``, ``external_user_id``). Messages from
        before the view was opened have just the ``sender_name``.

        Args:
            session_id: Session ID
            resync: seconds after which everything is fetched again in case an event was lost, give or take a
                tenth; 0 for never.

        Raises: ArgumentError for an unusable id or ``resync``. Entering the view raises NotFound for a
            session that does not exist.
        """
        from cortex_async.live import watchable, watching

        return watching.collection(
            watchable.messages_of,
            self._caller,
            self._bound,
            identifier(session_id, "session_id"),
            resync=resync,
        )

    @overload
    async def regenerate_summary(self, session_id: str, **options: Unpack[Options]) -> JSON: ...
    @overload
    async def regenerate_summary(
        self, session_id: str, *, wait: float, **options: Unpack[Options]
    ) -> SessionAnnotationCreatedEventData: ...
    async def regenerate_summary(
        self, session_id: str, *, wait: float | None = None, **options: Unpack[Options]
    ) -> JSON | SessionAnnotationCreatedEventData:
        """Regenerate session summary

        Delete existing summary and trigger the session-summary plugin to generate a new one with
        current settings.

        Args:
            session_id: Session ID
            wait: seconds to wait for the new summary, which is then returned: its ``content`` is what the
                plugin wrote. None does not wait, and returns what the server responds.

        Raises: NotFound; every call can raise RequestFailed and APIError. With ``wait``, WaitTimedOut, e.g.
            because the plugin is not installed, and what ends the event stream, such as Unauthorized.

        Operation regenerateSummary: POST /api/projects/{projectId}/sessions/{id}/regenerate-summary
        """
        regenerate = super().regenerate_summary
        if wait is None:
            return await regenerate(session_id, **options)
        with loading():
            from cortex_async.resources.summaries import new_summary

        # Bad arguments are reported before anything is sent, i.e. before the stream is opened.
        identifier(session_id, "session_id")
        check_options(options, OPTION_NAMES)
        Defaults().narrowed(options)
        return await new_summary(
            self._caller, self._bound, session_id, lambda: regenerate(session_id, **options), wait
        )

    async def wait_until_ended(self, session_id: str, *, timeout: float | None = None) -> Session:
        """Wait until the session has ended and return it, at once if it has ended already.

        A deleted session has ended too. What is returned then is its last known state.

        Args:
            session_id: Session ID
            timeout: seconds; None waits without limit.

        Raises: NotFound; WaitTimedOut; ClientClosed; what ends the event stream, such as Unauthorized.
        """
        with loading():
            from cortex_async._core.timing.waiting import seen, time_limit, wait_error

        check_seconds("timeout", timeout, zero=True, infinite=True)
        last: Session | None = None

        def ran_out() -> WaitTimedOut:
            return wait_error(f"the session {session_id} did not end", timeout, seen(last))

        async with time_limit(timeout, ran_out), self.watch(session_id) as live:
            # A session created just now may not be in the list yet. One that does not exist raises here.
            last = live.value or await self.get(session_id)
            shown = live.value is not None

            def ended(session: Session | None) -> bool:
                nonlocal last, shown
                last, shown = session or last, shown or session is not None
                return (last is not None and last.status == "ended") or (shown and session is None)

            await live.wait_until(ended)
            return last

    async def transcript(
        self,
        session_id: str,
        *,
        annotations: bool = False,
        participants: Iterable[Participant] | None = None,
        timing: Timing | None = None,
        **options: Unpack[Options],
    ) -> Transcript:
        """Fetch the whole transcript of a session: what was said, when, and by whom.

            transcript = await project.sessions.transcript(session_id)
            transcript.save("match.vtt", "match.html")

        Takes one call for the session, one for its messages, and one or more for the participants, since
        messages carry the names of speakers but not their ids. Where exactly one participant has a name,
        the ids are that participant's; where several have it, ``speaker.candidates`` lists them.

        Args:
            session_id: Session ID
            annotations: whether to fetch what plugins attached to the messages, too.
            participants: participants that you have already, for speakers' ids; none are fetched then.
            timing: how the ends of lines are inferred; ``Timing()`` by default.
            options: for each of the calls.

        Raises: NotFound; ArgumentError for an unusable id or ``timing``.

        Source: getSession, getMessages, listParticipants, getMessageAnnotationsBatch
        """
        with loading():
            from cortex_async.transcripts.fetching import fetch

        return await fetch(
            self._caller,
            self._bound,
            identifier(session_id, "session_id"),
            annotations=annotations,
            participants=participants,
            timing=timing,
            options=options,
        )
