"""One attempt to collect the evidence about one message into a directory of bundles."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from cortex_async.evidence.collecting import spool_beside, write
from cortex_async.evidence.collector_settings import CollectorSettings
from cortex_async.evidence.errors import EvidenceError
from cortex_async.evidence.gathering import Order, gather
from cortex_async.evidence.index import Entry
from cortex_async.evidence.known_events import KnownEvents
from cortex_async.evidence.merging import merged
from cortex_async.evidence.reading import read_evidence
from cortex_async.evidence.source import Source
from cortex_async.evidence.store import Store
from cortex_async.evidence.values import Collected

if TYPE_CHECKING:
    from cortex_async.evidence.evidence import Evidence
    from cortex_async.evidence.jobs import Job
    from cortex_async.evidence.known_events import KnownEvent
    from cortex_async.project import ProjectScope


@frozen(kw_only=True)
class Result:
    """What an attempt led to.

    collected: the bundle that was written, None if nothing new was found.
    complete: whether another attempt would find no more.
    problem: that an earlier version cannot be read, which is then kept under its name beside the new one.
    """

    collected: Collected | None
    complete: bool
    problem: EvidenceError | None = None


@frozen
class Attempts:
    """Makes attempts, for one collector."""

    project: ProjectScope
    store: Store
    settings: CollectorSettings

    async def run(self, job: Job, events: Iterable[KnownEvent], *, follow_up: bool) -> Result:
        """Collect, merge with the bundle that there is, and write it if that has changed.

        follow_up: whether to collect once more later, for what is said after the message.
        """
        entry = await asyncio.to_thread(self.store.index.entry, job.message_id)
        old, problem = await self._earlier(entry)
        source = Source(self.project, partial=True)
        order = Order(
            message_id=job.message_id,
            sanction_id=None,
            session_id=job.session_id or (None if entry is None else entry.session_id),
            extents=self.settings.extents,
            decision=None,
            events=KnownEvents.of(events),
            audio=old is None or old.audio is None,
        )
        with await asyncio.to_thread(spool_beside, self.store.draft("recording")) as spool:
            new = await gather(source, order, spool)
            made = new if old is None else merged(old, new, "collected again")
            draft = self._entry(job, made, entry if old is not None else None, follow_up=follow_up)
            collected = await self._write(made, draft, changed=made is not old, revised=old is not None)
        complete = all(one.final for one in made.unavailable)
        return Result(collected=collected, complete=complete, problem=problem)

    async def _earlier(self, entry: Entry | None) -> tuple[Evidence | None, EvidenceError | None]:
        if entry is None:
            return None, None
        try:
            return await asyncio.to_thread(read_evidence, self.store.path(entry)), None
        except FileNotFoundError:
            return None, None
        except EvidenceError as error:
            return None, error

    def _entry(self, job: Job, made: Evidence, entry: Entry | None, *, follow_up: bool) -> Entry:
        now = made.collected_at.timestamp()
        keep, again = self.settings.keep, self.settings.follow_up
        expires_at = None if keep is None else now + keep.total_seconds()
        if entry is not None and entry.expires_at is not None and expires_at is not None:
            # The time counts from when it was first collected.
            expires_at = min(entry.expires_at, expires_at)
        handled = {event.payload.data.annotation_id for event in job.events}
        return Entry(
            message_id=job.message_id,
            session_id=made.subject.session_id,
            name=self.store.free_name(job.message_id) if entry is None else entry.name,
            sha256="" if entry is None else entry.sha256,
            expires_at=expires_at,
            update_at=now + again.total_seconds() if follow_up and again is not None else None,
            annotations=frozenset(handled | {one.id for one in made.annotations}),
        )

    async def _write(self, made: Evidence, entry: Entry, *, changed: bool, revised: bool) -> Collected | None:
        if not changed:
            await asyncio.to_thread(self.store.index.put, entry)
            return None
        written = await write(made, self.store.draft(entry.name), self.settings.key, revised=revised)
        entry = evolve(entry, sha256=written.sha256)
        return evolve(written, path=await asyncio.to_thread(self.store.place, entry))
