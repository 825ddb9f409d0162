"""Conversations that are generated when they are read, so that a million messages need no memory.

Each message derives from its position alone, so any of them is made without those before it, and its id leads
back to its conversation and position.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import TypeAlias

from attrs import evolve, field, frozen

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

_APART, _JITTER = (SHORTEST + LONGEST) / 2, (LONGEST - SHORTEST) / 2

# An odd factor permutes the numbers below a power of two, so ids that are made this way never repeat.
_BITS = 60
_FACTOR = 0x9E3779B97F4A7C1
_INVERSE = pow(_FACTOR, -1, 1 << _BITS)
_MASK = (1 << _BITS) - 1
_ID = re.compile(r"([0-9a-f]{8})-([0-9a-f]{4})-4([0-9a-f]{3})-8([0-9a-f]{3})-([0-9a-f]{12})")


@frozen
class Conversation:
    """The messages of one session, the same at every reading.

    First all speakers join, each followed by their first words; after that somebody speaks at random.

    seed: what the messages derive from.
    count: the number of messages, including the system's about who joins.
    start: POSIX timestamp before the first one.
    gone: participants whose messages have been deleted.
    tag: the part that the ids of its messages share: 15 hexadecimal digits.
    size: the number of messages that are left.
    """

    seed: int
    count: int
    start: float
    speakers: tuple[Speaker, ...]
    gone: frozenset[str] = frozenset()
    tag: str = field(init=False)
    size: int = field(init=False)

    def __attrs_post_init__(self) -> None:
        tag = hashlib.blake2b(b"%d" % self.seed, digest_size=8).hexdigest()[:15]
        object.__setattr__(self, "tag", tag)
        lost = sum(1 for participant_id in self.gone for _ in self.said_by(participant_id))
        object.__setattr__(self, "size", self.count - lost)

    def rows(self, session_id: str) -> Iterator[Record]:
        """All messages, oldest first, as the table of messages has them."""
        return self._rows(session_id, range(self.count))

    def latest(self, session_id: str) -> Iterator[Record]:
        """All messages, newest first."""
        return self._rows(session_id, range(self.count - 1, -1, -1))

    def find(self, session_id: str, message_id: str) -> Record | None:
        """The message with this id."""
        position = position_of(message_id)
        if position >= self.count:
            return None
        found = next(self._rows(session_id, range(position, position + 1)), None)
        return found if found is not None and found["id"] == message_id else None

    def without(self, participant_id: str) -> Conversation:
        """The conversation without the messages of a participant."""
        return evolve(self, gone=self.gone | {participant_id})

    def said_by(self, participant_id: str) -> Iterator[str]:
        """The ids of the messages of a participant, oldest first."""
        for position in range(self.count):
            speaker = self._speaker(position, self._digest(position))
            if speaker is not None and speaker[0] == participant_id:
                yield self._id(position)

    def dump(self) -> Record:
        return {
            "seed": self.seed,
            "count": self.count,
            "start": self.start,
            "speakers": [list(speaker) for speaker in self.speakers],
            "gone": sorted(self.gone),
        }

    @classmethod
    def load(cls, dumped: Record) -> Conversation:
        """Raises ``ValueError`` or ``TypeError`` for what is no dumped conversation."""
        speakers = [tuple(speaker) for speaker in dumped["speakers"] if is_list(speaker)]
        if not all(len(speaker) == 3 for speaker in speakers) or not speakers:
            raise ValueError("dumped is damaged: a conversation needs speakers")
        if not 0 <= int(dumped["count"]) <= MAX_MESSAGES:
            raise ValueError(f"dumped is damaged: a conversation has at most {MAX_MESSAGES} messages")
        seed, count, start = int(dumped["seed"]), int(dumped["count"]), float(dumped["start"])
        loaded = cls(seed, count, start, tuple(speakers), frozenset(dumped["gone"]))
        try:
            iso(loaded.start + loaded.count * LONGEST)
        except (OverflowError, OSError) as error:
            raise ValueError("dumped is damaged: the start of a conversation is out of range") from error
        return loaded

    def _digest(self, position: int) -> bytes:
        # Not Random(seed + position): seeding one takes longer than making ten messages this way.
        return hashlib.blake2b(b"%d/%d" % (self.seed, position), digest_size=8).digest()

    def _rows(self, session_id: str, positions: range) -> Iterator[Record]:
        for position in positions:
            digest = self._digest(position)
            speaker = self._speaker(position, digest)
            if speaker is not None and speaker[0] in self.gone:
                continue
            joining = self.speakers[position // 2] if speaker is None else speaker
            yield {
                "id": self._id(position),
                "sessionId": session_id,
                "type": "user" if speaker else "system",
                "senderName": speaker[2] if speaker else "[System]",
                "content": _sentence(digest) if speaker else f"{joining[2]} joined",
                "timestamp": iso(self.start + SHORTEST + position * _APART + digest[5] * _JITTER / 256),
                "_participantId": speaker and speaker[0],
                "_externalUserId": speaker and speaker[1],
                "_audio": False,
            }

    def _speaker(self, position: int, digest: bytes) -> Speaker | None:
        """Who speaks, None for the system, which reports everybody who joins."""
        if position >= 2 * len(self.speakers):
            return self.speakers[(digest[6] << 8 | digest[7]) % len(self.speakers)]
        return self.speakers[position // 2] if position % 2 else None

    def _id(self, position: int) -> str:
        digits, tag = f"{(position + 1) * _FACTOR & _MASK:015x}", self.tag
        return f"{digits[:8]}-{digits[8:12]}-4{digits[12:]}-8{tag[:3]}-{tag[3:]}"


def tag_of(message_id: str) -> str | None:
    """The tag of the conversation that a message may belong to, None for another form of id."""
    found = _ID.fullmatch(message_id)
    return None if found is None else found[4] + found[5]


def position_of(message_id: str) -> int:
    """The position that an id of a generated message stands for; out of range for any other id."""
    found = _ID.fullmatch(message_id)
    code = 0 if found is None else int(found[1] + found[2] + found[3], 16)
    return (code * _INVERSE & _MASK) - 1 if code else MAX_MESSAGES


def _sentence(digest: bytes) -> str:
    opening, subject, verb, place = OPENINGS[digest[0] % 8], SUBJECTS[digest[1] % 8], digest[2], digest[3]
    return f"{opening}, {subject} {VERBS[verb % len(VERBS)]} {PLACES[place % 8]}."
