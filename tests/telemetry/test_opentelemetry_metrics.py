"""Metrics: values of every figure, with few series, however many objects there are."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any

import orjson
import pytest

from benchmarks.harness import networkless
from cortex_async import Connected, CortexClient, CortexError, Retry
from cortex_async.emulator import Emulator
from cortex_async.telemetry.figures import FIGURES
from cortex_async.telemetry.measuring.labels import Servers
from cortex_async.webhooks import WebhookRouter
from tests.telemetry.otel import CLIENT, Telemetry, client_of
from tests.telemetry.test_secrets import CANARY, KEY, SETTINGS, echo, provoke
from tests.webhooks.deliveries import SECRET, delivery
from tests.wire.server import OK, RawServer, raw_response

GUIDE = (Path(__file__).parents[2] / "docs" / "opentelemetry.md").read_text("utf-8")
OPERATION = {"odin__cortex__operation__name": "listSessions"}


@pytest.fixture
def telemetry() -> Telemetry:
    return Telemetry()


async def test_calls_attempts_and_retries(telemetry: Telemetry) -> None:
    server = RawServer([raw_response(503, {}), raw_response(200, []), raw_response(404, {})])
    async with server, client_of(server, telemetry) as client:
        await client.project("p1").sessions.list()
        with pytest.raises(CortexError):
            await client.project("p1").sessions.list()
        port = server.port
    points = telemetry.points("http.client.request.duration")
    common = {
        "http.request.method": "GET",
        "url.scheme": "http",
        "server.address": "127.0.0.1",
        "server.port": port,
        "url.template": "/api/projects/{projectId}/sessions",
    }
    assert [dict(point.attributes) for point in points] == [
        {**common, "http.response.status_code": 503, "error.type": "503"},
        {**common, "http.response.status_code": 200},
        {**common, "http.response.status_code": 404, "error.type": "404"},
    ]
    assert {point.count for point in points} == {1}
    assert points[0].explicit_bounds == (
        0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0
    )  # fmt: skip
    done, failed = telemetry.points("odin.cortex.operation.duration")
    assert dict(done.attributes)["odin.cortex.operation.outcome"] == "done"
    assert dict(failed.attributes)["error.type"] == "NotFound"
    assert telemetry.value("odin.cortex.retries", **OPERATION, error__type="ServerError") == 1
    assert telemetry.value("odin.cortex.retries_declined", odin__cortex__retry__declined="final") == 1
    assert telemetry.value("odin.cortex.operation.active") == 0


async def test_calls_in_progress(telemetry: Telemetry) -> None:
    server = RawServer()
    server.reply = [server.stall]
    async with server, client_of(server, telemetry) as client:
        task = asyncio.create_task(client.request("GET", "/api/a"))
        await server.arrived.wait()
        assert telemetry.value("odin.cortex.operation.active") == 1
        task.cancel()
        await asyncio.wait({task})
        assert telemetry.value("odin.cortex.operation.active") == 0


async def test_examples_of_a_duration_belong_to_its_span(telemetry: Telemetry) -> None:
    async with RawServer(OK) as server, client_of(server, telemetry) as client:
        with telemetry.tracer.start_as_current_span("own"):
            await client.request("GET", "/api/a")
    (point,) = telemetry.points("http.client.request.duration")
    (span,) = telemetry.spans(CLIENT)
    assert [one.span_id for one in point.exemplars] == [span.context.span_id]


async def test_a_download_is_measured_with_its_body(telemetry: Telemetry, tmp_path: Path) -> None:
    audio = raw_response(200, b"x" * 5000, kind="audio/wav")
    async with RawServer(audio) as server, client_of(server, telemetry) as client:
        await client.project("p1").messages.save_debug_audio("s1", "m1", tmp_path / "audio.wav")
    (request,) = telemetry.points("http.client.request.duration")
    (operation,) = telemetry.points("odin.cortex.operation.duration")
    assert request.count == operation.count == 1
    assert operation.sum >= request.sum > 0


async def test_streams_and_live_views(telemetry: Telemetry) -> None:
    states: list[object] = []
    again = asyncio.Event()

    def saw(state: object) -> None:
        states.append(state)
        if [isinstance(one, Connected) for one in states].count(True) == 2:
            again.set()

    async with (
        Emulator() as emulator,
        CortexClient(
            base_url=emulator.base_url, api_key=emulator.api_key, observers=[telemetry.observer]
        ) as client,
    ):
        project = client.project(emulator.project_id)
        async with project.events.stream(on_state=saw, retry=Retry(base=0.01)) as stream:
            await emulator.wait_for_streams(1)
            for number in range(3):
                await project.sessions.create(title="Raid", external_room_id=f"r{number}")
            await anext(stream)
            emulator.cut_streams()
            await asyncio.wait_for(again.wait(), 20)
            assert telemetry.value("odin.cortex.stream.active") == 1
            assert telemetry.value("odin.cortex.stream.connected") == 1
            assert telemetry.value("odin.cortex.stream.buffered") >= 0
        async with project.sessions.watch():
            assert telemetry.value("odin.cortex.view.active", odin__cortex__view__kind="session") == 1
            assert telemetry.value("odin.cortex.view.objects", odin__cortex__view__kind="session") == 3
            assert telemetry.value("odin.cortex.view.stale") == 0
    assert telemetry.value("odin.cortex.stream.reconnects") == 1
    assert telemetry.value("odin.cortex.stream.disconnects") == 1
    assert telemetry.value("odin.cortex.stream.events", odin__cortex__event__type="session.created") == 1
    (age,) = telemetry.points("odin.cortex.stream.event.age")
    assert age.count == 1
    (fetch,) = telemetry.points("odin.cortex.view.fetch.duration")
    assert fetch.count == 1
    for name in ("stream.active", "stream.connected", "stream.buffered", "view.active", "view.objects"):
        assert telemetry.value(f"odin.cortex.{name}") == 0, name


async def test_deliveries_by_outcome(telemetry: Telemetry) -> None:
    router = WebhookRouter(SECRET, observers=[telemetry.observer])
    body, headers = delivery()
    await router.handle(body, headers)
    await router.handle(body + b" ", headers)
    unhandled, rejected = telemetry.points("odin.cortex.webhook.deliveries")
    assert dict(unhandled.attributes) == {
        "odin.cortex.webhook.outcome": "unhandled",
        "odin.cortex.event.type": "session.created",
    }
    assert dict(rejected.attributes) == {
        "odin.cortex.webhook.outcome": "rejected",
        "error.type": "SignatureMismatch",
    }
    assert len(telemetry.points("odin.cortex.webhook.age")) == 1
    assert len(telemetry.points("odin.cortex.webhook.duration")) == 2


# -- few series


async def test_a_thousand_ids_make_no_new_series_and_no_new_name(telemetry: Telemetry) -> None:
    with networkless.responding(orjson.dumps({})):
        client = CortexClient(base_url=networkless.ORIGIN, api_key="key", observers=[telemetry.observer])
        async with client:
            project = client.project("p1")

            await client.request("SUBSCRIBE", "/api/a")
            for number in range(500):
                await client.request("GET", f"/api/sessions/{number}")
                await project.participants.delete(f"s{number}")
    names = {span.name for span in telemetry.spans()}
    assert names == {
        "HTTP",
        "GET",
        "DELETE /api/projects/{projectId}/participants/{id}",
        "request",
        "deleteParticipant",
    }
    shown = {
        value
        for figure in FIGURES
        for point in telemetry.points(figure.name)
        for value in dict(point.attributes).values()
    }
    assert "_OTHER" in shown
    assert not any("499" in str(value) for value in shown)
    series = telemetry.points("http.client.request.duration")
    assert len(series) == 3


def test_signed_urls_make_no_series_without_end() -> None:
    from cortex_async.telemetry import CallStarted

    servers = Servers()
    names = [
        servers.name(CallStarted(operation="o", method="GET", path="/", server_address=f"host-{number}"))
        for number in range(10_000)
    ]
    assert len(set(names)) == 101
    assert names[0] == "host-0"
    assert names[-1] == "_OTHER"


@pytest.mark.parametrize("request_ids", [False, True])
@pytest.mark.parametrize("status", [200, 401, 503])
@pytest.mark.parametrize("settings", SETTINGS, ids=["key", "header", "token", "function", "headers"])
async def test_no_span_and_no_metric_shows_a_secret(
    settings: dict[str, Any], status: int, request_ids: bool, tmp_path: Path
) -> None:
    telemetry = Telemetry(request_ids=request_ids)
    async with RawServer(echo(status)) as server:
        await provoke({**settings, "base_url": server.url, "observers": [telemetry.observer]}, tmp_path)
    shown = telemetry.shown()
    assert "login" in shown
    assert CANARY not in shown
    assert KEY not in shown
    assert "p1" not in re.findall(r'"([^"]*)"', shown)


# -- names and the page


def test_names_follow_the_rules() -> None:
    names = [figure.name for figure in FIGURES]
    assert len(set(names)) == len(names)
    for figure in FIGURES:
        assert re.fullmatch(
            r"(http\.client\.request\.duration|odin\.cortex(\.[a-z]+(_[a-z]+)*)+)", figure.name
        )
        assert figure.unit == "s" or re.fullmatch(r"\{[a-z]+\}", figure.unit)
        assert bool(figure.buckets) == (figure.kind == "histogram")
        assert list(figure.buckets) == sorted(set(figure.buckets))
        assert figure.description.endswith(".")
        # A name is not the namespace of another.
        assert not any(other.startswith(f"{figure.name}.") for other in names)


def test_the_page_lists_every_metric_with_its_unit_and_attributes() -> None:
    rows = re.findall(r"^\| `([a-z_.]+)` \| (\w+) \| `([^`]+)` \| (.*?) \|", GUIDE, re.MULTILINE)
    kinds = {"histogram": "histogram", "counter": "counter", "up_down": "sum"}
    assert [
        (name, kind, unit, tuple(re.findall(r"`([^`]+)`", names))) for name, kind, unit, names in rows
    ] == [
        (
            figure.name,
            kinds[figure.kind],
            figure.unit,
            tuple(name.removeprefix("odin.cortex.") for name in figure.attributes),
        )
        for figure in FIGURES
    ]
