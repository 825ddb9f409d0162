"""From what the API has of a session to what an archive writes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import evolve, frozen

from cortex_async.archives.erasure.eraser import is_placeholder
from cortex_async.archives.fetching import Fetched
from cortex_async.archives.filters import LineFilter, filtered
from cortex_async.archives.merging import merged
from cortex_async.archives.records import FileEntry, SessionRecord
from cortex_async.transcripts.building import with_ends


@frozen(kw_only=True)
class Prepared:
    """A session that can be written.

    record: without the recordings that are still to be read.
    new_messages: how many of its lines the archive did not have.
    audible: ids of the lines whose recordings are still to be read.
    """

    record: SessionRecord
    new_messages: int
    audible: tuple[str, ...]

    def with_audio(self, audio: Mapping[str, FileEntry]) -> SessionRecord:
        """The record with recordings that were read."""
        return evolve(self.record, audio={**self.record.audio, **audio}) if audio else self.record


def prepare(fetched: Fetched, old: SessionRecord | None, filters: Sequence[LineFilter]) -> Prepared:
    """Filter what was read, and merge it with what the archive has. Raises what a filter raises."""
    transcript = fetched.transcript
    lines, dropped = filtered(transcript.lines, filters)
    known = () if old is None else old.transcript.lines
    if known:
        lines = merged(known, lines, dropped)
    if lines != transcript.lines:
        transcript = evolve(transcript, lines=with_ends(lines, transcript.timing))
    ids = {line.id for line in lines}
    heard = {line.id for line in lines if not is_placeholder(line)}
    audio = {} if old is None else {one: entry for one, entry in old.audio.items() if one in heard}
    return Prepared(
        record=SessionRecord(session=fetched.session, transcript=transcript, audio=audio),
        new_messages=len(ids.difference(line.id for line in known)),
        audible=tuple(one for one in fetched.audible if one in heard and one not in audio),
    )
