"""Cortex in Celery: the extra ``odin-cortex[celery]``::

    from cortex_async.integrations.celery import enqueue, get_project

    @app.task
    def moderate(raw: dict[str, object]) -> None:
        event = decode_event(raw)
        get_project().sanctions.list()

    router = WebhookRouter(os.environ["WEBHOOK_SECRET"])
    enqueue(router, moderate, MessageCreatedEvent)

Errors of the SDK survive the result back end: ``AsyncResult.get()`` raises the same class with the same
message, with the serializer ``json`` too; their other attributes survive ``pickle`` only. The guide is
docs/integrations-tasks.md.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, Protocol

try:
    _signals: Any = import_module("celery.signals")
except ImportError as _missing:
    raise ImportError("this module needs Celery: pip install 'odin-cortex[celery]'") from _missing

from cortex_async._core.arguments import wrong_type
from cortex_async.integrations.once_per_process import OncePerProcess
from cortex_async.integrations.projects import chosen_project, required_project
from cortex_async.integrations.queues import event_to_json
from cortex_async.routing.registry import HandlerRegistry
from cortex_sync.client import CortexClient
from cortex_sync.project import ProjectScope

if TYPE_CHECKING:
    from cortex_async._generated.events import Event

__all__ = ["Task", "configure", "enqueue", "event_to_json", "get_client", "get_project"]


class Task(Protocol):
    """The part of a task of Celery, or of a signature, that is used here."""

    def apply_async(self, args: tuple[object, ...], /, **options: Any) -> Any: ...


def enqueue(router: HandlerRegistry, task: Task, *events: str | type[Event], **options: Any) -> None:
    """Make ``router`` hand each matching event to ``task``, as JSON.

    For a ``WebhookRouter`` and an ``EventRouter`` of either version, in synchronous and asynchronous servers,
    where the call of the broker runs in a thread. The task turns its argument back into the event with
    ``decode_event`` of ``cortex_async.events``.

    If the broker cannot be reached the handler fails, and the sender of a webhook has to retry. An event can
    be enqueued more than once, so the task should do nothing twice for the same ``event.id``.

    events: as for ``router.on``; ``"*"`` for all.
    options: of ``task.apply_async``, e.g. ``queue="cortex"``.

    Raises ``ArgumentError`` for events that cannot be used, and for anything but a task.
    """

    if not hasattr(task, "apply_async"):
        raise wrong_type("task", "a task of Celery", task)

    def put(raw: dict[str, object]) -> object:
        task.apply_async((raw,), **options)
        return None

    def handle(event: Event) -> object:
        raw = event_to_json(event)
        return asyncio.to_thread(put, raw) if _in_a_loop() else put(raw)

    router.on(*events)(handle)


def configure(
    make_client: Callable[[], CortexClient] = CortexClient, *, project_id: str | None = None
) -> None:
    """Say how the client of ``get_client`` is made, and which project ``get_project`` returns.

    Call it in the module of the Celery application, which each worker imports. Nothing is opened.

    make_client: makes the client of a process; by default from the environment, as ``CortexClient()`` does.
    project_id: by default the environment variable ``CORTEX_PROJECT_ID``.

    Raises ``ArgumentError`` for an id that cannot be used.
    """
    chosen_project(project_id)
    _CHOSEN.update(make_client=make_client, project_id=project_id)
    _close()


def get_client() -> CortexClient:
    """Return the client of this worker process, made by the first call and closed when the process ends.

    For tasks in any pool: processes, threads or ``solo``. Raises what ``make_client`` raises.
    """
    return _CLIENT.get()


def get_project() -> ProjectScope:
    """Return the project over ``get_client``. Raises ``ConfigError`` if no project was chosen."""
    chosen = required_project(chosen_project(_CHOSEN["project_id"]), "pass configure(project_id=...)")
    return get_client().project(chosen)


def _in_a_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


def _make() -> CortexClient:
    made: CortexClient = _CHOSEN["make_client"]()
    return made


def _close(**_: object) -> None:
    client = _CLIENT.take()
    if client is not None:
        client.close()


_CHOSEN: Final[dict[str, Any]] = {"make_client": CortexClient, "project_id": None}
_CLIENT: Final = OncePerProcess(_make)

# A process of a pool ends without exit functions, so its signal closes the client. The other one is for
# pools in one process.
_signals.worker_process_shutdown.connect(_close, weak=False, dispatch_uid="odin-cortex")
_signals.worker_shutdown.connect(_close, weak=False, dispatch_uid="odin-cortex")
