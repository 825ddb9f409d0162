"""Who is in the rooms of which sessions, counted as people come and go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from attrs import define, field

from cortex_async.emulator.records import Record
from cortex_async.emulator.tables.disposal import Container


@define(eq=False)
class Presence:
    """Keeps ``_present`` of sessions, an object whose members are the ids of participants, and counts.

    peers: how many are in any room, for each project. rooms: how many rooms have somebody in them.
    """

    peers: Counter[str] = field(factory=Counter[str])
    rooms: Counter[str] = field(factory=Counter[str])
    _sessions: dict[str, dict[str, Record]] = field(factory=dict[str, dict[str, Record]])

    def enter(self, session: Record, participant_id: str) -> None:
        """Note that a participant, who was not there, is in the room of a session."""
        self.rooms[session["projectId"]] += not session["_present"]
        self.peers[session["projectId"]] += 1
        session["_present"][participant_id] = True
        self._sessions.setdefault(participant_id, {})[session["id"]] = session

    def leave(self, session: Record, participant_id: str) -> None:
        """Note that a participant, who was there, has left the room."""
        del session["_present"][participant_id]
        self.peers[session["projectId"]] -= 1
        self.rooms[session["projectId"]] -= not session["_present"]
        sessions = self._sessions[participant_id]
        del sessions[session["id"]]
        if not sessions:
            del self._sessions[participant_id]

    def empty(self, session: Record) -> None:
        """Let everybody leave the room of a session."""
        for participant_id in list(session["_present"]):
            self.leave(session, participant_id)

    def forget(self, participant_id: str) -> None:
        """Let a participant leave all rooms."""
        for session in list(self._sessions.get(participant_id, {}).values()):
            self.leave(session, participant_id)

    def rooms_of(self, participant_id: str) -> int:
        """In how many rooms a participant is."""
        return len(self._sessions.get(participant_id, ()))

    def contents(self) -> Iterable[Container]:
        """For ``Disposal``."""
        return (self._sessions,)

    def restore(self, session: Record) -> None:
        """Count a session that comes from a dump."""
        present, session["_present"] = list(session["_present"]), {}
        for participant_id in present:
            self.enter(session, participant_id)
