"""What the API has about a person, and why it does not have the rest."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

from attrs import define, evolve, field

from cortex_async._core.call_errors import Forbidden, NotFound, Unauthorized
from cortex_async._core.errors import ClientClosed, CortexError, WrongLoop
from cortex_async.access.values import Said, Unread
from cortex_async.archives.erasure.eraser import Eraser
from cortex_async.archives.participants import Participants
from cortex_async.transcripts import Line, Transcript
from cortex_async.transcripts.fetching import annotations_of

if TYPE_CHECKING:
    from cortex_async.models import Message, Participant, Sanction, Session
    from cortex_async.project import ProjectScope

T = TypeVar("T")

ENDING: Final = (Unauthorized, ClientClosed, WrongLoop)
"""Errors that every other call would meet, too."""

_REASONS: Final[dict[type[CortexError], str]] = {
    Forbidden: "may not be read with this credential (403)",
    NotFound: "does not exist any more (404)",
}


@define
class Source:
    """Reads a project. unread: what could not be read so far."""

    project: ProjectScope
    concurrency: int
    unread: list[Unread] = field(factory=list[Unread])

    async def optional(self, part: str, fetch: Callable[[], Awaitable[T]], default: T) -> T:
        """The result of a fetch, or ``default`` if it fails, which is noted."""
        try:
            return await fetch()
        except ENDING:
            raise
        except CortexError as error:
            status = getattr(error, "status", None)
            shown = f" ({status})" if isinstance(status, int) else ""
            reason = _REASONS.get(type(error), f"could not be read: {type(error).__name__}{shown}")
            self.unread.append(Unread(part=part, reason=reason))
            return default

    async def participants(self) -> Participants:
        """All participants, who are needed to find out who else has a name."""
        return await self.optional(
            "participants, and so who spoke which message",
            partial(Participants.of, self.project),
            Participants({}),
        )

    async def records(self, participant_ids: Iterable[str]) -> tuple[Participant, ...]:
        """The whole records of participants."""
        found = [
            await self.optional(f"participant {one}", partial(self._participant, one), None)
            for one in sorted(participant_ids)
        ]
        return tuple(one for one in found if one is not None)

    async def _participant(self, participant_id: str) -> Participant | None:
        return await self.project.participants.get(participant_id)

    async def sanctions(self, external_user_id: str, participant_ids: Iterable[str]) -> tuple[Sanction, ...]:
        """All sanctions of the person, oldest first, without the ids of moderators."""
        sanctions = self.project.sanctions
        nothing: list[Sanction] = []
        found = list(
            await self.optional("sanctions", partial(sanctions.list_by_user, external_user_id), nothing)
        )
        for one in sorted(participant_ids):
            fetch = partial(sanctions.list_by_participant, one)
            found += await self.optional(f"sanctions of participant {one}", fetch, nothing)
        distinct = {one.id: evolve(one, created_by_user_id=None, revoked_by_user_id=None) for one in found}
        return tuple(sorted(distinct.values(), key=lambda one: (one.created_at, one.id)))

    async def sessions(self) -> list[Session]:
        """All sessions, oldest first."""
        nothing: list[Session] = []
        found = await self.optional("sessions", self.project.sessions.list, nothing)
        return sorted(found, key=lambda one: (one.created_at, one.id))

    async def said(self, session: Session, participants: Participants, eraser: Eraser) -> Said:
        """What the person said in a session, with annotations."""
        part = f"messages of session {session.id}"
        nothing: list[Message] = []
        messages = await self.optional(part, partial(self.project.messages.list, session.id), nothing)
        transcript = Transcript.of(messages, session=session, participants=participants.speakers(messages))
        lines, undecided = of_person(transcript, eraser)
        if lines:
            fetch = partial(annotations_of, self.project.messages, [one.id for one in lines], {})
            found = await self.optional(f"annotations in session {session.id}", fetch, None)
            if found is not None:
                lines = [evolve(one, annotations=tuple(found.get(one.id, ()))) for one in lines]
        return Said(
            session_id=session.id,
            title=session.title,
            created_at=session.created_at,
            lines=tuple(lines),
            undecided=undecided,
        )


def of_person(transcript: Transcript, eraser: Eraser) -> tuple[list[Line], int]:
    """The lines of a person, and how many more have one of the names and no id."""
    lines: list[Line] = []
    undecided = 0
    for line in transcript.lines:
        match = eraser.match(line)
        if match is not None and match.kind == "undecided":
            undecided += 1
        elif match is not None:
            lines.append(line)
    return lines, undecided
