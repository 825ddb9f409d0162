"""A transcript that grows while people talk."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Final, cast

from attrs import frozen

from cortex_async import NotFound
from cortex_async._core.timing.clock import SystemClock
from cortex_async.transcripts import Line, Transcript
from cortex_async.transcripts.fetching import speakers_of
from cortex_async.transcripts.formats import jsonl, records, shown
from cortex_async.transcripts.formats.cleaning import readable
from cortex_cli.following.live import entered

if TYPE_CHECKING:
    from cortex_async import ProjectScope
    from cortex_async.models import Message, MessageCreatedEventData, Participant, Session

_PAUSE: Final = 0.1
"""Seconds between two looks: a burst of messages makes one growth, so files are not written for each."""

_INDENT: Final = "\n    "


@frozen
class Growth:
    """A transcript, and the lines that are new in it, in order of time."""

    transcript: Transcript
    new: tuple[Line, ...]

    def text(self, *, with_head: bool) -> list[str]:
        """The new lines for people, as in the format ``text``."""
        found = self.transcript
        names = shown.names(found)
        head = [shown.heading(found), *shown.about(found), ""] if with_head else []
        for line in self.new:
            said = readable(line.text).replace("\n", _INDENT)
            who = "*" if line.kind == "system" else f"{names[line.speaker]}:"
            head.append(f"[{shown.offset(found, line)}] {who} {said}".rstrip())
        return head

    def jsonl(self) -> list[str]:
        """The new lines for programs, as in the format ``jsonl``."""
        return [jsonl.dumps(records.record(line, annotations=False)) for line in self.new]


class Talk:
    """Follows the messages of a session until it ends or is deleted.

    note: writes one line to stderr.
    """

    def __init__(self, project: ProjectScope, session_id: str, note: Callable[[str], None]) -> None:
        self._project = project
        self._id = session_id
        self._note = note
        self._people: list[Participant] = []
        self._session: Session | None = None
        self._written: set[str] = set()

    async def grown(self) -> AsyncGenerator[Growth]:
        """Yield the transcript so far, and again each time that it has new lines.

        Raises ``NotFound`` for a session that does not exist.
        """
        sessions = self._project.sessions
        async with AsyncExitStack() as stack:
            self._session = await sessions.get(self._id)
            messages = await stack.enter_async_context(entered(sessions.watch_messages(self._id), self._note))
            session = await stack.enter_async_context(sessions.watch(self._id))
            # Once: who is new later comes with ids in the events.
            self._people = await speakers_of(self._project.participants, _plain(messages.value), {})
            yield self._growth(messages.value)
            ended = asyncio.ensure_future(session.wait_until(_is_over))
            changed = asyncio.Event()
            remove = messages.on_change(lambda _: changed.set())
            looking = asyncio.ensure_future(changed.wait())
            try:
                while not ended.done():
                    await asyncio.wait((ended, looking), return_when=asyncio.FIRST_COMPLETED)
                    await SystemClock().sleep(_PAUSE)
                    changed.clear()
                    if looking.done():
                        looking = asyncio.ensure_future(changed.wait())
                    if (growth := self._growth(messages.value)).new:
                        yield growth
            finally:
                remove()
                ended.cancel()
                looking.cancel()
                await asyncio.gather(ended, looking, return_exceptions=True)
            if (growth := await self._last(messages.value)).new:
                yield growth
        self._note("the session is deleted" if session.value is None else "the session has ended")

    def _growth(
        self, messages: Mapping[str, MessageCreatedEventData], more: list[Message] | None = None
    ) -> Growth:
        transcript = Transcript.of(
            [*messages.values(), *(more or [])], session=self._session, participants=self._people
        )
        new = tuple(line for line in transcript.lines if line.id not in self._written)
        self._written.update(line.id for line in new)
        return Growth(transcript, new)

    async def _last(self, known: Mapping[str, MessageCreatedEventData]) -> Growth:
        """What was said last: the end of a session may overtake its last messages."""
        try:
            return self._growth(known, await self._project.messages.list(self._id))
        except NotFound:
            return self._growth(known)


def _is_over(session: Session | None) -> bool:
    return session is None or session.status == "ended"


def _plain(messages: Mapping[str, MessageCreatedEventData]) -> list[Message]:
    """The messages, of which only names and types are read: both models have them."""
    return cast("list[Message]", [*messages.values()])
