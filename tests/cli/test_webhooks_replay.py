"""``cortex webhooks replay``: which events of the log are delivered again, and what is made of their payloads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import cortex_sync
from cortex_async.emulator import Emulator, ThreadedEmulator
from tests.cli.processes import env_of
from tests.cli.receiving import SECRET, Receiver
from tests.cli.running import Ran, ran

DEAD = "http://127.0.0.1:9/dead"


@pytest.fixture(scope="module")
def emulator() -> Iterator[ThreadedEmulator]:
    with Emulator.in_thread(random_seed=1, webhook_retries=()) as found:
        yield found


class Replay:
    """``cortex webhooks replay`` to a server."""

    def __init__(self, emulator: ThreadedEmulator, server: Receiver, place: Path) -> None:
        place.write_text(SECRET)
        self._env = env_of(emulator)
        self._words = (f"--forward-to={server.url}", f"--secret=@{place}", "--retries=0")

    def __call__(self, *more: str) -> Ran:
        return ran("webhooks", "replay", *self._words, *more, env=self._env)


@pytest.fixture
def replay(emulator: ThreadedEmulator, server: Receiver, tmp_path: Path) -> Replay:
    return Replay(emulator, server, tmp_path / "secret")


def failed(emulator: ThreadedEmulator, project: cortex_sync.ProjectScope, *users: str) -> list[str]:
    """Make events whose deliveries fail, and return their ids."""
    project.webhooks.create_subscription(url=DEAD, events=["participant.*"], secret="s3cret-s3cret")
    for user in users:
        project.participants.create(external_user_id=user)
    emulator.settle()
    while any(row.status == "pending" for row in project.webhooks.list_events()):
        emulator.settle()
    return [row.id for row in project.webhooks.list_events()][::-1]


def test_dead_letters_are_delivered_oldest_first(
    emulator: ThreadedEmulator, project: cortex_sync.ProjectScope, server: Receiver, replay: Replay
) -> None:
    ids = failed(emulator, project, "ada", "bob", "eve")
    server.responses += [(200, b"ok"), (503, b"not now")]
    done = replay()
    assert [server.event()["id"] for _ in ids] == ids
    assert [(one["id"], one["status"]) for one in done.lines] == [*zip(ids, (200, 503, 204), strict=True)]
    assert done.lines[1]["responseBody"] == "not now"
    assert (done.code, done.err.splitlines()) == (
        1,
        ["2 delivered, 1 failed", "cortex: 1 of 3 events could not be delivered"],
    )


def test_what_is_chosen(
    emulator: ThreadedEmulator, project: cortex_sync.ProjectScope, server: Receiver, replay: Replay
) -> None:
    first, second = failed(emulator, project, "ada", "bob")
    assert [one["id"] for one in replay(second).lines] == [second]
    assert [one["id"] for one in replay("--status=any", "--type=participant.created").lines] == [
        first,
        second,
    ]
    for nothing in (["--status=delivered"], ["--type=session.*"], ["--since=2026-01-01", "--status=pending"]):
        done = replay(*nothing)
        assert (done.code, done.out, done.err) == (0, "", "nothing found\n0 delivered, 0 failed\n")
    assert [one["id"] for one in replay("--since=1h").lines] == [first, second]
    missing = replay("nowhere")
    assert (missing.code, missing.err) == (4, "cortex: EVENT_ID is not in the webhook log: nowhere\n")


@pytest.mark.parametrize("logs", [True, False], ids=["deliveries are logged", "no deliveries are logged"])
def test_a_log_that_holds_only_a_part_of_the_event(
    emulator: ThreadedEmulator,
    project: cortex_sync.ProjectScope,
    server: Receiver,
    replay: Replay,
    logs: bool,
) -> None:
    """The whole event then comes from the log of deliveries, or is put together from what is known."""
    (row_id,) = failed(emulator, project, "ada")
    row: Any = project.webhooks.get_event(row_id)
    event = row.payload
    listed = {
        "id": row_id,
        "tenantId": "t",
        "eventType": "participant.created",
        "payload": event["payload"],
        "status": "failed",
        "attemptsCount": 1,
        "nextAttemptAt": event["timestamp"],
        "createdAt": event["timestamp"],
    }
    emulator.faults.next("listEvents", status=200, body=[listed])
    if not logs:
        emulator.faults.next("getEvent", status=200, body={**listed, "deliveries": []})
    done = replay()
    sent = server.event()
    assert (done.code, sent["type"], sent["payload"]["data"]["externalUserId"]) == (
        0,
        "participant.created",
        "ada",
    )
    assert ("resourceId" in sent) is logs
