"""Records for tests of the layout for engines, and a small stand-in for the engine that writes days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta

from attrs import evolve

from cortex_async.archives.digest import digest, session_json
from cortex_async.archives.layouts.engines.layout import EnginesLayout
from cortex_async.archives.records import DayState, FileEntry, SessionRecord, SessionState
from cortex_async.archives.storage.interface import Storage
from cortex_async.models import MessageAnnotation, Session
from cortex_async.transcripts import Line, Speaker, Transcript

DAY = date(2026, 11, 27)
START = datetime(2026, 11, 27, 18, 0, 0, 123_456, tzinfo=UTC)


def session(number: int, title: str = "Raid", status: str = "ended") -> Session:
    return Session(
        id=f"s{number}",
        created_at=START + timedelta(seconds=number // 2),
        created_by_user_id="u",
        external_room_id=f"room {number}",
        gateway="gateway",
        project_id="p",
        status=status,
        tenant_id="t",
        title=title,
        idle_timeout=None if number % 2 else 0,
    )


def speaker(name: str) -> Speaker:
    if name.startswith("?"):
        return Speaker(name=name, candidates=("p1", "p2"))
    if name.startswith("="):
        return Speaker(name=name, id=f"id {name}", external_user_id=None, id_source="name")
    return Speaker(name=name, id=f"id {name}", external_user_id=f"ext {name}", id_source="event")


def record(
    number: int, said: Sequence[tuple[str, str]], *, annotated: bool = False, status: str = "ended"
) -> SessionRecord:
    """A session in which (name, text) were said, one every second."""
    owner = session(number, title=f"Raid {number}", status=status)
    lines = tuple(
        Line(
            id=f"m{number}-{place}",
            session_id=owner.id,
            speaker=speaker(name),
            start=owner.created_at + timedelta(seconds=place),
            end=owner.created_at + timedelta(seconds=place + 1),
            text=text,
            kind="system" if name == "[System]" else "user",
            annotations=annotated_with(number, place, text) if annotated else None,
        )
        for place, (name, text) in enumerate(said)
    )
    transcript = Transcript(lines=lines, session_id=owner.id, session=owner)
    return SessionRecord(session=owner, transcript=transcript)


def annotated_with(number: int, place: int, text: str) -> tuple[MessageAnnotation, ...]:
    return tuple(
        MessageAnnotation(
            id=f"a{number}-{place}-{one}",
            created_at=START + timedelta(microseconds=one),
            data={"score": place / 7, "of": text, "nested": [None, {"big": 2**70, "flag": True}]},
            message_id=f"m{number}-{place}",
            tenant_id="t",
            type="toxicity" if one else "custom",
            plugin_instance_id="plugin" if one else None,
        )
        for one in range(place % 3)
    )


def add(
    storage: Storage,
    layout: EnginesLayout,
    state: DayState,
    records: Iterable[SessionRecord],
    without: Iterable[str] = (),
) -> DayState:
    """Write records to a day, and return its new state."""
    left = set(without)
    writer = layout.begin(storage, state, without=left)
    sessions = {id_: known for id_, known in state.sessions.items() if id_ not in left}
    for one in sorted(records, key=lambda one: one.order):
        writer.add(one)
        raw = session_json(one)
        sessions[one.session.id] = SessionState(
            session=raw, final=True, messages=len(one.transcript.lines), digest=digest(one, raw),
            files=tuple(one.audio.values()),
        )  # fmt: skip
    files = writer.finish().shared
    ordered = sorted(sessions.items(), key=lambda item: (item[1].session["createdAt"], item[0]))
    return DayState(day=state.day, sessions=dict(ordered), files=files)


def with_audio(one: SessionRecord, message_id: str) -> SessionRecord:
    path = f"audio/2026-11-27/{one.session.id}/{message_id}.wav"
    return evolve(one, audio={message_id: FileEntry(path=path, size=4, sha256="0" * 64)})
