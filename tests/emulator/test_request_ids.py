"""Every response has an ``X-Request-Id``, including those with faults."""

from __future__ import annotations

import asyncio
import uuid
from typing import Any

import pytest

from cortex_async.emulator import Emulator
from tests.emulator.api import Api


@pytest.mark.parametrize(
    "effect",
    [
        {},
        {"status": 503},
        {"status": 500, "body": b"raw"},
        {"status": 200, "body": "text"},
        {"malformed": True},
        {"delay": 0.001},
    ],
    ids=str,
)
async def test_responses_with_faults_have_one(api: Api, emulator: Emulator, effect: Any) -> None:
    seen: set[str] = set()
    for path in ("/sessions", "/sessions/unknown"):
        emulator.faults.next("*", **effect)
        async with api.http.get(api.url(path), headers=api.headers) as response:
            await response.read()
            seen.add(str(uuid.UUID(response.headers["X-Request-Id"])))
    assert len(seen) == 2


async def test_a_truncated_response_has_one(api: Api, emulator: Emulator) -> None:
    emulator.faults.next("*", truncate=True)
    async with api.http.get(api.url("/sessions"), headers=api.headers) as response:
        assert uuid.UUID(response.headers["X-Request-Id"])


async def test_a_fault_can_choose_it(api: Api, emulator: Emulator) -> None:
    emulator.faults.next("*", status=500, headers={"x-request-id": "mine"})
    response = await api.call("GET", "/sessions")
    assert response.headers.getall("X-Request-Id") == ["mine"]


async def test_malformed_json_keeps_the_other_headers(api: Api, emulator: Emulator) -> None:
    emulator.faults.next("*", status=503, headers={"Retry-After": "2"}, malformed=True)
    async with api.http.get(api.url("/sessions"), headers=api.headers) as response:
        assert (response.headers["Retry-After"], response.content_type) == ("2", "application/json")


@pytest.mark.parametrize(
    "path", ["/", "/api/docs-json", "/api/nothing", "/_emulator/streams", "/_emulator/nothing"]
)
async def test_every_path_has_one(api: Api, emulator: Emulator, path: str) -> None:
    async with api.http.get(emulator.base_url + path) as response:
        assert uuid.UUID(response.headers["X-Request-Id"])


async def test_a_stream_has_one(api: Api) -> None:
    async with api.http.get(api.url("/events/stream"), headers=api.headers) as response:
        assert response.content_type == "text/event-stream"
        assert uuid.UUID(response.headers["X-Request-Id"])


async def test_malformed_http_has_one(emulator: Emulator) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", int(emulator.base_url.rpartition(":")[2]))
    writer.write(b"nonsense\r\n\r\n")
    head = await reader.readuntil(b"\r\n\r\n")
    writer.close()
    assert b"x-request-id: " in head.lower()


async def test_requests_do_not_change_the_identifiers_of_a_seed(api: Api, emulator: Emulator) -> None:
    first = await api.session()
    emulator.reset()
    await api.get("/sessions")
    assert (await api.session())["id"] == first["id"]
