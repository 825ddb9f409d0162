"""What ``PrometheusObserver`` exports: real clients against the emulator, and values in great numbers."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import CollectorRegistry, Counter, generate_latest

import cortex_sync
import cortex_sync.telemetry.prometheus
import cortex_sync.testing
from cortex_async import CortexClient, NotFound, Observer
from cortex_async.emulator import Emulator
from cortex_async.telemetry import (
    AttemptEnded,
    AttemptStarted,
    CallEnded,
    CallStarted,
    ConnectionOpened,
    DeliveryJudged,
    DeliveryReceived,
    EventReceived,
    StreamClosed,
    StreamOpened,
    ViewClosed,
    ViewFetched,
    ViewOpened,
    prometheus,
)
from cortex_async.telemetry.figures import FIGURES
from cortex_async.telemetry.prometheus import PrometheusObserver
from cortex_async.webhooks import WebhookRouter
from tests.webhooks.deliveries import SECRET, delivery

CALLS = "odin_cortex_operation_duration_seconds_count"


def total(registry: CollectorRegistry, name: str, **labels: str) -> float:
    """The sum over all series with these labels."""
    return sum(
        sample.value
        for family in registry.collect()
        for sample in family.samples
        if sample.name == name and labels.items() <= sample.labels.items()
    )


def series(registry: CollectorRegistry) -> int:
    """How many label sets the metrics have."""
    return len(
        {
            (family.name, *sorted((key, value) for key, value in sample.labels.items() if key != "le"))
            for family in registry.collect()
            for sample in family.samples
        }
    )


async def test_calls_attempts_retries_credentials_and_connections() -> None:
    registry = CollectorRegistry()

    async with Emulator() as emulator:

        async def key() -> str:
            return emulator.api_key

        observers = [PrometheusObserver(registry=registry)]
        async with CortexClient(base_url=emulator.base_url, api_key=key, observers=observers) as client:
            sessions = client.project(emulator.project_id).sessions
            emulator.faults.next("listSessions", times=2, status=429, headers={"Retry-After": "0"})
            await sessions.list()
            with pytest.raises(NotFound):
                await sessions.get("none")
            port = emulator.base_url.rpartition(":")[2]
            assert total(registry, "odin_cortex_connection_active") == 1
            assert total(registry, "odin_cortex_operation_active") == 0
    status = {"http_response_status_code": "429", "http_request_method": "GET", "error_type": "429"}
    attempts = "http_client_request_duration_seconds_count"
    path = "/api/projects/{projectId}/sessions"
    assert total(registry, attempts, url_template=path, **status) == 2
    assert total(registry, attempts, url_template=path) == 3
    assert total(registry, attempts, server_port=port, server_address="127.0.0.1", url_scheme="http") == 4
    list_sessions = {"odin_cortex_operation_name": "listSessions", "server_address": "127.0.0.1"}
    assert total(registry, CALLS, error_type="", odin_cortex_operation_outcome="done", **list_sessions) == 1
    assert total(registry, CALLS, error_type="NotFound", odin_cortex_operation_outcome="rejected") == 1
    assert total(registry, "odin_cortex_retries_total", error_type="RateLimited", **list_sessions) == 2
    declined = {"odin_cortex_retry_declined": "final", "odin_cortex_operation_name": "getSession"}
    assert total(registry, "odin_cortex_retries_declined_total", **declined) == 1
    renewals = {"odin_cortex_credential_name": "api_key", "odin_cortex_credential_reason": "first"}
    assert total(registry, "odin_cortex_credential_renewals_total", **renewals) == 1
    assert total(registry, "odin_cortex_connection_active") == 0
    assert total(registry, "odin_cortex_connection_connect_duration_seconds_count") == 1
    assert total(registry, "odin_cortex_connection_connect_duration_seconds_sum") > 0


async def test_streams_and_views_of_several_clients_add_up_and_go_away() -> None:
    registry = CollectorRegistry()

    def now() -> tuple[float, ...]:
        names = ("stream_active", "stream_connected", "view_active", "view_stale", "view_objects")
        return tuple(total(registry, f"odin_cortex_{name}") for name in names)

    class Fresh(Observer):
        def __init__(self) -> None:
            self.again = asyncio.Event()

        def view_fresh(self, fresh: object) -> None:
            self.again.set()

    fresh = Fresh()
    async with Emulator() as emulator:

        def client() -> CortexClient:
            observers = [PrometheusObserver(registry=registry), fresh]
            return CortexClient(base_url=emulator.base_url, api_key=emulator.api_key, observers=observers)

        async with client() as one, client() as two:
            projects = [one.project(emulator.project_id), two.project(emulator.project_id)]
            await projects[0].sessions.create(title="Raid", external_room_id="r1")
            async with (
                projects[0].sessions.watch(),
                projects[1].sessions.watch(),
                projects[1].events.stream() as stream,
            ):
                await emulator.wait_for_streams(3)
                await projects[0].sessions.create(title="Raid", external_room_id="r2")
                await anext(stream)
                assert now() == (3, 3, 2, 0, 2)
                fresh.again.clear()
                emulator.cut_streams()
                await asyncio.wait_for(fresh.again.wait(), 20)
            assert now() == (0, 0, 0, 0, 0)
    created = {"odin_cortex_event_type": "session.created", "odin_cortex_operation_name": "streamProject"}
    assert total(registry, "odin_cortex_stream_events_total", **created) >= 1
    assert total(registry, "odin_cortex_stream_event_age_seconds_count") >= 1
    assert total(registry, "odin_cortex_stream_reconnects_total") >= 1
    assert total(registry, "odin_cortex_stream_disconnects_total", odin_cortex_stream_reason="failed") >= 1
    assert total(registry, "odin_cortex_view_staleness_seconds_count") >= 1
    fetches = "odin_cortex_view_fetch_duration_seconds_count"
    assert total(registry, fetches, odin_cortex_view_kind="session", error_type="") >= 3


def test_buffers_and_losses_of_several_streams_add_up() -> None:
    registry = CollectorRegistry()
    left, right = PrometheusObserver(registry=registry), PrometheusObserver(registry=registry)
    streams = [StreamOpened(operation="streamProject", path="/events") for _ in range(3)]
    for observer, stream in zip((left, left, right), streams, strict=True):
        observer.stream_opened(stream)
        for buffered, dropped in ((5, 0), (7, 2), (4, 2)):
            observer.event_received(
                EventReceived(stream=stream, type="unknown", age=-3.0, buffered=buffered, dropped=dropped)
            )
    assert total(registry, "odin_cortex_stream_buffered") == 12
    assert total(registry, "odin_cortex_stream_dropped_total") == 6
    # Clocks that differ make no negative ages.
    assert total(registry, "odin_cortex_stream_event_age_seconds_sum") == 0
    left.stream_closed(StreamClosed(stream=streams[0], duration=1.0, dropped=3))
    assert total(registry, "odin_cortex_stream_buffered") == 8
    assert total(registry, "odin_cortex_stream_dropped_total") == 7


def test_failed_views_are_counted_by_error() -> None:
    registry = CollectorRegistry()
    observer = PrometheusObserver(registry=registry)
    view = ViewOpened(kind="session")
    observer.view_opened(view)
    assert total(registry, "odin_cortex_view_stale") == 1
    observer.view_fetched(ViewFetched(view=view, duration=0.1, error="Forbidden"))
    observer.view_closed(ViewClosed(view=view, duration=0.2, error="Forbidden"))
    fetches = "odin_cortex_view_fetch_duration_seconds_count"
    assert total(registry, fetches, error_type="Forbidden") == 1
    assert total(registry, "odin_cortex_view_stale") == total(registry, "odin_cortex_view_active") == 0


async def test_deliveries_by_outcome() -> None:
    registry = CollectorRegistry()
    router = WebhookRouter(SECRET, observers=[PrometheusObserver(registry=registry)])

    @router.on("session.created")
    async def handle(event: object) -> None:
        """Do nothing."""

    body, headers = delivery()
    await router.handle(body, headers)
    await router.handle(body, headers)
    await router.handle(body + b" ", headers)
    name = "odin_cortex_webhook_deliveries_total"
    for outcome in ("handled", "duplicate"):
        labels = {"odin_cortex_webhook_outcome": outcome, "odin_cortex_event_type": "session.created"}
        assert total(registry, name, error_type="", **labels) == 1
    assert total(registry, name, error_type="SignatureMismatch", odin_cortex_event_type="") == 1
    assert total(registry, "odin_cortex_webhook_duration_seconds_count") == 3
    assert total(registry, "odin_cortex_webhook_age_seconds_count") == 2


# -- how many series there are


def call(number: int, observer: PrometheusObserver, **fields: Any) -> None:
    """One call with all that observers see of it."""
    given = {"operation": "getSession", "method": "GET", "path": "/sessions/{id}", "project_id": f"p{number}"}
    started = CallStarted(**{**given, **fields})
    attempt = AttemptStarted(call=started, number=1)
    observer.call_started(started)
    observer.attempt_ended(
        AttemptEnded(
            call=started,
            started=attempt,
            number=1,
            status=200,
            outcome="done",
            duration=0.01,
            request_id=f"r{number}",
        )
    )
    observer.call_ended(
        CallEnded(
            call=started,
            status=200,
            outcome="done",
            attempts=1,
            duration=0.01,
            error=None,
            request_id=f"r{number}",
        )
    )


MANY = 10_000


def test_ten_thousand_ids_make_no_new_series() -> None:
    registry = CollectorRegistry()
    observer = PrometheusObserver(registry=registry)
    call(0, observer)
    before = series(registry)
    for number in range(MANY):
        call(number, observer)
        call(number, observer, operation="request", path=f"/api/sessions/{number}")
        if number == 0:
            before = series(registry)
    assert series(registry) == before
    assert total(registry, CALLS) == 2 * MANY + 1


@pytest.mark.parametrize("field", ["operation", "path", "server_address", "server_port", "method"])
def test_names_that_nobody_knows_are_bounded(field: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prometheus, "MOST_SERIES", 200)
    registry = CollectorRegistry()
    observer = PrometheusObserver(registry=registry)
    for number in range(500):
        call(number, observer, **{field: 1024 + number if field == "server_port" else f"x{number}"})
    # Three metrics have labels made of these names.
    assert series(registry) <= 3 * 201
    assert total(registry, CALLS) == 500
    assert total(registry, "odin_cortex_operation_active") == 0
    if field != "method":
        assert 'server_address="_OTHER"' in generate_latest(registry).decode()


def test_types_and_hosts_that_nobody_knows_are_bounded() -> None:
    registry = CollectorRegistry()
    observer = PrometheusObserver(registry=registry)
    for number in range(MANY // 4):
        observer.delivery_judged(
            DeliveryJudged(
                delivery=DeliveryReceived(),
                outcome="rejected",
                status=401,
                error=f"E{number}",
                duration=0.001,
            )
        )
        observer.connection_opened(
            ConnectionOpened(scheme="https", server_address=f"host-{number}", server_port=443, duration=0.001)
        )
    # Two metrics of deliveries and two of connections.
    assert series(registry) == 2001 + 1 + 2 * 101
    assert total(registry, "odin_cortex_webhook_deliveries_total") == MANY // 4
    assert total(registry, "odin_cortex_webhook_deliveries_total", error_type="_OTHER") == MANY // 4 - 2000
    assert total(registry, "odin_cortex_connection_active", server_address="_OTHER") == MANY // 4 - 100


def test_threads_lose_nothing() -> None:
    registry = CollectorRegistry()
    observers = [PrometheusObserver(registry=registry) for _ in range(2)]

    def work(thread: int) -> None:
        for number in range(500):
            call(number, observers[thread % 2], operation=f"operation{number % 7}")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    assert total(registry, CALLS) == total(registry, "http_client_request_duration_seconds_count") == 4000
    assert total(registry, "odin_cortex_operation_active") == 0


# -- registries


def test_the_metrics_are_those_of_the_table() -> None:
    registry = CollectorRegistry()
    observer = PrometheusObserver(registry=registry)
    for figure in FIGURES:
        observer.measure(figure, 1, *(f"value-{attribute}" for attribute in figure.attributes))
    families = {family.documentation: family for family in registry.collect()}
    assert len(families) == len(FIGURES)
    kinds = {"histogram": "histogram", "counter": "counter", "up_down": "gauge"}
    for figure in FIGURES:
        family = families[figure.description]
        unit = "_seconds" if figure.unit == "s" else ""
        assert (family.name, family.type) == (figure.name.replace(".", "_") + unit, kinds[figure.kind])
        for sample in family.samples:
            expected = {name.replace(".", "_"): f"value-{name}" for name in figure.attributes}
            assert {key: value for key, value in sample.labels.items() if key != "le"} == expected
        bounds = [float(sample.labels["le"]) for sample in family.samples if "le" in sample.labels]
        assert bounds == ([*figure.buckets, float("inf")] if figure.buckets else [])


def test_the_default_registry_is_the_librarys() -> None:
    look = (
        "from cortex_async.telemetry.prometheus import PrometheusObserver\n"
        "import prometheus_client, sys\n"
        "PrometheusObserver(), PrometheusObserver()\n"
        "print('odin_cortex_stream_active' in prometheus_client.generate_latest().decode(), 'aiohttp' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "False"]


def test_a_registry_that_cannot_be_used() -> None:
    with pytest.raises(TypeError, match=r"registry must be a prometheus_client\.CollectorRegistry, got"):
        PrometheusObserver(registry=5)  # type: ignore[arg-type]  # what is refused
    registry = CollectorRegistry()
    Counter("odin_cortex_retries_total", "Somebody else's.", registry=registry)
    for _ in range(2):
        with pytest.raises(
            Exception, match=r"registry has a metric odin_cortex_retries already: pass another"
        ):
            PrometheusObserver(registry=registry)
    assert [family.documentation for family in registry.collect()] == ["Somebody else's."]


WORKER = """
import sys
from prometheus_client import CollectorRegistry
from cortex_async.telemetry import StreamOpened
from cortex_async.telemetry.prometheus import PrometheusObserver
PrometheusObserver().stream_opened(StreamOpened(operation="streamProject", path="/events"))
"""

COLLECT = """
from prometheus_client import CollectorRegistry, generate_latest, multiprocess
registry = CollectorRegistry()
multiprocess.MultiProcessCollector(registry)
print(generate_latest(registry).decode())
"""


def test_processes_that_export_together(tmp_path: Path) -> None:
    """Two workers share a folder, as under Gunicorn. Their gauges add up."""
    environment: Mapping[str, str] = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    waiting = "input()\n" + COLLECT
    first = subprocess.Popen(
        [sys.executable, "-c", WORKER + waiting],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    second = subprocess.run([sys.executable, "-c", WORKER + "print(1)"], env=environment, check=True)
    printed, _ = first.communicate("\n", timeout=30)
    assert second.returncode == first.returncode == 0
    assert 'odin_cortex_stream_active{odin_cortex_operation_name="streamProject"} 2.0' in printed


def test_the_sync_version() -> None:
    registry = CollectorRegistry()
    assert cortex_sync.telemetry.prometheus.PrometheusObserver is PrometheusObserver
    with (
        cortex_sync.testing.Emulator() as emulator,
        cortex_sync.CortexClient(
            base_url=emulator.base_url,
            api_key=emulator.api_key,
            observers=[PrometheusObserver(registry=registry)],
        ) as client,
    ):
        client.project(emulator.project_id).sessions.list()
    assert total(registry, CALLS, odin_cortex_operation_name="listSessions") == 1
