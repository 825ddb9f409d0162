"""docs/cli/cookbook.md: the demo data, a session and a participant of yesterday, and a webhook that is not there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from cortex_async.emulator import Clock
from tests.docs.stage import Stage

OPTIONS = {
    "random_seed": 1,
    "fixed_ids": True,
    "webhook_retries": (),
    "clock": lambda: Clock(datetime.now(UTC) - timedelta(days=1)),
}


def prepare(stage: Stage) -> Iterator[None]:
    emulator, project = stage.emulator, stage.sync_project
    project.sessions.create(title="Test room", external_room_id="test", idle_timeout=0)
    project.participants.create(external_user_id="olga")
    emulator.clock.advance(timedelta(days=1))
    emulator.seed("demo")
    project.webhooks.create_subscription(
        url=f"{emulator.base_url}/nowhere/hook", events=["sanction.*"], secret="outdated-secret"
    )
    project.sanctions.create(external_user_id="joe", type="warn", reason="bad language")
    emulator.settle()
    yield
