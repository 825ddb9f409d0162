"""``cortex export``: an archive, its report, its progress, and updates that go on."""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cortex_async.emulator import Clock, ThreadedEmulator
from tests.cli.processes import LIMIT, env_of, restartable, running
from tests.cli.running import Ran, ran

pexpect = pytest.importorskip("pexpect")

START = datetime(2026, 5, 1, 18, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def emulator() -> Iterator[ThreadedEmulator]:
    with restartable(fixed_ids=True, clock=Clock(START, frozen=True)) as found:
        yield found


@pytest.fixture
def ids(emulator: ThreadedEmulator) -> list[str]:
    emulator.reset()
    return [_session(emulator, title) for title in ("Raid", "Duel")]


def _session(emulator: ThreadedEmulator, title: str) -> str:
    made = ran("sessions", "create", f"--title={title}", "--external-room-id=1", env=env_of(emulator)).json
    emulator.settle()
    emulator.say(made["id"], "ada", f"hello {title}")
    return str(made["id"])


def export(emulator: ThreadedEmulator, place: Path, *words: str, terminal: bool = False) -> Ran:
    return ran("export", str(place), *words, env=env_of(emulator), terminal=terminal)


def test_files_and_report(emulator: ThreadedEmulator, ids: list[str], tmp_path: Path) -> None:
    done = export(emulator, tmp_path, "--format=vtt")
    report = done.json
    assert (done.code, done.err) == (0, "")
    assert report | {"elapsed": 0} == {
        "listed": 2, "read": 2, "new": 2, "changed": 0, "unchanged": 0, "failed": [], "gone": [],
        "messages": 4, "missingAudio": 0, "elapsed": 0,
    }  # fmt: skip
    files = sorted(path.name for path in tmp_path.rglob("*.vtt"))
    assert [name.split("(")[0] for name in files] == ["18-00-00 Duel ", "18-00-00 Raid "]
    again = export(emulator, tmp_path, "--session", ids[0], "--since=2026-01-01", "-o", "table")
    assert again.out.startswith("read 1 of 1 session, 0 new")
    mismatch = export(emulator, tmp_path, "--format=srt")
    assert (mismatch.code, mismatch.out, mismatch.err.count("\n")) == (1, "", 1)


def test_a_session_that_cannot_be_read(emulator: ThreadedEmulator, ids: list[str], tmp_path: Path) -> None:
    emulator.faults.next("getMessages", status=404)
    done = export(emulator, tmp_path)
    assert (done.code, done.json["read"], len(done.json["failed"])) == (1, 1, 1)
    assert done.err.splitlines()[0].startswith(f"{done.json['failed'][0]}: ")
    assert done.err.splitlines()[1] == "cortex: 1 of 2 sessions could not be read"


def test_it_goes_on_through_a_restart_until_it_is_ended(
    emulator: ThreadedEmulator, ids: list[str], tmp_path: Path
) -> None:
    with running("export", str(tmp_path), "--every=0.2s", env=env_of(emulator)) as exporting:
        assert exporting.record()["new"] == 2
        emulator.stop()
        exporting.err.until("the update failed, and is repeated: ")
        emulator.start()
        _session(emulator, "Late")
        missing = 2
        while missing > 0:
            missing -= exporting.record()["messages"]
        assert exporting.end(signal.SIGTERM) == 130
    transcripts = [path.read_text() for path in tmp_path.rglob("*.jsonl")]
    texts = {json.loads(line)["text"] for text in transcripts for line in text.splitlines()}
    assert {"hello Raid", "hello Duel", "hello Late"} <= texts
    assert export(emulator, tmp_path).code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal")
def test_a_person_sees_how_far_it_is(emulator: ThreadedEmulator, ids: list[str], tmp_path: Path) -> None:
    words = ["-m", "cortex_cli", "export", str(tmp_path)]
    env = env_of(emulator, NO_COLOR="1", TERM="xterm")
    terminal = pexpect.spawn(
        sys.executable, words, env=env, timeout=LIMIT, dimensions=(20, 100), encoding="utf-8"
    )
    terminal.expect("2/2 sessions .*2026-05-01 4 messages")
    terminal.expect(
        "read 2 of 2 sessions, 2 new, 0 changed, 0 unchanged, 0 failed, 0 gone, 4 new messages in "
    )
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 0


@pytest.mark.parametrize("every", ["0s", "soon"])
def test_an_interval_that_cannot_be_meant(every: str, tmp_path: Path) -> None:
    done = ran("export", str(tmp_path / "archive"), "--every", every)
    assert (done.code, done.err.startswith("cortex: --every must be ")) == (2, True)
    assert not (tmp_path / "archive").exists()
