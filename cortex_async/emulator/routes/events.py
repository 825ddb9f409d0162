"""Handlers of event streams, the event schema and ingest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cortex_async.emulator.domain import ingest
from cortex_async.emulator.examples import example
from cortex_async.emulator.readers import Filter
from cortex_async.emulator.records import Record
from cortex_async.emulator.registry import Call, guards, handles
from cortex_async.emulator.sse import Stream
from cortex_async.emulator.store import GLOBAL
from cortex_async.emulator.world import World


@handles("GET", "/api/events/stream")
def stream(call: Call) -> Stream:
    """All events of the tenant, or of one project for a key that is bound to it."""
    return _stream(call, call.principal.project_id)


@handles("GET", "/api/projects/{projectId}/events/stream")
def stream_project(call: Call) -> Stream:
    return _stream(call, call.project["id"])


@handles("GET", "/api/events/schema")
def get_event_schema(call: Call) -> Any:
    """One example event: according to the spec this is documentation, not a live endpoint."""
    response = call.operation.response
    return None if response is None else example(call.world.spec.schemas, response.declared)


@guards("POST", "/api/events/ingest")
def check_ingest(world: World, headers: Mapping[str, str], raw: bytes) -> None:
    ingest.check_signature(world, headers, raw)


@handles("POST", "/api/events/ingest")
def ingest_event(call: Call) -> Record:
    project = call.world.store.projects.get(GLOBAL, call.headers["X-Project-Id"])
    if project is None:
        raise LookupError("the signature of an unknown project was accepted")
    return {"id": ingest.accept(call.world, project, call.body)}


def _stream(call: Call, project_id: str | None) -> Stream:
    types, resources = _listed(call.query.get("types")), _listed(call.query.get("resources"))
    filter_ = Filter(call.principal.tenant_id, project_id, types, resources)
    return Stream(filter_, call.headers.get("Last-Event-ID"))


def _listed(value: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (value or "").split(",") if part.strip())
