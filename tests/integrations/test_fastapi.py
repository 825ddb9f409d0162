"""FastAPI, Starlette and Litestar under uvicorn, with one client for each application and process."""

from __future__ import annotations

import json
import logging
import socket
from collections.abc import Iterator
from typing import Any

import aiohttp
import pytest
from litestar import Litestar, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response as LitestarResponse
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Mount, Route

import cortex_async
import cortex_sync
from cortex_async import ConfigError, CortexClient, ProjectScope
from cortex_async.integrations import fastapi, litestar, starlette
from cortex_sync.emulator import Emulator
from tests.integrations import fastapi_app
from tests.integrations.conftest import environment
from tests.integrations.serving import WAIT, processes, serve

NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.fixture(scope="module")
def address(running_emulator: Emulator) -> Iterator[str]:
    # A worker of pytest-xdist may come back to this module, with tests that it takes over from another.
    fastapi_app.started.clear()
    faults.clear()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment(running_emulator).items():
            patch.setenv(name, value)
        with serve(watched) as address:
            yield address
        assert fastapi_app.started == ["start", "stop"]
        assert not faults


faults: list[Exception] = []
"""What the endpoints of WebSockets raised, and the server logged as a bug."""


async def watched(scope: Any, receive: Any, send: Any) -> None:
    try:
        await fastapi_app.app(scope, receive, send)
    except Exception as error:
        if scope["type"] == "websocket":
            faults.append(error)
        raise


@pytest.fixture
def session(emulator: Emulator) -> cortex_sync.models.Session:
    with cortex_sync.CortexClient() as client:
        project = client.project(emulator.project_id)
        return project.sessions.create(title="Ranked", external_room_id="room")


async def fetch(url: str) -> tuple[int, Any, dict[str, str]]:
    async with aiohttp.ClientSession() as http, http.get(f"http://{url}") as response:
        return response.status, json.loads(await response.read()), dict(response.headers)


async def test_endpoints_get_the_project(address: str, session: cortex_sync.models.Session) -> None:
    status, shown, _ = await fetch(f"{address}/sessions/{session.id}")
    assert (status, shown["title"]) == (200, "Ranked")
    assert (await fetch(f"{address}/blocking/{session.id}"))[:2] == (200, "Ranked")


async def test_the_own_lifespan_and_its_state_stay(address: str) -> None:
    status, shown, _ = await fetch(f"{address}/worker")
    assert (status, shown["greeting"]) == (200, "hello")


@pytest.mark.parametrize("path", ["sessions", "blocking"])
async def test_a_missing_session_is_a_problem(address: str, emulator: Emulator, path: str) -> None:
    status, shown, headers = await fetch(f"{address}/{path}/{NOBODY}")
    assert (status, headers["Content-Type"]) == (404, "application/problem+json")
    assert shown["type"] == "urn:odin-cortex:problem:not-found"
    assert (shown["operation"], bool(shown["request_id"])) == ("getSession", True)


@get("/groups/{name:str}")
async def litestar_group(name: FromPath[str]) -> None:
    raise fastapi_app.groups[name]()


async def test_errors_of_several_tasks_are_a_problem_too(
    address: str, emulator: Emulator, caplog: pytest.LogCaptureFixture
) -> None:
    status, shown, _ = await fetch(f"{address}/together/{NOBODY}")
    assert (status, shown["code"]) == (404, "not-found")
    with caplog.at_level(logging.INFO, "cortex_async.integrations"):
        status, shown, _ = await fetch(f"{address}/groups/nested")
    assert (status, shown["code"]) == (504, "upstream-timeout")
    assert [caplog.text.count(name) for name in ("NotFound: x", "TimedOut: x")] == [2, 1]
    with serve(Litestar([litestar_group], on_app_init=[litestar.use_cortex()])) as other:
        status, shown, _ = await fetch(f"{other}/groups/nested")
    assert (status, shown["code"]) == (504, "upstream-timeout")


async def test_other_errors_of_several_tasks_stay_those_of_the_framework(
    address: str, emulator: Emulator
) -> None:
    plain = Litestar([litestar_group])
    ours = Litestar([litestar_group], on_app_init=[litestar.use_cortex()])
    own = Litestar(
        [litestar_group],
        on_app_init=[litestar.use_cortex()],
        exception_handlers={Exception: lambda *_: LitestarResponse("mine", status_code=418)},
    )
    with serve(plain) as without, serve(ours) as with_ours, serve(own) as with_own:
        for name in ("mixed", "foreign"):
            assert (await fetch_text(f"{address}/groups/{name}")) == (500, "Internal Server Error")
            expected = await fetch_text(f"{without}/groups/{name}")
            assert await fetch_text(f"{with_ours}/groups/{name}") == expected
            assert await fetch_text(f"{with_own}/groups/{name}") == (418, "mine")


async def fetch_text(url: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as http, http.get(f"http://{url}") as response:
        return response.status, await response.text()


async def test_upstream_faults_are_told_from_the_visitors(
    address: str, emulator: Emulator, caplog: pytest.LogCaptureFixture
) -> None:
    emulator.faults.next("getSession", status=429, headers={"Retry-After": "121"})
    status, shown, headers = await fetch(f"{address}/sessions/{NOBODY}")
    assert (status, headers["Retry-After"], shown["retry_after"]) == (429, "121", 121)
    emulator.faults.next("getSession", status=401, body={"message": "canary"})
    status, shown, _ = await fetch(f"{address}/sessions/{NOBODY}")
    assert (status, shown["code"]) == (502, "upstream-refused")
    assert "canary" not in json.dumps(shown)
    assert "Unauthorized: getSession" in caplog.text
    assert emulator.api_key not in caplog.text


def send(address: str, path: str, host: str) -> bytes:
    """The response to a request as no client library sends it."""
    request = f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode()
    name, _, port = address.partition(":")
    with socket.create_connection((name, int(port)), timeout=WAIT) as connection:
        connection.sendall(request)
        with connection.makefile("rb") as response:
            return response.read()


def test_a_host_that_cannot_be_parsed_does_not_hide_the_problem(address: str) -> None:
    with serve(Litestar([litestar_title], on_app_init=[litestar.use_cortex()])) as other:
        for host in ("[", "x:y", "[v1]:1", "x" * 300):
            for url, path in ((address, f"/sessions/{NOBODY}"), (other, f"/{NOBODY}")):
                assert send(url, path, host).startswith(b"HTTP/1.1 404 "), (path, host)


async def test_a_value_that_cannot_be_sent_is_a_problem_of_the_request(address: str) -> None:
    status, shown, _ = await fetch(f"{address}/projects/%00")
    assert status in (404, 422)
    assert shown["code"] in ("not-found", "invalid-value")


async def test_a_streaming_endpoint_follows_events(address: str, emulator: Emulator) -> None:
    async with aiohttp.ClientSession() as http, http.get(f"http://{address}/events") as response:
        assert await response.content.readline() == b"listening\n"
        async with CortexClient() as client:
            await client.project(emulator.project_id).sessions.create(title="x", external_room_id="y")
        assert await response.content.readline() == b"session.created\n"


async def test_a_websocket_gets_the_project_and_is_closed_with_a_code(
    address: str, session: cortex_sync.models.Session
) -> None:
    async with aiohttp.ClientSession() as http, http.ws_connect(f"http://{address}/title") as socket:
        await socket.send_str(session.id)
        assert await socket.receive_str() == "Ranked"
        await socket.send_str(NOBODY)
        closed = await socket.receive()
        assert (closed.type, closed.data, closed.extra) == (aiohttp.WSMsgType.CLOSE, 1008, "Not found")


async def test_a_websocket_whose_client_has_left_is_no_bug(address: str, emulator: Emulator) -> None:
    emulator.faults.next("getSession", delay=0.2)
    async with aiohttp.ClientSession() as http, http.ws_connect(f"http://{address}/title") as socket:
        await socket.send_str(NOBODY)
        await socket.close()


async def test_two_applications_have_a_client_each(address: str) -> None:
    with serve(fastapi_app.second) as other:
        clients = [(await fetch(f"{one}/worker"))[1]["client"] for one in (address, other, address)]
    assert clients[0] == clients[2] != clients[1]


async def test_an_application_without_the_lifespan_says_what_to_do(
    emulator: Emulator, caplog: pytest.LogCaptureFixture
) -> None:
    client = CortexClient()
    with serve(fastapi_app.unconfigured) as address:
        status, shown, _ = await fetch(f"{address}/worker")
        assert (status, shown["code"]) == (500, "internal-error")
        assert "pass lifespan() to the application" in caplog.text
        # As in tests of an application that do not run its lifespan.
        fastapi_app.unconfigured.dependency_overrides[fastapi.get_client] = lambda: client
        try:
            assert (await fetch(f"{address}/sessions"))[0] == 200
        finally:
            fastapi_app.unconfigured.dependency_overrides.clear()
    await client.close()


async def test_starting_without_a_credential_fails(
    emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CORTEX_API_KEY")
    for start in (fastapi.lifespan(), starlette.lifespan()):
        with pytest.raises(ConfigError, match="CORTEX_API_KEY"):
            await start(fastapi_app.app).__aenter__()


async def test_the_client_is_closed_when_the_application_stops(emulator: Emulator) -> None:
    made: list[CortexClient] = []

    def make() -> CortexClient:
        made.append(CortexClient())
        return made[0]

    async with fastapi.lifespan(make, project_id="mine")(fastapi_app.app):
        await made[0].health.check()
    with pytest.raises(cortex_async.ClientClosed):
        await made[0].health.check()


async def test_starlette_and_what_is_mounted_in_it(
    emulator: Emulator, session: cortex_sync.models.Session
) -> None:
    async def show(request: Request) -> JSONResponse:
        project = starlette.get_project(request)
        found = await project.sessions.get(request.path_params["session_id"])
        return JSONResponse(found.title)

    routes = [Route("/{session_id}", show)]
    inner = Starlette(routes=routes)
    app = Starlette(routes=[Mount("/in", inner), *routes], lifespan=starlette.lifespan())
    for one in (app, inner):
        starlette.add_exception_handlers(one)
    with serve(app) as address:
        assert (await fetch(f"{address}/{session.id}"))[:2] == (200, "Ranked")
        assert (await fetch(f"{address}/in/{session.id}"))[:2] == (200, "Ranked")
        assert (await fetch(f"{address}/in/{NOBODY}"))[0] == 404


@get("/{session_id:str}")
async def litestar_title(
    session_id: FromPath[str],
    cortex: NamedDependency[CortexClient],
    cortex_project: NamedDependency[ProjectScope],
) -> str:
    await cortex.health.check()
    return json.dumps((await cortex_project.sessions.get(session_id)).title)


async def test_litestar(emulator: Emulator, session: cortex_sync.models.Session) -> None:
    with serve(Litestar([litestar_title], on_app_init=[litestar.use_cortex()])) as address:
        assert (await fetch(f"{address}/{session.id}"))[:2] == (200, "Ranked")
        status, shown, headers = await fetch(f"{address}/{NOBODY}")
        assert (status, shown["code"]) == (404, "not-found")
        assert headers["Content-Type"] == "application/problem+json"


async def test_each_worker_of_uvicorn_has_a_client_and_stops_cleanly(emulator: Emulator) -> None:
    command = ["-X", "dev", "-m", "uvicorn", "tests.integrations.fastapi_app:app"]
    command += ["--fd", "{fd}", "--workers", "2", "--log-level", "warning"]
    seen: set[int] = set()
    with processes(command, environment(emulator)) as (address, server):
        while len(seen) < 2:
            status, shown, _ = await fetch(f"{address}/worker")
            assert status == 200
            seen.add(shown["pid"])
    printed, _ = server.communicate()
    assert server.returncode in (0, -15)
    assert "unclosed client" not in printed
    assert "Traceback" not in printed
