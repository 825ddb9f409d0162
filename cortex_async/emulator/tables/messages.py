"""The messages of all sessions, generated or stored in little memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from attrs import define, field

from cortex_async.emulator.conversation import Conversation, tag_of
from cortex_async.emulator.records import Record
from cortex_async.emulator.tables.disposal import Container, Large

Voice: TypeAlias = tuple[str, str, str | None, str | None, bool]
"""What many messages share: type, sender's name, participant id, external user id, whether there is audio."""

Row: TypeAlias = tuple[str, str, Voice, str, str]
"""A stored message: id, session id, voice, content, timestamp.

A tuple of strings takes a third of the memory of a dict, and the garbage collector does not visit it.
"""


@define(eq=False)
class Transcript(Large):
    """The stored messages of one session.

    removed: how many of ``rows`` have been deleted; they stay in the list until they are half of it.
    voices: the rows of each voice, in the order in which the voices were first heard.
    """

    rows: list[Row] = field(factory=list[Row])
    removed: int = 0
    voices: dict[Voice, list[Row]] = field(factory=dict[Voice, list[Row]])

    def contents(self) -> Iterable[Container]:
        """For ``Disposal``."""
        return (self.rows, self.voices)


class Messages:
    """The table of messages. A message never changes, so records that come out of it are copies."""

    def __init__(self) -> None:
        self._rows: dict[str, Row] = {}
        self._transcripts: dict[str, Transcript] = {}
        self._conversations: dict[str, Conversation] = {}
        self._tags: dict[str, str] = {}
        # Participant -> sessions in which they have said something -> their voices there.
        self._spoke: dict[str, dict[str, list[Voice]]] = {}

    def add(self, record: Record) -> None:
        """Store a message. Raises ``ValueError`` if there is one with its id."""
        voice: Voice = (
            record["type"],
            record["senderName"],
            record["_participantId"],
            record["_externalUserId"],
            record["_audio"],
        )
        self._add(record["id"], record["sessionId"], voice, record["content"], record["timestamp"])

    def generate(self, session_id: str, conversation: Conversation) -> None:
        """Let a session begin with generated messages."""
        self._conversations[session_id] = conversation
        self._tags[conversation.tag] = session_id
        for speaker in conversation.speakers:
            self._spoke.setdefault(speaker[0], {}).setdefault(session_id, [])

    def find(self, id: str) -> Record | None:  # noqa: A002  (the API's own name)
        """The message with this id, in any session."""
        row = self._rows.get(id)
        if row is not None:
            return _record(row)
        session_id = self._tags.get(tag_of(id) or "")
        return None if session_id is None else self._conversations[session_id].find(session_id, id)

    def of(self, session_id: str) -> list[Record]:
        """The messages of a session: first the generated ones, then those that were stored, oldest first."""
        conversation = self._conversations.get(session_id)
        generated = [] if conversation is None else list(conversation.rows(session_id))
        return generated + [_record(row) for row in self._stored(session_id)]

    def count(self, session_id: str) -> int:
        """The number of messages of a session."""
        transcript, conversation = self._transcripts.get(session_id), self._conversations.get(session_id)
        stored = 0 if transcript is None else len(transcript.rows) - transcript.removed
        return stored + (0 if conversation is None else conversation.size)

    def latest(self, session_id: str) -> Iterator[Record]:
        """The messages of a session, the other way round."""
        transcript = self._transcripts.get(session_id)
        if transcript is not None:
            yield from (_record(row) for row in reversed(transcript.rows) if row[0] in self._rows)
        conversation = self._conversations.get(session_id)
        if conversation is not None:
            yield from conversation.latest(session_id)

    def get(self, session_id: str, id: str) -> Record | None:  # noqa: A002
        """The message with this id, in this session."""
        found = self.find(id)
        return found if found is not None and found["sessionId"] == session_id else None

    def forget(self, participant_id: str) -> list[str]:
        """Delete everything that a participant has said; returns the ids of the messages."""
        gone: list[str] = []
        for session_id, voices in self._spoke.pop(participant_id, {}).items():
            conversation = self._conversations.get(session_id)
            if conversation is not None:
                self._conversations[session_id] = conversation.without(participant_id)
                gone += conversation.said_by(participant_id)
            for voice in voices:
                gone += self._remove(self._transcripts[session_id], voice)
        return gone

    def contents(self) -> Iterable[Container]:
        """For ``Disposal``: everything."""
        return (self._rows, self._transcripts, self._conversations, self._tags, self._spoke)

    def dump(self) -> Record:
        """The stored messages of each session, by voice numbers: a third of the size of their records."""
        return {
            session_id: {
                "voices": list(transcript.voices),
                "rows": self._numbered(session_id, list(transcript.voices)),
            }
            for session_id, transcript in self._transcripts.items()
        }

    def dump_conversations(self) -> Record:
        return {session_id: one.dump() for session_id, one in self._conversations.items()}

    def load(self, dumped: Record, conversations: Record) -> None:
        """Fill an empty table. Raises ``ValueError``, ``KeyError`` or ``TypeError`` for a damaged dump."""
        for session_id, transcript in dumped.items():
            self._load(session_id, transcript)
        for session_id, conversation in conversations.items():
            self.generate(session_id, Conversation.load(conversation))

    def _load(self, session_id: str, dumped: Record) -> None:
        voices: list[Voice] = [tuple(one) for one in dumped["voices"]]
        rows: list[tuple[str, int, str, str]] = dumped["rows"]
        for id_, number, content, timestamp in rows:
            self._add(id_, session_id, voices[number], content, timestamp)

    def _add(self, id_: str, session_id: str, voice: Voice, content: str, timestamp: str) -> None:
        if id_ in self._rows:
            raise ValueError(f"message {id_} exists already")
        transcript = self._transcripts.get(session_id)
        if transcript is None:
            transcript = self._transcripts[session_id] = Transcript()
        rows = transcript.voices.get(voice)
        if rows is None:
            rows = transcript.voices[voice] = []
            if voice[2] is not None:
                self._spoke.setdefault(voice[2], {}).setdefault(session_id, []).append(voice)
        row = (id_, session_id, rows[0][2] if rows else voice, content, timestamp)
        self._rows[id_] = row
        transcript.rows.append(row)
        rows.append(row)

    def _remove(self, transcript: Transcript, voice: Voice) -> list[str]:
        gone = [row[0] for row in transcript.voices.pop(voice)]
        for id_ in gone:
            del self._rows[id_]
        transcript.removed += len(gone)
        if 2 * transcript.removed > len(transcript.rows):
            transcript.rows = [row for row in transcript.rows if row[0] in self._rows]
            transcript.removed = 0
        return gone

    def _stored(self, session_id: str) -> list[Row]:
        transcript = self._transcripts.get(session_id)
        if transcript is None:
            return []
        return (
            transcript.rows
            if not transcript.removed
            else [one for one in transcript.rows if one[0] in self._rows]
        )

    def _numbered(self, session_id: str, voices: list[Voice]) -> list[list[str | int]]:
        numbers = {voice: number for number, voice in enumerate(voices)}
        return [[row[0], numbers[row[2]], row[3], row[4]] for row in self._stored(session_id)]


def _record(row: Row) -> Record:
    id_, session_id, (kind, name, participant_id, external_user_id, audio), content, timestamp = row
    return {
        "id": id_,
        "sessionId": session_id,
        "type": kind,
        "senderName": name,
        "content": content,
        "timestamp": timestamp,
        "_participantId": participant_id,
        "_externalUserId": external_user_id,
        "_audio": audio,
    }
