"""What the API has about a message, a sanction or a person, and why it does not have the rest."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import IO, TYPE_CHECKING, Final, TypeVar

from attrs import define, field

from cortex_async._core.call_errors import APIError, DecodeError, Forbidden, NotFound, RequestFailed
from cortex_async._core.operations import Caller
from cortex_async._core.options import Options
from cortex_async._core.request import Request
from cortex_async._core.timing.clock import Clock
from cortex_async._generated.operations.project.messages import DOWNLOAD_DEBUG_AUDIO, MessagesOperations
from cortex_async._generated.operations.project.participants import ParticipantsOperations
from cortex_async.evidence.values import Unavailable
from cortex_async.transcripts.fetching import annotations_of, speakers_of

if TYPE_CHECKING:
    from cortex_async.models import Message, MessageAnnotation, Participant, Sanction
    from cortex_async.project import ProjectScope

T = TypeVar("T")

NO_OPTIONS: Final[Options] = {}


@define
class Source:
    """A project of the API.

    partial: whether a part that cannot be fetched for the moment is left out, as one that does not exist is.
        Otherwise its error is raised.
    unavailable: what was left out so far.
    """

    project: ProjectScope
    partial: bool = False
    unavailable: list[Unavailable] = field(factory=list[Unavailable])

    @property
    def project_id(self) -> str:
        return self.project._bound[0]  # pyright: ignore[reportPrivateUsage]  # of this package

    @property
    def clock(self) -> Clock:
        """The clock for waits between calls: its sleeps end when the client is closed."""
        return self.project._caller.waits  # pyright: ignore[reportPrivateUsage]  # of this package

    def unix_now(self) -> float:
        """The wall clock, as a POSIX timestamp."""
        return self.project._caller.clock.unix()  # pyright: ignore[reportPrivateUsage]  # of this package

    async def optional(self, part: str, what: str, fetch: Callable[[], Awaitable[T]], default: T) -> T:
        """The result of a fetch, or ``default`` if the API does not have it, which is noted.

        what: begins the reason, e.g. ``"the session"``.
        """
        try:
            return await fetch()
        except (NotFound, Forbidden) as error:
            self.note(part, f"{what} {_REASONS[type(error)]}")
        except (APIError, RequestFailed, DecodeError) as error:
            if not self.partial:
                raise
            self.note(part, f"{what} could not be fetched: {_problem(error)}", final=False)
        return default

    def note(self, part: str, reason: str, *, final: bool = True) -> None:
        """Take note of something that could not be had, once per part."""
        if part not in {one.part for one in self.unavailable}:
            self.unavailable.append(Unavailable(part=part, reason=reason, final=final))

    async def annotations(self, message_ids: Sequence[str]) -> dict[str, list[MessageAnnotation]]:
        return await annotations_of(MessagesOperations(*self._scope), message_ids, NO_OPTIONS)

    async def participants(self, messages: Sequence[Message]) -> list[Participant]:
        """The participants with the names of those who spoke."""
        return await speakers_of(ParticipantsOperations(*self._scope), messages, NO_OPTIONS)

    async def audio(self, session_id: str, message_id: str, file: IO[bytes], most: int) -> bool:
        """Write the debug audio of a message to a file, as it arrives.

        Returns False if it has more than ``most`` bytes.
        """
        return await _Audio(*self._scope).fetch(session_id, message_id, file, most)

    async def sanctions_of(self, participant_id: str | None, external_user_id: str | None) -> list[Sanction]:
        """All sanctions of a person, oldest first."""
        found: list[Sanction] = []
        if external_user_id is not None:
            found += await self.project.sanctions.list_by_user(external_user_id)
        if participant_id is not None:
            found += await self.project.sanctions.list_by_participant(participant_id)
        distinct = {one.id: one for one in found}
        return sorted(distinct.values(), key=lambda one: (one.created_at, one.id))

    @property
    def _scope(self) -> tuple[Caller, tuple[str, ...]]:
        project = self.project
        return project._caller.unhooked, project._bound  # pyright: ignore[reportPrivateUsage]  # of this package


_REASONS: Final = {
    NotFound: "does not exist, was deleted, or belongs to another project (404)",
    Forbidden: "may not be read with this credential (403)",
}


def _problem(error: Exception) -> str:
    """An error in few words, none of which come from the server."""
    status = getattr(error, "status", None)
    return f"{type(error).__name__}{f' ({status})' if isinstance(status, int) else ''}"


class _Audio(MessagesOperations):
    """Debug audio, in pieces and up to a size."""

    __slots__ = ()

    async def fetch(self, session_id: str, message_id: str, file: IO[bytes], most: int) -> bool:
        request = Request(DOWNLOAD_DEBUG_AUDIO, (*self._bound, session_id, message_id))
        size = 0
        async with self._caller.open(request, NO_OPTIONS) as response:
            self._require_whole(response, request)
            async for chunk in response.chunks():
                size += len(chunk)
                if size > most:
                    return False
                await asyncio.to_thread(file.write, chunk)
        return True
