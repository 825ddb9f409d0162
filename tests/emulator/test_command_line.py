"""``python -m cortex_async.emulator`` as a process."""

from __future__ import annotations

import asyncio
import re
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from cortex_async.emulator import Emulator
from cortex_async.emulator.__main__ import main, parse
from cortex_async.emulator.command_options import control_token

ROOT = Path(__file__).parents[2]


@asynccontextmanager
async def running(*arguments: str) -> AsyncIterator[tuple[asyncio.subprocess.Process, dict[str, str]]]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-W",
        "error",
        "-m",
        "cortex_async.emulator",
        *arguments,
        stdout=asyncio.subprocess.PIPE,
        cwd=ROOT,
    )
    assert process.stdout is not None
    text = ""
    async with asyncio.timeout(20):
        while "externalRoomId" not in text:
            text += (await process.stdout.readline()).decode()
    found = dict(re.findall(r"^  (API key|project|spec) +(\S+)$", text, re.MULTILINE))
    found["url"] = re.findall(r"on (http://\S+)", text)[0]
    found["text"] = text
    try:
        yield process, found
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGINT)
        async with asyncio.timeout(20):
            found["rest"] = (await process.stdout.read()).decode()
            await process.wait()


async def create(found: dict[str, str]) -> Any:
    url = f"{found['url']}/api/projects/{found['project']}/sessions"
    async with aiohttp.ClientSession(headers={"X-API-Key": found["API key"]}) as http:
        async with http.post(url, json={"title": "Raid", "externalRoomId": "r"}) as response:
            assert response.status == 201
        async with http.get(url) as response:
            return await response.json()


async def test_state_survives_in_a_file(tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    options = ("--port", "0", "--state", str(state), "--key", "ots_live_mine", "--log")
    async with running(*options) as (process, found):
        assert found["API key"] == "ots_live_mine"
        assert found["spec"] == found["url"] + "/api/docs-json"
        assert "curl -s " in found["text"]
        assert len(await create(found)) == 1
    assert process.returncode == 0
    assert "createSession 201" in found["rest"]
    assert stat.S_IMODE(state.stat().st_mode) == 0o600
    assert "ots_live_mine" not in state.read_text()
    async with running("--port", "0", "--state", str(state)) as (process, again):
        assert again["project"] == found["project"]
        assert again["API key"] != found["API key"]
        assert len(await create(again)) == 2
    assert process.returncode == 0


async def test_validation_status() -> None:
    async with running("--port", "0", "--validation-status", "422") as (_, found):
        url = f"{found['url']}/api/projects/{found['project']}/sessions"
        headers = {"X-API-Key": found["API key"]}
        async with aiohttp.ClientSession(headers=headers) as http, http.post(url, json={}) as response:
            assert response.status == 422


async def test_the_greeting_is_ready_to_copy() -> None:
    options = ("--port", "0", "--project", "mine", "--fixed-ids", "--key", "it's-mine")
    async with running(*options) as (_, found):
        text = found["text"]
        shell = "\n".join(line for line in text.splitlines() if line.startswith("export "))
        python = text[text.index("from cortex_sync") : text.index("  curl")]
        assert len(python.strip().splitlines()) == 10
        script = f"{shell}\nexec {sys.executable} -W error -c '{python}'"
        process = await asyncio.create_subprocess_exec(
            "sh", "-c", script, stdout=asyncio.subprocess.PIPE, cwd=ROOT
        )
        async with asyncio.timeout(20):
            output, _ = await process.communicate()
    expected = ["00000000-0000-4000-8006-000000000001 active", "['mute']", "1 sessions"]
    assert (process.returncode, output.decode().splitlines()) == (0, expected)


async def test_identity_is_reproducible() -> None:
    options = ("--port", "0", "--random-seed", "7", "--project", "mine")
    async with running(*options) as (_, found), running(*options) as (_, again):
        assert (found["project"], found["API key"]) == ("mine", again["API key"])


async def test_large_sample_data() -> None:
    async with running("--port", "0", "--seed", "--seed-size", "30x7") as (_, found):
        headers = {"X-API-Key": found["API key"]}
        url = f"{found['url']}/api/projects/{found['project']}/sessions"
        async with aiohttp.ClientSession(headers=headers) as http:
            async with http.get(url) as response:
                sessions = await response.json()
            async with http.get(f"{url}/{sessions[0]['id']}/messages") as response:
                assert len(await response.json()) == 7
    assert len(sessions) == 32


async def test_the_control_surface_is_off_on_other_addresses() -> None:
    async with running("--port", "0", "--host", "0.0.0.0") as (_, found):
        assert "control     off; switch it on with --control" in found["text"]
        assert "CORTEX_EMULATOR_TOKEN" not in found["text"]
    async with running("--port", "0", "--host", "0.0.0.0", "--control") as (_, found):
        (token,) = re.findall(r"^export CORTEX_EMULATOR_TOKEN=(\S+)$", found["text"], re.MULTILINE)
        url = f"{found['url']}/_emulator/project-id"
        headers = {"Authorization": f"Bearer {token}"}
        async with aiohttp.ClientSession(headers=headers) as http, http.get(url) as response:
            assert await response.json() == found["project"]


def test_a_token_comes_from_the_command_line_or_the_environment() -> None:
    variables = {"CORTEX_EMULATOR_TOKEN": "from-the-environment"}
    assert control_token(parse([]), {}) is None
    assert control_token(parse([]), {"CORTEX_EMULATOR_TOKEN": ""}) is None
    assert control_token(parse([]), variables) == "from-the-environment"
    assert control_token(parse(["--control-token", "given-one"]), variables) == "given-one"


def test_another_project_than_that_of_the_state(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    state = tmp_path / "state.json"
    state.write_text(Emulator(project_id="first").dump())
    assert main(["--port", "0", "--state", str(state), "--project", "other"]) == 2
    assert (
        capsys.readouterr().err == f"cannot run: project other is not the first one of the state in {state}\n"
    )


@pytest.mark.parametrize("content", ["{", '{"version": 1, "state": 1, "timers": []}', "[]"])
def test_a_bad_state_file_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str
) -> None:
    state = tmp_path / "state.json"
    state.write_text(content)
    assert main(["--port", "0", "--state", str(state)]) == 2
    errors = capsys.readouterr().err
    assert errors.startswith("cannot run: ")
    assert errors.count("\n") == 1
    assert state.read_text() == content


def test_a_taken_port_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["--port", str(port)]) == 2
    expected = (
        f"cannot run: port {port} of 127.0.0.1 is in use: stop what listens there, or choose another --port\n"
    )
    assert capsys.readouterr().err == expected


async def test_a_missing_library_is_reported_in_one_line() -> None:
    script = "import sys; sys.modules['jsonschema_rs'] = None; from cortex_async.emulator.__main__ import main; sys.exit(main([]))"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", script, stderr=asyncio.subprocess.PIPE, cwd=ROOT
    )
    async with asyncio.timeout(20):
        _, errors = await process.communicate()
    assert process.returncode == 2
    hint = "the emulator needs jsonschema-rs to check requests: pip install 'odin-cortex[emulator]'"
    assert errors.decode() == f"cannot run: {hint}\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--port", "99999"], "port must be 0-65535"),
        (["--port", "0", "--state", "/nowhere/at/all.json"], "/nowhere/at/all.json cannot be written"),
        (["--seed", "nonsense"], "invalid choice: 'nonsense'"),
        (["--seed-size", "many"], "must be SESSIONS or SESSIONSxMESSAGES such as 10000x100, got 'many'"),
        (["--port", "0", "--seed-size", "0"], "sessions must be between 1 and 100000, got 0"),
        (["--port", "0", "--seed-size", "1x99999"], "messages must be between 1 and 10000, got 99999"),
        (
            ["--port", "0", "--project", "a/b"],
            "project_id must be 1 to 64 letters, digits, '-' or '_', got 'a/b'",
        ),
        (
            ["--port", "0", "--control-token", "short"],
            "control_token must be at least 8 visible ASCII characters",
        ),
    ],
)
def test_invalid_options_are_reported_at_once(
    capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    assert status(arguments) == 2
    errors = capsys.readouterr().err
    assert message in errors
    assert "Traceback" not in errors


def status(arguments: list[str]) -> object:
    """What the process would exit with: argparse raises it, ``main`` returns it."""
    try:
        return main(arguments)
    except SystemExit as ending:
        return ending.code


@pytest.mark.parametrize(
    ("port", "message"),
    [("many", "argument --port: invalid int value: 'many'"), ("99999", "port must be 0-65535")],
    ids=["argparse", "the emulator"],
)
def test_a_process_exits_with_the_status_of_a_wrong_option(port: str, message: str) -> None:
    command = [sys.executable, "-m", "cortex_async.emulator", "--port", port]
    run = subprocess.run(command, capture_output=True, text=True, timeout=30)
    assert run.returncode == 2
    assert run.stdout == ""
    assert message in run.stderr
    assert "Traceback" not in run.stderr
