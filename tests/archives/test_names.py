"""File names of the layout for people, and lines that are read back, for every string."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime
from pathlib import PureWindowsPath
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cortex_async.archives.audio_files import audio_path
from cortex_async.archives.layouts.people.names import base_name, clash_key, safe_part
from cortex_async.archives.layouts.people.rows import read_lines
from cortex_async.models import MessageAnnotation, Session
from cortex_async.transcripts import Line, Speaker, Transcript

IDS = st.one_of(
    st.uuids().map(str), st.text(min_size=1, max_size=40), st.sampled_from(["con", "aB", "ab", "AB"])
)
FORBIDDEN = set('<>:"/\\|?*[]{}')
AT = datetime(2026, 11, 27, 20, 15, 3, 250_000, tzinfo=UTC)


def session(title: str, session_id: str = "0f0c44b7-0000-4000-8000-a2d91f0c44b7", **fields: Any) -> Session:
    return Session(
        id=session_id,
        title=title,
        created_at=fields.get("created_at", AT),
        created_by_user_id="u",
        external_room_id="r",
        gateway="g",
        project_id="p",
        status="ended",
        tenant_id="t",
    )


def check_part(part: str) -> None:
    """Raise unless every file system takes a part of a path."""
    assert 0 < len(part.encode()) <= 143
    assert not FORBIDDEN & set(part)
    assert all(unicodedata.category(one) not in ("Cc", "Cf", "Cs", "Co", "Cn") for one in part)
    assert part == unicodedata.normalize("NFC", part)
    assert part.strip(" .") == part
    assert not PureWindowsPath(part).is_reserved()


@settings(max_examples=60)
@given(st.text(max_size=300), IDS)
@example("CON", "con")
@example("a/../b\\..\x00\u202etxt.exe", "../..")
@example("\U0001f468\u200d\U0001f469\u200d\U0001f467 " * 30, "x")
@example("e\u200b\u0301" * 100, "x" * 300)
@example("." * 300, "...")
def test_every_file_system_takes_the_name(title: str, session_id: str) -> None:
    for long in (False, True):
        folder, name = base_name(session(title, session_id), long=long).split("/")
        assert folder == "2026-11-27"
        check_part(f"{name}.parquet")
    for part in audio_path(session(title, session_id), session_id).split("/"):
        check_part(part)


@given(IDS, IDS, st.sampled_from(["Raid", "", "\u00e9"]))
def test_sessions_that_begin_together_have_different_names(first: str, second: str, title: str) -> None:
    names = {clash_key(base_name(session(title, one), long=True)) for one in (first, second)}
    parts = {clash_key(safe_part(one)) for one in (first, second)}
    assert len(names) == len(parts) == (1 if first == second else 2)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Ranked Match", "20-15-03 Ranked Match (a2d91f0c44b7)"),
        ("  a: b/c  [EU] ", "20-15-03 a- b-c (EU) (a2d91f0c44b7)"),
        ("", "20-15-03 (a2d91f0c44b7)"),
        ("Caf\u0065\u0301 \u96f6", "20-15-03 Caf\u00e9 \u96f6 (a2d91f0c44b7)"),
        ("\u0434" * 200, "20-15-03 " + "\u0434" * 40 + " (a2d91f0c44b7)"),
        ("boo\u202egpj.exe", "20-15-03 boogpj.exe (a2d91f0c44b7)"),
    ],
)
def test_people_can_read_the_name(title: str, name: str) -> None:
    assert base_name(session(title)) == f"2026-11-27/{name}"


def test_a_short_id_is_shown_and_another_one_hashed() -> None:
    assert base_name(session("x", "room-1")).startswith("2026-11-27/20-15-03 x (")
    assert base_name(session("x", "abc123")) == "2026-11-27/20-15-03 x (abc123)"
    assert re.fullmatch(r".* x \([0-9a-f]{24}\)", base_name(session("x", "ABC123")))


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
JSON: Any = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXTS, inner, max_size=2),
    max_leaves=4,
)
TIMES = st.datetimes(min_value=datetime(2, 1, 1), max_value=datetime(9998, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
SPEAKERS = st.builds(
    Speaker,
    name=TEXTS,
    id=st.none() | TEXTS,
    external_user_id=st.none() | TEXTS,
    id_source=st.sampled_from(["event", "name", None]),
    candidates=st.lists(TEXTS, max_size=2).map(tuple),
)


@st.composite
def lines(draw: st.DrawFn) -> Line:
    message_id = draw(TEXTS)
    annotations = st.builds(
        MessageAnnotation,
        id=TEXTS,
        created_at=TIMES,
        data=st.dictionaries(TEXTS, JSON, max_size=2),
        message_id=st.just(message_id),
        tenant_id=st.just("t"),
        type=TEXTS,
        plugin_instance_id=st.none() | TEXTS,
    )
    return Line(
        id=message_id,
        session_id=draw(TEXTS),
        speaker=draw(SPEAKERS),
        start=draw(TIMES),
        end=draw(TIMES),
        text=draw(TEXTS),
        kind=draw(TEXTS),
        annotations=draw(st.none() | st.lists(annotations, max_size=2).map(tuple)),
    )


@settings(max_examples=50)
@given(st.lists(lines(), max_size=3).map(tuple))
def test_lines_are_read_back_exactly(found: tuple[Line, ...]) -> None:
    content = Transcript(lines=found).to_jsonl().encode()
    assert read_lines(content, session("x")) == found
