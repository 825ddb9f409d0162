from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from cortex_async.emulator.domain import ingest
from cortex_async.emulator.examples import example
from cortex_async.emulator.records import Record
from cortex_async.emulator.registry import Call, guards, handles
from cortex_async.emulator.sse import Filter, Stream
from cortex_async.emulator.store import EVERYWHERE
from cortex_async.emulator.world import World


@handles("stream")
def stream(call: Call) -> Stream:
    """Everything of the tenant; a key that is bound to a project sees that project."""
    tenant_id, project_id = call.principal.tenant_id, call.principal.project_id
    return _stream(
        call, lambda event: event["tenantId"] == tenant_id and project_id in (None, event["projectId"])
    )


@handles("streamProject")
def stream_project(call: Call) -> Stream:
    project_id = call.project["id"]
    return _stream(call, lambda event: event["projectId"] == project_id)


@handles("getEventSchema")
def get_event_schema(call: Call) -> Any:
    """The document says that this is documentation and no live endpoint: it answers one example of an event."""
    answer = call.operation.answer
    return None if answer is None else example(call.world.document.schemas, answer.declared)


@guards("ingest")
def check_ingest(world: World, headers: Mapping[str, str], raw: bytes) -> None:
    ingest.check_signature(world, headers, raw)


@handles("ingest")
def ingest_event(call: Call) -> Record:
    project = call.world.store.projects.get(EVERYWHERE, call.headers["X-Project-Id"])
    if project is None:
        raise LookupError("a signature of an unknown project was accepted")
    return {"id": ingest.accept(call.world, project, call.body)}


def _stream(call: Call, sees: Callable[[Record], bool]) -> Stream:
    wanted = Filter(sees, _listed(call.query.get("types")), _listed(call.query.get("resources")))
    return Stream(wanted, call.headers.get("Last-Event-ID"))


def _listed(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (text or "").split(",") if part.strip())
