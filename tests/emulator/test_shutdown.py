"""Every shutdown signal: the process saves its state atomically, for its owner only, and exits cleanly."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import stat
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from cortex_async.emulator.__main__ import main, save
from tests.emulator.test_command_line import ROOT, create, running

pytestmark = pytest.mark.skipif(os.name == "nt", reason="a process cannot be sent these signals there")

SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]
PATIENCE = 20


# The handling of SIGHUP is inherited, and the suite itself may run under nohup.
INHERITING = """
import os, signal, sys
signal.signal(signal.SIGHUP, getattr(signal, sys.argv[1]))
os.execv(sys.executable, [sys.executable, *sys.argv[2:]])
"""


async def started(*arguments: str, hangup: str = "SIG_DFL") -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", INHERITING, hangup, "-W", "error", *arguments),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        cwd=ROOT,
    )


@asynccontextmanager
async def greeted(state: Path, hangup: str = "SIG_DFL") -> AsyncIterator[asyncio.subprocess.Process]:
    """A process that has started to print its greeting. ``hangup``: how SIGHUP is handled in the process that starts it."""
    process = await started(
        "-m", "cortex_async.emulator", "--port", "0", "--state", str(state), hangup=hangup
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(PATIENCE):
            assert b"emulator on" in await process.stdout.readline()
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def ended(process: asyncio.subprocess.Process) -> tuple[int | None, bytes]:
    async with asyncio.timeout(PATIENCE):
        _, errors = await process.communicate()
    return process.returncode, errors


@pytest.mark.parametrize("number", SIGNALS)
async def test_a_signal_right_after_the_greeting_saves(tmp_path: Path, number: signal.Signals) -> None:
    state = tmp_path / "state.json"
    async with greeted(state) as process:
        process.send_signal(number)
        assert await ended(process) == (0, b"")
    assert json.loads(state.read_text())["version"] == 1
    assert stat.S_IMODE(state.stat().st_mode) == 0o600
    assert os.listdir(tmp_path) == ["state.json"]


@pytest.mark.parametrize(
    "numbers", [[one] * 20 for one in SIGNALS] + [SIGNALS * 5], ids=["INT", "TERM", "HUP", "all"]
)
async def test_several_signals_count_as_one(tmp_path: Path, numbers: list[signal.Signals]) -> None:
    state = tmp_path / "state.json"
    async with greeted(state) as process:
        for number in numbers:
            if process.returncode is None:
                process.send_signal(number)
            await asyncio.sleep(0)
        assert await ended(process) == (0, b"")
    assert json.loads(state.read_text())["version"] == 1


async def test_an_ignored_sighup_stays_ignored(tmp_path: Path) -> None:
    """As with nohup."""
    state = tmp_path / "state.json"
    async with greeted(state, "SIG_IGN") as process:
        process.send_signal(signal.SIGHUP)
        assert process.stdout is not None
        async with asyncio.timeout(PATIENCE):
            while b"externalRoomId" not in await process.stdout.readline():
                pass
        assert not state.exists()
        process.send_signal(signal.SIGTERM)
        assert (await ended(process))[0] == 0
    assert state.exists()


SCRIPT = """
import asyncio, os, signal
from cortex_async.emulator.shutdown import ShutdownSignals
before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)]
with ShutdownSignals():
    pass
assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)] == before
with ShutdownSignals() as ending:
    for _ in range(1000):
        os.kill(os.getpid(), signal.SIGTERM)
        os.kill(os.getpid(), signal.SIGINT)
    asyncio.run(asyncio.wait_for(ending.wait(), 30))
    os.kill(os.getpid(), signal.SIGTERM)
os.kill(os.getpid(), signal.SIGINT)


class AtTheEnd:
    def __del__(self, kill=os.kill, own=os.getpid(), number=signal.SIGTERM):
        kill(own, number)


import builtins
builtins.at_the_end = AtTheEnd()
print("saved")
"""


async def test_signals_are_handled_before_and_after_the_loop_runs() -> None:
    process = await started("-c", SCRIPT)
    async with asyncio.timeout(PATIENCE):
        out, _ = await process.communicate()
    assert (process.returncode, out) == (0, b"saved\n")


async def test_a_closed_log_pipe_does_not_stop_the_server(tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    read, write = os.pipe()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "cortex_async.emulator", "--port", "0", "--state", str(state), "--log", "--key", "mine",
        stdout=write, stderr=asyncio.subprocess.PIPE, cwd=ROOT,
    )  # fmt: skip
    os.close(write)
    with os.fdopen(read) as reader:
        url = (await asyncio.to_thread(reader.readline)).split()[-1]
        lines = [await asyncio.to_thread(reader.readline) for _ in range(2)]
    project = lines[1].split()[1]
    for count in (1, 2):
        assert len(await create({"url": url, "project": project, "API key": "mine"})) == count
    process.send_signal(signal.SIGHUP)
    assert await ended(process) == (0, b"")
    assert state.exists()


async def test_the_log_shows_no_values_of_unknown_parameters() -> None:
    async with running("--port", "0", "--log") as (_, found), aiohttp.ClientSession() as http:
        response = await http.get(f"{found['url']}/api/nothing?token=canary-7f3a")
        assert response.status == 404
        response.release()
    assert "token=[redacted]" in found["rest"]
    assert "canary" not in found["rest"]


def test_a_link_is_followed_and_the_file_becomes_private(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    target, link = tmp_path / "elsewhere" / "target.json", tmp_path / "link.json"
    target.write_text("old")
    target.chmod(0o644)
    link.symlink_to(target)
    save(link, "new")
    assert link.is_symlink()
    assert (target.read_text(), stat.S_IMODE(target.stat().st_mode)) == ("new", 0o600)
    assert os.listdir(target.parent) == ["target.json"]


def test_the_longest_possible_file_name(tmp_path: Path) -> None:
    state = tmp_path / ("x" * 250 + ".json")
    save(state, "new")
    assert state.read_text() == "new"


def test_a_failed_save_leaves_no_file_behind(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    with pytest.raises(OSError, match="taken"):
        save(tmp_path / "taken", "new")
    assert os.listdir(tmp_path) == ["taken"]


def test_a_directory_is_rejected_before_the_server_starts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--port", "0", "--state", str(tmp_path)]) == 2
    assert capsys.readouterr().err.startswith("cannot run: ")
