"""Finds and takes out what belongs to people who were erased, by keyed hashes alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, cast

from attrs import evolve, frozen

from cortex_async._core.timing.clock import unix
from cortex_async.archives.erasure.hashes import Hashes
from cortex_async.archives.erasure.matching import Match, Matcher
from cortex_async.archives.erasure.survey import Survey
from cortex_async.archives.erasure.tombstones import Tombstone
from cortex_async.archives.erasure.values import ERASED
from cortex_async.transcripts import Line, Speaker

if TYPE_CHECKING:
    from cortex_async.models import Session

ERASED_SPEAKER: Final = Speaker(name=ERASED)


@frozen(kw_only=True)
class Erased:
    """A line without those who were erased.

    line: as it may be kept; the same object if nothing is to be erased. None to leave it out.
    match: whose it is.
    ids: how many ids were taken out of it.
    """

    line: Line | None
    match: Match | None = None
    ids: int = 0


def is_placeholder(line: Line) -> bool:
    """Whether a line stands in place of one that was erased."""
    return line.text == ERASED and (line.speaker == ERASED_SPEAKER or line.kind == "system")


@frozen
class Eraser(Matcher):
    """Takes people out of lines and sessions."""

    def line(self, line: Line) -> Line | None:
        """A filter of lines: see ``LineFilter``."""
        return self.erased(line).line

    def erased(self, line: Line) -> Erased:
        """The line without those who were erased."""
        match = self.match(line)
        if match is not None and (match.kind != "undecided" or match.tombstone.undecided == "erase"):
            self._remember(line, match.tombstone)
            return Erased(line=_placeholder(line) if match.tombstone.placeholder else None, match=match)
        kept, ids = self._without_candidates(line)
        kept, more = self._without_ids(kept)
        return Erased(line=kept, match=match, ids=ids + more)

    def session(self, session: Session) -> Session:
        """The session, which a person who was erased has not created."""
        if self.is_id(session.created_by_user_id):
            return evolve(session, created_by_user_id=ERASED)
        return session

    def without_ids(self, value: Any) -> tuple[Any, int]:
        """A JSON value in which ids of people are replaced, and how many there were."""
        if isinstance(value, str):
            return (ERASED, 1) if self.is_id(value) else (value, 0)
        if isinstance(value, int) and not isinstance(value, bool):
            return (ERASED, 1) if self.is_id(str(value)) else (value, 0)
        if isinstance(value, Mapping):
            pairs = [
                (self.without_ids(str(name)), self.without_ids(one))
                for name, one in cast("Mapping[str, Any]", value).items()
            ]
            count = sum(name[1] + one[1] for name, one in pairs)
            return ({name[0]: one[0] for name, one in pairs} if count else cast("Any", value)), count
        if isinstance(value, (list, tuple)):
            found = [self.without_ids(one) for one in cast("Iterable[Any]", value)]
            count = sum(one[1] for one in found)
            return ([one[0] for one in found] if count else cast("Any", value)), count
        return value, 0

    def _without_candidates(self, line: Line) -> tuple[Line, int]:
        if not line.speaker.candidates:
            return line, 0
        left = tuple(one for one in line.speaker.candidates if self._by_id(one, None) is None)
        count = len(line.speaker.candidates) - len(left)
        return (evolve(line, speaker=evolve(line.speaker, candidates=left)), count) if count else (line, 0)

    def _without_ids(self, line: Line) -> tuple[Line, int]:
        if not line.annotations:
            return line, 0
        found = [self.without_ids(one.data) for one in line.annotations]
        count = sum(one[1] for one in found)
        if not count:
            return line, 0
        made = tuple(
            evolve(one, data=data) if number else one
            for one, (data, number) in zip(line.annotations, found, strict=True)
        )
        return evolve(line, annotations=made), count


def _placeholder(line: Line) -> Line:
    if is_placeholder(line):
        return line
    speaker = line.speaker if line.kind == "system" else ERASED_SPEAKER
    return evolve(line, speaker=speaker, text=ERASED, annotations=None if line.annotations is None else ())


def count(erased: Iterable[tuple[Line, Erased]]) -> Iterator[tuple[str, int]]:
    """What of ``ErasedSession`` these lines add to."""
    for line, one in erased:
        if one.ids:
            yield "ids", one.ids
        if one.match is None or one.line is line:
            if one.match is not None and one.match.kind == "undecided":
                yield "undecided", 1
            continue
        yield one.match.kind, 1
        if one.line is None or is_placeholder(one.line):
            yield "annotations", len(line.annotations or ())


def eraser_of(survey: Survey) -> Eraser:
    """What finds a person, for nothing but that: with hashes that are not kept."""
    hashes = Hashes.new(None)
    names, shared = survey.names()
    tombstone = Tombstone(
        id="",
        person=hashes.user(survey.external_user_id),
        participants=tuple(map(hashes.participant, survey.ids)),
        names=tuple(map(hashes.name, names)),
        shared_names=tuple(map(hashes.name, shared)),
        placeholder=False,
        undecided="keep",
        began_at=datetime.fromtimestamp(unix(), UTC),
        pending=False,
    )
    return Eraser(hashes, {tombstone.person: tombstone})
