"""Workers that die, several receivers, and replayed recordings: each delivery is handled, exactly once."""

from __future__ import annotations

import asyncio
import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cortex_async.webhooks import MemoryReplayStore, WebhookRouter, signed_headers
from cortex_async.webhooks.redis import RedisReplayStore
from tests.redis_server import needs_redis
from tests.webhooks.deliveries import NOON, SECRET, delivery, envelope
from tests.webhooks.test_webhook_stores import redis_socket as redis_socket

SCHEDULE = (1.0, 5.0, 25.0, 125.0)
"""Seconds between the sender's attempts."""


def test_a_delivery_whose_worker_hangs_is_handled_within_the_senders_schedule() -> None:
    now = [0.0]
    store = MemoryReplayStore(clock=lambda: now[0])
    entered, released = threading.Event(), threading.Event()
    hanging, working = (WebhookRouter(SECRET, replay=store) for _ in range(2))

    @hanging.on("*")
    def hang(event: Any) -> None:
        entered.set()
        released.wait()

    handled: list[Any] = []
    working.on("*")(handled.append)
    body, headers = delivery()
    thread = threading.Thread(target=hanging.handle_sync, args=(body, headers))
    thread.start()
    entered.wait()
    outcomes: list[str] = []
    for pause in SCHEDULE:
        now[0] += pause
        outcomes.append(working.handle_sync(body, signed_headers(body, SECRET)).outcome)
    released.set()
    thread.join()
    assert outcomes == ["in_progress", "in_progress", "in_progress", "handled"]
    assert len(handled) == 1


DIES = """
import os, sys
import redis
from cortex_async.webhooks import WebhookRouter
from cortex_async.webhooks.redis import RedisReplayStore
router = WebhookRouter(sys.argv[2], replay=RedisReplayStore(redis.Redis(unix_socket_path=sys.argv[1])))
router.on("*")(lambda event: os._exit(9))
router.handle_sync(sys.argv[3].encode(), {"X-Signature": sys.argv[4], "X-Timestamp": sys.argv[5]})
"""


@pytest.fixture
def client(redis_socket: str) -> Iterator[Any]:
    import redis

    client = redis.Redis(unix_socket_path=redis_socket)
    client.flushall()
    yield client
    client.close()


def let_pass(client: Any, seconds: float) -> None:
    """Let the entries in Redis expire earlier, as if the time had passed."""
    for key in client.scan_iter():
        left = client.pttl(key) - round(seconds * 1000)
        if left > 0:
            client.pexpire(key, left)
        else:
            client.delete(key)


@needs_redis
def test_a_delivery_whose_process_dies_is_handled_by_another(client: Any, redis_socket: str) -> None:
    body, headers = delivery()
    arguments = [redis_socket, SECRET, body.decode(), headers["X-Signature"], headers["X-Timestamp"]]
    died = subprocess.run(
        [sys.executable, "-c", DIES, *arguments], cwd=Path(__file__).parents[2], check=False
    )
    assert died.returncode == 9
    router = WebhookRouter(SECRET, replay=RedisReplayStore(client))
    handled: list[Any] = []
    router.on("*")(handled.append)
    outcomes: list[str] = []
    for pause in SCHEDULE:
        let_pass(client, pause)
        outcomes.append(router.handle_sync(body, signed_headers(body, SECRET)).outcome)
    assert outcomes == ["in_progress", "in_progress", "in_progress", "handled"]
    assert len(handled) == 1


@pytest.mark.parametrize(
    ("handler_timeout", "lease"), [(30.0, 35.0), (10.0, 15.0), (120.0, 125.0), (None, 120.0)]
)
def test_the_lease_follows_the_time_limit_of_handlers(handler_timeout: float | None, lease: float) -> None:
    for store in (MemoryReplayStore(), RedisReplayStore(object())):  # type: ignore[arg-type]  # never called
        WebhookRouter(SECRET, replay=store, handler_timeout=handler_timeout)
        assert store.lease == lease
        # Shared by routers, it is long enough for all.
        WebhookRouter(SECRET, replay=store, handler_timeout=1)
        assert store.lease == lease


def test_a_given_lease_stays_and_warns_if_too_short(caplog: pytest.LogCaptureFixture) -> None:
    store = MemoryReplayStore(lease=60)
    WebhookRouter(SECRET, replay=store)
    assert (store.lease, caplog.text) == (60, "")
    with caplog.at_level(logging.WARNING):
        WebhookRouter(SECRET, replay=store, handler_timeout=90)
    assert store.lease == 60
    assert "a delivery may be handled again" in caplog.text


async def test_a_full_store_makes_the_sender_retry() -> None:
    router = WebhookRouter(SECRET, replay=MemoryReplayStore(limit=1))
    handled: list[Any] = []
    router.on("*")(handled.append)
    first = delivery()
    assert (await router.handle(*first)).outcome == "handled"
    response = await router.handle(*delivery())
    assert (response.outcome, response.status) == ("busy", 503)
    assert (await router.handle(*first)).outcome == "duplicate"
    assert len(handled) == 1


@given(
    attempts=st.lists(
        st.tuples(st.integers(0, 5), st.floats(0, 400), st.floats(-300, 300)), min_size=1, max_size=40
    ),
    max_entries=st.integers(1, 3),
)
@settings(deadline=None)
def test_what_passes_the_signature_check_again_is_remembered(
    attempts: list[tuple[int, float, float]], max_entries: int
) -> None:
    """Recordings of a few deliveries arrive in any order, from a sender whose clock is wrong, in the smallest
    store.
    """
    elapsed = [0.0]
    store = MemoryReplayStore(max_entries=max_entries, clock=lambda: elapsed[0])
    router = WebhookRouter(SECRET, replay=store, now=lambda: NOON + timedelta(seconds=elapsed[0]))
    handled: list[str] = []
    router.on("*")(lambda event: handled.append(event.id))
    recorded: dict[int, tuple[bytes, dict[str, str]]] = {}
    for number, pause, skew in attempts:
        elapsed[0] += pause
        if number not in recorded:
            body = envelope(id=str(number))
            at = NOON + timedelta(seconds=elapsed[0] + skew)
            recorded[number] = body, signed_headers(body, SECRET, at=at)
        response = router.handle_sync(*recorded[number])
        assert response.outcome in ("handled", "duplicate", "rejected")
        assert len(handled) == len(set(handled))


@needs_redis
@given(data=st.data())
@settings(deadline=None, max_examples=20)
async def test_receivers_whose_clocks_differ_handle_a_delivery_once(
    redis_socket: str, data: st.DataObject
) -> None:
    import redis.asyncio

    client = redis.asyncio.Redis(unix_socket_path=redis_socket)
    handled: list[Any] = []
    receivers = []
    for _ in range(2):
        ahead = data.draw(st.integers(-290, 290))
        now = datetime.now(UTC) + timedelta(seconds=ahead)
        receivers.append(WebhookRouter(SECRET, replay=RedisReplayStore(client), now=now))
        receivers[-1].on("*")(handled.append)
    body, headers = delivery()
    order = data.draw(st.lists(st.sampled_from(receivers), min_size=1, max_size=6))
    responses = await asyncio.gather(*(receiver.handle(body, headers) for receiver in order))
    assert [response.outcome for response in responses].count("handled") == 1
    assert len(handled) == 1
    await client.aclose()
