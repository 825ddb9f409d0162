"""Webhook subscriptions and deliveries."""

from __future__ import annotations

import asyncio
import hmac
from base64 import b64encode
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from cortex_async.emulator import Clock, Emulator
from cortex_async.testing import Delivery, WebhookReceiver
from tests.emulator.api import Api
from tests.emulator.conftest import START

SECRET = "whsec"


@pytest.fixture
async def receiver() -> AsyncIterator[WebhookReceiver]:
    async with WebhookReceiver() as receiver:
        yield receiver


async def subscribe(api: Api, receiver: WebhookReceiver, *events: str, **values: Any) -> Any:
    body = {"url": receiver.url, "secret": SECRET, "events": list(events) or ["*"], **values}
    return await api.post("/webhooks/subscriptions", body)


def signed(delivery: Delivery, secret: str = SECRET) -> bool:
    stamp = delivery.headers["X-Timestamp"]
    expected = hmac.new(secret.encode(), stamp.encode() + delivery.body, "sha256").hexdigest()
    return delivery.headers["x-signature"] == expected


async def test_an_event_is_delivered_signed(api: Api, receiver: WebhookReceiver, emulator: Emulator) -> None:
    subscription = await subscribe(api, receiver, "participant.created", description="mine")
    assert not {"secret", "apiKey"} & set(subscription)
    await api.participant()
    delivery = await receiver.next()
    assert signed(delivery)
    assert delivery.event == emulator.events[0]
    assert delivery.headers["Content-Type"] == "application/json"
    await emulator.settle()
    (row,) = await api.get("/webhooks/events")
    assert (row["id"], row["status"], row["attemptsCount"]) == (delivery.event["id"], "delivered", 1)
    detail = await api.get(f"/webhooks/events/{row['id']}")
    (attempt,) = detail["deliveries"]
    assert attempt["statusCode"] == 204
    assert attempt["subscriptionId"] == subscription["id"]
    assert attempt["requestBody"].encode() == delivery.body


@pytest.mark.parametrize(
    ("pattern", "types"),
    [
        ("*", ["participant.created", "gathering.created", "gathering.member.joined", "gathering.updated"]),
        ("gathering.*", ["gathering.created", "gathering.member.joined", "gathering.updated"]),
        ("gathering.member.*", ["gathering.member.joined"]),
        ("gathering.created", ["gathering.created"]),
        ("gathering", []),
    ],
)
async def test_patterns(
    api: Api, receiver: WebhookReceiver, emulator: Emulator, pattern: str, types: list[str]
) -> None:
    await subscribe(api, receiver, pattern)
    ada = await api.participant()
    lobby = await api.gathering()
    await api.post(f"/gatherings/{lobby['id']}/members", {"participantId": ada["id"]})
    await emulator.settle()
    assert sorted(one.event["type"] for one in receiver.received) == sorted(types)


async def test_attempts_until_one_succeeds(api: Api, receiver: WebhookReceiver, emulator: Emulator) -> None:
    await subscribe(api, receiver)
    receiver.respond_with(500, 302)
    await api.participant()
    await emulator.settle()
    (row,) = await api.get("/webhooks/events?status=pending")
    assert (row["attemptsCount"], row["lastError"]) == (1, "HTTP 500")
    assert row["nextAttemptAt"] == "2026-01-31T12:00:01.000Z"
    await emulator.clock.advance(6)
    (row,) = await api.get("/webhooks/events?status=delivered")
    assert (row["attemptsCount"], "lastError" in row) == (3, False)
    assert len({one.event["id"] for one in receiver.received}) == 1
    stamps = [one.headers["X-Timestamp"] for one in receiver.received]
    assert [stamp[14:19] for stamp in stamps] == ["00:00", "00:01", "00:06"]
    progress = [event["payload"]["data"] for event in api.events("webhook.delivery.updated")]
    assert [(one["status"], one["attemptsCount"]) for one in progress] == [
        ("pending", 1),
        ("pending", 2),
        ("delivered", 3),
    ]
    assert progress[0]["eventType"] == "participant.created"


async def test_attempts_are_limited(api: Api, receiver: WebhookReceiver, emulator: Emulator) -> None:
    await subscribe(api, receiver)
    receiver.respond_with(*[503] * 5)
    await api.participant()
    await emulator.clock.advance(3600)
    (row,) = await api.get("/webhooks/events?status=failed")
    assert row["attemptsCount"] == len(receiver.received) == 5


async def test_only_unconfirmed_receivers_are_retried(api: Api, emulator: Emulator) -> None:
    async with WebhookReceiver() as good, WebhookReceiver() as bad:
        await subscribe(api, good)
        await subscribe(api, bad)
        bad.respond_with(500)
        await api.participant()
        await emulator.clock.advance(1)
        assert (len(good.received), len(bad.received)) == (1, 2)
        (row,) = await api.get("/webhooks/events")
        assert row["status"] == "delivered"


async def test_an_unreachable_receiver(api: Api, emulator: Emulator) -> None:
    async with WebhookReceiver() as gone:
        pass
    await subscribe(api, gone)
    await api.participant()
    await emulator.settle()
    (row,) = await api.get("/webhooks/events")
    assert row["lastError"] == "connection failed (ClientConnectorError)"
    (attempt,) = (await api.get(f"/webhooks/events/{row['id']}"))["deliveries"]
    assert "statusCode" not in attempt


async def test_inactive_and_deleted_subscriptions_are_skipped(
    api: Api, receiver: WebhookReceiver, emulator: Emulator
) -> None:
    path = f"/webhooks/subscriptions/{(await subscribe(api, receiver))['id']}"
    receiver.respond_with(500)
    await api.participant("a")
    await emulator.settle()
    paused = await api.ok("PUT", path, {"isActive": False})
    assert paused["isActive"] is False
    await api.participant("b")
    await emulator.clock.advance(3600)
    assert len(receiver.received) == 1
    await api.ok("PUT", path, {"isActive": True, "events": ["session.*"]})
    await api.session(autoStart=False)
    assert (await receiver.next()).event["type"] == "participant.created"
    assert (await receiver.next()).event["type"] == "session.created"
    assert await api.ok("DELETE", path) == {"message": "Subscription deleted"}
    assert (await api.call("GET", path)).status == 404
    assert await api.get("/webhooks/subscriptions") == []


@pytest.mark.parametrize(
    ("values", "header", "content"),
    [
        ({"authType": "api_key", "apiKey": "k1"}, "X-API-Key", "k1"),
        ({"authType": "api_key", "apiKey": "k1", "apiKeyHeader": "X-Mine"}, "X-Mine", "k1"),
        (
            {"authType": "basic_auth", "basicAuthUsername": "u", "basicAuthPassword": "p"},
            "Authorization",
            "Basic " + b64encode(b"u:p").decode(),
        ),
        ({"authType": "custom_headers", "customHeaders": {"X-One": "1"}}, "X-One", "1"),
    ],
)
async def test_credentials_for_the_receiver(
    api: Api, receiver: WebhookReceiver, values: dict[str, Any], header: str, content: str
) -> None:
    await subscribe(api, receiver, **values)
    await api.participant()
    delivery = await receiver.next()
    assert delivery.headers[header] == content
    assert signed(delivery)


@pytest.mark.parametrize(
    "values",
    [
        {"url": "ftp://x"},
        {"url": "http://"},
        {"url": "http://[::1"},
        {"url": "http://x:99999"},
        {"secret": ""},
        {"authType": "api_key"},
        {"authType": "basic_auth", "basicAuthUsername": "u"},
        {"authType": "custom_headers"},
        {"authType": "custom_headers", "customHeaders": {"X-One": "a\r\nX-Two: b"}},
        {"authType": "custom_headers", "customHeaders": {"X One": "a"}},
        {"authType": "custom_headers", "customHeaders": {"Host": "a"}},
        {"authType": "api_key", "apiKey": "a\nb"},
    ],
)
async def test_invalid_subscriptions_are_rejected(
    api: Api, receiver: WebhookReceiver, values: dict[str, Any]
) -> None:
    good = {"url": receiver.url, "secret": SECRET, "events": ["*"]}
    assert (await api.call("POST", "/webhooks/subscriptions", {**good, **values})).status == 400
    subscription = await subscribe(api, receiver)
    path = f"/webhooks/subscriptions/{subscription['id']}"
    assert (await api.call("PUT", path, values)).status == 400
    assert await api.get(path) == subscription


async def test_faults(api: Api, receiver: WebhookReceiver, emulator: Emulator) -> None:
    await subscribe(api, receiver)
    faults = emulator.faults.webhooks
    faults.bad_signature()
    faults.skew(-600)
    faults.duplicate()
    for user in ("a", "b", "c", "d"):
        await api.participant(user)
        await emulator.settle()
    forged, late, first, second, sound = receiver.received
    assert (signed(forged), signed(late), signed(sound)) == (False, True, True)
    assert late.headers["X-Timestamp"] == "2026-01-31T11:50:00.000Z"
    assert (first.body, dict(first.headers)) == (second.body, dict(second.headers))
    with pytest.raises(ValueError, match="at least 1"):
        faults.duplicate(times=0)


async def test_pending_events_are_delivered_after_a_load(
    api: Api, receiver: WebhookReceiver, emulator: Emulator
) -> None:
    await subscribe(api, receiver)
    receiver.respond_with(500)
    await api.participant()
    await emulator.settle()
    dumped = emulator.dump()
    other = Emulator(clock=Clock(START, frozen=True))
    other.load(dumped)
    await other.clock.advance(3600)
    assert len(receiver.received) == 1
    async with other:
        await other.settle()
    assert len(receiver.received) == 2


async def test_a_stalled_receiver_is_given_up() -> None:
    closed = asyncio.Event()

    async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()
        closed.set()

    silent = await asyncio.start_server(say_nothing, "127.0.0.1", 0)
    host, port = silent.sockets[0].getsockname()
    async with (
        Emulator(webhook_timeout=0.05, webhook_retries=()) as emulator,
        aiohttp.ClientSession() as http,
    ):
        api = Api(emulator, http)
        body = {"url": f"http://{host}:{port}/", "secret": SECRET, "events": ["*"]}
        await api.post("/webhooks/subscriptions", body)
        await api.participant()
        await emulator.settle()
        (row,) = await api.get("/webhooks/events")
        assert (row["status"], row["lastError"]) == ("failed", "timed out")
    await closed.wait()
    silent.close()
    await silent.wait_closed()


async def test_the_outbox_is_bounded() -> None:
    async with (
        WebhookReceiver() as receiver,
        Emulator(history=3) as emulator,
        aiohttp.ClientSession() as http,
    ):
        api = Api(emulator, http)
        await subscribe(api, receiver)
        for number in range(5):
            await api.participant(str(number))
            await emulator.settle()
        assert len(await api.get("/webhooks/events")) == 3
        assert len(await api.get("/webhooks/events?limit=2&offset=2")) == 1
        assert len(receiver.received) == 5
