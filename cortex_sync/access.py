"""Everything that the API, an archive and bundles of evidence hold about one person, for blocking code.

    report = access_report(project, external_user_id="player-17", archive=archive)
    report.save("report.html", "report.json")

docs/erasure.md describes reports.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable

from cortex_async._core.arguments import wrong_type
from cortex_async.access import AccessReport, HeldBundle, HeldFile, Invited, Membership, Said, Unread
from cortex_async.access.making import Inquiry
from cortex_async.archives.selection import CONCURRENCY
from cortex_sync.archives import Archive
from cortex_sync.project import ProjectScope

__all__ = [
    "AccessReport",
    "HeldBundle",
    "HeldFile",
    "Invited",
    "Membership",
    "Said",
    "Unread",
    "access_report",
]


def access_report(
    project: ProjectScope,
    *,
    external_user_id: str,
    archive: Archive | None = None,
    evidence: Iterable[str | os.PathLike[str]] = (),
    concurrency: int = CONCURRENCY,
    progress: Callable[[int, int], object] | None = None,
) -> AccessReport:
    """Collect everything that the API, an archive and bundles of evidence hold about one person.

        report = access_report(project, external_user_id="player-17", archive=archive)
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
        progress: called after each session, with the number of sessions that were read and the number of all,
            on the SDK's loop thread, where it must not call the client.

    Raises: Unauthorized; ArchiveError and its kinds for an archive that cannot be read; OSError for evidence
    that cannot be read; ArgumentError; what ``progress`` raises.

    Source: listParticipants, getParticipant, getSanctionsByUser, getSanctionsByParticipant, listGatherings,
    listMembers, listGatheringInvitations, listSessions, getMessages, getMessageAnnotationsBatch
    """
    if not isinstance(project, ProjectScope):  # pyright: ignore[reportUnnecessaryIsInstance]  # from outside
        raise wrong_type("project", "a project such as client.project(project_id)", project)
    inner, runner = project._inner, project._runner  # pyright: ignore[reportPrivateUsage]  # same package
    inquiry = Inquiry.of(inner, external_user_id, archive, evidence, concurrency, progress)
    return runner.run(inquiry.run)
