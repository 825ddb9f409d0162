"""Makes a report about one person."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from contextlib import aclosing
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Final

from attrs import frozen

from cortex_async._core.arguments import check_count, wrong_type
from cortex_async._core.strings.wire_strings import identifier
from cortex_async._core.timing.clock import unix
from cortex_async.access.gatherings import Gatherings
from cortex_async.access.keeping import Kept
from cortex_async.access.reading import Source
from cortex_async.access.report import AccessReport
from cortex_async.access.values import Said
from cortex_async.archives.erasure.eraser import Eraser, eraser_of
from cortex_async.archives.erasure.survey import Survey
from cortex_async.archives.erasure.task import evidence_paths
from cortex_async.archives.files import ArchiveFiles
from cortex_async.archives.participants import Participants
from cortex_async.archives.selection import CONCURRENCY
from cortex_async.archives.threads import in_thread
from cortex_async.archives.window import in_order

if TYPE_CHECKING:
    from cortex_async.archives import Archive
    from cortex_async.project import ProjectScope

NOT_COVERED: Final = (
    "What others said about the person, and what of others stands beside it, is left out.",
    "Messages from the API have no ids of speakers: who spoke them is known by the display name, and not at "
    "all where several participants have it.",
    "The log of webhooks, function logs, and recordings of the API are not read.",
)


async def access_report(
    project: ProjectScope,
    *,
    external_user_id: str,
    archive: Archive | None = None,
    evidence: Iterable[str | os.PathLike[str]] = (),
    concurrency: int = CONCURRENCY,
    progress: Callable[[int, int], object] | None = None,
) -> AccessReport:
    """Collect everything that the API, an archive and bundles of evidence hold about one person.

        report = await access_report(project, external_user_id="player-17", archive=archive)
        report.save("report.html", "report.json")

    Reads the messages of all sessions, and the members of all gatherings: a call for each session, and two
    for each gathering. What the credential may not read, or what fails for another reason, is named in
    ``report.unread``.

    Args:
        project: the project.
        external_user_id: the person, as the game knows it.
        archive: an archive of the project.
        evidence: directories with bundles of evidence, and bundles.
        concurrency: how many sessions or gatherings are read at once, 8 by default.
        progress: called after each session, with the number of sessions that were read and the number of all.

    Raises: Unauthorized; ArchiveError and its kinds for an archive that cannot be read; OSError for evidence
    that cannot be read; ArgumentError; what ``progress`` raises.

    Source: listParticipants, getParticipant, getSanctionsByUser, getSanctionsByParticipant, listGatherings,
    listMembers, listGatheringInvitations, listSessions, getMessages, getMessageAnnotationsBatch
    """
    inquiry = Inquiry.of(project, external_user_id, archive, evidence, concurrency, progress)
    return await inquiry.run()


@frozen
class Inquiry:
    """The arguments of ``access_report``, checked."""

    source: Source
    kept: Kept
    external_user_id: str
    progress: Callable[[int, int], object] | None

    @classmethod
    def of(
        cls,
        project: object,
        external_user_id: object,
        archive: object,
        evidence: object,
        concurrency: int,
        progress: object,
    ) -> Inquiry:
        """The inquiry with these arguments. Raises ``ArgumentError``; ``OSError`` for missing evidence."""
        from cortex_async.project import ProjectScope

        if not isinstance(project, ProjectScope):
            raise wrong_type("project", "a project such as client.project(project_id)", project)
        if archive is not None and not isinstance(archive, ArchiveFiles):
            raise wrong_type("archive", "an Archive or None", archive)
        if progress is not None and not callable(progress):
            raise wrong_type("progress", "a function or None", progress)
        check_count("concurrency", concurrency)
        storage, reader = (None, None) if archive is None else archive._opened()  # pyright: ignore[reportPrivateUsage]  # same package
        return cls(
            source=Source(project, concurrency),
            kept=Kept(storage, reader, evidence_paths(evidence)),
            external_user_id=identifier(external_user_id, "external_user_id"),
            progress=progress,
        )

    async def run(self) -> AccessReport:
        """Collect everything. Errors are those of ``access_report``."""
        participants = await self.source.participants()
        survey = Survey(self.external_user_id, set(), set())
        for one in participants.all():
            survey.see(one.display_name, one.id, one.external_user_id)
        await in_thread(self.kept.survey, survey)
        eraser = eraser_of(survey)
        # The API has a record of those ids alone that are listed.
        listed = [one.id for one in participants.all() if one.external_user_id == self.external_user_id]
        memberships, invitations = await Gatherings(self.source, frozenset(survey.ids)).read()
        said = await self._said(participants, eraser)
        archived, files = await in_thread(self.kept.said, eraser)
        bundles = await in_thread(self.kept.bundles, eraser)
        hold, erased = await in_thread(self.kept.state, self.external_user_id)
        return AccessReport(
            external_user_id=self.external_user_id,
            project_id=self.source.project._bound[0],  # pyright: ignore[reportPrivateUsage]  # same package
            made_at=datetime.fromtimestamp(unix(), UTC),
            participants=await self.source.records(listed),
            sanctions=await self.source.sanctions(self.external_user_id, survey.ids),
            memberships=memberships,
            invitations=invitations,
            said=tuple(said),
            archived=archived,
            files=files,
            bundles=bundles,
            hold=hold,
            erased=erased,
            unread=(*self.source.unread, *self.kept.unread),
            not_covered=NOT_COVERED,
        )

    async def _said(self, participants: Participants, eraser: Eraser) -> list[Said]:
        sessions = await self.source.sessions()
        found: list[Said] = []
        work = partial(self.source.said, participants=participants, eraser=eraser)
        async with aclosing(in_order(sessions, work, self.source.concurrency)) as results:
            done = 0
            async for one in results:
                done += 1
                if one.lines or one.undecided:
                    found.append(one)
                if self.progress is not None:
                    self.progress(done, len(sessions))
        return found
