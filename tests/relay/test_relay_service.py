"""A relay as a process: ``python -m cortex_async.relay``."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

import pytest

from cortex_async import CortexClient, EventRouter
from cortex_async.emulator import Emulator
from cortex_async.relay import Worker, broker_from_url
from cortex_async.relay.__main__ import main
from cortex_async.relay.service.logs import logging_to_stderr
from tests.redis_server import RedisServer, needs_redis, redis_server
from tests.relay.test_worker_service import environment


@pytest.fixture
def redis() -> Iterator[RedisServer]:
    with redis_server() as server:
        yield server


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    async with Emulator() as emulator:
        yield emulator


@contextmanager
def relay(*given: str, **variables: str) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-m", "cortex_async.relay", *given],
        env=environment(**variables),
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


@needs_redis
async def test_events_go_from_the_stream_through_the_broker_to_a_worker(
    emulator: Emulator, redis: RedisServer
) -> None:
    said: asyncio.Queue[str] = asyncio.Queue()
    router = EventRouter()

    @router.on("message.created")
    async def heard(event: object) -> None:
        await said.put(getattr(event, "id", ""))

    broker = broker_from_url(redis.url)
    worker = Worker(router, broker)
    working = asyncio.create_task(worker.run())
    access = {
        "CORTEX_API_KEY": emulator.api_key,
        "CORTEX_BASE_URL": emulator.base_url,
        "CORTEX_PROJECT_ID": emulator.project_id,
    }
    async with CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client:
        session = await client.project(emulator.project_id).sessions.create(title="a", external_room_id="a")
        with relay("--sink", redis.url, "--health", "127.0.0.1:0", **access) as process:
            assert process.stderr is not None
            started = await asyncio.to_thread(process.stderr.readline)
            found = re.search(r"relays to unix:///\S+, health at port (\d+)", started)
            assert found is not None, started
            address = f"http://127.0.0.1:{found[1]}"
            await asyncio.to_thread(_until_relaying, address)
            await emulator.say(session.id, "ann", "one")
            await emulator.say(session.id, "ann", "two")
            async with asyncio.timeout(20):
                heard_ids = [await said.get(), await said.get()]
            assert len(set(heard_ids)) == 2
            page = await asyncio.to_thread(_get, f"{address}/metrics")
            assert "\nodin_cortex_relay_leading 1.0\n" in page
            assert "odin_cortex_stream_" in page
            assert emulator.api_key not in page
            process.send_signal(signal.SIGTERM)
            assert await asyncio.to_thread(process.wait, 20) == 0
            logged = process.stderr.read()
            assert emulator.api_key not in logged
            name = re.escape(f"{socket.gethostname()}:{process.pid}")
            scope = f"the relays of project {emulator.project_id}"
            lines = re.findall(rf" INFO \S+: {name} (.*leads) {scope} \(fence (\d+)\)$", logged, re.MULTILINE)
            fence = lines[0][1]
            assert lines == [("leads", fence), ("no longer leads", fence)]
    worker.stop()
    await working
    await broker.close()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ([], "--sink is missing: give it, or set CORTEX_BROKER_URL"),
        (["--sink", "redis://x"], "CORTEX_API_KEY"),
        (
            ["--sink", "redis://x", "--since", "noon"],
            "--since must be a time such as 2026-11-27T12:00:00Z, got 'noon'",
        ),
        (["--sink", "redis://x", "--lease", "soon"], "--lease must be a number of seconds, got 'soon'"),
    ],
)
def test_what_cannot_be_used_is_one_line(
    given: list[str], message: str, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("CORTEX_API_KEY", "CORTEX_ACCESS_TOKEN", "CORTEX_BROKER_URL"):
        monkeypatch.delenv(name, raising=False)
    assert main(given) == 2
    shown = capfd.readouterr().err
    assert len(shown.splitlines()) == 1
    assert message in shown


def test_a_refused_credential_ends_it_with_one_line(
    redis_url: str, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with Emulator.in_thread() as emulator:
        for name, value in {
            "CORTEX_API_KEY": "wrong",
            "CORTEX_BASE_URL": emulator.base_url,
            "CORTEX_PROJECT_ID": emulator.project_id,
            "CORTEX_BROKER_URL": redis_url,
        }.items():
            monkeypatch.setenv(name, value)
        assert main([]) == 1
    shown = capfd.readouterr().err.splitlines()
    assert "401" in shown[-1]


@pytest.fixture
def redis_url(redis: RedisServer) -> str:
    return redis.url


def test_the_help_names_no_default_that_is_empty(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    shown = " ".join(capsys.readouterr().out.split())
    assert "all by default (CORTEX_RELAY_TYPES)" in shown


def test_a_warning_of_python_is_a_line_of_the_log(capfd: pytest.CaptureFixture[str]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        before = warnings.showwarning
        with logging_to_stderr("text", "info"):
            EventRouter().on("sesion.*")
        assert warnings.showwarning is before
    (shown,) = capfd.readouterr().err.splitlines()
    assert " WARNING " in shown
    assert shown.endswith(
        "'sesion.*' matches no event type that this version knows; the nearest known is 'session.*'"
    )


def _until_relaying(address: str) -> None:
    while json.loads(_get(f"{address}/readyz"))["phase"] != "relaying":
        time.sleep(0.01)


def _get(url: str) -> str:
    try:
        with urllib.request.urlopen(url, timeout=20) as response:
            body: bytes = response.read()
    except urllib.error.HTTPError as error:
        with error:
            body = error.read()
    return body.decode()
