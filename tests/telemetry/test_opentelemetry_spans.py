"""Spans: of calls, attempts, connections, events and deliveries, with OpenTelemetry's own SDK."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from pathlib import Path

import pytest
from opentelemetry import baggage, context, trace
from opentelemetry.instrumentation.aiohttp_client import AioHttpClientInstrumentor
from opentelemetry.trace import StatusCode

from cortex_async import Connected, ConnectionFailed, CortexClient, DecodeError, NotFound, Retry
from cortex_async.emulator import Emulator
from cortex_async.webhooks import WebhookRouter
from cortex_sync import CortexClient as SyncClient
from cortex_sync.telemetry.opentelemetry import OpenTelemetryObserver as SyncObserver
from cortex_sync.testing import Emulator as SyncEmulator
from tests.telemetry.otel import (
    CLIENT,
    CONSUMER,
    INTERNAL,
    Telemetry,
    attributes,
    client_of,
    linked,
    parent,
    span_id,
)
from tests.webhooks.deliveries import SECRET, delivery
from tests.wire.server import OK, RawServer, raw_response, refusing_port

TEMPLATE = "/api/projects/{projectId}/sessions"


@pytest.fixture
def telemetry() -> Telemetry:
    return Telemetry()


async def test_a_call_with_two_attempts(telemetry: Telemetry) -> None:
    server = RawServer([raw_response(503, {}), raw_response(200, [])])
    async with server, client_of(server, telemetry) as client:
        with telemetry.tracer.start_as_current_span("handler") as handler:
            await client.project("p1").sessions.list()
            assert trace.get_current_span() is handler
        port = server.port
    (call,) = telemetry.spans(INTERNAL, "listSessions")
    first, second = telemetry.spans(CLIENT)
    assert parent(call) == handler.get_span_context().span_id
    assert parent(first) == parent(second) == span_id(call)
    common = {
        "http.request.method": "GET",
        "url.scheme": "http",
        "url.template": TEMPLATE,
        "server.address": "127.0.0.1",
        "server.port": port,
        "odin.cortex.operation.name": "listSessions",
    }
    assert first.name == second.name == f"GET {TEMPLATE}"
    assert attributes(first) == {
        **common,
        "http.response.status_code": 503,
        "error.type": "503",
        "odin.cortex.connection": "new",
    }
    assert attributes(second) == {
        **common,
        "http.response.status_code": 200,
        "http.request.resend_count": 1,
        "odin.cortex.connection": "reused",
    }
    assert attributes(call) == {
        "odin.cortex.operation.name": "listSessions",
        "server.address": "127.0.0.1",
        "odin.cortex.operation.outcome": "done",
        "odin.cortex.operation.attempts": 2,
    }
    assert [span.status.status_code for span in (first, second, call)] == [
        StatusCode.ERROR,
        StatusCode.UNSET,
        StatusCode.UNSET,
    ]


async def test_requests_carry_the_span_of_their_attempt_and_no_baggage(telemetry: Telemetry) -> None:
    server = RawServer([raw_response(503, {}), OK])
    async with server, client_of(server, telemetry) as client:
        token = context.attach(baggage.set_baggage("user", "canary"))
        await client.request("GET", "/api/a")
        assert baggage.get_baggage("user") == "canary"
        context.detach(token)
        sent = [request.headers["traceparent"].rsplit("-", 1)[0] for request in server.requests]
        assert not any("baggage" in request.headers for request in server.requests)
    spans = telemetry.spans(CLIENT)
    assert sent == [f"00-{span.context.trace_id:032x}-{span_id(span):016x}" for span in spans]


async def test_a_call_that_fails(telemetry: Telemetry) -> None:
    server = RawServer(raw_response(404, {"message": "canary"}))
    async with server, client_of(server, telemetry) as client:
        with pytest.raises(NotFound):
            await client.request("GET", "/api/a")
    async with refusing_port() as port:
        client = CortexClient(
            base_url=f"http://127.0.0.1:{port}", api_key="k", retry=False, observers=[telemetry.observer]
        )
        async with client:
            with pytest.raises(ConnectionFailed):
                await client.request("GET", "/api/a")
    refused, unsent = telemetry.spans(INTERNAL)
    assert refused.status.status_code is StatusCode.ERROR
    assert refused.status.description is None
    assert attributes(refused)["error.type"] == "NotFound"
    assert attributes(refused)["odin.cortex.operation.outcome"] == "rejected"
    assert attributes(refused)["odin.cortex.retry.declined"] == "final"
    assert attributes(unsent)["error.type"] == "ConnectionFailed"
    assert attributes(unsent)["odin.cortex.operation.outcome"] == "not_sent"
    assert [attributes(span)["error.type"] for span in telemetry.spans(CLIENT)] == ["404", "ConnectionFailed"]
    assert not any(span.events for span in telemetry.spans())


async def test_a_cancelled_call_has_not_failed(telemetry: Telemetry) -> None:
    server = RawServer()
    server.reply = [server.stall]
    async with server, client_of(server, telemetry) as client:
        task = asyncio.create_task(client.request("GET", "/api/a"))
        await server.arrived.wait()
        task.cancel()
        await asyncio.wait({task})
    for span in telemetry.spans():
        assert attributes(span)["error.type"] == "CancelledError"
        assert span.status.status_code is StatusCode.UNSET


async def test_the_span_of_a_download_ends_with_its_body(telemetry: Telemetry, tmp_path: Path) -> None:
    audio = raw_response(200, b"x" * 5000, kind="audio/wav")
    async with RawServer(audio) as server, client_of(server, telemetry) as client:
        save = client.project("p1").messages.save_debug_audio
        await save("s1", "m1", tmp_path / "audio.wav")
        server.reply = raw_response(200, b"x" * 5000, kind="text/html")
        with pytest.raises(DecodeError):
            await save("s1", "m1", tmp_path / "page.wav")
    whole, _, left, call = telemetry.spans()
    assert "error.type" not in attributes(whole)
    assert attributes(left)["error.type"] == attributes(call)["error.type"] == "DecodeError"
    assert parent(left) == span_id(call)


# -- nesting


async def test_concurrent_calls_nest_below_their_own_tasks(telemetry: Telemetry) -> None:
    async def call(client: CortexClient, number: int) -> None:
        with telemetry.tracer.start_as_current_span(f"task {number}") as own:
            for _ in range(2):
                await client.project(f"p{number}").sessions.list()
                assert trace.get_current_span() is own

    server = RawServer(raw_response(200, []))
    async with server, client_of(server, telemetry) as client, asyncio.TaskGroup() as group:
        for number in range(20):
            group.create_task(call(client, number))
    check_nesting(telemetry, "task", 20)


def check_nesting(telemetry: Telemetry, name: str, tasks: int) -> None:
    """Each of the tasks' spans has two calls below it, and each of these one attempt of the same trace."""
    by_id = {span_id(span): span for span in telemetry.spans()}
    calls, attempts = telemetry.spans(INTERNAL, "listSessions"), telemetry.spans(CLIENT)
    assert len(calls) == len(attempts) == 2 * tasks
    assert len({parent(span) for span in calls}) == tasks
    assert all(by_id[parent(span) or 0].name.startswith(name) for span in calls)
    assert {parent(span) for span in attempts} == {span_id(span) for span in calls}
    for span in attempts:
        above = by_id[parent(span) or 0]
        assert span.context.trace_id == above.context.trace_id


def test_calls_of_threads_nest_below_their_own_threads(telemetry: Telemetry) -> None:
    assert isinstance(telemetry.observer, SyncObserver)

    def call(number: int) -> None:
        with telemetry.tracer.start_as_current_span(f"thread {number}") as own:
            for _ in range(2):
                client.project(emulator.project_id).sessions.list()
                assert trace.get_current_span() is own

    with SyncEmulator() as emulator:
        client = SyncClient(
            base_url=emulator.base_url, api_key=emulator.api_key, observers=[telemetry.observer]
        )
        with client, ThreadPoolExecutor(4) as pool:
            list(pool.map(call, range(8)))
    check_nesting(telemetry, "thread", 8)


async def test_a_call_that_ends_in_another_context_logs_no_error(
    telemetry: Telemetry, caplog: pytest.LogCaptureFixture
) -> None:
    async def never() -> str:
        await asyncio.Event().wait()
        return ""

    async with RawServer() as server, client_of(server, telemetry, api_key=never) as client:
        call = client.request("GET", "/api/a")
        # Begins in one context, and is closed in another, as by the finaliser of a generator.
        copy_context().run(call.send, None)
        call.close()
        assert not trace.get_current_span().get_span_context().is_valid
    assert caplog.records == []
    assert [attributes(span)["error.type"] for span in telemetry.spans(INTERNAL)] == ["GeneratorExit"]


# -- other instrumentations


@pytest.fixture
def instrumented(telemetry: Telemetry, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    AioHttpClientInstrumentor().instrument(tracer_provider=telemetry.tracers, meter_provider=telemetry.meters)
    yield
    AioHttpClientInstrumentor().uninstrument()


@pytest.mark.usefixtures("instrumented")
async def test_an_instrumented_aiohttp_makes_no_second_span(telemetry: Telemetry) -> None:
    server = RawServer([raw_response(503, {}), OK, OK, OK])
    async with server:
        async with client_of(server, telemetry) as client:
            await client.request("GET", "/api/a", query={"token": "canary"})
            with telemetry.tracer.start_as_current_span("own"):
                import aiohttp

                async with aiohttp.ClientSession() as session, session.get(server.url):
                    """A request of the application's own."""
        headers = [request.headers for request in server.requests]
        async with CortexClient(base_url=server.url, api_key="key-1") as client:
            await client.request("GET", "/api/b")
    ours, theirs, unobserved = telemetry.spans(CLIENT)[:2], *telemetry.spans(CLIENT)[2:]
    assert [attributes(span)["http.response.status_code"] for span in ours] == [503, 200]
    assert {theirs.instrumentation_scope.name, unobserved.instrumentation_scope.name} == {  # type: ignore[union-attr]  # set
        "opentelemetry.instrumentation.aiohttp_client"
    }
    assert [f"{span_id(span):016x}" for span in (*ours, theirs)] == [
        one["traceparent"].split("-")[2] for one in headers
    ]
    assert len(telemetry.points("http.client.request.duration")) == 2


# -- streams


async def test_each_connection_of_a_stream_is_a_trace_linked_to_who_opened_it(telemetry: Telemetry) -> None:
    again = asyncio.Event()
    connected: list[object] = []

    def saw(state: object) -> None:
        connected.extend([state] if isinstance(state, Connected) else [])
        if len(connected) == 2:
            again.set()

    async with (
        Emulator() as emulator,
        CortexClient(
            base_url=emulator.base_url, api_key=emulator.api_key, observers=[telemetry.observer]
        ) as client,
    ):
        project = client.project(emulator.project_id)
        with telemetry.tracer.start_as_current_span("opener") as opener:
            stream = project.events.stream(on_state=saw, retry=Retry(base=0.01))
            await stream.__aenter__()
        await emulator.wait_for_streams(1)
        await project.sessions.create(title="Raid", external_room_id="r1")
        first = event = await anext(stream)
        emulator.cut_streams()
        await asyncio.wait_for(again.wait(), 20)
        await emulator.wait_for_streams(1)
        second = await project.sessions.create(title="Raid", external_room_id="r2")
        while not (event.type == "session.created" and second.id in str(event.resource_id)):
            event = await anext(stream)
        # The spans of connections have ended, although one of them is still open.
        connections = telemetry.spans(CLIENT, "GET /api/projects/{projectId}/events/stream")
        with telemetry.observer.handling(first):
            await project.sessions.list()
        with pytest.raises(LookupError), telemetry.observer.handling(event):
            raise LookupError("canary")
        await stream.close()
    assert len(connections) == 2
    assert len(telemetry.spans(name="GET /api/projects/{projectId}/events/stream")) == 2
    assert not telemetry.spans(INTERNAL, "streamProject")
    for span in connections:
        assert span.parent is None
        assert linked(span) == [opener.get_span_context().span_id]
    handled, failed = telemetry.spans(CONSUMER)
    assert handled.name == "process session.created"
    assert attributes(handled) == {"odin.cortex.event.type": "session.created"}
    assert linked(handled) == [span_id(connections[0])]
    assert linked(failed) == [span_id(connections[1])]
    assert attributes(failed)["error.type"] == "LookupError"
    assert failed.status.status_code is StatusCode.ERROR
    assert not failed.events
    (inside,) = telemetry.spans(INTERNAL, "listSessions")
    assert parent(inside) == span_id(handled)


async def test_events_remember_where_they_came_from_in_blocking_code(telemetry: Telemetry) -> None:
    def work() -> None:
        with SyncEmulator() as emulator:
            client = SyncClient(
                base_url=emulator.base_url, api_key=emulator.api_key, observers=[telemetry.observer]
            )
            with client, client.project(emulator.project_id).events.stream() as stream:
                emulator.wait_for_streams(1)
                client.project(emulator.project_id).sessions.create(title="Raid", external_room_id="r1")
                with telemetry.observer.handling(next(stream)):
                    client.project(emulator.project_id).sessions.list()

    await asyncio.to_thread(work)
    (connection,) = telemetry.spans(CLIENT, "GET /api/projects/{projectId}/events/stream")
    (handled,) = telemetry.spans(CONSUMER)
    assert linked(handled) == [span_id(connection)]
    (inside,) = telemetry.spans(INTERNAL, "listSessions")
    assert parent(inside) == span_id(handled)


# -- webhooks

SENDER = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


async def test_handlers_of_a_delivery_run_in_its_span(telemetry: Telemetry) -> None:
    router = WebhookRouter(SECRET, observers=[telemetry.observer])
    inside: list[int] = []

    @router.on("session.created")
    async def handle(event: object) -> None:
        inside.append(trace.get_current_span().get_span_context().span_id)

    body, headers = delivery()
    sent = {**dict(headers), "traceparent": SENDER}
    await router.handle(body, sent)
    await asyncio.to_thread(router.handle_sync, *delivery("session.created"))
    await router.handle(body + b" ", headers)
    assert not trace.get_current_span().get_span_context().is_valid
    handled, in_thread, rejected = telemetry.spans(CONSUMER)
    assert inside == [span_id(handled), span_id(in_thread)]
    assert handled.name == "process session.created"
    assert linked(handled) == [int("b7ad6b7169203331", 16)]
    assert handled.parent is None
    assert attributes(handled) == {
        "odin.cortex.event.type": "session.created",
        "odin.cortex.webhook.outcome": "handled",
    }
    assert rejected.name == "process webhook"
    assert attributes(rejected)["error.type"] == "SignatureMismatch"
    assert rejected.status.status_code is StatusCode.ERROR


async def test_a_delivery_below_a_servers_span_needs_no_link(telemetry: Telemetry) -> None:
    router = WebhookRouter(SECRET, observers=[telemetry.observer])
    body, headers = delivery()
    with telemetry.tracer.start_as_current_span("server") as server:
        span = server.get_span_context()
        same = f"00-{span.trace_id:032x}-b7ad6b7169203331-01"
        await router.handle(body, {**dict(headers), "traceparent": same, "tracestate": "a=b"})
        await router.handle(body, {**dict(headers), "traceparent": "canary"})
    for one in telemetry.spans(CONSUMER):
        assert parent(one) == span.span_id
        assert not one.links


async def test_a_delivery_whose_handler_is_cancelled_ends_its_span(telemetry: Telemetry) -> None:
    router = WebhookRouter(SECRET, observers=[telemetry.observer])
    running = asyncio.Event()

    @router.on("session.created")
    async def handle(event: object) -> None:
        running.set()
        await asyncio.Event().wait()

    task = asyncio.create_task(router.handle(*delivery()))
    await running.wait()
    task.cancel()
    await asyncio.wait({task})
    (span,) = telemetry.spans(CONSUMER)
    assert attributes(span)["odin.cortex.webhook.outcome"] == "failed"
    assert attributes(span)["error.type"] == "CancelledError"


# -- request ids


async def test_request_ids_are_shown_on_request_only() -> None:
    for shows in (False, True):
        telemetry = Telemetry(request_ids=shows)
        server = RawServer(raw_response(200, {}, {"X-Request-Id": "req-1"}))
        async with server, client_of(server, telemetry) as client:
            await client.request("GET", "/api/a")
        assert ("req-1" in telemetry.shown()) == shows
        (span,) = telemetry.spans(CLIENT)
        assert attributes(span).get("odin.cortex.request.id") == ("req-1" if shows else None)


# -- the page

GUIDE = (Path(__file__).parents[2] / "docs" / "opentelemetry.md").read_text("utf-8")


def test_the_page_names_every_attribute() -> None:
    named = set(re.findall(r"`((?:http|server|url|error|odin)\.[a-z_.]+)`", GUIDE))
    source = Path(__file__).parents[2] / "cortex_async" / "telemetry"
    written = {
        name
        for path in source.rglob("*.py")
        for name in re.findall(r'"((?:http|server|url|error|odin)\.[a-z_.]+)"', path.read_text("utf-8"))
    }
    assert named - {"url.full"} == written
