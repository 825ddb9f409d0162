"""Archives: from decoded messages to files on the disk, compared with writing the same rows."""

from __future__ import annotations

import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
import pyarrow
import pyarrow.parquet

from benchmarks.harness import payloads
from benchmarks.harness.measure import OURS, Comparison, Measure, Requirement, Run, Settings, scaled
from benchmarks.harness.rounds import cpu_seconds
from benchmarks.harness.updates import updates
from cortex_async.archives.days import Days
from cortex_async.archives.fetching import Fetched
from cortex_async.archives.layouts.engines.layout import EnginesLayout
from cortex_async.archives.layouts.engines.schemas import file_path
from cortex_async.archives.layouts.people.layout import PeopleLayout
from cortex_async.archives.preparing import prepare
from cortex_async.archives.records import DayState, SessionRecord
from cortex_async.archives.state import State
from cortex_async.archives.storage.local import LocalStorage
from cortex_async.models import Message, Participant, Session
from cortex_async.transcripts import Transcript

COUNT, LENGTH = 10_000, 100
"""Messages, and how many of them one session has."""

SPEAKERS = 5
START = datetime(2026, 10, 1, 18, tzinfo=UTC)
ROWS = "orjson.dumps"
TABLE = "pyarrow alone"
PARTICIPANTS = [
    Participant(
        id=f"part_{number:012}",
        display_name=f"Player {number}",
        external_user_id=f"player-{number}",
        joined_at=START,
        project_id="proj_123",
        tenant_id="tenant_456",
        user_data={},
    )
    for number in range(SPEAKERS)
]


def take(settings: Settings) -> list[Comparison]:
    count = settings.amount(COUNT)
    folder = Path(tempfile.mkdtemp(prefix="benchmark-archive-"))
    sessions = max(1, count // LENGTH)
    try:
        samples = cpu_seconds(_contestants(folder, sessions), settings.rounds)
        tables = cpu_seconds(_table_contestants(folder, sessions), settings.rounds)
    finally:
        shutil.rmtree(folder)
    return [
        *updates(settings),
        Comparison(
            f"{count:,} messages to an archive in JSON Lines",
            "ms",
            scaled(samples, 1000),
            (Requirement(ROWS, at_most=20),),
            f"{ROWS}: the finished rows, encoded and written to a file for each session. The archive also finds "
            "the speakers, infers ends, compares with what it has, hashes, writes durably, and commits",
        ),
        Comparison(
            f"{count:,} finished messages to Parquet files of the layout for engines",
            "ms",
            scaled(tables, 1000),
            (Requirement(TABLE, at_most=6),),
            f"{TABLE}: the columns as lists, to a table and to a file in one piece. The layout makes the columns, merges "
            "them with what the day had, hashes, and writes three files durably",
        ),
    ]


def _contestants(folder: Path, sessions: int) -> dict[str, Run]:
    read = [(_session(number), _messages(number)) for number in range(sessions)]
    rows = [
        (session.id, list(map(orjson.loads, _transcript(session, messages).to_jsonl().splitlines())))
        for session, messages in read
    ]
    plain = folder / "plain"
    plain.mkdir()

    def archive() -> None:
        place = folder / "archive"
        shutil.rmtree(place, ignore_errors=True)
        storage = LocalStorage(place)
        days = Days(storage, State(storage), PeopleLayout(("jsonl",)))
        days.begin(DayState(day=START.date()))
        for session, messages in read:
            fetched = Fetched(session=session, transcript=_transcript(session, messages))
            days.add(prepare(fetched, None, ()).record)
        days.commit()

    def alone() -> None:
        for name, found in rows:
            (plain / name).write_bytes(b"".join(orjson.dumps(row) + b"\n" for row in found))

    return {OURS: archive, ROWS: alone}


def _table_contestants(folder: Path, sessions: int) -> dict[str, Run]:
    records = [
        SessionRecord(session=session, transcript=_transcript(session, _messages(number)))
        for number, session in ((number, _session(number)) for number in range(sessions))
    ]
    storage, layout = LocalStorage(folder / "engines"), EnginesLayout(annotations=True)
    day = DayState(day=START.date())

    def write() -> None:
        writer = layout.begin(storage, day)
        for record in records:
            writer.add(record)
        writer.finish()

    write()
    path = folder / "engines" / file_path("messages", day.day)
    made = pyarrow.parquet.ParquetFile(path).read()
    columns = {name: made.column(name).to_pylist() for name in made.column_names}

    def alone() -> None:
        table = pyarrow.table(columns, schema=made.schema)
        pyarrow.parquet.write_table(table, folder / "alone.parquet", compression="zstd")

    return {OURS: write, TABLE: alone}


def _transcript(session: Session, messages: list[Message]) -> Transcript:
    return Transcript.of(messages, session=session, participants=PARTICIPANTS)


def _session(number: int) -> Session:
    return Session(
        id=f"sess_{number:012}",
        created_at=START + timedelta(seconds=number),
        created_by_user_id="user_1",
        external_room_id="room",
        gateway="gateway.odin.4players.io",
        project_id="proj_123",
        status="ended",
        tenant_id="tenant_456",
        title=f"Daily Standup {number}",
    )


def _messages(number: int) -> list[Message]:
    return [
        Message(
            id=f"msg_{number * LENGTH + place:012}",
            content=payloads.TEXT[: 20 + place % 36],
            sender_name=f"Player {place % SPEAKERS}",
            session_id=f"sess_{number:012}",
            timestamp=START + timedelta(seconds=number + 5 * place),
        )
        for place in range(LENGTH)
    ]


MEASURE = Measure("archive", "10,000 messages to the files of an archive", take)
