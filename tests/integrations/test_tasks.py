"""Events on their way to tasks of Celery and arq, and errors on their way back, over a real Redis."""

from __future__ import annotations

import asyncio
import importlib
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import aclosing
from typing import Any

import pytest

import cortex_async
import cortex_sync
from cortex_async import CortexClient, CortexError, EventRouter, to_dict
from cortex_async.events import SessionCreatedEvent, SessionUpdatedEvent, decode_event
from cortex_async.integrations import arq, celery
from cortex_async.webhooks import WebhookRouter, signed_headers
from cortex_sync.emulator import Emulator
from tests.integrations.conftest import environment
from tests.integrations.serving import ROOT, WAIT
from tests.redis_server import needs_redis
from tests.webhooks.deliveries import SECRET, envelope
from tests.webhooks.test_webhook_stores import redis_socket as redis_socket

NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def session(emulator: Emulator) -> cortex_sync.models.Session:
    with cortex_sync.CortexClient() as client:
        return client.project(emulator.project_id).sessions.create(title="Ranked", external_room_id="room")


@pytest.fixture
def event(emulator: Emulator) -> SessionCreatedEvent:
    """A real event of the emulator."""
    with cortex_sync.CortexClient() as client, client.project(emulator.project_id).events.stream() as stream:
        client.project(emulator.project_id).sessions.create(title="Ranked", external_room_id="room")
        found = next(stream)
    assert isinstance(found, SessionCreatedEvent)
    return found


# -- Celery


@pytest.fixture(scope="module")
def tasks(redis_socket: str, running_emulator: Emulator) -> Iterator[Any]:
    """The application, with a prefork worker of two processes."""
    url = f"redis+socket://{redis_socket}"
    # Anew each time: a worker of pytest-xdist may come back to this module, with tests that it takes over from
    # another, and Celery keeps its connections to the first Redis.
    sys.modules.pop("tests.integrations.celery_app", None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TASKS_URL", url)
        celery_app = importlib.import_module("tests.integrations.celery_app")
    command = [sys.executable, "-X", "dev", "-W", "ignore::DeprecationWarning", "-m", "celery"]
    command += ["-A", "tests.integrations.celery_app", "worker", "-c", "2", "-l", "warning"]
    command += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    worker = subprocess.Popen(
        command,
        cwd=ROOT,
        env={"PATH": "", "PYTHONPATH": str(ROOT), "TASKS_URL": url, **environment(running_emulator)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield celery_app
    finally:
        worker.terminate()
        try:
            printed, _ = worker.communicate(timeout=WAIT)
        finally:
            worker.kill()
        celery_app.app.close()
    assert worker.returncode == 0, printed
    assert "unclosed client" not in printed


@needs_redis
def test_an_event_of_a_webhook_reaches_a_task(tasks: Any, event: SessionCreatedEvent) -> None:
    results: list[Any] = []

    class Keeping:
        """The task, keeping the results that the handler drops."""

        def apply_async(self, args: tuple[object, ...], /, **options: Any) -> Any:
            results.append(tasks.describe.apply_async(args, **options))

    router = WebhookRouter(SECRET)
    celery.enqueue(router, Keeping(), SessionCreatedEvent, SessionUpdatedEvent, expires=60)
    body = json.dumps(to_dict(event, names="api")).encode()
    assert router.handle_sync(body, signed_headers(body, SECRET)).outcome == "handled"
    (result,) = results
    assert result.get(timeout=WAIT) == {"class": "SessionCreatedEvent", "id": event.id, "title": "Ranked"}


@needs_redis
def test_a_worker_process_has_one_client(tasks: Any, session: cortex_sync.models.Session) -> None:
    assert tasks.title.delay(session.id).get(timeout=WAIT) == "Ranked"
    made = {tuple(tasks.worker.delay().get(timeout=WAIT)) for _ in range(10)}
    assert len(made) == len({pid for pid, _ in made})


@needs_redis
@pytest.mark.parametrize("name", ["NotFound", "RateLimited", "ArgumentTypeError", "TimedOut", "JoinRefused"])
def test_an_error_survives_a_json_result(tasks: Any, name: str) -> None:
    error: type[CortexError] = getattr(cortex_async, name)
    with pytest.raises(error) as caught:
        tasks.fail.delay(name).get(timeout=WAIT)
    assert type(caught.value) is error
    assert str(caught.value) == "what went wrong"


@needs_redis
def test_an_error_of_a_call_comes_back_readable_and_without_secrets(tasks: Any, emulator: Emulator) -> None:
    result = tasks.title.delay(NOBODY)
    with pytest.raises(cortex_async.NotFound, match="getSession GET /api/projects") as caught:
        result.get(timeout=WAIT)
    assert caught.value.status == 404
    assert emulator.api_key not in f"{caught.value} {result.traceback}"


async def test_an_asynchronous_server_enqueues_in_a_thread(event: SessionCreatedEvent) -> None:
    loop, put = asyncio.get_running_loop(), list[tuple[bool, object]]()

    class Blocking:
        def apply_async(self, args: tuple[object, ...], /, **options: Any) -> Any:
            with pytest.raises(RuntimeError, match="no running event loop"):
                asyncio.get_running_loop()
            put.append((loop.is_running(), args[0]))

    router = EventRouter()
    celery.enqueue(router, Blocking(), "*")
    result = await router.dispatch(event)
    assert result.ok
    assert put == [(True, to_dict(event, names="api"))]


class Down:
    """A task whose broker cannot be reached."""

    def apply_async(self, args: tuple[object, ...], /, **options: Any) -> Any:
        raise ConnectionError


def test_a_broker_that_is_down_makes_the_sender_retry() -> None:
    router = WebhookRouter(SECRET)
    celery.enqueue(router, Down(), "*")
    body = envelope()
    for _ in range(2):
        assert router.handle_sync(body, signed_headers(body, SECRET)).status == 500


def test_what_cannot_be_enqueued_is_refused() -> None:
    with pytest.raises(cortex_async.ArgumentError, match=r"task must be a task of Celery, got a str"):
        celery.enqueue(EventRouter(), "moderate", "*")  # type: ignore[arg-type]
    with pytest.raises(cortex_async.ArgumentError, match=r"events must name at least one"):
        celery.enqueue(EventRouter(), Down())
    with pytest.raises(
        cortex_async.ArgumentError, match=r"event must be an event of cortex_async.events, got a dict"
    ):
        celery.event_to_json({})  # type: ignore[arg-type]


def test_a_process_makes_its_client_as_configured(emulator: Emulator) -> None:
    made: list[cortex_sync.CortexClient] = []

    def make() -> cortex_sync.CortexClient:
        made.append(cortex_sync.CortexClient())
        return made[-1]

    celery.configure(make, project_id=emulator.project_id)
    try:
        assert isinstance(celery.get_project().sessions.list(), list)
        assert celery.get_client() is celery.get_client() is made[0]
    finally:
        celery.configure()
    with pytest.raises(cortex_async.ClientClosed):
        made[0].health.check()


def test_a_process_without_a_project_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CORTEX_PROJECT_ID", raising=False)
    with pytest.raises(
        cortex_async.ConfigError, match=r"pass configure\(project_id=\.\.\.\), or set CORTEX_PROJECT_ID"
    ):
        celery.get_project()


# -- arq


async def described(ctx: dict[Any, Any], raw: dict[str, Any]) -> str:
    found = decode_event(raw)
    assert isinstance(found, SessionCreatedEvent)
    return (await arq.get_project(ctx).sessions.get(found.payload.data.id)).title


async def missing(ctx: dict[Any, Any]) -> None:
    await arq.get_project(ctx).sessions.get(NOBODY)


@needs_redis
@pytest.mark.filterwarnings(
    "ignore:Call to deprecated close:DeprecationWarning"
)  # arq 0.25 calls it, redis 5 renamed it
async def test_arq_runs_jobs_with_the_client_of_the_worker(
    redis_socket: str, event: SessionCreatedEvent
) -> None:
    pytest.importorskip("arq")
    from arq.connections import ArqRedis
    from arq.worker import Worker

    hooks: list[str] = []

    async def started(ctx: dict[Any, Any]) -> None:
        hooks.append(f"start {arq.get_client(ctx).base_url}")

    async def stopped(ctx: dict[Any, Any]) -> None:
        await arq.get_client(ctx).health.check()
        hooks.append("stop")

    pool = ArqRedis(unix_socket_path=redis_socket)
    worker = Worker(
        functions=[described, missing],
        redis_pool=pool,
        burst=True,
        poll_delay=0.01,
        handle_signals=False,
        on_startup=arq.startup(inner=started),
        on_shutdown=arq.shutdown(inner=stopped),
    )
    async with aclosing(pool):
        router = EventRouter()
        arq.enqueue(router, pool, "described", "session.*")
        assert (await router.dispatch(event)).ok
        assert (await router.dispatch(event)).ok  # dropped: the same job
        failing = await pool.enqueue_job("missing")
        assert failing is not None
        await worker.async_run()
        done = {job.function: job for job in await pool.all_job_results()}
        assert (done["described"].result, done["described"].job_id) == ("Ranked", f"described:{event.id}")
        assert (worker.jobs_complete, worker.jobs_failed) == (1, 1)
        with pytest.raises(cortex_async.NotFound, match="getSession") as caught:
            await failing.result(timeout=WAIT)
        assert caught.value.request_id
        await worker.close()
    assert (hooks[0].startswith("start http://127.0.0.1"), hooks[1]) == (True, "stop")
    with pytest.raises(cortex_async.ClientClosed):
        await arq.get_client(worker.ctx).health.check()


async def test_arq_without_its_hook_says_what_to_do(emulator: Emulator) -> None:
    with pytest.raises(
        cortex_async.ConfigError, match=r"startup of cortex_async.integrations.arq has not run"
    ):
        arq.get_client({})
    await arq.shutdown()({})
    ctx: dict[Any, Any] = {}
    await arq.startup(CortexClient, project_id="mine")(ctx)
    assert arq.get_project(ctx) is not None
    await arq.shutdown()(ctx)
