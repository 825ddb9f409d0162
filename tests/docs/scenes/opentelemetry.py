"""docs/opentelemetry.md, without the global provider of this process."""

from __future__ import annotations

from collections.abc import Iterator

import opentelemetry.trace
from opentelemetry.sdk.trace import TracerProvider, export
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from cortex_async.telemetry.opentelemetry import OpenTelemetryObserver
from tests.docs.evaluating import Block
from tests.docs.screen import Enough
from tests.docs.stage import Meanwhile, Stage


def prepare(stage: Stage) -> Iterator[None]:
    exporter = InMemorySpanExporter()
    providers = [TracerProvider()]
    stage.monkeypatch.setattr(export, "ConsoleSpanExporter", lambda: exporter)
    stage.monkeypatch.setattr(opentelemetry.trace, "set_tracer_provider", providers.append)
    stage.monkeypatch.setattr(opentelemetry.trace, "get_tracer_provider", lambda: providers[-1])
    telemetry = OpenTelemetryObserver()
    handled: list[object] = []

    async def handle(event: object) -> None:
        handled.append(event)
        raise Enough

    def create() -> None:
        stage.emulator.wait_for_streams(1)
        stage.sync_project.sessions.create(title="a", external_room_id="r")

    def before(block: Block) -> None:
        stage.names.update(
            project_id=stage.emulator.project_id,
            telemetry=telemetry,
            client=stage.client.with_options(observers=[telemetry]),
            handle=handle,
        )

    stage.before = before
    stage.meanwhile = [Meanwhile("events.stream()", create)]
    yield
    assert handled
    names = [span.name for span in exporter.get_finished_spans()]
    assert names[:2] == ["GET /api/projects/{projectId}/sessions", "listSessions"]
