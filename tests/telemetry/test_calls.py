"""What observers see of calls: values in order, once, whatever becomes of the call."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from contextvars import ContextVar
from pathlib import Path
from typing import Any

import pytest

from cortex_async import (
    APIError,
    ArgumentError,
    ClientClosed,
    ConfigError,
    ConnectionFailed,
    CortexClient,
    DecodeError,
    NotFound,
    Observer,
    RateLimited,
    Retry,
    TimedOut,
    Timeout,
    Unauthorized,
)
from cortex_async.telemetry import (
    AttemptEnded,
    AttemptStarted,
    BodyEnded,
    CallEnded,
    CallStarted,
    ConnectionClosed,
    ConnectionOpened,
    CredentialRenewed,
    RetryDeclined,
    RetryScheduled,
)
from cortex_async.testing import RecordingObserver
from tests.wire.server import OK, RawServer, Received, raw_response, refusing_port

FAST = Retry(attempts=3, base=0)


def client_of(server: RawServer | str, *observers: Observer, **settings: Any) -> CortexClient:
    url = server if isinstance(server, str) else server.url
    settings = {"api_key": "key-1", "retry": FAST, **settings}
    return CortexClient(base_url=url, observers=list(observers), **settings)


def kinds(seen: RecordingObserver) -> list[type]:
    return [type(value) for value in seen.values]


def errors(seen: RecordingObserver) -> list[str | None]:
    return [*(one.error for one in seen.attempts()), *(one.error for one in seen.calls())]


async def test_a_call_with_its_attempt_and_connection() -> None:
    seen = RecordingObserver()
    body = raw_response(200, [], {"X-Request-Id": "req-1"})
    async with RawServer(body) as server, client_of(server, seen) as client:
        await client.project("p1").sessions.list()
        await client.project("p1").sessions.list()
        port = server.port
    first, second = seen.calls()
    call = first.call
    assert (call.operation, call.method, call.path) == (
        "listSessions",
        "GET",
        "/api/projects/{projectId}/sessions",
    )
    assert (call.api, call.scheme, call.server_address, call.server_port) == (
        "odin-cortex",
        "http",
        "127.0.0.1",
        port,
    )
    assert (call.project_id, call.streamed, call.stream) == ("p1", False, None)
    assert (first.status, first.outcome, first.attempts, first.error) == (200, "done", 1, None)
    assert first.request_id == "req-1"
    assert second.call is not call
    new, reused = seen.attempts("listSessions")
    assert (new.call, new.number, new.status, new.bytes_in, new.bytes_out) == (call, 1, 200, 2, 0)
    assert (new.connection, reused.connection) == ("new", "reused")
    assert new.time_to_headers is not None
    assert 0 < new.time_to_headers <= new.duration <= first.duration
    assert new.request_id == "req-1"
    assert kinds(seen)[:5] == [CallStarted, AttemptStarted, ConnectionOpened, AttemptEnded, CallEnded]
    (opened,), (closed,) = seen.all(ConnectionOpened), seen.all(ConnectionClosed)
    assert (opened.server_address, opened.server_port, opened.proxied) == ("127.0.0.1", port, False)
    assert closed.opened is opened
    assert closed.age > 0
    assert closed.error is None


async def test_an_account_call_has_no_project_and_a_body_is_counted() -> None:
    seen = RecordingObserver()
    async with RawServer(raw_response(200, {})) as server, client_of(server, seen) as client:
        await client.request("POST", "/api/things/{name}", "ada", body={"a": 1})
    (ended,) = seen.calls()
    assert (ended.call.operation, ended.call.path, ended.call.project_id) == (
        "request",
        "/api/things/{name}",
        None,
    )
    assert seen.attempts()[0].bytes_out == len(b'{"a":1}')


async def test_retries_and_what_declines_them() -> None:
    seen = RecordingObserver()
    busy = raw_response(429, {}, {"Retry-After": "0"})
    async with RawServer([busy, None, OK]) as server, client_of(server, seen) as client:
        await client.request("GET", "/api/a")
    first, second = seen.retries()
    assert (first.attempt, first.status, first.error, first.retry_after) == (1, 429, "RateLimited", 0.0)
    assert (second.attempt, second.status, second.error, second.retry_after) == (
        2,
        None,
        "ConnectionFailed",
        None,
    )
    assert [(one.number, one.outcome) for one in seen.attempts()] == [
        (1, "rejected"),
        (2, "unknown"),
        (3, "done"),
    ]
    (ended,) = seen.calls()
    assert (ended.attempts, ended.status, ended.outcome) == (3, 200, "done")
    calls = [first.call, second.call, ended.call, *(one.call for one in seen.attempts())]
    assert {id(call) for call in calls} == {id(ended.call)}


@pytest.mark.parametrize(
    ("reply", "method", "settings", "reason"),
    [
        (raw_response(404, {}), "GET", {}, "final"),
        (raw_response(500, {}), "GET", {"retry": Retry(attempts=1)}, "attempts"),
        (raw_response(500, {}), "POST", {}, "not_idempotent"),
        (raw_response(429, {}, {"Retry-After": "99"}), "GET", {}, "retry_after"),
        (raw_response(429, {}, {"Retry-After": "9"}), "GET", {"timeout": Timeout(total=5)}, "total"),
    ],
)
async def test_a_retry_is_declined(reply: bytes, method: str, settings: dict[str, Any], reason: str) -> None:
    seen = RecordingObserver()
    async with RawServer(reply) as server, client_of(server, seen, **settings) as client:
        with pytest.raises(APIError) as raised:
            await client.request(method, "/api/a")
    (declined,) = seen.declined()
    assert (declined.reason, declined.error, declined.attempt) == (reason, type(raised.value).__name__, 1)
    (ended,) = seen.calls()
    assert (ended.error, ended.status, ended.outcome) == (
        type(raised.value).__name__,
        raised.value.status,
        raised.value.outcome,
    )


async def test_failures_without_a_response() -> None:
    seen = RecordingObserver()
    async with refusing_port() as port, client_of(f"http://127.0.0.1:{port}", seen) as client:
        with pytest.raises(ConnectionFailed):
            await client.request("GET", "/api/a")
    assert [one.connection for one in seen.attempts()] == [None] * 3
    assert seen.calls()[0].outcome == "not_sent"
    assert seen.declined()[0].reason == "attempts"


async def test_a_total_limit_names_itself() -> None:
    seen = RecordingObserver()
    server = RawServer()
    server.reply = [server.stall]
    async with server, client_of(server, seen, timeout=Timeout(total=0.05)) as client:
        with pytest.raises(TimedOut):
            await client.request("GET", "/api/a")
    (attempt,), (ended,) = seen.attempts(), seen.calls()
    assert (attempt.error, attempt.limit, attempt.outcome) == ("TimedOut", "total", "unknown")
    assert (ended.error, ended.limit, ended.outcome, ended.attempts) == ("TimedOut", "total", "unknown", 1)


async def test_cancelled_and_closed_calls_end() -> None:
    seen = RecordingObserver()
    server = RawServer()
    server.reply = [server.stall]
    async with server, client_of(server, seen) as client:
        task = asyncio.create_task(client.request("GET", "/api/a"))
        await server.arrived.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert errors(seen) == ["CancelledError"] * 2
        assert seen.calls()[0].outcome == "unknown"
        seen.clear()
        server.arrived.clear()
        task = asyncio.create_task(client.request("GET", "/api/a"))
        await server.arrived.wait()
        await client.close()
        with pytest.raises(ClientClosed):
            await task
    assert errors(seen) == ["ClientClosed"] * 2


async def test_a_call_whose_arguments_cannot_be_sent_is_not_seen() -> None:
    seen = RecordingObserver()
    async with RawServer() as server, client_of(server, seen) as client:
        with pytest.raises(ArgumentError):
            await client.request("GET", "/api/{a}", "")
    assert seen.values == []


async def test_a_streamed_response_ends_twice(tmp_path: Path) -> None:
    seen = RecordingObserver()
    audio = raw_response(200, b"x" * 5000, kind="audio/wav")
    async with RawServer(audio) as server, client_of(server, seen) as client:
        save = client.project("p1").messages.save_debug_audio
        await save("s1", "m1", tmp_path / "audio.wav")
        server.reply = raw_response(200, b"x" * 5000, kind="text/html")
        with pytest.raises(DecodeError):
            await save("s1", "m1", tmp_path / "page.wav")
        try:
            raise LookupError
        except LookupError:
            # This error is not one of the response.
            server.reply = audio
            await save("s1", "m1", tmp_path / "again.wav")
    whole, left, again = seen.all(BodyEnded)
    first, *_ = seen.calls()
    assert first.call.streamed
    assert (whole.call, whole.complete, whole.bytes_in, whole.error) == (first.call, True, 5000, None)
    assert (left.complete, left.error) == (False, "DecodeError")
    assert (again.complete, again.error) == (True, None)
    assert seen.values.index(first) < seen.values.index(whole)


# -- credentials


async def test_credentials_that_are_fetched_and_renewed() -> None:
    seen = RecordingObserver()
    tokens = iter(["canary-1111", "canary-2222"])

    def reply(received: Received) -> bytes:
        return OK if "2222" in received.headers["authorization"] else raw_response(401, {})

    async with RawServer(reply) as server:
        settings: Any = {"api_key": None, "access_token": lambda: next(tokens)}
        async with client_of(server, seen, **settings) as client:
            await asyncio.gather(*(client.request("GET", "/api/a") for _ in range(5)))
    first, second = seen.all(CredentialRenewed)
    assert (first.credential, first.reason, second.reason) == ("access_token", "first", "rejected")
    assert first.duration > 0
    assert second.duration > 0
    renewed = seen.retries()
    assert {(one.credential, one.status, one.error, one.wait) for one in renewed} == {
        (True, 401, "Unauthorized", 0.0)
    }
    assert "canary" not in repr([vars(value) for value in seen.values])


async def test_a_fixed_credential_is_never_renewed() -> None:
    seen = RecordingObserver()
    async with RawServer(raw_response(401, {})) as server, client_of(server, seen) as client:
        with pytest.raises(Unauthorized):
            await client.request("GET", "/api/a")
    assert seen.all(CredentialRenewed) == []
    assert seen.retries() == []
    assert seen.declined()[0].reason == "final"


async def test_a_credential_that_cannot_be_fetched_ends_the_call_before_an_attempt() -> None:
    def fails() -> str:
        raise LookupError("no vault")

    seen = RecordingObserver()
    async with RawServer() as server, client_of(server, seen, api_key=fails) as client:
        with pytest.raises(LookupError):
            await client.request("GET", "/api/a")
    assert kinds(seen) == [CallStarted, CallEnded]
    (ended,) = seen.calls()
    assert (ended.error, ended.attempts, ended.outcome) == ("LookupError", 0, "not_sent")


# -- order, concurrency, context


CURRENT: ContextVar[str] = ContextVar("current", default="outside")


class Spans(Observer):
    """Does what a tracer does: state by call, and a context variable for the time of a call."""

    def __init__(self) -> None:
        self.open: dict[CallStarted, Any] = {}
        self.attempts: dict[CallStarted, AttemptStarted] = {}
        self.finished: list[tuple[str, str]] = []

    def call_started(self, call: CallStarted) -> None:
        self.open[call] = CURRENT.get(), CURRENT.set(f"call of {call.project_id}")

    def attempt_started(self, attempt: AttemptStarted) -> None:
        self.attempts[attempt.call] = attempt

    def request_headers(self, attempt: AttemptStarted) -> Mapping[str, str]:
        return {"Traceparent": f"{CURRENT.get()} {attempt.number}"}

    def attempt_ended(self, ended: AttemptEnded) -> None:
        assert self.attempts.pop(ended.call) is ended.started

    def call_ended(self, ended: CallEnded) -> None:
        parent, token = self.open.pop(ended.call)
        self.finished.append((parent, CURRENT.get()))
        CURRENT.reset(token)


async def test_state_and_context_of_concurrent_calls_stay_apart() -> None:
    spans = Spans()

    def reply(received: Received) -> bytes:
        project = received.target.split("/")[3]
        assert received.headers["traceparent"].startswith(f"call of {project} ")
        return (
            raw_response(200, []) if received.headers["traceparent"].endswith("2") else raw_response(503, {})
        )

    async def call(number: int) -> None:
        CURRENT.set(f"task {number}")
        await client.project(f"p{number}").sessions.list()
        assert CURRENT.get() == f"task {number}"

    async with RawServer(reply) as server, client_of(server, spans) as client, asyncio.TaskGroup() as group:
        for number in range(20):
            group.create_task(call(number))
    assert sorted(spans.finished) == sorted((f"task {n}", f"call of p{n}") for n in range(20))
    assert (spans.open, spans.attempts) == ({}, {})


async def test_several_observers_end_in_the_reverse_order() -> None:
    order: list[str] = []

    class Named(Observer):
        def __init__(self, name: str) -> None:
            self.name = name

        def call_started(self, call: CallStarted) -> None:
            order.append(f"{self.name} started")

        def attempt_ended(self, ended: AttemptEnded) -> None:
            order.append(f"{self.name} attempt")

        def call_ended(self, ended: CallEnded) -> None:
            order.append(f"{self.name} ended")

    async with RawServer() as server, client_of(server, Named("a"), Named("b")) as client:
        await client.request("GET", "/api/a")
    assert order == ["a started", "b started", "b attempt", "a attempt", "b ended", "a ended"]


# -- headers


class Adds(Observer):
    def __init__(self, headers: Any) -> None:
        self.headers = headers

    def request_headers(self, attempt: AttemptStarted) -> Any:
        return self.headers


async def test_an_observer_adds_headers_and_overrides_none(caplog: pytest.LogCaptureFixture) -> None:
    class Careless(Adds):
        """A class of its own, since each is logged once."""

    headers = {
        "traceparent": "00-aa-bb-01",
        "X-API-KEY": "canary-other",
        "Host": "canary.example",
        "content-type": "canary/type",
        "User-Agent": "canary-agent",
        "X-Mine": "canary-mine",
        "X-Split": "a\r\nX-Injected: canary",
        "bad name": "canary",
        "X-Number": 5,
    }
    async with (
        RawServer() as server,
        client_of(server, Careless(headers), headers={"x-mine": "own"}) as client,
    ):
        await client.request("POST", "/api/a", body={})
        (received,) = server.requests
        assert received.headers["traceparent"] == "00-aa-bb-01"
        assert received.headers["x-mine"] == "own"
        assert received.headers["x-api-key"] == "key-1"
        assert received.headers["content-type"] == "application/json"
        assert "x-injected" not in received.headers
        assert not any("canary" in value for value in received.headers.values())
        logged = len(caplog.records)
        assert logged == len(headers) - 1
        await client.request("POST", "/api/a", body={})
        assert len(caplog.records) == logged
    assert "canary" not in caplog.text


@pytest.mark.parametrize("headers", [5, ["a"], {"a": "b"}.items()])
async def test_headers_that_are_no_mapping_harm_nothing(headers: Any) -> None:
    class Wrong(Adds):
        pass

    async with RawServer() as server, client_of(server, Wrong(headers)) as client:
        await client.request("GET", "/api/a")


async def test_a_secret_header_of_an_observer_is_masked_in_errors_of_every_attempt() -> None:
    class Secretive(Observer):
        def request_headers(self, attempt: AttemptStarted) -> Mapping[str, str]:
            return {"X-Internal-Token": f"canary-token-{attempt.number}"}

    def echo(received: Received) -> bytes:
        token = received.headers["x-internal-token"]
        earlier = "canary-token-1"
        return raw_response(503, {"message": f"{token} {earlier}"}, {"X-Request-Id": token})

    seen = RecordingObserver()
    async with RawServer(echo) as server, client_of(server, Secretive(), seen) as client:
        with pytest.raises(APIError) as raised:
            await client.request("GET", "/api/a")
    assert "canary" not in f"{raised.value} {raised.value.body!r} {raised.value.request_id}"
    assert "canary" not in repr([vars(value) for value in seen.values])


# -- observers that misbehave


class Broken(Observer):
    def call_started(self, call: CallStarted) -> None:
        raise LookupError("broken")

    def attempt_ended(self, ended: AttemptEnded) -> None:
        raise asyncio.CancelledError

    def request_headers(self, attempt: AttemptStarted) -> Mapping[str, str]:
        raise ZeroDivisionError

    def call_ended(self, ended: CallEnded) -> None:
        raise LookupError("broken")


async def test_an_observer_that_raises_is_logged_once_and_harms_nothing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    seen = RecordingObserver()
    async with RawServer([OK, raw_response(404, {})]) as server:
        async with client_of(server, Broken(), seen) as client:
            await client.request("GET", "/api/a")
            with pytest.raises(NotFound):
                await client.request("GET", "/api/a")
        async with client_of(server, Broken()) as client:
            with pytest.raises(NotFound):
                await client.request("GET", "/api/a")
    assert len(seen.calls()) == 2
    names = sorted(record.getMessage().split()[1] for record in caplog.records)
    assert names == [
        "Broken.attempt_ended",
        "Broken.call_ended",
        "Broken.call_started",
        "Broken.request_headers",
    ]
    assert {record.levelno for record in caplog.records} == {logging.WARNING}


class Asynchronous(Observer):
    async def call_ended(self, ended: CallEnded) -> None:  # type: ignore[override]  # what is refused
        """Nothing would await it."""


@pytest.mark.parametrize(
    ("observers", "message"),
    [
        (RecordingObserver(), "observers must be a list of Observer objects, got a RecordingObserver"),
        ([RecordingObserver], r"observers\[0\] must be an object, got the class RecordingObserver"),
        ([Observer(), print], r"observers\[1\] must be an object of a subclass of Observer"),
        ([Asynchronous()], r"got the async function Asynchronous\.call_ended"),
    ],
)
async def test_what_is_no_observer_is_refused(observers: Any, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        CortexClient(base_url="http://x", api_key="key-1", observers=observers)
    async with CortexClient(base_url="http://x", api_key="key-1") as client:
        with pytest.raises(ArgumentError, match=message):
            client.with_options(observers=observers)


async def test_a_variant_has_observers_of_its_own() -> None:
    mine, theirs = RecordingObserver(), RecordingObserver()
    async with RawServer() as server, client_of(server, mine) as client:
        await client.with_options(observers=[theirs]).request("GET", "/api/a")
        await client.with_options(observers=None).request("GET", "/api/a")
        await client.with_options(timeout=5).request("GET", "/api/a")
    assert [len(one.calls()) for one in (mine, theirs)] == [1, 1]
    # The connections belong to the client.
    assert [len(one.all(ConnectionOpened)) for one in (mine, theirs)] == [1, 0]


async def test_the_values_of_a_retry_in_time() -> None:
    seen = RecordingObserver()
    asks = raw_response(503, {}, {"retry-after-ms": "20"})
    async with RawServer([asks, OK]) as server, client_of(server, seen) as client:
        await client.request("GET", "/api/a")
    assert kinds(seen)[:8] == [
        CallStarted,
        AttemptStarted,
        ConnectionOpened,
        AttemptEnded,
        RetryScheduled,
        AttemptStarted,
        AttemptEnded,
        CallEnded,
    ]
    (retry,) = seen.retries()
    assert (retry.retry_after, retry.wait) == (0.02, 0.02)
    assert seen.calls()[0].duration >= 0.02


async def test_the_last_of_several_failures_is_declined_once() -> None:
    seen = RecordingObserver()
    async with RawServer(raw_response(429, {})) as server, client_of(server, seen) as client:
        with pytest.raises(RateLimited):
            await client.request("GET", "/api/a")
    assert [type(value) for value in seen.values if isinstance(value, (RetryScheduled, RetryDeclined))] == [
        RetryScheduled,
        RetryScheduled,
        RetryDeclined,
    ]
