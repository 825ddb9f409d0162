"""Reads one session from the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from attrs import frozen

from cortex_async._core.call_errors import Forbidden, Unauthorized
from cortex_async._core.errors import ClientClosed, CortexError, WrongLoop
from cortex_async.transcripts import Transcript
from cortex_async.transcripts.fetching import annotations_of

if TYPE_CHECKING:
    from cortex_async.archives.participants import Participants
    from cortex_async.models import Session
    from cortex_async.project import ProjectScope

STOPPING: Final = (Unauthorized, Forbidden, ClientClosed, WrongLoop)
"""Errors that every other session would meet, too."""


@frozen(kw_only=True)
class Fetched:
    """A session as the API has it.

    transcript: empty if it could not be read.
    audible: ids of the messages with debug audio.
    error: why it could not be read.
    """

    session: Session
    transcript: Transcript
    audible: tuple[str, ...] = ()
    error: CortexError | None = None


class SessionFetcher:
    """Reads sessions of a project. annotations: whether to read those of the messages."""

    def __init__(self, project: ProjectScope, participants: Participants, *, annotations: bool) -> None:
        self._project = project
        self._participants = participants
        self._annotations = annotations

    async def fetch(self, session: Session) -> Fetched:
        """Read a session. Raises only what would stop the others as well."""
        try:
            return await self._fetch(session)
        except STOPPING:
            raise
        except CortexError as error:
            return Fetched(session=session, transcript=Transcript(lines=()), error=error)

    async def _fetch(self, session: Session) -> Fetched:
        messages = await self._project.messages.list(session.id)
        annotations = None
        if self._annotations:
            ids = [message.id for message in messages]
            annotations = await annotations_of(self._project.messages, ids, {})
        transcript = Transcript.of(
            messages,
            session=session,
            participants=self._participants.speakers(messages),
            annotations=annotations,
        )
        audible = tuple(message.id for message in messages if message.has_debug_audio)
        return Fetched(session=session, transcript=transcript, audible=audible)
