"""The Django app under WSGI and ASGI servers, behind forks, and on the command line."""

from __future__ import annotations

import asyncio
import gc
import json
import signal
import subprocess
import sys
import weakref
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any

import aiohttp
import django  # type: ignore[import-untyped]  # Django ships no types
import pytest
from aiohttp import web
from django.core.management import CommandError, call_command  # type: ignore[import-untyped]  # Django ships no types
from django.test.utils import override_settings  # type: ignore[import-untyped]  # Django ships no types

import cortex_sync
from cortex_async.events import GenericDomainEvent, SessionCreatedEvent, UnknownEvent
from cortex_async.integrations import django as app
from cortex_async.integrations.django import CacheReplayStore, ReceiverFailed, event_received
from cortex_async.integrations.django.checks import check_deployment, check_settings
from cortex_async.webhooks import MemoryReplayStore, WebhookRouter, signed_headers
from cortex_sync.emulator import Emulator
from tests.catch_all import serving
from tests.integrations.conftest import environment
from tests.integrations.django_project import settings as project
from tests.integrations.serving import ROOT, WAIT, processes, serve
from tests.redis_server import needs_redis
from tests.webhooks import servers  # configures Django
from tests.webhooks.deliveries import delivery, envelope
from tests.webhooks.test_webhook_stores import keeps_the_contract
from tests.webhooks.test_webhook_stores import redis_socket as redis_socket

NOBODY = "00000000-0000-4000-8000-000000000000"
JSON = {"Content-Type": "application/json"}


@pytest.fixture(autouse=True)
def configured(emulator: Emulator) -> Iterator[None]:
    """The settings of the project, instead of those of other tests in this process."""
    django.setup()
    ours = {name: getattr(project, name) for name in vars(project) if name.isupper()}
    del ours["DATABASES"]  # Django has read those of this process
    with override_settings(**ours):
        from tests.integrations.django_project import urls

        urls.received.clear()
        urls.failing.clear()
        yield


@pytest.fixture
def received() -> list[Any]:
    from tests.integrations.django_project import urls

    return urls.received


@pytest.fixture
def failing() -> list[str]:
    from tests.integrations.django_project import urls

    return urls.failing


@pytest.fixture
def session(emulator: Emulator) -> cortex_sync.models.Session:
    with cortex_sync.CortexClient() as client:
        return client.project(emulator.project_id).sessions.create(title="Ranked", external_room_id="room")


@contextmanager
def wsgi() -> Generator[str, None, None]:
    from django.core.wsgi import get_wsgi_application  # type: ignore[import-untyped]  # Django ships no types

    with servers._serving(get_wsgi_application()) as port:
        yield f"127.0.0.1:{port}"


@contextmanager
def asgi() -> Generator[str, None, None]:
    from django.core.asgi import get_asgi_application  # type: ignore[import-untyped]  # Django ships no types

    with serve(get_asgi_application(), lifespan="off") as address:
        yield address


async def fetch(url: str, **post: Any) -> tuple[int, Any, dict[str, str]]:
    async with aiohttp.ClientSession() as http:
        method = "POST" if post else "GET"
        async with http.request(method, f"http://{url}", **post) as response:
            body = await response.read()
            return response.status, json.loads(body or b"null"), dict(response.headers)


@pytest.mark.parametrize("server", [wsgi, asgi])
async def test_views_have_a_project(
    server: Callable[[], Any], session: cortex_sync.models.Session, received: list[Any], failing: list[str]
) -> None:
    with server() as address:
        for kind in ("sessions", "async"):
            assert (await fetch(f"{address}/{kind}/{session.id}"))[:2] == (200, {"title": "Ranked"})
            status, shown, headers = await fetch(f"{address}/{kind}/{NOBODY}")
            assert (status, shown["code"]) == (404, "not-found")
            assert headers["Content-Type"] == "application/problem+json"
        clients = [(await fetch(f"{address}/worker"))[1] for _ in range(2)]
        assert clients[0] == clients[1]
        # The webhook: a receiver that fails makes the sender retry.
        body, signed = delivery("session.created")
        failing.append("once")
        outcomes = [
            (await fetch(f"{address}/cortex/webhook", data=body, headers={**JSON, **signed}))[:2]
            for _ in range(3)
        ]
        assert outcomes == [
            (500, {"outcome": "failed"}),
            (200, {"outcome": "handled"}),
            (200, {"outcome": "duplicate"}),
        ]
        assert len(received) == 2
        status, shown, _ = await fetch(
            f"{address}/cortex/webhook", data=body + b" ", headers={**JSON, **signed}
        )
        assert (status, shown["error"]) == (401, "SignatureMismatch")


@pytest.mark.parametrize("server", [wsgi, asgi])
async def test_errors_of_several_tasks_are_a_problem_too(server: Callable[[], Any]) -> None:
    with server() as address:
        status, shown, _ = await fetch(f"{address}/groups/nested")
        assert (status, shown["code"]) == (504, "upstream-timeout")
        async with aiohttp.ClientSession() as http:
            for name in ("mixed", "foreign"):
                async with http.get(f"http://{address}/groups/{name}") as response:
                    assert (response.status, response.content_type) == (500, "text/html")


async def test_the_event_loop_of_an_asgi_server_has_one_client(emulator: Emulator) -> None:
    with asgi() as address:
        clients = [(await fetch(f"{address}/async-worker"))[1] for _ in range(3)]
    assert clients[0] == clients[1] == clients[2]
    client = await app.aget_client()
    assert client is await app.aget_client()
    with override_settings(CORTEX={"TIMEOUT": 3}):
        await asyncio.sleep(0)
        assert await app.aget_client() is not client


def test_the_client_of_a_loop_goes_with_the_loop(emulator: Emulator) -> None:
    """As under WSGI, where each request of an asynchronous view has a loop of its own."""

    async def use() -> weakref.ref[Any]:
        client = await app.aget_client()
        await client.health.check()
        return weakref.ref(client)

    clients = [asyncio.run(use()) for _ in range(4)]
    gc.collect()
    assert [client() is None for client in clients[:-1]] == [True] * 3


async def test_errors_of_others_are_not_touched(caplog: pytest.LogCaptureFixture) -> None:
    with wsgi() as address, pytest.raises(json.JSONDecodeError):
        await fetch(f"{address}/broken")
    assert "ZeroDivisionError" in caplog.text


# -- signals


def test_a_receiver_gets_the_events_of_its_sender(received: list[Any]) -> None:
    from cortex_async.integrations.django.signals import send_event

    mine: list[Any] = []
    event_received.connect(lambda event, **_: mine.append(event), sender=SessionCreatedEvent, weak=False)
    other = UnknownEvent(id="1", type="holodeck.opened", raw={}, payload=None)
    send_event(other)
    assert (mine, received) == ([], [other])


def test_every_receiver_gets_the_event_that_another_failed_on(
    received: list[Any], failing: list[str]
) -> None:
    from cortex_async.integrations.django.signals import send_event

    mine: list[Any] = []

    def later(event: Any, **_: object) -> None:
        mine.append(event)

    event_received.connect(later)
    failing.append("no")
    event: Any = UnknownEvent(id="1", type="holodeck.opened", raw={}, payload=None)
    with pytest.raises(
        ReceiverFailed, match=r"1 of 2 receivers of holodeck.opened failed, first receive"
    ) as caught:
        send_event(event)
    assert isinstance(caught.value.__cause__, RuntimeError)
    assert mine == received == [event]
    event_received.disconnect(later)


# -- checks


def found(cortex: Any, **more: Any) -> list[str]:
    with override_settings(CORTEX=cortex, **more):
        problems = [*check_settings(None), *check_deployment(None)]
    assert "canary" not in "".join(map(str, problems))
    return [f"{problem.id} {problem.msg}" for problem in problems]


@pytest.mark.parametrize(
    ("cortex", "problem"),
    [
        (["canary"], "cortex.E001 CORTEX must be a dict, got list"),
        ({"API_KYE": "canary"}, "cortex.E001 CORTEX has no setting 'API_KYE': did you mean 'API_KEY'?"),
        ({"PROJECT_ID": ""}, "cortex.E001 project_id must be a non-empty string"),
        ({"API_KEY": "canary\n\n canary"}, "cortex.E002 api_key"),
        (
            {"API_KEY": "canary", "ACCESS_TOKEN": "canary"},
            "cortex.E002 api_key and access_token must not both",
        ),
        ({"BASE_URL": "ftp://canary"}, "cortex.E002 base_url"),
        ({"WEBHOOK_SECRET": ""}, "cortex.E003 secret must not be empty"),
        (
            {"WEBHOOK_SECRET": "canary", "WEBHOOK_OPTIONS": {"tolerence": 3}},
            "cortex.E003 CORTEX['WEBHOOK_OPTIONS']",
        ),
        (
            {"WEBHOOK_SECRET": "canary", "WEBHOOK_OPTIONS": 3},
            "cortex.E001 CORTEX['WEBHOOK_OPTIONS'] must be a dict",
        ),
        ({"WEBHOOK_SECRET": "canary", "WEBHOOK_REPLAY": 3}, "cortex.E003 CORTEX['WEBHOOK_REPLAY'] must be"),
        (
            {"WEBHOOK_SECRET": "canary", "WEBHOOK_REPLAY": "none"},
            "cortex.E003 CORTEX['WEBHOOK_REPLAY'] must be a name",
        ),
        (
            {"WEBHOOK_SECRET": "canary", "WEBHOOK_REPLAY": "default"},
            "cortex.E003 CORTEX['WEBHOOK_REPLAY'] names the",
        ),
        ({}, "cortex.W002 CORTEX has no WEBHOOK_SECRET."),
        ({"WEBHOOK_SECRET": "canary"}, "cortex.W003 Each worker remembers"),
    ],
)
def test_a_wrong_setting_has_a_check(cortex: Any, problem: str) -> None:
    assert found(cortex)[0].startswith(problem)


def test_right_settings_have_no_problems(monkeypatch: pytest.MonkeyPatch) -> None:
    right = {"PROJECT_ID": "p", "WEBHOOK_SECRET": ["new", "old"], "WEBHOOK_REPLAY": MemoryReplayStore()}
    assert found({**right, "TIMEOUT": 3, "RETRY": False, "WEBHOOK_OPTIONS": {"tolerance": 60}}) == []
    monkeypatch.delenv("CORTEX_API_KEY")
    assert found(right) == found({**right, "API_KEY": None}) == ["cortex.W001 CORTEX has no credential."]


def test_the_page_of_an_error_hides_the_settings() -> None:
    from django.views.debug import SafeExceptionReporterFilter  # type: ignore[import-untyped]  # Django ships no types

    with override_settings(
        CORTEX={"API_KEY": "canary", "ACCESS_TOKEN": "canary", "WEBHOOK_SECRET": "canary"}
    ):
        assert "canary" not in str(SafeExceptionReporterFilter().get_safe_settings()["CORTEX"])


def test_changed_settings_make_another_client(emulator: Emulator) -> None:
    client = app.get_client()
    assert app.get_client() is client
    with override_settings(CORTEX={"PROJECT_ID": emulator.project_id}):
        assert app.get_client() is not client
        app.get_project().sessions.list()
        with pytest.raises(cortex_sync.ClientClosed):
            client.health.check()


# -- replay


@needs_redis
async def test_a_shared_cache_keeps_deliveries(redis_socket: str) -> None:
    caches = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
        "shared": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": f"unix://{redis_socket}",
        },
    }
    with override_settings(CACHES=caches, CORTEX={"WEBHOOK_SECRET": "s", "WEBHOOK_REPLAY": "shared"}):
        from django.core.cache import caches as opened  # type: ignore[import-untyped]  # Django ships no types

        cache = opened["shared"]
        await keeps_the_contract(CacheReplayStore(cache), CacheReplayStore(cache))
        assert found({"WEBHOOK_SECRET": "s", "WEBHOOK_REPLAY": "shared"}) == []
        cache.clear()
        routers = [WebhookRouter("s", replay=CacheReplayStore(cache)) for _ in range(2)]
        handled: list[Any] = []
        for router in routers:
            router.on("*")(handled.append)
        body = envelope()
        signed = signed_headers(body, "s")
        outcomes = [router.handle_sync(body, signed).outcome for router in routers]
        assert (outcomes, len(handled)) == (["handled", "duplicate"], 1)
        cache.close()


# -- commands


def run(*command: str, **options: Any) -> str:
    out = StringIO()
    call_command(*command, stdout=out, no_color=True, **options)
    return out.getvalue()


def test_the_check_command(emulator: Emulator) -> None:
    printed = run("cortex_check")
    assert "address: " + emulator.base_url in printed
    assert "credential: accepted; it sees 1 project" in printed
    assert "project: it has" in printed
    emulator.faults.next("listApps", status=401)
    out = StringIO()
    with pytest.raises(CommandError, match="cannot be used"):
        call_command("cortex_check", stdout=out, no_color=True)
    assert "credential: Unauthorized" in out.getvalue()
    assert emulator.api_key not in out.getvalue()
    with override_settings(CORTEX={"X": 1}), pytest.raises(CommandError):
        run("cortex_check")


def test_the_sessions_command(session: cortex_sync.models.Session) -> None:
    assert f"{session.id}  " in run("cortex_sessions")
    rows = [json.loads(line) for line in run("cortex_sessions", "--json").splitlines()]
    assert session.id in {row["id"] for row in rows}
    assert run("cortex_sessions", "--status", "no-such") == ""
    with pytest.raises(CommandError, match="NotFound"):
        run("cortex_sessions", "--project", "no-such")


def test_the_listen_command(emulator: Emulator, received: list[Any]) -> None:
    command = [sys.executable, "-m", "tests.integrations.django_project.manage"]
    command += ["cortex_listen", "--types", "session.*"]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env={"PATH": "", "PYTHONPATH": str(ROOT), "PRINT_EVENTS": "1", **environment(emulator)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as listening:
        assert listening.stdout is not None
        try:
            assert listening.stdout.readline() == "listening\n"
            with cortex_sync.CortexClient() as client:
                client.project(emulator.project_id).sessions.create(title="x", external_room_id="y")
            assert listening.stdout.readline() == "received session.created\n"
            listening.send_signal(signal.SIGTERM)
            assert listening.stdout.read() == "stopped\n"
            assert listening.wait(WAIT) == 0
        finally:
            listening.kill()


async def test_the_listen_command_checks_payloads_as_webhooks_do(received: list[Any]) -> None:
    connections: list[str] = []

    async def respond(request: web.Request) -> web.StreamResponse:
        if connections:
            return web.Response(status=204)  # ends the stream
        connections.append(request.path)
        events = [envelope("session.deleted", payload={"action": "deleted"}), envelope("server.started")]
        return web.Response(
            body=b"retry: 1\n\n" + b"".join(b"data: %s\n\n" % event for event in events),
            content_type="text/event-stream",
        )

    async with serving(respond) as url:
        with override_settings(CORTEX={**project.CORTEX, "BASE_URL": url}):
            await asyncio.to_thread(call_command, "cortex_listen", stdout=StringIO())
    assert [type(event) for event in received] == [UnknownEvent, GenericDomainEvent]


class Killing(StringIO):
    """Sends a signal to this process as soon as the command listens."""

    def write(self, text: str) -> int:
        if text.startswith("listening"):
            signal.raise_signal(signal.SIGTERM)
        return super().write(text)


def test_the_listen_command_gives_signals_back_to_what_calls_it(emulator: Emulator) -> None:
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    call_command("cortex_listen", stdout=(printed := Killing()))
    assert printed.getvalue() == "listening\nstopped\n"
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == before


# -- processes


def test_forked_workers_of_gunicorn_use_the_client_of_the_main_process(emulator: Emulator) -> None:
    command = ["-X", "dev", "-m", "gunicorn", "--preload", "--workers=2", "--log-level=warning"]
    command += ["--graceful-timeout=2", "--bind=fd://{fd}", "tests.integrations.django_project.wsgi"]
    seen: set[int] = set()
    with processes(command, environment(emulator)) as (address, server):
        while len(seen) < 2:
            status, shown, _ = asyncio.run(fetch(f"{address}/worker"))
            assert status == 200
            assert shown["in_transaction"]
            seen.add(shown["pid"])
        body, signed = delivery("session.created")
        sent = asyncio.run(fetch(f"{address}/cortex/webhook", data=body, headers={**JSON, **signed}))
        assert sent[:2] == (200, {"outcome": "handled"})
    printed, _ = server.communicate()
    assert server.returncode == 0
    assert server.pid not in seen
    assert "unclosed client" not in printed
    assert "Traceback" not in printed
