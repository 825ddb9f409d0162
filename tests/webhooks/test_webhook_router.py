"""Each delivery is handled once: patterns, failures, repetitions, races, in both kinds of server."""

from __future__ import annotations

import asyncio
import json
import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cortex_async._core.errors import ConfigError
from cortex_async.webhooks import Claim, MemoryReplayStore, WebhookResponse, WebhookRouter, signed_headers
from tests.realtime.scripted import settle
from tests.webhooks.deliveries import SECRET, delivery, envelope


@pytest.fixture(params=["async", "sync"])
def receive(request: pytest.FixtureRequest) -> Callable[..., Any]:
    """Passes a delivery to a router as an asynchronous or a synchronous server does."""

    async def asynchronous(router: WebhookRouter, body: bytes, headers: Any) -> WebhookResponse:
        return await router.handle(body, headers)

    async def synchronous(router: WebhookRouter, body: bytes, headers: Any) -> WebhookResponse:
        return await asyncio.to_thread(router.handle_sync, body, headers)

    return asynchronous if request.param == "async" else synchronous


# -- dispatch


async def test_handlers_by_pattern_in_order(receive: Callable[..., Any]) -> None:
    router = WebhookRouter(SECRET)
    called: list[str] = []

    @router.on("session.created", "session.deleted")
    def exact(event: Any) -> None:
        called.append(f"exact {event.type}")

    @router.on("gathering.*")
    async def prefix(event: Any) -> None:
        await asyncio.sleep(0)
        called.append(f"prefix {event.type}")

    @router.on("*")
    def everything(event: Any) -> None:
        called.append(f"everything {event.type}")

    for kind in (
        "session.created",
        "session.updated",
        "gathering.member.joined",
        "gatherings.x",
        "holodeck.opened",
    ):
        assert await receive(router, *delivery(kind)) == WebhookResponse("handled", 200)
    assert called == [
        "exact session.created",
        "everything session.created",
        "everything session.updated",
        "prefix gathering.member.joined",
        "everything gathering.member.joined",
        "everything gatherings.x",
        "everything holodeck.opened",
    ]


async def test_a_type_without_handlers_is_accepted(receive: Callable[..., Any]) -> None:
    router = WebhookRouter(SECRET)
    router.on("session.*")(lambda event: pytest.fail("not for us"))
    assert await receive(router, *delivery("holodeck.opened")) == WebhookResponse("unhandled", 200)
    body = b'{"no": "type"}'
    assert (await receive(router, body, signed_headers(body, SECRET))).outcome == "unhandled"


@pytest.mark.parametrize(
    "patterns", [(), ("",), ("session*",), ("*.created",), ("session.*.x",), ("**",), (".*",)]
)
def test_a_pattern_that_can_never_match_is_refused(patterns: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match=r"\*"):
        WebhookRouter(SECRET).on(*patterns)


def test_on_returns_the_handler() -> None:
    def handler(event: object) -> None: ...

    assert WebhookRouter(SECRET).on("*")(handler) is handler


async def test_decode_is_a_setting(receive: Callable[..., Any]) -> None:
    router = WebhookRouter(SECRET, decode=lambda raw: raw["id"])
    taken: list[str] = []
    router.on("*")(taken.append)
    body, headers = delivery()
    await receive(router, body, headers)
    assert taken == [json.loads(body)["id"]]


async def test_a_decode_that_raises_is_a_failure(
    receive: Callable[..., Any], caplog: pytest.LogCaptureFixture
) -> None:
    router = WebhookRouter(SECRET, decode=lambda raw: raw["missing"])
    router.on("*")(lambda event: pytest.fail("called"))
    assert await receive(router, *delivery()) == WebhookResponse("failed", 500)
    assert "could not be decoded" in caplog.text


# -- refusals


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (lambda body, headers: (body + b" ", headers), WebhookResponse("rejected", 401, "SignatureMismatch")),
        (lambda body, headers: (body, {}), WebhookResponse("rejected", 400, "HeaderMissing")),
        (
            lambda body, headers: (body, {**headers, "X-Signature": "x"}),
            WebhookResponse("rejected", 400, "HeaderMalformed"),
        ),
        (lambda body, headers: (json.loads(body), headers), WebhookResponse("rejected", 500, "BodyNotBytes")),
        (
            lambda body, headers: (b"[]", signed_headers(b"[]", SECRET)),
            WebhookResponse("rejected", 400, "BodyMalformed"),
        ),
        (lambda body, headers: (b"x" * 5000, headers), WebhookResponse("rejected", 413, "BodyTooLarge")),
    ],
)
async def test_refusals(
    receive: Callable[..., Any], spoil: Callable[..., Any], expected: WebhookResponse
) -> None:
    router = WebhookRouter(SECRET, max_body_bytes=2000)
    router.on("*")(lambda event: pytest.fail("called"))
    body, headers = spoil(*delivery())
    assert await receive(router, body, headers) == expected
    assert json.loads(expected.body) == {"outcome": "rejected", "error": expected.error}


async def test_ages_and_settings_are_those_of_unwrap(receive: Callable[..., Any]) -> None:
    now = datetime(2026, 1, 31, tzinfo=UTC)
    router = WebhookRouter(
        [b"new", SECRET], tolerance=10, now=lambda: now, signature_header="S", timestamp_header="T"
    )
    body = envelope()
    for offset, error in ((0, None), (-11, "TimestampTooOld"), (11, "TimestampTooNew")):
        signed = signed_headers(
            body, SECRET, at=now + timedelta(seconds=offset), signature_header="s", timestamp_header="t"
        )
        assert (await receive(router, body, signed)).error == error


async def test_the_log_shows_what_is_the_operators_fault(
    receive: Callable[..., Any], caplog: pytest.LogCaptureFixture
) -> None:
    router = WebhookRouter(SECRET)
    with caplog.at_level(logging.WARNING):
        await receive(router, b"{}", {})
        assert caplog.text == ""
        await receive(router, {"parsed": True}, {})
        assert "raw request body" in caplog.text


# -- once


async def test_the_same_delivery_twice_is_handled_once(receive: Callable[..., Any]) -> None:
    router = WebhookRouter(SECRET)
    handled: list[str] = []
    router.on("*")(lambda event: handled.append(event.id))
    body, headers = delivery()
    assert (await receive(router, body, headers)).outcome == "handled"
    assert await receive(router, body, {**headers, "X-Delivery-Id": "another"}) == WebhookResponse(
        "duplicate", 200
    )
    later = signed_headers(body, SECRET, at=datetime.now(UTC) + timedelta(seconds=30))
    assert (await receive(router, body, later)).outcome == "duplicate"
    assert len(handled) == 1


async def test_bodies_without_an_id_are_distinguished_by_their_timestamp(receive: Callable[..., Any]) -> None:
    router = WebhookRouter(SECRET)
    handled: list[object] = []
    router.on("*")(handled.append)
    body = b'{"type": "ping"}'
    first = signed_headers(body, SECRET)
    second = signed_headers(body, SECRET, at=datetime.now(UTC) + timedelta(seconds=30))
    outcomes = [(await receive(router, body, headers)).outcome for headers in (first, second, first)]
    assert outcomes == ["handled", "handled", "duplicate"]


async def test_replay_false_handles_everything(receive: Callable[..., Any]) -> None:
    router = WebhookRouter(SECRET, replay=False)
    handled: list[object] = []
    router.on("*")(handled.append)
    body, headers = delivery()
    assert [(await receive(router, body, headers)).outcome for _ in range(2)] == ["handled", "handled"]


@pytest.mark.parametrize("coroutine", [True, False])
async def test_a_handler_that_raises_is_called_again(
    receive: Callable[..., Any], coroutine: bool, caplog: pytest.LogCaptureFixture
) -> None:
    router = WebhookRouter(SECRET)
    calls: list[str] = []

    def fail_once(event: Any) -> None:
        calls.append("first")
        if len(calls) == 1:
            raise RuntimeError("database away")

    async def fail_once_later(event: Any) -> None:
        fail_once(event)

    router.on("*")(fail_once_later if coroutine else fail_once)
    router.on("*")(lambda event: calls.append("second"))
    body, headers = delivery("session.updated")
    assert await receive(router, body, headers) == WebhookResponse("failed", 500)
    assert calls == ["first"]
    assert "session.updated was not handled" in caplog.text
    assert "database away" in caplog.text
    assert (await receive(router, body, headers)).outcome == "handled"
    assert (await receive(router, body, headers)).outcome == "duplicate"
    assert calls == ["first", "first", "second"]


async def test_a_coroutine_that_never_returns_is_cancelled(receive: Callable[..., Any]) -> None:
    router = WebhookRouter(SECRET, handler_timeout=0.01)
    stopped: list[bool] = []

    @router.on("*")
    async def forever(event: Any) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            stopped.append(True)

    body, headers = delivery()
    assert (await receive(router, body, headers)).outcome == "failed"
    assert stopped == [True]
    assert (await receive(router, body, headers)).outcome == "failed"


async def test_two_at_once_run_one_handler() -> None:
    router = WebhookRouter(SECRET)
    entered, release = asyncio.Event(), asyncio.Event()
    handled: list[object] = []

    @router.on("*")
    async def slow(event: Any) -> None:
        entered.set()
        await release.wait()
        handled.append(event)

    body, headers = delivery()
    first = asyncio.create_task(router.handle(body, headers))
    await entered.wait()
    assert await router.handle(body, headers) == WebhookResponse("in_progress", 409)
    release.set()
    assert (await first).outcome == "handled"
    assert (await router.handle(body, headers)).outcome == "duplicate"
    assert len(handled) == 1


def test_many_threads_with_the_same_delivery_run_one_handler() -> None:
    router = WebhookRouter(SECRET)
    handled: list[object] = []
    gate = threading.Barrier(16)
    router.on("*")(handled.append)
    body, headers = delivery()

    def deliver(_: int) -> str:
        gate.wait(10)
        return router.handle_sync(body, headers).outcome

    with ThreadPoolExecutor(16) as pool:
        outcomes = list(pool.map(deliver, range(16)))
    assert outcomes.count("handled") == 1
    assert set(outcomes) <= {"handled", "duplicate", "in_progress"}
    assert len(handled) == 1


async def test_a_cancelled_server_releases_the_claim() -> None:
    router = WebhookRouter(SECRET)
    entered = asyncio.Event()
    calls: list[object] = []

    @router.on("*")
    async def handler(event: Any) -> None:
        calls.append(event)
        if len(calls) == 1:
            entered.set()
            await asyncio.Event().wait()

    body, headers = delivery()
    task = asyncio.create_task(router.handle(body, headers))
    await entered.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert (await router.handle(body, headers)).outcome == "handled"


# -- stores


class RecordingStore:
    """An asynchronous store on top of one in memory."""

    retention = 86_400.0

    def __init__(self) -> None:
        self.memory = MemoryReplayStore()
        self.calls: list[str] = []
        self.broken: str | None = None

    async def _call(self, name: str) -> None:
        self.calls.append(name)
        await asyncio.sleep(0)
        if self.broken == name:
            raise ConnectionError("store away")

    async def claim(self, key: str, token: str) -> Claim:
        await self._call("claim")
        return self.memory.claim(key, token)

    async def finish(self, key: str, token: str) -> bool:
        await self._call("finish")
        return self.memory.finish(key, token)

    async def release(self, key: str, token: str) -> None:
        await self._call("release")
        self.memory.release(key, token)


async def test_it_is_marked_after_the_handler_and_not_before() -> None:
    store = RecordingStore()
    router = WebhookRouter(SECRET, replay=store)
    router.on("*")(lambda event: store.calls.append("handler"))
    await router.handle(*delivery())
    assert store.calls == ["claim", "handler", "finish"]


async def test_an_unavailable_store_makes_the_sender_retry(caplog: pytest.LogCaptureFixture) -> None:
    store = RecordingStore()
    router = WebhookRouter(SECRET, replay=store)
    handled: list[object] = []
    router.on("*")(handled.append)
    body, headers = delivery()
    store.broken = "claim"
    assert (await router.handle(body, headers)).outcome == "failed"
    assert handled == []
    store.broken = None
    assert (await router.handle(body, headers)).outcome == "handled"
    assert "store away" in caplog.text


@pytest.mark.parametrize("broken", [None, "release"])
async def test_a_cancellation_is_not_lost_over_the_release(broken: str | None) -> None:
    store = RecordingStore()
    store.broken = broken
    router = WebhookRouter(SECRET, replay=store)

    @router.on("*")
    async def handler(event: Any) -> None:
        await asyncio.Event().wait()

    task = asyncio.create_task(router.handle(*delivery()))
    await settle()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert store.calls == ["claim", "release"]


@pytest.mark.parametrize("broken", [None, "finish"])
async def test_what_was_handled_is_marked_in_spite_of_a_cancellation(broken: str | None) -> None:
    store = RecordingStore()
    router = WebhookRouter(SECRET, replay=store)
    handled = asyncio.Event()

    @router.on("*")
    async def handler(event: Any) -> None:
        handled.set()

    body, headers = delivery()
    task = asyncio.create_task(router.handle(body, headers))
    await handled.wait()
    while store.calls[-1] != "finish":  # noqa: ASYNC110  (a few turns of the loop)
        await asyncio.sleep(0)
    store.broken = broken
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert store.calls == ["claim", "finish", "finish"]
    if not broken:
        assert (await router.handle(body, headers)).outcome == "duplicate"


def test_an_asynchronous_store_in_a_synchronous_server_is_an_error(caplog: pytest.LogCaptureFixture) -> None:
    router = WebhookRouter(SECRET, replay=RecordingStore())
    router.on("*")(lambda event: pytest.fail("called"))
    assert router.handle_sync(*delivery()) == WebhookResponse("failed", 500)
    assert "replay must be synchronous in a synchronous server" in caplog.text


async def test_handling_longer_than_the_lease_is_reported(caplog: pytest.LogCaptureFixture) -> None:
    now = [0.0]
    router = WebhookRouter(SECRET, replay=MemoryReplayStore(lease=10, clock=lambda: now[0]))
    gates = [asyncio.Event(), asyncio.Event()]
    entered: list[int] = []

    @router.on("*")
    async def slow(event: Any) -> None:
        entered.append(len(entered))
        await gates[entered[-1]].wait()

    body, headers = delivery()
    first = asyncio.create_task(router.handle(body, headers))
    await settle()
    now[0] = 11
    second = asyncio.create_task(router.handle(body, headers))
    await settle()
    gates[0].set()
    assert (await first).outcome == "handled"
    assert "longer than the replay store's lease" in caplog.text
    gates[1].set()
    assert (await second).outcome == "handled"
    assert (await router.handle(body, headers)).outcome == "duplicate"


@pytest.mark.parametrize(
    ("retention", "tolerance", "fine"), [(600, 300, False), (601, 300, True), (1, None, True), (1, 0, True)]
)
def test_a_store_must_remember_longer_than_a_recording_passes(
    retention: float, tolerance: float | None, fine: bool
) -> None:
    store = MemoryReplayStore(retention=retention)
    if fine:
        WebhookRouter(SECRET, replay=store, tolerance=tolerance)
    else:
        with pytest.raises(ConfigError, match="retention"):
            WebhookRouter(SECRET, replay=store, tolerance=tolerance)


def test_a_router_without_a_secret_is_refused_at_once() -> None:
    with pytest.raises(ConfigError, match="secret"):
        WebhookRouter("")
