"""The layout for engines: whatever the runs, the same bytes; what was added comes back exactly."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pyarrow
import pyarrow.parquet
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from cortex_async.archives.errors import ArchiveDamaged, ArchiveError
from cortex_async.archives.layouts.engines import parquet
from cortex_async.archives.layouts.engines.layout import EnginesLayout
from cortex_async.archives.records import DayState, SessionRecord
from cortex_async.archives.storage.choosing import storage_for
from cortex_async.archives.storage.interface import Storage
from cortex_async.archives.storage.local import LocalStorage
from tests.archives.engines.made import DAY, add, record, session, with_audio
from tests.archives.made import tree
from tests.disk import largest_file
from tests.transcripts.made import HOSTILE, strings

EMPTY = DayState(day=DAY)
MESSAGES = "messages/day=2026-11-27/messages.parquet"
SESSIONS = "sessions/day=2026-11-27/sessions.parquet"
ANNOTATIONS = "annotations/day=2026-11-27/annotations.parquet"

TALK = [("Ann", "two behind the gate"), ("[System]", "Bob joined"), ("?Bob", ""), ("=Eve", "gg")]

said = st.lists(st.tuples(strings, strings), max_size=5)


@pytest.fixture
def storage(tmp_path: Path) -> LocalStorage:
    return LocalStorage(tmp_path / "archive")


@pytest.fixture
def layout() -> EnginesLayout:
    return EnginesLayout(annotations=True)


def encodable(text: str) -> str:
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def data_files(place: Path) -> dict[str, bytes]:
    return {path: content for path, content in tree(place).items() if not path.startswith(".")}


@contextmanager
def memory_storage() -> Generator[Storage]:
    storage = storage_for(f"memory://{uuid4().hex}/archive")
    try:
        yield storage
    finally:
        for path in storage.list(""):
            storage.remove(path)


def data_of(storage: Storage) -> dict[str, bytes | None]:
    return {path: storage.read(path) for path in storage.list("") if not path.startswith(".")}


def readable(one: SessionRecord) -> SessionRecord:
    """A record as it can be read back: without halves of surrogate pairs."""
    lines = tuple(
        evolve(
            line,
            text=encodable(line.text),
            speaker=evolve(
                line.speaker,
                name=encodable(line.speaker.name),
                id=line.speaker.id and encodable(line.speaker.id),
                external_user_id=line.speaker.external_user_id and encodable(line.speaker.external_user_id),
            ),
            annotations=line.annotations
            and tuple(evolve(a, data={**a.data, "of": encodable(a.data["of"])}) for a in line.annotations),
        )
        for line in one.transcript.lines
    )
    return evolve(one, transcript=evolve(one.transcript, lines=lines))


def test_a_day_has_one_file_for_each_table(
    storage: LocalStorage, layout: EnginesLayout, tmp_path: Path
) -> None:
    state = add(storage, layout, EMPTY, [record(number, TALK, annotated=True) for number in range(5)])
    assert sorted(data_files(tmp_path / "archive")) == sorted([MESSAGES, SESSIONS, ANNOTATIONS])
    for entry in state.files:
        content = storage.read(entry.path)
        assert content is not None
        assert len(content) == entry.size
    assert {entry.path for entry in state.files} == {MESSAGES, SESSIONS, ANNOTATIONS}
    other = LocalStorage(tmp_path / "other")
    add(other, EnginesLayout(annotations=False), EMPTY, [record(1, TALK)])
    assert sorted(data_files(tmp_path / "other")) == sorted([MESSAGES, SESSIONS])


@settings(max_examples=12, deadline=None)
@given(
    texts=st.lists(said, min_size=1, max_size=8),
    runs=st.lists(st.integers(0, 3), min_size=8, max_size=8),
    early=st.sets(st.integers(0, 7)),
    gone=st.sets(st.integers(8, 11)),
    limits=st.tuples(st.integers(1, 6), st.integers(1, 60)),
)
def test_bytes_depend_on_the_records_alone(
    texts: list[list[tuple[str, str]]],
    runs: list[int],
    early: set[int],
    gone: set[int],
    limits: tuple[int, int],
) -> None:
    layout = EnginesLayout(annotations=True)
    records = [record(number, one, annotated=True) for number, one in enumerate(texts)]
    # Some sessions were active when they were read first, and some disappear in the end.
    active = [
        record(number, texts[number][:1], annotated=True, status="active")
        for number in early
        if number < len(texts)
    ]
    removed = [record(number, TALK, annotated=True) for number in gone]
    with pytest.MonkeyPatch.context() as patched, memory_storage() as once, memory_storage() as often:
        patched.setattr(parquet, "ROWS", limits[0])
        patched.setattr(parquet, "BYTES", limits[1])
        add(once, layout, EMPTY, records)
        state = add(often, layout, EMPTY, [*active, *removed])
        for run in range(4):
            part = [one for one, chosen in zip(records, runs, strict=False) if chosen == run]
            state = add(often, layout, state, part)
        state = add(often, layout, state, [], without=[f"s{number}" for number in gone])
        assert data_of(often) == data_of(once)
        assert list(layout.read(often, state, state.sessions.keys())) == list(map(readable, records))
        some = list(state.sessions)[::2]
        assert [one.session.id for one in layout.read(often, state, some)] == some


def test_row_groups_end_by_rows_or_bytes(
    storage: LocalStorage, layout: EnginesLayout, monkeypatch: pytest.MonkeyPatch
) -> None:
    def groups() -> list[int]:
        found = pyarrow.parquet.ParquetFile(storage._root / MESSAGES).metadata
        return [found.row_group(number).num_rows for number in range(found.num_row_groups)]

    monkeypatch.setattr(parquet, "ROWS", 4)
    talk = [("A", "x")] * 10
    state = add(storage, layout, EMPTY, [record(0, talk)])
    assert groups() == [4, 4, 2]
    monkeypatch.setattr(parquet, "BYTES", 100)
    add(storage, layout, state, [record(1, [("A", "x" * 99), ("A", "x" * 98), ("A", ""), ("A", "x" * 500)])])
    # 4 short rows; 4; 2 and the row that reaches the limit; 2 that reach it together; the long one.
    assert groups() == [4, 4, 3, 2, 1]


def test_everything_comes_back_as_it_was_added(storage: LocalStorage, layout: EnginesLayout) -> None:
    records = [
        record(
            0, [*((name, "text") for name in HOSTILE), *(("Ann", text) for text in HOSTILE)], annotated=True
        ),
        record(1, []),
        record(2, TALK),
        with_audio(record(3, TALK, annotated=True), "m3-1"),
        record(4, [], annotated=True),
    ]
    state = add(storage, layout, EMPTY, records)
    found = list(layout.read(storage, state, state.sessions.keys()))
    assert found == list(map(readable, records))
    (line, *_) = found[2].transcript.lines
    assert line.annotations is None
    assert found[3].transcript.lines[0].annotations == ()
    assert found[3].audio == records[3].audio
    assert list(layout.read(storage, state, ("s3", "unknown"))) == found[3:4]
    assert list(layout.read(storage, state, ())) == list(layout.read(storage, EMPTY, ("s3",))) == []


def test_the_table_of_sessions(storage: LocalStorage, layout: EnginesLayout) -> None:
    changed = evolve(record(1, []), session=session(1, title="\x00 <b>", status="something new"))
    add(storage, layout, EMPTY, [record(0, TALK), changed])
    rows = pyarrow.parquet.ParquetFile(storage._root / SESSIONS).read().to_pylist()
    first = record(0, TALK)
    assert [row["session_id"] for row in rows] == ["s0", "s1"]
    assert rows[0] == {
        "session_id": "s0",
        "title": "Raid 0",
        "status": "ended",
        "created_at": first.session.created_at,
        "messages": 4,
        "first_start": first.transcript.lines[0].start,
        "last_start": first.transcript.lines[-1].start,
        "external_room_id": "room 0",
        "created_by_user_id": "u",
        "gateway": "gateway",
        "idle_timeout": 0,
        "project_id": "p",
        "tenant_id": "t",
    }
    empty = {name: rows[1][name] for name in ("title", "status", "messages", "first_start", "idle_timeout")}
    assert empty == {
        "title": "\x00 <b>", "status": "something new", "messages": 0, "first_start": None,
        "idle_timeout": None,
    }  # fmt: skip


def test_nothing_changes_before_the_end(storage: LocalStorage, layout: EnginesLayout, tmp_path: Path) -> None:
    state = add(storage, layout, EMPTY, [record(0, TALK)])
    before = tree(tmp_path / "archive")
    writer = layout.begin(storage, state)
    writer.add(record(1, TALK))
    assert tree(tmp_path / "archive") == before
    writer.discard()
    writer.discard()
    assert tree(tmp_path / "archive") == before
    writer = layout.begin(storage, state)
    writer.add(record(1, TALK))
    writer.finish()
    writer.discard()
    assert tree(tmp_path / "archive") != before


def test_a_full_disk_changes_nothing(storage: LocalStorage, layout: EnginesLayout, tmp_path: Path) -> None:
    state = add(storage, layout, EMPTY, [record(0, TALK)])
    before = tree(tmp_path / "archive")
    writer = layout.begin(storage, state)
    noise = [("Ann", os.urandom(2000).hex()) for _ in range(100)]
    writer.add(record(1, noise))
    with pytest.raises(ArchiveError, match=r"cannot be written.*: File too large$"), largest_file(50_000):
        writer.finish()
    writer.discard()
    assert tree(tmp_path / "archive") == before


def test_a_full_disk_while_records_are_collected(storage: LocalStorage, layout: EnginesLayout) -> None:
    writer = layout.begin(storage, EMPTY)
    talk = [("Ann", os.urandom(20).hex()) for _ in range(9000)]
    with (
        pytest.raises(ArchiveError, match=r"cannot be written to a temporary file: File too large$"),
        largest_file(50_000),
    ):
        writer.add(record(1, talk))
    writer.discard()


def spoil(content: bytes) -> bytes:
    return content[:100] + bytes(100) + content[200:]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (None, "it is missing"),
        (lambda content: content[:-10], r"\S.*"),
        (lambda content: b"PAR1" * 10, r"\S.*"),
        (spoil, r"\S.*"),
        ("another table", "it has other columns than an archive's table of messages"),
    ],
)
def test_a_damaged_file_is_named(
    storage: LocalStorage, layout: EnginesLayout, change: Callable[[bytes], bytes] | str | None, reason: str
) -> None:
    state = add(storage, layout, EMPTY, [record(0, TALK)])
    content = storage.read(MESSAGES)
    assert content is not None
    if change is None:
        storage.remove(MESSAGES)
    elif isinstance(change, str):
        storage.write(MESSAGES, storage.read(SESSIONS) or b"")
    else:
        storage.write(MESSAGES, change(content))
    message = (
        rf"^{MESSAGES} in the archive /\S+ cannot be used, {reason}: restore it from a backup, or remove "
        r"\.cortex-archive/days/2026-11-27\.json to have the sessions of that day read again$"
    )
    calls: list[Callable[[], Any]] = [
        lambda: list(layout.read(storage, state, state.sessions.keys())),
        lambda: add(storage, layout, state, [record(1, TALK)]),
    ]
    for call in calls:
        with pytest.raises(ArchiveDamaged, match=message):
            call()


def test_sessions_in_another_order_are_damage(storage: LocalStorage, layout: EnginesLayout) -> None:
    state = add(storage, layout, EMPTY, [record(0, TALK), record(2, TALK)])
    path = storage._root / MESSAGES
    rows = pyarrow.parquet.ParquetFile(path).read()
    pyarrow.parquet.write_table(pyarrow.concat_tables([rows.slice(4), rows.slice(0, 4)]), path)
    with pytest.raises(ArchiveDamaged, match="its sessions are not in order"):
        list(layout.read(storage, state, state.sessions.keys()))
    with pytest.raises(ArchiveDamaged, match="its sessions are not in order"):
        add(storage, layout, state, [record(1, TALK)])


def test_sessions_that_the_state_does_not_have_are_left_out(
    storage: LocalStorage, layout: EnginesLayout
) -> None:
    once = add(storage, layout, EMPTY, [record(0, TALK)])
    before = tree(storage._root)
    add(storage, layout, once, [record(1, TALK)])  # and killed before the state was written
    assert [one.session.id for one in layout.read(storage, once, ("s0", "s1"))] == ["s0"]
    add(storage, layout, once, [])
    assert data_files(storage._root) == {
        path: one for path, one in before.items() if not path.startswith(".")
    }


def test_the_same_bytes_in_an_object_store(storage: LocalStorage, layout: EnginesLayout) -> None:
    records = [record(number, TALK, annotated=True) for number in range(3)]
    add(storage, layout, EMPTY, records)
    with memory_storage() as remote:
        state = add(remote, layout, EMPTY, records[:1])
        state = add(remote, layout, state, records[1:])
        assert data_of(remote) == data_files(storage._root)
        assert list(layout.read(remote, state, state.sessions.keys())) == records
