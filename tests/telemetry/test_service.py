"""The example service with all adapters, which report the same."""

from __future__ import annotations

import asyncio
import logging
import runpy
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from prometheus_client import CollectorRegistry

from cortex_async import APIError, CortexClient, NotFound, Observer
from cortex_async.emulator import Emulator
from cortex_async.telemetry import StreamChanged
from cortex_async.telemetry.figures import FIGURES, Figure
from tests.telemetry.otel import CONSUMER, Telemetry
from tests.webhooks.deliveries import SECRET

EXAMPLE = runpy.run_path(str(Path(__file__).parents[2] / "examples" / "observed_service.py"))


class Lost(Observer):
    """Waits until an event stream has lost its connection."""

    def __init__(self) -> None:
        self.event = asyncio.Event()

    def stream_changed(self, changed: StreamChanged, /) -> None:
        if changed.state == "disconnected":
            self.event.set()


def from_prometheus(registry: CollectorRegistry, figure: Figure) -> dict[frozenset[tuple[str, str]], float]:
    """The values of a figure by their labels; of a histogram, how many there are."""
    (family,) = (one for one in registry.collect() if one.documentation == figure.description)
    suffix = {"histogram": "_count", "counter": "_total", "up_down": ""}[figure.kind]
    return {
        frozenset((key, value) for key, value in sample.labels.items() if value): sample.value
        for sample in family.samples
        if sample.name == family.name + suffix
    }


def from_opentelemetry(telemetry: Telemetry, figure: Figure) -> dict[frozenset[tuple[str, str]], float]:
    return {
        frozenset((key.replace(".", "_"), str(value)) for key, value in point.attributes.items()): (
            point.count if figure.kind == "histogram" else point.value
        )
        for point in telemetry.points(figure.name)
    }


async def use(emulator: Emulator, client: CortexClient, service: str) -> None:
    project = client.project(emulator.project_id)
    await project.webhooks.create_subscription(url=f"{service}/cortex", secret=SECRET, events=["session.*"])
    emulator.faults.next("createSession", status=429, headers={"Retry-After": "0"})
    await project.sessions.create(title="Raid", external_room_id="r1")
    with pytest.raises(NotFound):
        await project.sessions.get("none")
    emulator.faults.next("getSession", status=418)
    with pytest.raises(APIError):
        await project.sessions.get("none")
    await emulator.settle()


async def test_the_adapters_agree(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    telemetry, lost = Telemetry(), Lost()
    monitoring: Any = EXAMPLE["Monitoring"](
        tracer_provider=telemetry.tracers, meter_provider=telemetry.meters, drift_share=1
    )
    make_app, serving = EXAMPLE["make_app"], EXAMPLE["serving"]
    async with (
        Emulator() as emulator,
        CortexClient(
            base_url=emulator.base_url, api_key=emulator.api_key, observers=[*monitoring.observers, lost]
        ) as client,
        serving(make_app(client, emulator.project_id, secret=SECRET, monitoring=monitoring)) as service,
        aiohttp.ClientSession(service) as http,
    ):
        await use(emulator, client, service)
        async with http.get("/health") as response:
            report = await response.json()
            assert (response.status, report["problems"], report["streams"]) == (200, [], 2)
        emulator.faults.always("streamProject", status=503)
        emulator.cut_streams()
        await asyncio.wait_for(lost.event.wait(), 20)
        async with http.get("/health") as response:
            assert response.status == 503
            assert "a stream is disconnected" in (await response.json())["problems"]
        emulator.faults.clear()
    monitoring.drift.flush()
    for figure in FIGURES:
        assert from_prometheus(monitoring.registry, figure) == from_opentelemetry(telemetry, figure), figure
    measured = {figure.name for figure in FIGURES if telemetry.points(figure.name)}
    assert len(measured) > 20
    assert "process session.created" in [span.name for span in telemetry.spans(CONSUMER)]
    records = [record.getMessage() for record in caplog.records if record.name == "cortex_async.calls"]
    assert any("429 RateLimited" in record for record in records)
