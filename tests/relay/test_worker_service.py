"""A worker as a process: ``python -m cortex_async.relay.worker``."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cortex_async.relay.redis import RedisStreams
from cortex_async.relay.service.options import RELAY, WORKER
from tests.imported_anew import imported_anew
from tests.redis_server import RedisServer, needs_redis, redis_server
from tests.relay.worker.playing import record

BOT = """
import sys
from cortex_async import EventRouter
from cortex_async.events import MessageCreatedEvent

router = EventRouter()

@router.on(MessageCreatedEvent)
async def said(event: MessageCreatedEvent) -> None:
    if event.payload.data.content == "13":
        raise ValueError("unlucky")
    print(event.id, flush=True)

def made() -> EventRouter:
    return router

nothing = 5
"""


@pytest.fixture
def redis() -> Iterator[RedisServer]:
    with redis_server() as server:
        yield server


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[Path]:
    (tmp_path / "bot.py").write_text(BOT)
    with imported_anew("bot"):
        yield tmp_path


def arguments(*given: str) -> list[str]:
    return [sys.executable, "-m", "cortex_async.relay.worker", *given]


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CORTEX_")}
    return {**kept, "PYTHONPATH": str(Path(__file__).parents[2]), **more}


@contextmanager
def worker(bot: Path, *given: str, **variables: str) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        arguments(*given),
        cwd=bot,
        env=environment(**variables),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


@needs_redis
async def test_it_handles_events_shows_its_health_and_drains(redis: RedisServer, bot: Path) -> None:
    broker = RedisStreams(redis.url)
    with worker(
        bot, "bot:router", "--attempts", "1", "--log-format", "json",
        CORTEX_BROKER_URL=redis.url, CORTEX_HEALTH="127.0.0.1:0",
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stderr is not None
        started = process.stderr.readline()
        found = re.search(r"works for the group workers on unix:///\S+, health at port (\d+)", started)
        assert found is not None
        await broker.publish([record("a", 13), record("a", 1), record("b", 1)])
        assert {process.stdout.readline(), process.stdout.readline()} == {"a-1\n", "b-1\n"}

        address = f"http://127.0.0.1:{found[1]}"
        assert _get(f"{address}/livez") == "ok\n"
        status = json.loads(_get(f"{address}/readyz"))
        assert (status["ready"], status["handled"], status["dead"]) == (True, 2, 1)
        page = _get(f"{address}/metrics")
        assert "\nodin_cortex_worker_handled_total 2.0\n" in page
        assert (
            'odin_cortex_worker_handling_duration_seconds_count{odin_cortex_worker_group="workers",' in page
        )

        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
        logged = [json.loads(line) for line in process.stderr.read().splitlines()]
    (failed,) = [line for line in logged if line["level"] == "error"]
    assert failed["message"] == (
        "handler said failed on an event of type message.created in attempt 1, and it is a dead letter now: a-13"
    )
    assert "ValueError: unlucky" in failed["error"]
    assert await broker.lag("workers") == 0
    await broker.close()


@needs_redis
def test_it_is_not_ready_without_its_broker(redis: RedisServer, bot: Path) -> None:
    redis.kill()
    with worker(bot, "bot:made", "--source", redis.url, "--health", "127.0.0.1:0") as process:
        assert process.stderr is not None
        found = re.search(r"port (\d+)", process.stderr.readline())
        assert found is not None
        with pytest.raises(urllib.error.HTTPError) as caught:
            _get(f"http://127.0.0.1:{found[1]}/readyz")
        assert (caught.value.code, json.loads(caught.value.read())["lag"]) == (503, None)
        caught.value.close()
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
        assert "waits for the broker" in process.stderr.read()


@pytest.mark.parametrize(
    ("given", "variables", "message"),
    [
        (["bot:router"], {}, "--source is missing: give it, or set CORTEX_BROKER_URL"),
        (["bot:router", "--source", "redis//x"], {}, "the URL of the broker must begin with one of redis://"),
        (["bot:router", "--source", "amqp://u:hush@x"], {}, "the URL of the broker must begin with one of"),
        (
            ["bot:router", "--source", "redis://u:hush@x:99999"],
            {},
            "the URL of the broker must look like redis://USER:PASSWORD@HOST:PORT/DATABASE (a number); special",
        ),
        (
            ["bot:router", "--source", "redis://x/hush"],
            {},
            "the URL of the broker must look like redis://USER",
        ),
        (
            ["bot:router", "--source", "unix:///x?db=hush"],
            {},
            "the URL of the broker must look like unix:///PATH",
        ),
        (["bot:router", "--source", "nats://x:hush"], {}, "the URL of the broker must look like nats://USER"),
        (["bot"], {"CORTEX_BROKER_URL": "redis://x"}, "'bot' must be MODULE:ROUTER"),
        (
            ["boot:router"],
            {"CORTEX_BROKER_URL": "redis://x"},
            "cannot be imported: no module boot in this folder",
        ),
        (["bot:rooter"], {"CORTEX_BROKER_URL": "redis://x"}, "the module bot has no attribute rooter"),
        (["bot:nothing"], {"CORTEX_BROKER_URL": "redis://x"}, "must name an EventRouter"),
        (
            ["bot:router"],
            {"CORTEX_BROKER_URL": "redis://x", "CORTEX_WORKER_CONCURRENCY": "many"},
            "CORTEX_WORKER_CONCURRENCY must be a whole number, got 'many'",
        ),
        (
            ["bot:router", "--concurrency", "0"],
            {"CORTEX_BROKER_URL": "redis://x"},
            "concurrency must be a whole number >= 1, got 0",
        ),
        (
            ["bot:router", "--health", "8080"],
            {"CORTEX_BROKER_URL": "redis://x"},
            "--health must be HOST:PORT, such as 127.0.0.1:8080, got '8080'",
        ),
        (
            ["bot:router", "--log-level", "loud"],
            {"CORTEX_BROKER_URL": "redis://x"},
            "--log-level must be one of debug, info, warning, error, got 'loud'",
        ),
    ],
)
def test_what_cannot_be_used_is_one_line(
    bot: Path, given: list[str], variables: dict[str, str], message: str,
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    from cortex_async.relay.worker.__main__ import main

    monkeypatch.chdir(bot)
    for name in [name for name in os.environ if name.startswith("CORTEX_")]:
        monkeypatch.delenv(name)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    status = main(given)
    shown = capfd.readouterr().err
    assert (status, len(shown.splitlines())) == (2, 1), shown
    assert message in shown
    assert "hush" not in shown


def test_a_router_has_to_be_named(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    from cortex_async.relay.worker.__main__ import main

    monkeypatch.delenv("CORTEX_WORKER_ROUTER", raising=False)
    with pytest.raises(SystemExit) as caught:
        main(["--source", "redis://x"])
    assert caught.value.code == 2
    assert (
        "name the router, such as bot.handlers:router, or set CORTEX_WORKER_ROUTER" in capfd.readouterr().err
    )


@pytest.mark.parametrize("options", [RELAY, WORKER])
def test_every_option_has_a_variable_of_its_own(options: tuple[object, ...]) -> None:
    for attribute in ("name", "variable", "attribute"):
        found = [getattr(option, attribute) for option in options]
        assert len(set(found)) == len(found)


def _get(url: str) -> str:
    with urllib.request.urlopen(url, timeout=20) as response:
        body: bytes = response.read()
    return body.decode()
