"""What the log says of calls and streams: one record for each thing, with fields and without secrets."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cortex_async import APIError, Connected, CortexClient, Disconnected, NotFound, Retry
from cortex_async.emulator import Emulator
from cortex_async.testing import RecordingObserver
from cortex_sync import CortexClient as SyncClient
from cortex_sync.emulator import Emulator as SyncEmulator
from tests.telemetry.test_secrets import CANARY, KEY, SETTINGS, echo, provoke
from tests.wire.server import OK, RawServer, Received, raw_response

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "logging.md").read_text("utf-8")
FAST = Retry(attempts=3, base=0)
TEMPLATE = "listSessions GET /api/projects/{projectId}/sessions"


def lines(caplog: pytest.LogCaptureFixture) -> list[tuple[str, str]]:
    """(level, message without durations) of the records about calls and streams."""
    return [
        (record.levelname, re.sub(r"\d+\.\d+ s", "N s", record.getMessage()))
        for record in caplog.records
        if record.name.startswith("cortex_async.")
    ]


async def list_sessions(server: RawServer, **settings: Any) -> None:
    async with CortexClient(base_url=server.url, api_key="key-1", retry=FAST, **settings) as client:
        await client.project("p1").sessions.list()


def unavailable() -> bytes:
    return raw_response(503, {}, {"X-Request-Id": "req-1"})


async def test_a_retry_is_a_warning_without_any_setting(caplog: pytest.LogCaptureFixture) -> None:
    async with RawServer([unavailable(), None, raw_response(200, [])]) as server:
        await list_sessions(server)
    assert lines(caplog) == [
        ("WARNING", f"{TEMPLATE}: 503 ServerError in attempt 1, next attempt in N s"),
        ("WARNING", f"{TEMPLATE}: ConnectionFailed in attempt 2, next attempt in N s"),
    ]
    fields = vars(caplog.records[0])
    assert fields["name"] == "cortex_async.calls"
    assert {name: value for name, value in fields.items() if name.startswith("cortex_")} == {
        "cortex_operation": "listSessions",
        "cortex_method": "GET",
        "cortex_path": "/api/projects/{projectId}/sessions",
        "cortex_status": 503,
        "cortex_duration": fields["cortex_duration"],
        "cortex_attempts": 1,
        "cortex_request_id": "req-1",
        "cortex_error": "ServerError",
        "cortex_wait": 0.0,
    }
    assert fields["cortex_duration"] > 0
    second = vars(caplog.records[1])
    assert (second["cortex_status"], second["cortex_request_id"], second["cortex_attempts"]) == (
        None,
        None,
        2,
    )


async def test_a_call_that_fails_is_information(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "cortex_async.calls")
    async with RawServer([raw_response(404, {}, {"X-Request-Id": "req-9"})]) as server:
        with pytest.raises(NotFound):
            await list_sessions(server)
    assert lines(caplog) == [("INFO", f"{TEMPLATE} failed: 404 NotFound, attempts: 1, N s")]
    fields = vars(caplog.records[0])
    assert (fields["cortex_request_id"], fields["cortex_outcome"]) == ("req-9", "rejected")


async def test_a_credential_that_cannot_be_fetched_is_logged_without_its_message(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fails() -> str:
        raise LookupError(CANARY)

    caplog.set_level(logging.DEBUG, "cortex_async.calls")
    async with RawServer() as server, CortexClient(base_url=server.url, api_key=fails) as client:
        with pytest.raises(LookupError):
            await client.request("GET", "/api/a")
    assert lines(caplog) == [("INFO", "request GET /api/a failed: LookupError, attempts: 0, N s")]


async def test_a_new_credential_is_nothing_to_warn_of(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "cortex_async.calls")
    tokens = iter(["canary-1111", "canary-2222"])

    def reply(received: Received) -> bytes:
        return OK if "2222" in received.headers["authorization"] else raw_response(401, {})

    async with (
        RawServer(reply) as server,
        CortexClient(base_url=server.url, access_token=lambda: next(tokens)) as client,
    ):
        await client.request("GET", "/api/a")
    assert lines(caplog) == [("INFO", "request GET /api/a: Unauthorized, sent again with a new credential")]


@pytest.mark.parametrize("observers", [[], [RecordingObserver()]], ids=["without", "with"])
async def test_at_level_debug_every_call_and_attempt_is_logged_once(
    observers: list[RecordingObserver], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "cortex_async.calls")
    async with RawServer([unavailable(), raw_response(200, [], {"X-Request-Id": "req-2"})]) as server:
        await list_sessions(server, observers=observers)
    assert lines(caplog) == [
        ("DEBUG", f"{TEMPLATE}: 503 ServerError, attempt 1, N s"),
        ("WARNING", f"{TEMPLATE}: 503 ServerError in attempt 1, next attempt in N s"),
        ("DEBUG", f"{TEMPLATE}: 200, attempt 2, N s"),
        ("DEBUG", f"{TEMPLATE} done: 200, attempts: 2, N s"),
    ]
    assert [vars(one)["cortex_attempts"] for one in caplog.records] == [1, 1, 2, 2]
    assert [vars(one)["cortex_request_id"] for one in caplog.records] == ["req-1", "req-1", "req-2", "req-2"]
    for observer in observers:
        assert len(observer.calls()) == 1
        assert len(observer.attempts()) == 2


async def test_a_failed_and_a_cancelled_call_are_logged_once_at_level_debug(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG, "cortex_async.calls")
    server = RawServer()
    server.reply = [raw_response(404, {}), server.stall]
    async with server, CortexClient(base_url=server.url, api_key="key-1") as client:
        with pytest.raises(NotFound):
            await client.request("GET", "/api/a")
        server.arrived.clear()
        task = asyncio.create_task(client.request("GET", "/api/b"))
        await server.arrived.wait()
        task.cancel()
        await asyncio.wait({task})
    assert lines(caplog) == [
        ("DEBUG", "request GET /api/a: 404 NotFound, attempt 1, N s"),
        ("INFO", "request GET /api/a failed: 404 NotFound, attempts: 1, N s"),
        ("DEBUG", "request GET /api/b: CancelledError, attempt 1, N s"),
        ("DEBUG", "request GET /api/b failed: CancelledError, attempts: 1, N s"),
    ]


async def test_the_level_may_change_while_a_client_is_used(caplog: pytest.LogCaptureFixture) -> None:
    async with RawServer(OK) as server, CortexClient(base_url=server.url, api_key="key-1") as client:
        await client.request("GET", "/api/a")
        with caplog.at_level(logging.DEBUG, "cortex_async.calls"):
            await client.request("GET", "/api/b")
        await client.request("GET", "/api/c")
    assert [message for _, message in lines(caplog)] == [
        "request GET /api/b: 200, attempt 1, N s",
        "request GET /api/b done: 200, attempts: 1, N s",
    ]


async def test_a_record_factory_that_sets_popular_names_harms_no_call(
    caplog: pytest.LogCaptureFixture, request: pytest.FixtureRequest
) -> None:
    before = logging.getLogRecordFactory()
    request.addfinalizer(lambda: logging.setLogRecordFactory(before))

    def factory(*args: Any, **kwargs: Any) -> logging.LogRecord:
        record = before(*args, **kwargs)
        for name in ("request_id", "operation", "status", "duration", "method", "path", "error", "outcome"):
            setattr(record, name, "the application's")
        return record

    logging.setLogRecordFactory(factory)
    async with RawServer([unavailable(), raw_response(200, [])]) as server:
        await list_sessions(server)
    assert vars(caplog.records[0])["request_id"] == "the application's"
    assert vars(caplog.records[0])["cortex_request_id"] == "req-1"


async def test_a_server_cannot_forge_lines(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "cortex_async")
    ids = ["a\x85b", "a\xadb", "\t ", "a\x9bb"]
    bad = [
        b"HTTP/1.1 %d X\r\nX-Request-Id: r%sr\r\nContent-Length: 2\r\n\r\n{}" % (status, one.encode("utf-8"))
        for one in ids
        for status in (503, 404)
    ]
    async with RawServer(bad) as server:
        for _ in ids:
            with pytest.raises(NotFound):
                await list_sessions(server)
    for record in caplog.records:
        assert record.getMessage().isprintable()
        shown = vars(record).get("cortex_request_id")
        assert shown is None or str(shown).isprintable()
    assert any(vars(record).get("cortex_request_id") for record in caplog.records)


@pytest.mark.parametrize("status", [200, 401, 503])
@pytest.mark.parametrize("settings", SETTINGS, ids=["key", "header", "token", "function", "headers"])
async def test_no_record_shows_a_secret(
    settings: dict[str, Any], status: int, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "cortex_async")
    async with RawServer(echo(status)) as server:
        await provoke({**settings, "base_url": server.url}, tmp_path)
    assert caplog.records
    for record in caplog.records:
        shown = f"{record.getMessage()} {vars(record)!r}"
        assert CANARY not in shown
        assert KEY not in shown


def test_blocking_clients_log_the_same(caplog: pytest.LogCaptureFixture) -> None:
    with SyncEmulator() as emulator:
        emulator.faults.next("listSessions", status=503, headers={"Retry-After": "0"})
        with SyncClient(base_url=emulator.base_url, api_key=emulator.api_key) as client:
            client.project(emulator.project_id).sessions.list()
    assert lines(caplog) == [("WARNING", f"{TEMPLATE}: 503 ServerError in attempt 1, next attempt in N s")]


# -- streams


async def streamed(emulator: Emulator, act: Callable[[], object]) -> None:
    """Open a stream, disturb it, and wait until it is connected again."""
    states: list[object] = []
    lost, again = asyncio.Event(), asyncio.Event()

    def saw(state: object) -> None:
        states.append(state)
        if isinstance(state, Disconnected):
            lost.set()
        if isinstance(state, Connected) and lost.is_set():
            again.set()

    async with CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client:
        stream = client.project(emulator.project_id).events.stream(on_state=saw, retry=Retry(base=0.01))
        async with stream:
            await emulator.wait_for_streams(1)
            act()
            await asyncio.wait_for(again.wait(), 20)


async def test_a_stream_that_is_cut_leaves_a_trace(caplog: pytest.LogCaptureFixture) -> None:
    async with Emulator() as emulator:
        await streamed(emulator, emulator.cut_streams)
        assert [level for level, _ in lines(caplog)][:1] == ["WARNING"]
        assert lines(caplog)[0][1].startswith("streamProject: no connection: ")
        assert vars(caplog.records[0])["cortex_operation"] == "streamProject"
        assert caplog.records[0].name == "cortex_async.streams"
        caplog.clear()
        caplog.set_level(logging.INFO, "cortex_async.streams")
        await streamed(emulator, emulator.cut_streams)
    assert lines(caplog)[0] == ("INFO", "streamProject: connected, attempts: 1")


async def test_a_stream_that_is_refused_leaves_a_trace(caplog: pytest.LogCaptureFixture) -> None:
    async with Emulator() as emulator, CortexClient(base_url=emulator.base_url, api_key="wrong") as client:
        with pytest.raises(APIError):
            async with client.project(emulator.project_id).events.stream() as stream:
                await anext(stream)
    assert lines(caplog) == [("WARNING", "streamProject: ended: refused (Unauthorized)")]


# -- the page


async def test_the_table_names_every_field(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "cortex_async")
    async with Emulator() as emulator:
        await streamed(emulator, emulator.cut_streams)
    async with RawServer([unavailable(), raw_response(200, [])]) as server:
        await list_sessions(server)
    fields = {name for record in caplog.records for name in vars(record) if name.startswith("cortex_")}
    assert fields <= set(re.findall(r"`(cortex_[a-z_]+)`", GUIDE))
