"""Conversations that are generated when they are read, so that a million messages need no memory."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import islice
from typing import TypeAlias

from attrs import frozen

from cortex_async.emulator.records import Record, is_list
from cortex_async.emulator.timestamps import iso

Speaker: TypeAlias = tuple[str, str, str]
"""Participant id, external user id, display name."""

MAX_MESSAGES = 10_000
SHORTEST, LONGEST = 2.0, 12.0
"""Seconds between two messages."""

OPENINGS = ("Listen", "Careful", "Okay", "Quick", "Hey", "Wait", "Good", "Right")
SUBJECTS = ("two", "the healer", "their tank", "our flag", "the whole squad", "nobody", "a sniper", "my team")
VERBS = ("is holding", "just left", "needs help at", "is pushing", "cannot reach", "is back at", "lost")
PLACES = ("the gate", "the bridge", "mid", "the tower", "the lower hall", "base", "the docks", "the ridge")


@frozen
class Conversation:
    """The messages of one session, the same at every reading.

    seed: what the messages derive from.
    count: the number of messages, including the system's about who joins.
    start: POSIX timestamp of the first one.
    """

    seed: int
    count: int
    start: float
    speakers: tuple[Speaker, ...]

    def rows(self, session_id: str) -> list[Record]:
        """All messages, oldest first, as records of the table ``messages``."""
        return list(self._rows(session_id))

    def has_speaker(self, participant_id: str) -> bool:
        return any(speaker[0] == participant_id for speaker in self.speakers)

    def dump(self) -> Record:
        return {
            "seed": self.seed,
            "count": self.count,
            "start": self.start,
            "speakers": [list(speaker) for speaker in self.speakers],
        }

    @classmethod
    def load(cls, dumped: Record) -> Conversation:
        """Raises ``ValueError`` or ``TypeError`` for what is no dumped conversation."""
        speakers = [tuple(speaker) for speaker in dumped["speakers"] if is_list(speaker)]
        if not all(len(speaker) == 3 for speaker in speakers) or not speakers:
            raise ValueError("dumped is damaged: a conversation needs speakers")
        if not 0 <= int(dumped["count"]) <= MAX_MESSAGES:
            raise ValueError(f"dumped is damaged: a conversation has at most {MAX_MESSAGES} messages")
        loaded = cls(int(dumped["seed"]), int(dumped["count"]), float(dumped["start"]), tuple(speakers))
        try:
            iso(loaded.start + loaded.count * LONGEST)
        except (OverflowError, OSError) as error:
            raise ValueError("dumped is damaged: the start of a conversation is out of range") from error
        return loaded

    def _rows(self, session_id: str) -> Iterator[Record]:
        # The data protects nothing.
        dice = random.Random(self.seed)  # noqa: S311
        when = self.start
        for speaker, content in islice(self._script(dice), self.count):
            when += dice.uniform(SHORTEST, LONGEST)
            yield {
                "id": _uuid(dice),
                "sessionId": session_id,
                "type": "user" if speaker else "system",
                "senderName": speaker[2] if speaker else "[System]",
                "content": content,
                "timestamp": iso(when),
                "_participantId": speaker and speaker[0],
                "_externalUserId": speaker and speaker[1],
                "_audio": False,
            }

    def _script(self, dice: random.Random) -> Iterator[tuple[Speaker | None, str]]:
        """Who says what, without end. The system (None) reports everybody who joins."""
        present: set[Speaker] = set()
        while True:
            speaker = dice.choice(self.speakers)
            if speaker not in present:
                present.add(speaker)
                yield None, f"{speaker[2]} joined"
            yield speaker, _sentence(dice)


def _sentence(dice: random.Random) -> str:
    choose = dice.choice
    return f"{choose(OPENINGS)}, {choose(SUBJECTS)} {choose(VERBS)} {choose(PLACES)}."


def _uuid(dice: random.Random) -> str:
    digits = f"{dice.getrandbits(120):030x}"
    return f"{digits[:8]}-{digits[8:12]}-4{digits[12:15]}-8{digits[15:18]}-{digits[18:]}"
