"""Finds what belongs to people who were erased, by keyed hashes alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Literal, TypeAlias

from attrs import field, frozen

from cortex_async.archives.erasure.hashes import Hashes
from cortex_async.archives.erasure.tombstones import Messages, Tombstone
from cortex_async.transcripts import Line, Speaker

if TYPE_CHECKING:
    from cortex_async.models import Participant

Kind: TypeAlias = Literal["lines", "system_lines", "undecided"]
"""Why a line is somebody's: it is spoken by, or about, or perhaps by that person."""

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


@frozen
class Matcher:
    """Knows who was erased, by keyed hashes.

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
