"""One update of an archive, from the listing of the sessions to the report."""

from __future__ import annotations

import inspect
from contextlib import aclosing
from datetime import date
from typing import TYPE_CHECKING

from cortex_async._core.call_errors import CallError
from cortex_async._core.errors import ArgumentError
from cortex_async._core.timing.clock import monotonic
from cortex_async.archives.days import Days
from cortex_async.archives.erasure.completing import complete_pending
from cortex_async.archives.erasure.eraser import Eraser
from cortex_async.archives.erasure.leaving import Leaving
from cortex_async.archives.errors import ArchiveDamaged, ArchiveMismatch
from cortex_async.archives.fetching import STOPPING, Fetched, SessionFetcher
from cortex_async.archives.filters import line_filters
from cortex_async.archives.layouts.opening import open_layout
from cortex_async.archives.options import Options, Wishes
from cortex_async.archives.participants import Participants
from cortex_async.archives.planning import Plan, plan
from cortex_async.archives.progress import ArchiveReport, Tally
from cortex_async.archives.recordings import Recordings
from cortex_async.archives.records import FileEntry
from cortex_async.archives.repair import remove_strays, repair
from cortex_async.archives.selection import Task
from cortex_async.archives.state import State
from cortex_async.archives.storage.interface import Storage
from cortex_async.archives.threads import entered, in_thread
from cortex_async.archives.window import in_order
from cortex_async.archives.writing import Writing

if TYPE_CHECKING:
    from cortex_async.models import Session
    from cortex_async.transcripts.redacting import Redact


class Update:
    """An update. The options are those of ``Archive``."""

    def __init__(self, storage: Storage, wishes: Wishes, redact: Redact | None, task: Task) -> None:
        self._storage = storage
        self._state = State(storage)
        self._wishes = wishes
        self._redact = redact
        self._task = task
        self._project = task.project
        self._project_id = task.project._bound[0]  # pyright: ignore[reportPrivateUsage]  # same package
        self._tally = Tally(monotonic)

    async def run(self) -> ArchiveReport:
        """Update the archive. Raises what ``Archive.update`` raises."""
        listing: list[Session] | None = None
        if await in_thread(self._identity) is None:
            # Of an archive that cannot be filled, nothing is to be made.
            listing = await self._project.sessions.list()
        async with entered(self._storage.lock()):
            return await self._locked(listing)

    async def _locked(self, listing: list[Session] | None) -> ArchiveReport:
        made = await in_thread(self._identity)
        options = made or self._wishes.new()
        days = Days(self._storage, self._state, open_layout(options))
        await in_thread(repair, self._storage, days)
        eraser = await in_thread(complete_pending, self._storage, self._project_id, days)
        if listing is None:
            listing = await self._project.sessions.list()
        planned = await in_thread(plan, listing, self._state, self._task.selection)
        del listing
        if made is None or planned.total:
            await in_thread(self._storage.check_writable)
        if made is None:
            await in_thread(self._state.write_identity, self._project_id, options)
        recordings = Recordings(self._project, self._storage)
        if planned.total:
            await self._read(planned, options, days, recordings, eraser)
        await in_thread(remove_strays, self._storage, days)
        return self._tally.report(listed=planned.listed, gone=planned.gone, missing_audio=recordings.missing)

    async def _read(
        self, planned: Plan, options: Options, days: Days, recordings: Recordings, eraser: Eraser | None
    ) -> None:
        participants = await Participants.of(self._project)
        leaving: Leaving | None = None
        if eraser is not None:
            await in_thread(eraser.learn, participants.all())
            leaving = Leaving(eraser, self._storage)
        fetcher = SessionFetcher(self._project, participants, annotations=options.annotations)
        writing = Writing(self._storage, days, planned, line_filters(self._redact, eraser), leaving)
        sessions = (session for listed in planned.to_read.values() for session in listed)
        self._tally.start_reading()
        try:
            async with aclosing(in_order(sessions, fetcher.fetch, self._task.concurrency)) as results:
                async for fetched in results:
                    await self._take(fetched, writing, recordings if options.audio else None)
                    await self._show(fetched.session.created_at.date(), planned.total)
            await in_thread(writing.commit)
        except BaseException:
            await in_thread(days.discard)
            raise

    async def _take(self, fetched: Fetched, writing: Writing, recordings: Recordings | None) -> None:
        """Write a session that was read, or take note of why that is not possible."""
        session = fetched.session
        if fetched.error is not None:
            self._tally.not_read(session.id, fetched.error)
            return
        try:
            prepared = await in_thread(writing.prepare, fetched)
            audio: dict[str, FileEntry] = {}
            if recordings is not None:
                audio = await recordings.save(session, prepared.audible)
        except STOPPING:
            raise
        except (CallError, ArgumentError, ArchiveDamaged) as error:
            self._tally.not_read(session.id, error)
            return
        effect = await in_thread(writing.add, prepared, audio)
        self._tally.written(effect, len(prepared.record.transcript.lines), prepared.new_messages)

    async def _show(self, day: date, total: int) -> None:
        if self._task.progress is None:
            return
        shown = self._task.progress(self._tally.progress(day, total))
        if inspect.isawaitable(shown):
            await shown

    def _identity(self) -> Options | None:
        """The options of the archive, None if there is none yet.

        Raises ``ArchiveMismatch`` if it is another project's, or not as asked for.
        """
        found = self._state.identity()
        if found is None:
            return None
        project_id, options = found
        if project_id != self._project_id:
            raise ArchiveMismatch(
                f"project must be {project_id}, to which the archive {self._storage.where} belongs, got "
                f"{self._project_id}: use another directory for each project"
            )
        self._wishes.check(options, self._storage.where, updating=True)
        return options
