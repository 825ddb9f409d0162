"""A spec that is ahead of the handlers: operations without one respond with 501, renamed ones work as
before.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import aiohttp
import orjson
import pytest

from cortex_async.emulator import Emulator
from cortex_async.emulator.registry import HANDLERS, handles
from cortex_async.emulator.spec import load_spec
from tests.emulator.api import Api

PROJECT = "/api/projects/{projectId}"
SESSION = f"{PROJECT}/sessions/{{id}}"


def changed(document: dict[str, Any]) -> None:
    """New operations, a renamed one, a removed one, and references in every place that may have them."""
    paths, components = document["paths"], document["components"]
    components["responses"] = {"Session": paths[SESSION]["get"]["responses"]["200"]}
    renamed = {**paths.pop(SESSION)["get"], "operationId": "findSession"}
    parameters = [
        {**one, "name": {"id": "sessionId"}.get(one["name"], one["name"])}
        for one in renamed.pop("parameters")
    ]
    components["parameters"] = {"Id": parameters[-1]}
    components["pathItems"] = {
        "Session": {
            "parameters": [parameters[0], {"$ref": "#/components/parameters/Id"}],
            "get": {**renamed, "responses": {"2XX": {"$ref": "#/components/responses/Session"}}},
        }
    }
    paths[f"{PROJECT}/sessions/{{sessionId}}"] = {"$ref": "#/components/pathItems/Session"}
    del paths["/api/plugins"]
    document["security"] = [{"api-key": []}]
    paths[f"{PROJECT}/recaps"] = {
        "parameters": [parameters[0]],
        "post": {
            "requestBody": {"content": {"text/plain": {"schema": {"type": "string"}}}},
            "responses": {"default": {"description": ""}},
        },
    }


@pytest.fixture
async def api(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> AsyncIterator[Api]:
    """An emulator whose package has another spec."""
    document = orjson.loads(load_spec().raw)
    changed(document)
    (tmp_path / "openapi.json").write_bytes(orjson.dumps(document))
    (tmp_path / "operation_ids.json").write_bytes(orjson.dumps({"getSession": f"GET {SESSION}"}))
    load_spec.cache_clear()
    monkeypatch.setattr(
        "cortex_async.emulator.spec.resources", SimpleNamespace(files=lambda package: tmp_path)
    )
    try:
        async with Emulator() as emulator, aiohttp.ClientSession() as http:
            yield Api(emulator, http)
            assert not emulator.violations
    finally:
        load_spec.cache_clear()


async def test_an_operation_without_a_handler_responds_with_501_and_says_where_to_write_one(api: Api) -> None:
    response = await api.call("POST", "/recaps", data=b"text")
    assert (response.status, response["statusCode"], response["error"]) == (501, 501, "Not Implemented")
    assert f'@handles("POST", "{PROJECT}/recaps") in cortex_async/emulator/routes/' in response["message"]
    assert set(response.body) == {"statusCode", "message", "error"}


async def test_credentials_come_first(api: Api) -> None:
    assert (await api.call("POST", "/recaps", headers={})).status == 401
    assert (await api.call("POST", "/api/projects/nowhere/recaps")).status == 404


async def test_a_renamed_operation_and_placeholder_change_nothing(api: Api) -> None:
    made = await api.session()
    api.emulator.faults.next("getSession", status=503)
    assert (await api.call("GET", f"/sessions/{made['id']}")).status == 503
    assert (await api.get(f"/sessions/{made['id']}"))["id"] == made["id"]
    assert api.emulator.requests.last().operation == "findSession"
    api.emulator.requests.assert_called("getSession", times=2)


async def test_a_removed_operation_is_gone(api: Api) -> None:
    async with api.http.get(api.emulator.base_url + "/api/plugins", headers=api.headers) as response:
        assert response.status == 404


def test_a_second_handler_is_refused() -> None:
    register: Callable[..., Any] = handles("GET", f"{PROJECT}/sessions/{{anything}}")
    with pytest.raises(ValueError, match=r"^two handlers for GET /api/projects/\{\}/sessions/\{\}$"):
        register(lambda call: None)
    assert len(HANDLERS) > 100
