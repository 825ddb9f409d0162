"""Webhook deliveries are published before the sender gets a response."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import orjson
import pytest

from cortex_async import ArgumentError
from cortex_async.relay import MemoryBroker, receiver
from cortex_async.webhooks import WebhookResponse, WebhookRouter, signed_headers
from cortex_sync.relay import BlockingBroker
from cortex_sync.relay import receiver as sync_receiver
from tests.relay.events import raw_event, record
from tests.webhooks.deliveries import SECRET, delivery


@pytest.fixture(params=["async", "sync"])
def receive(request: pytest.FixtureRequest) -> Callable[..., Any]:
    """Passes a delivery to a router as an asynchronous or a synchronous server does."""

    async def asynchronous(router: WebhookRouter, body: bytes, headers: Any) -> WebhookResponse:
        return await router.handle(body, headers)

    async def synchronous(router: WebhookRouter, body: bytes, headers: Any) -> WebhookResponse:
        return await asyncio.to_thread(router.handle_sync, body, headers)

    return asynchronous if request.param == "async" else synchronous


def forward(receive: Callable[..., Any], broker: MemoryBroker) -> Any:
    return broker if receive.__name__ == "asynchronous" else BlockingBroker(broker)


async def test_a_delivery_is_published_as_it_was_signed(receive: Callable[..., Any]) -> None:
    broker = MemoryBroker()
    router = WebhookRouter(SECRET, forward=forward(receive, broker))
    body, headers = delivery("holodeck.opened")
    assert await receive(router, body, headers) == WebhookResponse("handled", 200)
    assert await receive(router, body, headers) == WebhookResponse("duplicate", 200)
    (published,) = broker.records
    assert published.body.endswith(b',"data":' + body + b"}")
    assert published.id == orjson.loads(body)["id"]


async def test_an_event_that_the_relay_has_published_is_not_published_again(
    receive: Callable[..., Any],
) -> None:
    broker = MemoryBroker()
    await broker.publish([record(1)])
    body = orjson.dumps(raw_event(id="e1"))
    router = receiver(forward(receive, broker), SECRET)
    assert (await receive(router, body, signed_headers(body, SECRET))).status == 200
    assert (await receive(router, body, signed_headers(body, SECRET))).status == 200
    assert len(broker.records) == 1


async def test_the_sender_retries_if_the_broker_is_away_and_no_handler_is_called(
    receive: Callable[..., Any],
) -> None:
    broker = MemoryBroker()
    router = WebhookRouter(SECRET, forward=forward(receive, broker))
    called: list[str] = []

    @router.on("*")
    def handle(event: Any) -> None:
        called.append(event.type)

    body, headers = delivery("session.created")
    broker.available = False
    assert await receive(router, body, headers) == WebhookResponse("failed", 500)
    assert (called, broker.records) == ([], [])
    broker.available = True
    assert await receive(router, body, headers) == WebhookResponse("handled", 200)
    assert (called, len(broker.records)) == (["session.created"], 1)


async def test_an_untrusted_delivery_is_not_published(receive: Callable[..., Any]) -> None:
    broker = MemoryBroker()
    body, headers = delivery()
    router = receiver(forward(receive, broker), "another secret")
    assert (await receive(router, body, headers)).status == 401
    assert broker.records == []


async def test_a_synchronous_server_needs_a_blocking_sink(caplog: pytest.LogCaptureFixture) -> None:
    router = WebhookRouter(SECRET, forward=MemoryBroker())
    response = await asyncio.to_thread(router.handle_sync, *delivery())
    assert response == WebhookResponse("failed", 500)
    assert "forward must be synchronous in a synchronous server" in caplog.text
    broker = MemoryBroker()
    body, headers = delivery()
    assert (await asyncio.to_thread(sync_receiver(broker, SECRET).handle_sync, body, headers)).status == 200
    assert len(broker.records) == 1
    with pytest.raises(ArgumentError, match="forward must be a broker or None, got a str"):
        WebhookRouter(SECRET, forward="broker")  # type: ignore[arg-type]  # that is the test
