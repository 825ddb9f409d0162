"""``cortex_sync.testing``: the emulator and the webhook receiver without an event loop."""

from __future__ import annotations

import threading

import pytest

from cortex_sync import CortexClient, emulator
from cortex_sync.testing import Clock, Emulator, ThreadedEmulator, WebhookReceiver
from cortex_sync.webhooks import unwrap

SECRET = "s" * 32


def test_the_emulator_serves_a_blocking_client() -> None:
    with (
        Emulator(api_key="k", random_seed=1, clock=Clock(frozen=True), validation_status=422) as cortex,
        CortexClient(base_url=cortex.base_url, api_key="k") as client,
    ):
        assert isinstance(cortex, ThreadedEmulator)
        sessions = client.project(cortex.project_id).sessions
        session = sessions.create(title="Raid", external_room_id="room-1")
        cortex.say(session.id, "ada", "hello")
        began = cortex.clock.now()
        cortex.clock.advance(60)
        assert (cortex.clock.now() - began).total_seconds() == 60
        assert sessions.get(session.id).title == "Raid"
    assert emulator.Emulator is Emulator


@pytest.mark.parametrize("options", [{"latency": -1}, {"validation_status": 418}])
def test_options_are_checked(options: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=next(iter(options))):
        Emulator(**options)  # type: ignore[arg-type]  # what is checked


def test_the_receiver_collects_deliveries() -> None:
    with (
        Emulator() as cortex,
        WebhookReceiver() as receiver,
        CortexClient(base_url=cortex.base_url, api_key=cortex.api_key) as client,
    ):
        project = client.project(cortex.project_id)
        project.webhooks.create_subscription(events=["session.created"], secret=SECRET, url=receiver.url)
        receiver.respond_with(503)
        session = project.sessions.create(title="Raid", external_room_id="room-1")
        refused = receiver.next()
        cortex.clock.advance(1)
        repeated = receiver.next()
        assert [delivery.event["id"] for delivery in receiver.received] == [refused.event["id"]] * 2
        assert repeated.event["payload"]["data"]["id"] == session.id
        assert unwrap(repeated.body, repeated.headers, SECRET).id == refused.event["id"]
        with pytest.raises(TimeoutError):
            receiver.next(timeout=0.01)
    assert "webhook-receiver" not in {thread.name for thread in threading.enumerate()}
    with pytest.raises(RuntimeError, match="not running"):
        receiver.next()
