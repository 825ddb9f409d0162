"""The Celery application of ``test_tasks``, in the test's process and in a prefork worker."""

from __future__ import annotations

import os
from typing import Any

from celery import Celery  # type: ignore[import-untyped]  # Celery ships no types

import cortex_async
from cortex_async import CortexError
from cortex_async.events import SessionCreatedEvent, decode_event
from cortex_async.integrations.celery import get_client, get_project

URL = os.environ.get("TASKS_URL", "memory://")

app = Celery("tasks", broker=URL, backend=URL)
app.conf.update(broker_connection_retry_on_startup=False, worker_send_task_events=False, result_expires=60)

# Tasks are not shared with other applications: these would get a second one of each name when the module is
# imported again.


@app.task(shared=False)  # type: ignore[untyped-decorator]  # Celery ships no types
def describe(raw: dict[str, Any]) -> dict[str, Any]:
    event = decode_event(raw)
    assert isinstance(event, SessionCreatedEvent)
    return {"class": type(event).__name__, "id": event.id, "title": event.payload.data.title}


@app.task(shared=False)  # type: ignore[untyped-decorator]  # Celery ships no types
def title(session_id: str) -> str:
    return get_project().sessions.get(session_id).title


@app.task(shared=False)  # type: ignore[untyped-decorator]  # Celery ships no types
def worker() -> tuple[int, int]:
    get_client().health.check()
    return os.getpid(), id(get_client())


@app.task(shared=False)  # type: ignore[untyped-decorator]  # Celery ships no types
def fail(name: str) -> None:
    error: type[CortexError] = getattr(cortex_async, name)
    raise error("what went wrong")
