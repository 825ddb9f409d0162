"""What an update is asked to do: its arguments, checked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Final, Self, cast

from attrs import frozen

from cortex_async._core.arguments import check_count, wrong_type
from cortex_async._core.strings.wire_strings import identifier, in_utc

if TYPE_CHECKING:
    from cortex_async.archives.progress import ProgressCallback
    from cortex_async.models import Session
    from cortex_async.project import ProjectScope


CONCURRENCY: Final = 8
"""Sessions that are read at once by default."""


@frozen(kw_only=True)
class Selection:
    """Which sessions an update concerns.

    ids: None for all.
    since: None for all; in UTC.
    reread: whether ended sessions are read again.
    """

    ids: frozenset[str] | None = None
    since: datetime | None = None
    reread: bool = False

    @classmethod
    def of(cls, sessions: object, since: object, reread: object) -> Self:
        """The selection of these arguments. Raises ``ArgumentError``."""
        if not isinstance(reread, bool):
            raise wrong_type("reread", "True or False", reread)
        if since is not None and not isinstance(since, datetime):
            raise wrong_type("since", "an aware datetime or None", since)
        return cls(
            ids=None if sessions is None else _ids(sessions),
            since=None if since is None else in_utc(since, "since"),
            reread=reread,
        )

    def has(self, session: Session) -> bool:
        """Whether the update concerns a session."""
        if self.ids is not None and session.id not in self.ids:
            return False
        return self.since is None or session.created_at >= self.since


@frozen(kw_only=True)
class Task:
    """The arguments of ``Archive.update``, checked."""

    project: ProjectScope
    selection: Selection
    progress: ProgressCallback | None
    concurrency: int

    @classmethod
    def of(
        cls,
        project: object,
        sessions: object,
        since: object,
        reread: object,
        progress: object,
        concurrency: int,
    ) -> Self:
        """The task with these arguments. Raises ``ArgumentError``."""
        from cortex_async.project import ProjectScope

        if not isinstance(project, ProjectScope):
            raise wrong_type("project", "a project such as client.project(project_id)", project)
        if progress is not None and not callable(progress):
            raise wrong_type("progress", "a function or None", progress)
        check_count("concurrency", concurrency)
        return cls(
            project=project,
            selection=Selection.of(sessions, since, reread),
            progress=progress,
            concurrency=concurrency,
        )


def _ids(sessions: object) -> frozenset[str]:
    if isinstance(sessions, (str, bytes)) or not isinstance(sessions, Iterable):
        raise wrong_type("sessions", "an iterable of session ids or None", sessions)
    found = cast("Iterable[object]", sessions)
    return frozenset(identifier(one, f"sessions[{place}]") for place, one in enumerate(found))
