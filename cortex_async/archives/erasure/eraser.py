"""Finds and takes out what belongs to people who were erased, by keyed hashes alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, cast

from attrs import evolve, field, frozen

from cortex_async._core.timing.clock import unix
from cortex_async.archives.erasure.hashes import Hashes
from cortex_async.archives.erasure.survey import Survey
from cortex_async.archives.erasure.tombstones import Messages, Tombstone
from cortex_async.archives.erasure.values import ERASED
from cortex_async.transcripts import Line, Speaker

if TYPE_CHECKING:
    from cortex_async.models import Participant, Session

Kind: TypeAlias = Literal["lines", "system_lines", "undecided"]
"""Why a line is somebody's: it is spoken by, or about, or perhaps by that person."""

ERASED_SPEAKER: Final = Speaker(name=ERASED)

_JOINED = re.compile(
    r" (?:has |was )?(?:joined|left|connected|disconnected|reconnected|removed)\b", re.IGNORECASE
)
_LONGEST_ID = 512
_CACHED = 20_000


@frozen
class Match:
    """A line that is somebody's."""

    kind: Kind
    tombstone: Tombstone


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
class Eraser:
    """Takes people out of lines and sessions.

    messages: hashes of messages that were erased before, of the day that is being worked on.
    """

    hashes: Hashes
    tombstones: Mapping[str, Tombstone]
    messages: dict[str, dict[str, set[str]]] = field(factory=dict[str, dict[str, set[str]]])
    _participants: dict[str, Tombstone] = field(factory=dict[str, Tombstone], init=False)
    _names: dict[str, Tombstone] = field(factory=dict[str, Tombstone], init=False)
    _shared: dict[str, Tombstone] = field(factory=dict[str, Tombstone], init=False)
    _speakers: dict[Speaker, Match | None] = field(factory=dict["Speaker", "Match | None"], init=False)
    _ids: dict[str, bool] = field(factory=dict[str, bool], init=False)

    def __attrs_post_init__(self) -> None:
        for one in self.tombstones.values():
            self._participants.update(dict.fromkeys(one.participants, one))
            self._names.update(dict.fromkeys(one.names, one))
            self._shared.update(dict.fromkeys(one.shared_names, one))

    def begin(self, messages: Messages) -> None:
        """Begin with a day."""
        self.messages.clear()
        for session_id, people in messages.items():
            self.messages[session_id] = {person: set(hashes) for person, hashes in people.items()}

    def known(self) -> Messages:
        """Hashes of the messages of the day that were erased, now or before."""
        return {
            session_id: {person: frozenset(hashes) for person, hashes in people.items()}
            for session_id, people in self.messages.items()
        }

    def learn(self, participants: Iterable[Participant]) -> None:
        """Take note of the present ids and names of those who were erased, and of who else has the names."""
        others: set[str] = set()
        for one in participants:
            made = self.hashes.name(one.display_name)
            tombstone = self._by_id(one.id, one.external_user_id)
            if tombstone is None:
                others.add(made)
            else:
                self._names.setdefault(made, tombstone)
                self._participants.setdefault(self.hashes.participant(one.id), tombstone)
        for made in others & self._names.keys():
            self._shared[made] = self._names.pop(made)

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

    def is_person(self, participant_id: str | None, external_user_id: str | None) -> bool:
        """Whether one of these ids belongs to somebody who was erased."""
        return self._by_id(participant_id, external_user_id) is not None

    def is_id(self, value: str) -> bool:
        """Whether a string is an id of somebody who was erased."""
        if not value or len(value) > _LONGEST_ID:
            return False
        known = self._ids.get(value)
        if known is None:
            if len(self._ids) > _CACHED:
                self._ids.clear()
            known = self._ids[value] = self._by_id(value, value) is not None
        return known

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

    def match(self, line: Line) -> Match | None:
        """Whose a line is, None if it belongs to nobody who was erased."""
        known = self.messages.get(line.session_id)
        if known:
            made = self.hashes.message(line.id)
            for person, messages in known.items():
                tombstone = self.tombstones.get(person)
                if tombstone is not None and made in messages:
                    return Match("system_lines" if line.kind == "system" else "lines", tombstone)
        if line.kind == "system" and line.speaker.id is None and line.speaker.external_user_id is None:
            return self._about(line.text)
        if line.speaker not in self._speakers:
            if len(self._speakers) > _CACHED:
                self._speakers.clear()
            self._speakers[line.speaker] = self._spoken(line.speaker)
        return self._speakers[line.speaker]

    def _spoken(self, speaker: Speaker) -> Match | None:
        found = self._by_id(speaker.id, speaker.external_user_id)
        if found is not None:
            return Match("lines", found)
        if speaker.id is not None or speaker.external_user_id is not None:
            return None
        for one in speaker.candidates:
            found = self._by_id(one, None)
            if found is not None:
                return Match("undecided", found)
        if speaker.candidates:
            return None
        made = self.hashes.name(speaker.name)
        found = self._names.get(made) or self._shared.get(made)
        return None if found is None else Match("undecided", found)

    def _about(self, text: str) -> Match | None:
        """Whose joining or leaving a message of the system reports."""
        for place in _JOINED.finditer(text):
            made = self.hashes.name(text[: place.start()])
            if made in self._names:
                return Match("system_lines", self._names[made])
            if made in self._shared:
                return Match("undecided", self._shared[made])
        return None

    def _by_id(self, participant_id: str | None, external_user_id: str | None) -> Tombstone | None:
        found = None
        if external_user_id:
            found = self.tombstones.get(self.hashes.user(external_user_id))
        if found is None and participant_id:
            found = self._participants.get(self.hashes.participant(participant_id))
        return found

    def _remember(self, line: Line, tombstone: Tombstone) -> None:
        people = self.messages.setdefault(line.session_id, {})
        people.setdefault(tombstone.person, set()).add(self.hashes.message(line.id))

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
