"""The whole transcript of a session, as a value."""

from __future__ import annotations

import os
import reprlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Self

from attrs import evolve, frozen

from cortex_async._core.arguments import wrong_type, wrong_value
from cortex_async.transcripts.building import build, with_ends
from cortex_async.transcripts.redacting import Redact, apply
from cortex_async.transcripts.redacting import checked as checked_redact
from cortex_async.transcripts.saving import Format, save
from cortex_async.transcripts.timing import Timing, checked
from cortex_async.transcripts.values import Content

if TYPE_CHECKING:
    import pyarrow

    from cortex_async.events import MessageCreatedEvent
    from cortex_async.models import Message, MessageAnnotation, MessageCreatedEventData, Participant, Session


@frozen(kw_only=True)
class Transcript(Content):
    """Everything that was said in a session, in order: ``await project.sessions.transcript(session_id)``.

        transcript = Transcript.of(messages)
        transcript.save("match.vtt", "match.csv")

    lines: what was said, in order of time.
    session_id: session id; None for a transcript without messages of which nothing else is known.
    session: the session, None if the transcript was made without it.
    timing: how the ends of the lines were inferred.

    Formats for people (SRT, WebVTT, text, Markdown, HTML) show names, formats for programs (JSONL, CSV,
    Arrow, Parquet) ids as well. docs/transcripts.md describes them.
    """

    @classmethod
    def of(
        cls,
        messages: Iterable[Message | MessageCreatedEventData | MessageCreatedEvent],
        *,
        session: Session | None = None,
        participants: Iterable[Participant] = (),
        annotations: Mapping[str, Sequence[MessageAnnotation]] | None = None,
        timing: Timing | None = None,
    ) -> Self:
        """Build a transcript from messages of one session, from any source, in any order.

            async with project.sessions.watch_messages(session_id) as live:
                transcript = Transcript.of(live.value.values())

        A message that is given several times counts once, with the ids of its speaker if any source has
        them.

        Args:
            messages: messages, data of ``message.created`` events, or those events.
            session: the session, for its title.
            participants: those who may have spoken, to find the ids of speakers of whom only the name is
                known.
            annotations: annotations by message id, as ``messages.list_annotations`` returns them.
            timing: how ends are inferred; ``Timing()`` by default.

        Raises: ArgumentError for something else than a message and for messages of several sessions.
        """
        timing = checked(timing)
        if session is not None and not isinstance(getattr(session, "title", None), str):
            raise wrong_type("session", "a Session or None", session)
        lines = build(messages, participants, annotations, timing)
        session_id = session.id if session is not None else lines[0].session_id if lines else None
        other = next((line.session_id for line in lines if line.session_id != session_id), None)
        if other is not None:
            raise wrong_value("messages", f"of one session, {reprlib.repr(session_id)}", other)
        return cls(lines=lines, session_id=session_id, session=session, timing=timing)

    def spoken(self) -> Self:
        """The transcript without system messages, such as joins and leaves."""
        lines = tuple(line for line in self.lines if line.kind != "system")
        return evolve(self, lines=with_ends(lines, self.timing))

    def redacted(self, redact: Redact) -> Self:
        """The transcript with each line as ``redact`` returns it, without those for which it returns None.

            transcript.redacted(lambda line: None if line.kind == "system" else line)

        Ends are inferred anew from the texts that remain. The title of the session stays as it is.

        redact: a function of a line. It may change everything but ``id``, ``session_id`` and ``start``.

        Raises: ArgumentError if ``redact`` raises or returns anything else; it names the line and does not
        show its text.
        """
        function = checked_redact(redact)
        found = (apply(function, line) for line in self.lines)
        lines = tuple(line for line in found if line is not None)
        return evolve(self, lines=with_ends(lines, self.timing))

    def retimed(self, timing: Timing) -> Self:
        """The transcript with ends inferred anew. Raises ``ArgumentError`` if that is no ``Timing``."""
        return evolve(self, lines=with_ends(self.lines, checked(timing)), timing=timing)

    def to_srt(self, *, note: bool = True) -> str:
        """SubRip subtitles; ends are inferred.

        note: whether a last cue says so, since SubRip has no comments.
        """
        from cortex_async.transcripts.formats import srt

        return srt.render(self, note=note)

    def to_vtt(self) -> str:
        """WebVTT subtitles with a voice span for each speaker; ends are inferred, as a comment says.

        https://www.w3.org/TR/webvtt1/
        """
        from cortex_async.transcripts.formats import vtt

        return vtt.render(self)

    def to_text(self) -> str:
        """Plain text, one paragraph for each line."""
        from cortex_async.transcripts.formats import text

        return text.render(self)

    def to_markdown(self) -> str:
        """Markdown (CommonMark) in which names and texts have no markup of their own."""
        from cortex_async.transcripts.formats import markdown

        return markdown.render(self)

    def to_html(self) -> str:
        """A web page that loads nothing else, for scripts of all directions."""
        from cortex_async.transcripts.formats import html

        return html.render(self)

    def to_jsonl(self) -> str:
        """JSON Lines: an object for each line, with ids."""
        from cortex_async.transcripts.formats import jsonl

        return jsonl.render(self)

    def to_csv(self, *, guard: bool = True) -> str:
        """CSV (RFC 4180) with a header, for spreadsheets.

        guard: whether cells that a spreadsheet would take for formulas get an apostrophe in front.

        https://www.rfc-editor.org/rfc/rfc4180
        """
        from cortex_async.transcripts.formats import csv

        return csv.render(self, guard=guard)

    def to_arrow(self) -> pyarrow.Table:
        """An Arrow table. Raises ``ImportError`` without the extra ``odin-cortex[arrow]``."""
        from cortex_async.transcripts.formats import arrow

        return arrow.table(self)

    def to_parquet(self) -> bytes:
        """A Parquet file. Raises ``ImportError`` without the extra ``odin-cortex[arrow]``."""
        from cortex_async.transcripts.formats import arrow

        return arrow.parquet(self)

    def save(
        self,
        *paths: str | os.PathLike[str],
        format: Format | None = None,  # noqa: A002  (its usual name)
    ) -> tuple[Path, ...]:
        """Save the transcript to files, each in the format of its suffix, and return their paths.

            transcript.save("match.srt", "match.jsonl")

        ``.srt``, ``.vtt``, ``.txt``, ``.md``, ``.html``, ``.jsonl``, ``.csv``, ``.parquet`` and ``.arrow``.
        Every file is written beside its target under another name, and all of them are renamed when the last
        is complete, so an error while writing leaves the targets as they were. An existing file is replaced.
        Disk access blocks: in async code call ``await asyncio.to_thread(transcript.save, path)``.

        Args:
            paths: the files to write; their directories must exist.
            format: the format of all of them, whatever their suffixes.

        Raises: ArgumentError for a suffix or format that is not known; OSError for a file that cannot be
        written; ImportError for Parquet and Arrow without the extra ``odin-cortex[arrow]``.
        """
        return save(self, paths, format)
