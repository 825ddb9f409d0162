"""The dashboard and the alerts know every metric, and a real Prometheus has data for all they ask."""

from __future__ import annotations

import asyncio
import json
import math
import re
import runpy
import socket
import struct
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import yaml
from prometheus_client import CollectorRegistry

from cortex_async import (
    APIError,
    ConnectionFailed,
    CortexClient,
    EventRouter,
    NotFound,
    Observer,
    ProjectScope,
)
from cortex_async.emulator import Emulator
from cortex_async.limits import Limit, LocalLimiter
from cortex_async.relay import MemoryBroker, Worker
from cortex_async.relay.service.metrics import RELAY_FIGURES, WORKER_FIGURES, ServiceMetrics
from cortex_async.telemetry.figures import FIGURES
from cortex_async.telemetry.prometheus import PrometheusObserver
from tests.relay.worker.playing import record
from tests.telemetry.prometheus_server import Prometheus, needs_prometheus, prometheus
from tests.webhooks.deliveries import SECRET
from tests.wire.server import RawServer

FOLDER = Path(__file__).parents[2] / "docs" / "observability"
DASHBOARD: dict[str, Any] = json.loads((FOLDER / "grafana-dashboard.json").read_text("utf-8"))
ALERTS = FOLDER / "alerts.yml"
PAGE = (FOLDER.parent / "monitoring.md").read_text("utf-8")
EXAMPLE = runpy.run_path(str(FOLDER.parents[1] / "examples" / "observed_service.py"))
RULES: list[dict[str, Any]] = [
    rule for group in yaml.safe_load(ALERTS.read_text("utf-8"))["groups"] for rule in group["rules"]
]

PANELS = [panel for panel in DASHBOARD["panels"] if panel["type"] != "row"]
QUERIES = [target["expr"] for panel in PANELS for target in panel["targets"]]
VARIABLES = {"$job": "service", "$instance": ".*", "$__rate_interval": "2s"}

_METRIC = re.compile(r"\b(?:http_client|odin_cortex)_\w+(?=[{\[\s)]|$)")
_LABEL = re.compile(r"([\w]+)(?==~|!~|!=|=)|by \(([^)]*)\)")


def exported() -> dict[str, set[str]]:
    """The labels of each metric that the observer exports, by the names that queries use."""
    registry = CollectorRegistry()
    PrometheusObserver(registry=registry)
    suffixes = {"histogram": ("_bucket", "_count", "_sum"), "counter": ("_total",), "gauge": ("",)}
    labels = [{name.replace(".", "_") for name in figure.attributes} for figure in FIGURES]
    families = list(registry.collect())
    assert len(families) == len(FIGURES)
    found = {
        family.name + suffix: names | ({"le"} if suffix == "_bucket" else set())
        for family, names in zip(families, labels, strict=True)
        for suffix in suffixes[family.type]
    }
    for one in SERVICE_FIGURES:
        found[one.name + suffixes[one.kind][0]] = set()
    return found


SERVICE_FIGURES = (*RELAY_FIGURES, *WORKER_FIGURES)
METRICS = exported()


@pytest.mark.parametrize("expression", [*QUERIES, *(rule["expr"] for rule in RULES)])
def test_a_query_asks_for_metrics_and_labels_that_exist(expression: str) -> None:
    names = set(_METRIC.findall(re.sub(r"by \([^)]*\)", "", re.sub(r"\{[^}]*\}", "", expression))))
    assert names
    assert names <= set(METRICS)
    known = set.union(*(METRICS[name] for name in names)) | {"job", "instance"}
    plain = re.sub(r'"[^"]*"', '""', expression)
    found = {name for one, many in _LABEL.findall(plain) for name in (one, *many.split(", ")) if name}
    assert found <= known


def test_the_dashboard_shows_every_metric() -> None:
    shown = " ".join(QUERIES)
    families = {re.sub(r"_(bucket|count|sum)$", "", name) for name in METRICS}
    assert [name for name in families if name not in shown] == []


def test_the_page_explains_every_metric_and_every_alert() -> None:
    families = {re.sub(r"_(bucket|count|sum)$", "", name) for name in METRICS}
    named = set(re.findall(r"`((?:http_client|odin_cortex)_\w+)`", PAGE))
    labels = set.union(*METRICS.values())
    assert named - labels == families
    assert set(re.findall(r"`(Cortex\w+)`", PAGE)) - {"CortexClient"} == {rule["alert"] for rule in RULES}


def test_panels_fill_the_grid_without_overlap() -> None:
    taken: set[tuple[int, int]] = set()
    for panel in DASHBOARD["panels"]:
        place = panel["gridPos"]
        cells = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert not cells & taken, panel["title"]
        assert max(x for x, _ in cells) < 24
        taken |= cells
    ids = [panel["id"] for panel in DASHBOARD["panels"]]
    assert len(ids) == len(set(ids))
    assert all(panel["title"] and panel["description"] for panel in PANELS)


# -- with a real Prometheus


async def reset(writer: asyncio.StreamWriter) -> None:
    """End a connection with an error for the other side."""
    connection = writer.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


async def use(emulator: Emulator, project: ProjectScope, service: aiohttp.ClientSession, number: int) -> None:
    """One round of all that may happen to a service."""
    await project.sessions.create(title="Match", external_room_id=f"room-{number}")
    with suppress(NotFound):
        await project.sessions.get("none")
    emulator.faults.next("getSession", status=418)
    with suppress(APIError):
        await project.sessions.get("none")
    for status in (429, 503):
        emulator.faults.next("listSessions", status=status, headers={"Retry-After": "0"})
        await project.sessions.list()
    async with service.post("/cortex", data=b"{}") as response:
        assert response.status == 400
    if number % 10 == 0:
        emulator.cut_streams()


@asynccontextmanager
async def background(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Do something within the block."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait({task})


async def traffic(emulator: Emulator, service_url: str, observers: list[Observer]) -> None:
    """Use the service, until cancelled."""

    async def key() -> str:
        return emulator.api_key

    unreachable, limiter = RawServer(reply=[reset]), LocalLimiter(Limit(100))
    broker = MemoryBroker()
    worker = Worker(EventRouter(), broker, observers=observers)
    async with unreachable, aiohttp.ClientSession(service_url) as service, background(worker.run()):
        for number in count():
            await broker.publish([record("a", number)])
            async with (
                CortexClient(
                    base_url=emulator.base_url, api_key=key, limiter=limiter, observers=observers
                ) as client,
                CortexClient(
                    base_url=unreachable.url, api_key="key", retry=False, observers=observers
                ) as lost,
            ):
                await use(emulator, client.project(emulator.project_id), service, number)
                with suppress(ConnectionFailed):
                    await lost.health.check()
            await asyncio.sleep(0.05)


async def unanswered(server: Prometheus, queries: set[str]) -> set[str]:
    """The queries that give no number yet."""
    left: set[str] = set()
    for query in queries:
        expression = query
        for variable, value in VARIABLES.items():
            expression = expression.replace(variable, value)
        series = await server.query(expression)
        if not any(math.isfinite(float(one["value"][1])) for one in series):
            left.add(query)
    return left


@needs_prometheus
async def test_every_query_of_the_dashboard_has_data(tmp_path: Path) -> None:
    monitoring = EXAMPLE["Monitoring"](drift_share=1)
    # A relay and a worker that have done something.
    ServiceMetrics(SERVICE_FIGURES, monitoring.registry).page({one.key: 1 for one in SERVICE_FIGURES})
    make_app, serving = EXAMPLE["make_app"], EXAMPLE["serving"]
    async with (
        Emulator() as emulator,
        CortexClient(
            base_url=emulator.base_url, api_key=emulator.api_key, observers=monitoring.observers
        ) as client,
        serving(make_app(client, emulator.project_id, secret=SECRET, monitoring=monitoring)) as service,
        prometheus(service, tmp_path, rules=ALERTS) as server,
    ):
        await client.project(emulator.project_id).webhooks.create_subscription(
            url=f"{service}/cortex", secret=SECRET, events=["session.*"]
        )
        task = asyncio.create_task(traffic(emulator, service, monitoring.observers))
        left = set(QUERIES)
        try:
            async with asyncio.timeout(40):
                while left and not task.done():
                    await asyncio.sleep(0.25)
                    left = await unanswered(server, left)
        except TimeoutError:
            pytest.fail(f"no data for {sorted(left)}")
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        for variable in DASHBOARD["templating"]["list"][1:]:
            ((series, label),) = re.findall(r"label_values\((.*), (\w+)\)", variable["query"]["query"])
            assert await server.label_values(label, series.replace("$job", "service"))
        groups = (await server.get("rules"))["groups"]
        rules = [rule for group in groups for rule in group["rules"]]
        assert len(rules) == len(RULES)
        assert [(rule["name"], rule["lastError"]) for rule in rules if rule["health"] == "err"] == []
