"""Faults of calls."""

from __future__ import annotations

import asyncio
import json

import aiohttp
import pytest

from cortex_async.emulator import Emulator
from tests.emulator.api import Api
from tests.emulator.reading import listening


async def test_the_next_requests_get_another_response(api: Api, emulator: Emulator) -> None:
    emulator.faults.next("createSession", times=2, status=429, headers={"Retry-After": "2"})
    body = {"title": "Raid", "externalRoomId": "r"}
    for _ in range(2):
        response = await api.call("POST", "/sessions", body)
        assert (response.status, response.headers["Retry-After"]) == (429, "2")
        assert response["statusCode"] == 429
    assert (await api.call("POST", "/sessions", body)).status == 201
    assert len(await api.get("/sessions")) == 1


async def test_bodies_of_every_kind(api: Api, emulator: Emulator) -> None:
    emulator.faults.next("listSessions", status=502, body="<html>", headers={"Content-Type": "text/html"})
    emulator.faults.next("listSessions", status=503, body={"message": ["a", "b"]})
    emulator.faults.next("listSessions", status=200, body=b"\xff")
    first, second, third = [await api.call("GET", "/sessions") for _ in range(3)]
    assert (first.status, first.headers["Content-Type"], first.body) == (502, "text/html", b"<html>")
    assert (second.status, second.body) == (503, {"message": ["a", "b"]})
    assert (third.status, third.body) == (200, b"\xff")


async def test_targets(api: Api, emulator: Emulator) -> None:
    rule = emulator.faults.always("GET /api/projects/*/sessions*", status=500)
    assert (await api.call("GET", "/sessions")).status == 500
    assert (await api.call("GET", "/sessions/x/messages")).status == 500
    assert (await api.call("POST", "/sessions", {})).status == 400
    assert rule.taken == 2
    emulator.faults.remove(rule)
    assert (await api.call("GET", "/sessions")).status == 200
    emulator.faults.always("*", status=418)
    assert (await api.call("GET", "/api")).status == 418
    emulator.faults.clear()
    assert (await api.call("GET", "/api")).status == 200


async def test_a_mistyped_target_is_refused(emulator: Emulator) -> None:
    with pytest.raises(ValueError, match="did you mean 'createSession'"):
        emulator.faults.next("createSesion", status=500)
    with pytest.raises(ValueError, match="target must match an operation, got 'PUT /nothing'"):
        emulator.faults.next("PUT /nothing", status=500)
    with pytest.raises(ValueError, match="at least 1"):
        emulator.faults.next("*", times=0, status=500)


async def test_closed_before_the_operation_runs(api: Api, emulator: Emulator) -> None:
    emulator.faults.next("createParticipant", close="before")
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await api.participant()
    assert (await api.get("/participants"))["total"] == 0


async def test_closed_after_the_operation_has_run(api: Api, emulator: Emulator) -> None:
    emulator.faults.next("createParticipant", close="after")
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await api.participant()
    assert (await api.get("/participants"))["total"] == 1
    assert emulator.requests.all("createParticipant")[0].status is None


async def test_a_truncated_response(api: Api, emulator: Emulator) -> None:
    emulator.faults.next("createParticipant", truncate=True)
    with pytest.raises(aiohttp.ClientPayloadError):
        await api.participant()
    emulator.faults.next("deleteParticipant", truncate=True)
    emulator.faults.next("listSessions", truncate=True, status=500, body=b"")
    with pytest.raises(aiohttp.ClientPayloadError):
        await api.call("GET", "/sessions")


async def test_a_malformed_response(api: Api, emulator: Emulator) -> None:
    emulator.faults.next("createParticipant", malformed=True)
    async with api.http.post(
        api.url("/participants"), json={"externalUserId": "ada"}, headers=api.headers
    ) as response:
        assert response.status == 201
        assert response.content_type == "application/json"
        with pytest.raises(json.JSONDecodeError):
            json.loads(await response.read())


async def test_delay_and_stall(api: Api, emulator: Emulator) -> None:
    loop = asyncio.get_running_loop()
    emulator.faults.next("getData", delay=0.05)
    before = loop.time()
    await api.get("/api")
    assert loop.time() - before >= 0.05
    emulator.faults.next("createParticipant", stall=True)
    with pytest.raises(TimeoutError):
        await api.http.post(
            api.url("/participants"),
            json={"externalUserId": "ada"},
            headers=api.headers,
            timeout=aiohttp.ClientTimeout(0.05),
        )
    assert (await api.get("/participants"))["total"] == 0


async def test_headers_are_added_to_a_successful_response(api: Api, emulator: Emulator) -> None:
    emulator.faults.next("getData", headers={"X-RateLimit-Remaining": "0"})
    response = await api.call("GET", "/api")
    assert (response.status, response.headers["X-RateLimit-Remaining"]) == (200, "0")


async def test_faults_of_a_stream_operation(api: Api, emulator: Emulator) -> None:
    emulator.faults.next("streamProject", status=503, headers={"Retry-After": "1"})
    assert (await api.call("GET", "/events/stream")).status == 503
    emulator.faults.next("streamProject", times=2, close="after")  # aiohttp retries once
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await api.call("GET", "/events/stream")
    async with listening(api):
        assert emulator.streams == 1


async def test_latency() -> None:
    async with Emulator(latency=0.05) as emulator, aiohttp.ClientSession() as http:
        loop = asyncio.get_running_loop()
        before = loop.time()
        await Api(emulator, http).get("/api")
        assert loop.time() - before >= 0.05
