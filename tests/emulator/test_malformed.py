"""Input that no sane client sends: always a 4xx with NestJS's body, never a 5xx."""

from __future__ import annotations

import asyncio
import io
import json
from typing import Any

import aiohttp
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cortex_async.emulator import Emulator
from cortex_async.emulator.spec import load_spec
from tests.emulator.api import Api, Response

JSON = {"Content-Type": "application/json"}


def refused(response: Response, status: int) -> None:
    assert response.status == status, response
    assert response["statusCode"] == status
    assert response["message"]
    assert response["error"]


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"NaN", 400),
        (b'{"title": "\xff"}', 400),
        (b'"\\ud800"', 400),
        (b"[]", 400),
        (b'"text"', 400),
        (b"null", 400),
        (b'{"a":' * 100 + b"1" + b"}" * 100, 400),
        (b'{"a":' * 5000 + b"1" + b"}" * 5000, 400),
        (b'{"title": 1e999}', 400),
        (b'{"title": "' + b"x" * (1024 * 1024) + b'"}', 413),
    ],
)
async def test_a_bad_body(api: Api, raw: bytes, status: int) -> None:
    response = await api.call("POST", "/sessions", data=io.BytesIO(raw), headers={**api.headers, **JSON})
    refused(response, status)


async def test_a_body_of_another_media_type(api: Api) -> None:
    headers = {**api.headers, "Content-Type": "text/plain"}
    refused(await api.call("POST", "/sessions", data=b"{}", headers=headers), 415)


async def test_a_chunked_body_is_limited_as_well(api: Api) -> None:
    async def chunks() -> Any:
        for _ in range(40):
            yield b"x" * 65536

    response = await api.call("POST", "/sessions", data=chunks(), headers={**api.headers, **JSON})
    refused(response, 413)


async def test_messages_name_fields_and_never_values(api: Api) -> None:
    response = await api.call("POST", "/api/auth/login-credentials", {"email": "a@b.c", "password": "hush"})
    refused(response, 400)
    assert response["message"] == ["password must be longer than or equal to 6 characters"]
    response = await api.call(
        "POST", "/gatherings", {"type": "party", "maxMembers": 1, "participants": [{"name": 5}]}
    )
    assert sorted(response["message"]) == [
        "maxMembers must not be less than 2",
        "name must be a string",
        "participants.0.email must be a string",
        "participants.0.name must be a string",
        "type must be one of the following values: lobby, appointment, open",
    ]


async def test_null_is_taken_where_prose_gives_it_a_meaning_only(api: Api) -> None:
    refused(await api.call("POST", "/sessions", {"title": None, "externalRoomId": "r"}), 400)
    session = await api.session(idleTimeout=None)
    assert "idleTimeout" not in session


async def test_unknown_properties_are_ignored(api: Api) -> None:
    session = await api.session(status="ended", colour="red")
    assert session["status"] == "active"
    assert "colour" not in session


@pytest.mark.parametrize(
    "query",
    [
        "limit=ten",
        "limit=-1",
        "limit=1.5",
        "offset=NaN",
        "offset=1e999",
        "limit=1&limit=2",
        "limit=",
        "limit=%FF",
        "limit=\u0661",
    ],
)
async def test_a_bad_query(api: Api, query: str) -> None:
    refused(await api.call("GET", f"/participants?{query}"), 400)


async def test_more_bad_queries(api: Api) -> None:
    refused(await api.call("GET", "/sanctions?activeOnly=yes"), 400)
    refused(await api.call("GET", "/gatherings?type=party"), 400)
    refused(await api.call("GET", "/gatherings/invitations/pending"), 400)


async def test_422_by_setting() -> None:
    async with Emulator(validation_status=422) as emulator, aiohttp.ClientSession() as http:
        api = Api(emulator, http)
        response = await api.call("POST", "/sessions", {"title": 1})
        refused(response, 422)
        assert response["error"] == "Unprocessable Entity"
        # A 400 that the spec declares stays a 400.
        refused(await api.call("POST", "/sanctions", {"type": "mute"}), 400)


async def test_unknown_paths_and_wrong_methods(api: Api) -> None:
    refused(await api.call("GET", "/api/nothing"), 404)
    refused(await api.call("GET", "//sessions"), 404)
    response = await api.call("PATCH", "/sessions")
    refused(response, 405)
    assert response.headers["Allow"] == "GET, POST"


async def exchange(emulator: Emulator, raw: bytes) -> bytes:
    """Bytes in, bytes out, until the server closes."""
    host, port = emulator.base_url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(raw)
    try:
        async with asyncio.timeout(30):
            return await reader.read()
    finally:
        writer.close()
        await writer.wait_closed()


@pytest.mark.parametrize(
    "target",
    [
        "/api/projects/{project}/sessions/..%2f..%2fetc%2fpasswd",
        "/api/projects/{project}/sessions/../../../etc/passwd",
        "/api/projects/{project}/sessions/%2e%2e",
        "/api/projects/{project}/sessions/%00",
        "/api/projects/{project}/sessions/%ff%fe",
        "/api/projects/{project}/sessions/" + "a" * 4000,
        "/api/projects/%ED%A0%80/sessions/x",
    ],
)
async def test_a_strange_id_finds_nothing(emulator: Emulator, target: str) -> None:
    path = target.format(project=emulator.project_id)
    head = f"GET {path} HTTP/1.1\r\nHost: x\r\nX-API-Key: {emulator.api_key}\r\nConnection: close\r\n\r\n"
    response = await exchange(emulator, head.encode())
    assert response.startswith(b"HTTP/1.1 404 ")
    assert json.loads(response.partition(b"\r\n\r\n")[2])["statusCode"] == 404


@pytest.mark.parametrize(
    "raw",
    [
        b"hello\r\n\r\n",
        b"GET /api HTTP/9.9\r\n\r\n",
        b"GET /api HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 20_000 + b"\r\n\r\n",
        b"POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: -4\r\n\r\n",
    ],
)
async def test_malformed_http_gets_an_error_body(emulator: Emulator, raw: bytes) -> None:
    response = await exchange(emulator, raw)
    assert response.split(b" ")[1].startswith(b"4"), response
    assert json.loads(response.partition(b"\r\n\r\n")[2])["message"]


async def test_slow_clients_are_disconnected() -> None:
    async with Emulator(header_timeout=0.05, body_timeout=0.05) as emulator:
        assert await exchange(emulator, b"GET /api HTTP/1.1\r\nHost:") == b""
        head = (
            f"POST /api/projects/{emulator.project_id}/sessions HTTP/1.1\r\nHost: x\r\n"
            f"X-API-Key: {emulator.api_key}\r\nContent-Length: 100\r\n\r\n{{"
        )
        assert (await exchange(emulator, head.encode())).startswith(b"HTTP/1.1 408 ")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
async def test_no_body_of_any_operation_is_a_5xx(api: Api, data: st.DataObject) -> None:
    operations = [one for one in load_spec().operations.values() if one.body is not None]
    operation = data.draw(st.sampled_from(operations))
    assert operation.body is not None
    fields = list(operation.body.property(()).get("properties", {}))
    body = data.draw(st.dictionaries(st.sampled_from(fields), json_values) if fields else json_values)
    path = operation.path.replace("{projectId}", api.emulator.project_id).replace("{", "").replace("}", "")
    raw = json.dumps(body, ensure_ascii=True).encode()
    headers = {**api.headers, **JSON, "Authorization": f"Bearer {api.emulator.access_token}"}
    response = await api.call(operation.method, path, data=raw, headers=headers)
    assert response.status < 500, (operation.id, body)
