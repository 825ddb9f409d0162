"""The conformance check reports responses, statuses and events that do not conform to the spec."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from cortex_async.emulator import Emulator, conformance
from cortex_async.emulator.conformance import Violation
from cortex_async.emulator.errors import HTTPError
from cortex_async.emulator.registry import HANDLERS
from cortex_async.emulator.spec import load_spec, route_key
from tests.emulator.api import Api
from tests.emulator.test_plugin import run

GET_SESSION = route_key("GET", "/api/projects/{projectId}/sessions/{id}")
GET_SESSION_ID = next(op.id for op in load_spec().operations.values() if op.key == GET_SESSION)
CANARY = "canary-7f3a"
SESSION: dict[str, Any] = {
    "id": "s", "tenantId": "t", "projectId": "p", "externalRoomId": "r", "title": "x", "gateway": "g", "status": "active",
    "createdByUserId": "u", "createdAt": "2026-01-31T12:00:00.000Z",
}  # fmt: skip


@pytest.fixture(autouse=True)
def drift() -> None:
    """The emulators of this module deviate from the spec on purpose."""


@pytest.fixture
async def loose(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Api]:
    """An emulator as users have it: violations are recorded, and the response is sent."""
    monkeypatch.setattr(conformance, "strict", False)
    async with Emulator() as emulator, aiohttp.ClientSession() as http:
        yield Api(emulator, http)


def returns(monkeypatch: pytest.MonkeyPatch, value: Any) -> None:
    monkeypatch.setitem(HANDLERS, GET_SESSION, lambda call: value)


BROKEN = [
    {**SESSION, "id": 5},
    {**SESSION, "createdAt": CANARY},
    {name: value for name, value in SESSION.items() if name != "title"},
    [SESSION],
    CANARY,
]


@pytest.mark.parametrize("broken", BROKEN, ids=["type", "format", "missing", "kind", "string"])
async def test_a_nonconforming_response_is_recorded(
    loose: Api, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, broken: Any
) -> None:
    returns(monkeypatch, broken)
    response = await loose.call("GET", "/sessions/x")
    assert (response.status, response.body) == (200, broken)
    [violation] = loose.emulator.violations
    assert violation.startswith(f"response of {GET_SESSION_ID}: /")
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    assert violation in caplog.text
    assert CANARY not in violation + caplog.text


@pytest.mark.parametrize("broken", BROKEN, ids=["type", "format", "missing", "kind", "string"])
async def test_in_strict_mode_the_client_gets_an_error(monkeypatch: pytest.MonkeyPatch, broken: Any) -> None:
    returns(monkeypatch, broken)
    async with Emulator() as emulator, aiohttp.ClientSession() as http:
        response = await Api(emulator, http).call("GET", "/sessions/x")
        assert (response.status, len(emulator.violations)) == (500, 1)


async def test_a_conforming_response_passes(loose: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    returns(monkeypatch, {**SESSION, "unknown": 1})
    assert (await loose.call("GET", "/sessions/x")).status == 200
    assert loose.emulator.violations == ()


async def test_an_unlisted_status_is_recorded(loose: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    def reject(call: Any) -> Any:
        raise HTTPError(418, "no")

    monkeypatch.setitem(HANDLERS, GET_SESSION, reject)
    assert (await loose.call("GET", "/sessions/x")).status == 418
    assert loose.emulator.violations == (f"response of {GET_SESSION_ID}: status 418",)
    assert (await loose.call("GET", "/sessions/x", headers={})).status == 401
    assert len(loose.emulator.violations) == 1


def emitted(emulator: Emulator, kind: str, data: Any) -> Callable[[], object]:
    project = emulator.world.project(emulator.project_id)
    return lambda: emulator.world.emit(kind, "created", "session:s", project, data)


@pytest.mark.parametrize(
    ("kind", "data", "beginning"),
    [
        ("session.created", {**SESSION, "title": 5}, "event session.created: /payload/data/title: type"),
        ("session.created", {}, "event session.created: /payload/data: required"),
        ("sesion.created", SESSION, "event sesion.created: unknown type"),
    ],
)
async def test_a_nonconforming_event_is_recorded(loose: Api, kind: str, data: Any, beginning: str) -> None:
    emitted(loose.emulator, kind, data)()
    [violation] = loose.emulator.violations
    assert violation.startswith(beginning)
    assert loose.event_types() == [kind]


async def test_in_strict_mode_the_event_is_not_sent() -> None:
    async with Emulator() as emulator:
        with pytest.raises(Violation, match=r"session\.created"):
            emitted(emulator, "session.created", {})()
        assert emulator.events == []


async def test_the_latest_violations_are_kept(loose: Api) -> None:
    for number in range(1005):
        emitted(loose.emulator, f"kind.{number}", {})()
    assert len(loose.emulator.violations) == 1000
    assert loose.emulator.violations[-1] == "event kind.1004: unknown type"


PLUGIN = """
import urllib.request
from cortex_async.emulator.registry import HANDLERS


def test_broken(cortex_emulator, monkeypatch):
    broken = {"participants": [], "total": "many"}
    monkeypatch.setitem(HANDLERS, "GET /api/projects/{}/participants", lambda call: broken)
    url = f"{cortex_emulator.base_url}/api/projects/{cortex_emulator.project_id}/participants"
    request = urllib.request.Request(url, headers={"X-API-Key": cortex_emulator.api_key})
    with urllib.request.urlopen(request) as response:
        assert response.status == 200
"""


def test_users_of_the_plugin_are_warned(tmp_path: Path) -> None:
    (tmp_path / "test_game.py").write_text(PLUGIN)
    output = run(tmp_path)
    assert "1 passed, 1 error" in output, output
    assert "a fault of the emulator, please report it: response of listParticipants: /total: type" in output


async def test_the_event_schema_operation_returns_a_valid_example(api: Api, emulator: Emulator) -> None:
    shown = await api.get("/api/events/schema")
    operation = next(op for op in load_spec().operations.values() if op.path == "/api/events/schema")
    assert operation.response is not None
    assert operation.response.accepts(shown)
    assert emulator.world.spec.events[shown["type"]].accepts(shown)
