"""Scenes of the scenarios of the page on webhooks."""

from __future__ import annotations

import socket

from cortex_async.webhooks import unwrap
from cortex_sync.testing import WebhookReceiver
from tests.ports import free_port
from tests.scenarios.stage import Stage

SECRET = "a secret of the test"
PASSWORD = "a password of the test"


def listening(port: int) -> bool:
    with socket.socket() as attempt:
        return attempt.connect_ex(("127.0.0.1", port)) == 0


def subscribe(stage: Stage) -> None:
    with WebhookReceiver() as receiver:
        stage.run(ENDPOINT_URL=receiver.url)
        (line,) = stage.lines
        secret = line.removeprefix("export WEBHOOK_SECRET=")
        assert len(secret) >= 32
        session = stage.project.sessions.create(title="Raid", external_room_id="room")
        delivery = receiver.next()
        assert unwrap(delivery.body, delivery.headers, secret).resource_id == f"session:{session.id}"


def authentication(stage: Stage) -> None:
    with WebhookReceiver() as receiver:
        stage.run(ENDPOINT_URL=receiver.url, ENDPOINT_PASSWORD=PASSWORD, WEBHOOK_SECRET=SECRET)
        stage.project.sessions.create(title="Raid", external_room_id="room")
        deliveries = [receiver.next() for _ in range(4)]
    assert all(unwrap(one.body, one.headers, SECRET).type == "session.created" for one in deliveries)
    sent = [{name.title(): value for name, value in one.headers.items()} for one in deliveries]
    assert [headers.get("X-Game-Key") for headers in sent].count(PASSWORD) == 1
    assert [headers.get("X-Game-Password") for headers in sent].count(PASSWORD) == 1
    assert sum(headers.get("Authorization", "").startswith("Basic ") for headers in sent) == 1
    ways = sorted(one.auth_type for one in stage.project.webhooks.list_subscriptions())
    assert ways == ["api_key", "basic_auth", "custom_headers", "none"]


def deliveries(stage: Stage) -> None:
    with WebhookReceiver() as receiver:
        receiver.respond_with(*[500] * 6)
        stage.project.webhooks.create_subscription(
            url=receiver.url, secret=SECRET, events=["participant.created", "sanction.created"]
        )
        stage.project.participants.create(external_user_id="ann")
        receiver.next()
        stage.emulator.clock.advance(200)
        stage.project.sanctions.create(type="mute", external_user_id="bob")
        while receiver.next().event["type"] != "sanction.created":
            pass
        stage.emulator.settle()
        stage.run()
    assert len(stage.lines) == 2
    assert stage.lines[0].startswith("pending sanction.created 1")
    assert stage.lines[1].startswith("failed participant.created 5")


def verify(stage: Stage) -> None:
    port = free_port()
    stage.start(WEBHOOK_SECRET=SECRET, PORT=str(port))
    url = f"http://127.0.0.1:{port}/cortex"
    stage.until(lambda: listening(port))
    stage.project.webhooks.create_subscription(url=url, secret=SECRET, events=["session.created"])
    session = stage.project.sessions.create(title="Raid", external_room_id="room")
    stage.shows("SessionCreatedEvent", session.id)
    stage.project.webhooks.create_subscription(
        url=url, secret="another secret", events=["participant.created"]
    )
    stage.project.participants.create(external_user_id="mallory")
    stage.until(lambda: stage.project.webhooks.list_events(status="pending").first_page().items)
    stage.interrupt()
    assert "mallory" not in stage.screen.shown
