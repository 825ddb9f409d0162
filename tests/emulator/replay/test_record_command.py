"""``python -m cortex_async.emulator record`` and ``replay`` as processes."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import stat
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import orjson
import pytest
from aiohttp import web

from cortex_async.emulator import Emulator
from cortex_async.emulator.__main__ import main
from tests.emulator.replay.upstream import http, serving
from tests.wire.tls import CA_FILE, server_context

ROOT = Path(__file__).parents[3]


@asynccontextmanager
async def running(*arguments: str, number: int = signal.SIGINT, **environment: str) -> AsyncIterator[str]:
    """The address of a running command."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-W", "error", "-m", "cortex_async.emulator", *arguments, "--port", "0",
        stdout=asyncio.subprocess.PIPE, cwd=ROOT, env={**os.environ, **environment},
    )  # fmt: skip
    assert process.stdout is not None
    try:
        async with asyncio.timeout(20):
            greeting = (await process.stdout.readline()).decode()
        yield re.findall(r"on (http://\S+)$", greeting, re.MULTILINE)[0]
    finally:
        if process.returncode is None:
            process.send_signal(number)
        async with asyncio.timeout(20):
            await process.stdout.read()
            await process.wait()
    assert process.returncode == 0


async def listed(base_url: str, project_id: str, key: str) -> object:
    url = f"{base_url}/api/projects/{project_id}/sessions"
    async with http() as client, client.get(url, headers={"X-API-Key": key}) as response:
        assert response.status == 200
        return await response.json()


async def test_record_and_replay(tmp_path: Path) -> None:
    file = tmp_path / "a.ndjson"
    async with Emulator() as emulator:
        emulator.seed()
        key, project_id = emulator.api_key, emulator.project_id
        async with running("record", "--upstream", emulator.base_url, "--output", str(file)) as base_url:
            recorded = await listed(base_url, project_id, key)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert key not in file.read_text()
    async with running("replay", str(file), "--speed", "max") as base_url:
        assert await listed(base_url, project_id, "any") == recorded


async def test_a_killed_recorder_leaves_a_recording(tmp_path: Path) -> None:
    file = tmp_path / "a.ndjson"
    async with Emulator() as emulator:
        key, project_id = emulator.api_key, emulator.project_id
        with pytest.raises(AssertionError):
            async with running(
                "record", "--upstream", emulator.base_url, "--output", str(file), number=signal.SIGKILL
            ) as base_url:
                recorded = await listed(base_url, project_id, key)
    async with running("replay", str(file)) as base_url:
        assert await listed(base_url, project_id, "any") == recorded


async def test_an_upstream_with_https_and_a_prefix(tmp_path: Path) -> None:
    async def respond(request: web.BaseRequest) -> web.StreamResponse:
        return web.json_response({"path": request.raw_path})

    server = await asyncio.get_running_loop().create_server(
        web.Server(respond), "127.0.0.1", 0, ssl=server_context()
    )
    address = f"https://localhost:{server.sockets[0].getsockname()[1]}/gateway"
    async with server:
        arguments = ("record", "--upstream", address, "--output", str(tmp_path / "a.ndjson"))
        async with (
            running(*arguments, SSL_CERT_FILE=str(CA_FILE)) as base_url,
            http() as client,
            client.get(f"{base_url}/api?a=1") as response,
        ):
            assert await response.json() == {"path": "/gateway/api?a=1"}
        # A certificate that nobody vouches for.
        refused = await asyncio.to_thread(run, *arguments[:3], "--output", str(tmp_path / "b.ndjson"))
    assert refused.returncode == 2
    assert "cannot be reached: " in refused.stderr
    assert "certificate verify failed" in refused.stderr
    assert refused.stderr.count("\n") == 1
    assert not (tmp_path / "b.ndjson").exists()


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "cortex_async.emulator", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=30, cwd=ROOT)


HEADER = {"format": "cortex-recording", "version": 3}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["replay", "{0}/missing"], "cannot replay: [Errno 2] No such file or directory: '{0}/missing'"),
        (["replay", "{0}"], "cannot replay: [Errno 21] Is a directory: '{0}'"),
        (["replay", "{0}/text"], "cannot replay: {0}/text is not a recording of the emulator's recorder"),
        (["replay", "{0}/new"], "cannot replay: {0}/new is a recording of version 3; this release reads version 1"),
        (["record", "--upstream", "http://127.0.0.1:9"], "cannot record: upstream http://127.0.0.1:9 cannot be reached: "),
        (["record", "--upstream", "cortex"], "cannot record: upstream must be an http or https URL"),
        (["record", "--upstream", "http://x", "--max-body", "0"], "cannot record: max_body must be greater than 0, got 0"),
    ],
)  # fmt: skip
def test_bad_input_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    (tmp_path / "text").write_text("hello")
    (tmp_path / "new").write_bytes(orjson.dumps(HEADER) + b"\n")
    assert main([one.format(tmp_path) for one in arguments]) == 2
    errors = capsys.readouterr().err
    assert errors.startswith(message.format(tmp_path))
    assert errors.count("\n") == 1


async def test_an_existing_file_is_one_line(tmp_path: Path) -> None:
    async def respond(request: web.BaseRequest) -> web.StreamResponse:
        return web.Response()

    (tmp_path / "a").touch()
    async with serving(respond) as upstream:
        found = await asyncio.to_thread(
            run, "record", "--upstream", upstream, "--output", f"{tmp_path}/a", "--port", "0"
        )
    assert (found.returncode, found.stderr.count("\n")) == (2, 1)
    assert "exists already" in found.stderr
    assert "--overwrite" in found.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["replay", "x", "--speed", "0"], "--speed: must be a number greater than 0, or max, got 0"),
        (["replay", "x", "--speed", "fast"], "--speed: must be a number greater than 0, or max, got fast"),
        (["replay"], "the following arguments are required: FILE"),
        (["record"], "the following arguments are required: --upstream"),
    ],
)
def test_bad_options(capsys: pytest.CaptureFixture[str], arguments: list[str], message: str) -> None:
    with pytest.raises(SystemExit) as ending:
        main(arguments)
    assert ending.value.code == 2
    errors = capsys.readouterr().err
    assert message in errors
    assert "Traceback" not in errors


def test_a_process_exits_with_the_status_of_a_wrong_option() -> None:
    found = run("replay", "x", "--speed", "0")
    assert found.returncode == 2
    assert "--speed: must be a number greater than 0, or max, got 0" in found.stderr
    assert "Traceback" not in found.stderr
