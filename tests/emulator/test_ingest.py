"""Ingested events: signature, validation, rate limit."""

from __future__ import annotations

import hmac
import json
from typing import Any

import pytest

from cortex_async.emulator import Emulator
from tests.emulator.api import Api, Response
from tests.emulator.reading import listening

BODY = {
    "type": "participant.joined",
    "source": "voice:server",
    "resourceId": "session:1",
    "payload": {"action": "occurred", "data": {"sessionId": "1"}},
}


async def ingest(
    api: Api,
    body: Any = None,
    *,
    stamp: str = "2026-01-31T12:00:00Z",
    secret: str | None = None,
    **headers: str,
) -> Response:
    raw = json.dumps(body or BODY).encode()
    key = secret or api.emulator.project_secret() or ""
    signature = hmac.new(key.encode(), stamp.encode() + raw, "sha256").hexdigest()
    signed = {
        "X-Project-Id": api.emulator.project_id,
        "X-Timestamp": stamp,
        "X-Signature": signature,
        "Content-Type": "application/json",
        **headers,
    }
    sent = {name: value for name, value in signed.items() if value}
    return await api.call("POST", "/api/events/ingest", data=raw, headers=sent)


async def test_a_signed_event_reaches_the_stream(api: Api) -> None:
    async with listening(api) as blocks:
        response = await ingest(api, {**BODY, "timestamp": "2026-01-31T11:59:00+00:00"})
        assert response.status == 201
        _, event = await blocks.event()
    assert event["id"] == response["id"]
    assert event["source"] == "voice:server"
    assert event["timestamp"] == "2026-01-31T11:59:00.000Z"
    assert event["payload"] == BODY["payload"]


async def test_a_typed_event_may_come_from_a_source_of_its_own(api: Api) -> None:
    body = {**BODY, "type": "session.created", "payload": {"action": "created", "data": {}}}
    assert (await ingest(api, body)).status == 201


@pytest.mark.parametrize(
    "wrong",
    [
        {"secret": "other"},
        {"stamp": "2026-01-31T11:54:59Z"},
        {"stamp": "2026-01-31T12:05:01Z"},
        {"stamp": "now"},
        {"X-Signature": "\xe4"},
        {"X-Signature": ""},
        {"X-Timestamp": ""},
        {"X-Project-Id": "unknown"},
    ],
)
async def test_a_signature_that_does_not_fit(api: Api, wrong: dict[str, Any]) -> None:
    assert (await ingest(api, **wrong)).status == 401


@pytest.mark.parametrize(
    "wrong",
    [
        {"type": "party.started"},
        {"source": "cortex:api"},
        {"resourceId": "Session 1"},
        {"payload": {"data": {}}},
        {"payload": {"action": "exploded", "data": {}}},
        {"payload": {"action": "occurred", "data": []}},
        {"timestamp": "now"},
    ],
)
async def test_a_body_that_does_not_fit(api: Api, wrong: dict[str, Any]) -> None:
    assert (await ingest(api, {**BODY, **wrong})).status == 400


async def test_a_hundred_in_a_second(api: Api, emulator: Emulator) -> None:
    for _ in range(100):
        assert (await ingest(api)).status == 201
    response = await ingest(api)
    assert (response.status, response.headers["Retry-After"]) == (429, "1")
    await emulator.clock.advance(1)
    assert (await ingest(api)).status == 201
