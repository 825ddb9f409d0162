"""Every example of the guides to the integrations runs as printed, and their tables are those of the code."""

from __future__ import annotations

import asyncio
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import aiohttp
import django  # type: ignore[import-untyped]  # Django ships no types
import pytest
from django.test.utils import override_settings  # type: ignore[import-untyped]  # Django ships no types

import cortex_async
import cortex_sync
from cortex_async import EventRouter, to_dict
from cortex_async.events import SessionCreatedEvent, SessionUpdatedEvent, decode_event
from cortex_async.integrations import problems
from cortex_async.integrations.django import checks, conf
from cortex_sync.emulator import Emulator
from tests.integrations.django_project import settings as project
from tests.integrations.serving import serve
from tests.webhooks import servers  # configures Django
from tests.webhooks.deliveries import envelope

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {
    name: (DOCS / f"integrations-{name}.md").read_text("utf-8") for name in ("fastapi", "django", "tasks")
}
BLOCKS = {name: re.findall(r"```python\n(.*?)```", page, re.DOTALL) for name, page in PAGES.items()}


def defined(page: str, containing: str) -> dict[str, Any]:
    """The names of the one example with these words."""
    (block,) = [one for one in BLOCKS[page] if containing in one]
    # As a module: Litestar looks up the names of annotations there.
    guide = sys.modules["guide"] = ModuleType("guide")
    exec(compile(block, f"docs/integrations-{page}.md", "exec", dont_inherit=True), vars(guide))
    return vars(guide)


@pytest.fixture
def session(emulator: Emulator) -> cortex_sync.models.Session:
    with cortex_sync.CortexClient() as client:
        return client.project(emulator.project_id).sessions.create(title="Ranked", external_room_id="room")


@pytest.fixture
def in_django(emulator: Emulator) -> Iterator[None]:
    django.setup()
    with override_settings(INSTALLED_APPS=project.INSTALLED_APPS, CORTEX={}):
        yield


async def fetch(url: str) -> tuple[int, Any]:
    async with aiohttp.ClientSession() as http, http.get(url) as response:
        body = await response.text()
        return response.status, json.loads(body) if body[:1] in '{["' else body


@pytest.mark.parametrize(
    ("containing", "path"),
    [
        ("to_dict(await", "/sessions/{}"),
        ("def title(session_id: str, project", "/sessions/{}/title"),
        ("Starlette(routes", "/sessions/{}/title"),
        ("Litestar([title]", "/sessions/{}/title"),
    ],
)
async def test_an_application_runs(containing: str, path: str, session: cortex_sync.models.Session) -> None:
    with serve(defined("fastapi", containing)["app"]) as address:
        status, shown = await fetch(f"http://{address}{path.format(session.id)}")
        assert status == 200
        assert (shown["title"] if isinstance(shown, dict) else shown) == "Ranked"
        status, problem = await fetch(
            f"http://{address}{path.format('00000000-0000-4000-8000-000000000000')}"
        )
        assert (status, problem["code"]) == (404, "not-found")


async def test_other_examples_of_the_page_run(emulator: Emulator) -> None:
    app = defined("fastapi", "inner=mine")["app"]
    async with app.router.lifespan_context(app) as state:
        assert state["greeting"] == "hello"
    client = object()
    defined("fastapi", "dependency_overrides")["use"](app, client)
    (override,) = app.dependency_overrides.values()
    assert override() is client
    respond = defined("fastapi", "errorhandler")["respond"]
    assert respond(cortex_sync.RateLimited("x", retry_after=3)).headers["Retry-After"] == "3"
    assert len(BLOCKS["fastapi"]) == 7


def test_the_response_and_the_table_are_those_of_the_code() -> None:
    shown = json.loads(re.findall(r"```json\n(.*?)```", PAGES["fastapi"], re.DOTALL)[0])
    error = cortex_async.NotFound("x", operation=shown["operation"], request_id=shown["request_id"])
    assert problems.to_problem(error).to_dict() == shown
    documented = re.findall(r"^(\| .*\|)$", (problems.__doc__ or "").replace("``", "`"), re.MULTILINE)
    rows = [one for one in documented if re.search(r"\d{3}|own", one)]
    assert len(rows) == 11
    page = PAGES["fastapi"].replace("own:", "own,")
    assert [row for row in rows if row not in page] == []


async def test_the_django_examples_run(
    in_django: None, session: cortex_sync.models.Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    views = defined("django", "def session_async")
    for response in (
        await asyncio.to_thread(views["session"], None, session.id),
        await views["session_async"](None, session.id),
    ):
        assert json.loads(response.content) == {"title": "Ranked"}
    (route,) = defined("django", "urlpatterns")["urlpatterns"]
    assert route.resolve("cortex/webhook").url_name == "webhook"
    printed: list[str] = []
    receiving = defined("django", "def created")
    receiving["print"] = printed.append
    event: Any = decode_event({**json.loads(envelope("session.created")), "payload": created(session)})
    receiving["event_received"].send(sender=SessionCreatedEvent, event=event)
    assert printed == ["Ranked"]
    assert len(BLOCKS["django"]) == 5


def created(session: cortex_sync.models.Session) -> dict[str, object]:
    return {"action": "created", "data": to_dict(session, names="api")}


def test_the_django_settings_are_right(in_django: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CORTEX_WEBHOOK_SECRET", "secret")
    first = defined("django", "INSTALLED_APPS")
    assert first["INSTALLED_APPS"] == project.INSTALLED_APPS
    assert first["MIDDLEWARE"] == project.MIDDLEWARE[1:]
    for cortex in (first["CORTEX"], defined("django", "RedisReplayStore")["CORTEX"]):
        with override_settings(CORTEX=cortex):
            assert not [one for one in checks.check_settings(None) if one.is_serious()]
    names = set(re.findall(r"`([A-Z_]+)`", PAGES["django"].split("## Views")[0]))
    assert {name for name in names if not name.startswith("CORTEX")} <= {*conf._CLIENT, *conf._OWN}
    ids = set(re.findall(r"^\| `(cortex\.[EW]\d+)`", PAGES["django"], re.MULTILINE))
    assert ids == set(re.findall(r"^\| ``(cortex\.[EW]\d+)``", checks.__doc__ or "", re.MULTILINE))


def test_the_celery_examples_run(
    in_django: None, session: cortex_sync.models.Session, emulator: Emulator
) -> None:
    from cortex_async.integrations import celery

    names = defined("tasks", "def count")
    event: Any = decode_event({**json.loads(envelope("session.updated")), "payload": created(session)})
    assert isinstance(event, SessionUpdatedEvent)
    try:
        assert names["count"].run(celery.event_to_json(event)) == 0
        defined("tasks", "configure(make_client")
        assert celery.get_client().base_url == emulator.base_url
    finally:
        celery.configure()
    enqueued: list[Any] = []
    django_names = defined("tasks", "shared_task")
    django_names["greet"].run({})
    django_names["greet"].delay = enqueued.append
    django_names["created"](event)
    assert enqueued == [celery.event_to_json(event)]


async def test_the_arq_examples_run(emulator: Emulator) -> None:
    worker = defined("tasks", "class WorkerSettings")
    worker["print"] = lambda *_: None
    ctx: dict[Any, Any] = {}
    await worker["WorkerSettings"].on_startup(ctx)
    assert isinstance(await worker["moderate"](ctx, json.loads(envelope())), int)
    await worker["WorkerSettings"].on_shutdown(ctx)
    jobs: list[Any] = []

    class Pool:
        async def enqueue_job(self, function: str, /, *args: Any, **options: Any) -> object:
            jobs.append((function, options["_job_id"]))
            return None

    router = EventRouter()
    defined("tasks", "arq.Pool")["connect"](router, Pool())
    event = decode_event(json.loads(envelope("message.holodeck")))
    assert (await router.dispatch(event)).ok
    assert jobs == [("moderate", f"moderate:{event.id}")]
    assert len(BLOCKS["tasks"]) == 5


assert servers
