"""Cortex in arq: hooks of the worker, and a handler that enqueues. It imports nothing of arq::

    from cortex_async.integrations import arq

    async def moderate(ctx: dict[Any, Any], raw: dict[str, object]) -> None:
        event = decode_event(raw)
        await arq.get_project(ctx).sanctions.list()

    class WorkerSettings:
        functions = [moderate]
        on_startup = arq.startup()
        on_shutdown = arq.shutdown()

    # In the web application, whose pool of arq is open:
    arq.enqueue(router, pool, "moderate", MessageCreatedEvent)

The guide is docs/integrations-tasks.md.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import TYPE_CHECKING, Any, Final, Protocol

from cortex_async.client import CortexClient
from cortex_async.integrations.app_state import Connected, Slot
from cortex_async.integrations.projects import chosen_project
from cortex_async.integrations.queues import event_to_json
from cortex_async.project import ProjectScope
from cortex_async.routing.registry import HandlerRegistry

if TYPE_CHECKING:
    from cortex_async._generated.events import Event

__all__ = ["Hook", "Pool", "enqueue", "event_to_json", "get_client", "get_project", "shutdown", "startup"]

_SLOT: Final = Slot[CortexClient]("cortex", "cortex_async.integrations.arq", "startup")


class Hook(Protocol):
    """What arq calls when a worker starts and stops, with the context that tasks get."""

    __qualname__: str

    def __call__(self, ctx: dict[Any, Any]) -> Coroutine[Any, Any, None]: ...


class Pool(Protocol):
    """The part of ``arq.ArqRedis`` that is used here."""

    def enqueue_job(self, function: str, /, *args: Any, **options: Any) -> Awaitable[object]: ...


def startup(
    make_client: Callable[[], CortexClient] = CortexClient,
    *,
    project_id: str | None = None,
    inner: Callable[[dict[Any, Any]], Awaitable[None]] | None = None,
) -> Hook:
    """Return ``on_startup`` of a worker, which opens the client of its tasks.

    make_client: makes the client; by default from the environment, as ``CortexClient()`` does.
    project_id: the project of ``get_project``; by default the environment variable ``CORTEX_PROJECT_ID``.
    inner: the worker's own hook, called with the client open.

    When the worker starts, it raises what ``make_client`` raises, and ``ArgumentError`` for an id that cannot
    be used.
    """

    async def on_startup(ctx: dict[Any, Any]) -> None:
        chosen = chosen_project(project_id)
        ctx[_SLOT.key] = Connected(await make_client().open(), chosen)
        if inner is not None:
            await inner(ctx)

    return on_startup


def shutdown(inner: Callable[[dict[Any, Any]], Awaitable[None]] | None = None) -> Hook:
    """Return ``on_shutdown`` of a worker, which calls ``inner`` and closes the client."""

    async def on_shutdown(ctx: dict[Any, Any]) -> None:
        try:
            if inner is not None:
                await inner(ctx)
        finally:
            connected = _SLOT.find(ctx)
            if connected is not None:
                await connected.client.close()

    return on_shutdown


def get_client(ctx: Mapping[Any, Any]) -> CortexClient:
    """Return the client of the worker whose task got ``ctx``.

    Raises ``ConfigError`` if ``startup`` has not run.
    """
    return _SLOT.require(ctx).client


def get_project(ctx: Mapping[Any, Any]) -> ProjectScope:
    """Return the project of the worker whose task got ``ctx``.

    Raises ``ConfigError`` if ``startup`` has not run, or no project was chosen.
    """
    return get_client(ctx).project(_SLOT.project_id(ctx))


def enqueue(
    router: HandlerRegistry, pool: Pool, function: str, *events: str | type[Event], **options: Any
) -> None:
    """Make ``router`` enqueue a job of ``function`` for each matching event, with the event as JSON.

    For a ``WebhookRouter`` and an ``EventRouter`` in the event loop of the pool. The job's id is made of the
    function and the event's id, so arq drops the same event if it comes again while the job or its result is
    kept. If Redis cannot be reached the handler fails, and the sender of a webhook has to retry.

    events: as for ``router.on``; ``"*"`` for all.
    options: of ``pool.enqueue_job``, e.g. ``_queue_name="cortex"``.

    Raises ``ArgumentError`` for events that cannot be used.
    """

    async def handle(event: Event) -> None:
        key = {"_job_id": f"{function}:{event.id}"} if event.id else {}
        await pool.enqueue_job(function, event_to_json(event), **{**key, **options})

    router.on(*events)(handle)
