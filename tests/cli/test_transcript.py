"""``cortex transcript``: every format, and a transcript that grows while people talk."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from cortex_async.emulator import Clock, ThreadedEmulator
from tests.cli.processes import Running, env_of, restartable, running
from tests.cli.running import Ran, ran

START = datetime(2026, 5, 1, 18, 0, tzinfo=UTC)
TEXT = """Raid
Session 00000000-0000-4000-8006-000000000001
Times count from 2026-05-01 18:00:00 UTC

[00:00:00] * ada joined
[00:00:02] ada: hello
[00:00:05] ada: two�[2J
    lines
"""


@pytest.fixture(scope="module")
def emulator() -> Iterator[ThreadedEmulator]:
    with restartable(fixed_ids=True, clock=Clock(START, frozen=True)) as found:
        yield found


@pytest.fixture
def session(emulator: ThreadedEmulator) -> str:
    emulator.reset()
    made = ran("sessions", "create", "--title=Raid", "--external-room-id=1", env=env_of(emulator)).json
    emulator.settle()
    return str(made["id"])


def said(emulator: ThreadedEmulator, session: str) -> None:
    emulator.join(session, "ada")
    emulator.clock.advance(2)
    emulator.say(session, "ada", "hello")
    emulator.clock.advance(3)
    emulator.say(session, "ada", "two\x1b[2J\nlines")


def transcript(emulator: ThreadedEmulator, *arguments: str, **settings: Any) -> Ran:
    return ran("transcript", *arguments, env=env_of(emulator), **settings)


def test_a_person_gets_text_that_cannot_control_the_terminal(
    emulator: ThreadedEmulator, session: str
) -> None:
    said(emulator, session)
    done = transcript(emulator, session, terminal=True)
    assert (done.code, done.err) == (0, "")
    assert done.out == TEXT


def test_each_format(emulator: ThreadedEmulator, session: str, tmp_path: Path) -> None:
    said(emulator, session)
    assert [line["text"] for line in transcript(emulator, session).lines][1] == "hello"
    assert transcript(emulator, "-o", "vtt", session).out.startswith("WEBVTT")
    assert transcript(emulator, session, "-o", "srt").out.startswith("1\n00:00:00,000 --> ")
    assert ran("-o", "json", "transcript", session, env=env_of(emulator)).lines[1]["text"] == "hello"
    refused = ran("-o", "yaml", "transcript", session, env=env_of(emulator))
    assert (refused.code, refused.out) == (2, "")
    binary = transcript(emulator, session, "-o", "parquet", terminal=True)
    assert (binary.code, binary.out) == (2, "")
    paths = [tmp_path / f"match.{suffix}" for suffix in ("vtt", "html", "md")]
    saved = transcript(emulator, session, *(f"--save-to={path}" for path in paths))
    assert (saved.code, saved.out, saved.err.split()[0]) == (0, "", "3")
    assert "hello" in paths[1].read_text()
    unknown = transcript(emulator, session, "--save-to", "match.docx")
    assert (unknown.code, unknown.err.startswith("cortex: --save-to must end in one of .srt")) == (2, True)


def test_what_cannot_grow_is_refused(emulator: ThreadedEmulator, session: str) -> None:
    done = transcript(emulator, session, "--follow", "-o", "vtt")
    assert (done.code, done.err) == (
        2,
        "cortex: -o vtt is not possible with --follow, which writes text or jsonl: use --save-to FILE.vtt\n",
    )
    missing = transcript(emulator, "nowhere", "--follow")
    assert (missing.code, missing.err.count("\n")) == (4, 1)


def test_it_grows_until_the_session_ends_and_survives_a_restart(
    emulator: ThreadedEmulator, session: str, tmp_path: Path
) -> None:
    said(emulator, session)
    copy = tmp_path / "copy.jsonl"
    with (
        running("transcript", session, "--follow", "-o", "text", env=env_of(emulator)) as text,
        running("transcript", session, "--follow", "--save-to", str(copy), env=env_of(emulator)) as saving,
    ):
        assert [text.out.next() for _ in range(8)] == TEXT.splitlines()
        emulator.wait_for_streams(2)
        emulator.say(session, "bob", "I am new")
        assert text.out.next() == "[00:00:05] * bob joined"
        assert text.out.next() == "[00:00:05] bob: I am new"
        emulator.stop()
        text.err.until("not connected: what is shown may be outdated")
        emulator.start()
        emulator.say(session, "ada", "still here?")
        assert text.out.next() == "[00:00:05] ada: still here?"
        text.err.until("connected again, and up to date")
        _end(emulator, session, text)
        assert saving.process.wait(30) == 0
        assert saving.out.rest() == []
    last = json.loads(copy.read_text().splitlines()[-1])
    assert (last["text"], last["speaker_id"] is not None) == ("still here?", True)


def _end(emulator: ThreadedEmulator, session: str, following: Running) -> None:
    assert ran("sessions", "stop", "--yes", session, env=env_of(emulator)).code == 0
    emulator.settle()
    assert following.process.wait(30) == 0
    assert "the session has ended" in following.err.rest()
    assert all(line.startswith("[00:00:05] * ") for line in following.out.rest())


def test_ctrl_c_ends_it(emulator: ThreadedEmulator, session: str) -> None:
    with running("transcript", session, "--follow", env=env_of(emulator)) as following:
        emulator.wait_for_streams(1)
        emulator.join(session, "ada")
        assert following.record()["text"] == "ada joined"
        assert following.end(signal.SIGINT) == 130
        assert following.out.rest() + following.err.rest() == []
