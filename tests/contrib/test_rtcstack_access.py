"""Keys, signatures, limits and errors of RTCstack."""

from __future__ import annotations

import copy
import hashlib
import hmac
import logging
import pickle
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from itertools import pairwise
from typing import Any

import pytest

from cortex_async._core.auth.credentials import Signing
from cortex_async._core.call_errors import BadRequest, NotFound, RateLimited, ServerError, Unauthorized
from cortex_async._core.errors import ConfigError
from cortex_async._core.request import Request, Route
from cortex_async._core.retry import Retry
from cortex_async.contrib.fake import Reply
from cortex_async.contrib.rtcstack import RTCStackClient
from cortex_async.contrib.rtcstack.fake import FakeRTCStack
from cortex_async.contrib.rtcstack.fake.errors import framework, problem
from cortex_async.contrib.rtcstack.signing import RequestSigner, sign
from tests.contrib.clock import ManualClock

KEY, SECRET = "key-canary-5521", "secret-canary-9132"

Scene = Callable[..., AbstractAsyncContextManager[tuple[FakeRTCStack, RTCStackClient]]]


@pytest.fixture
def scene(clock: ManualClock) -> Scene:
    @asynccontextmanager
    async def make(
        *,
        secret: str | None = SECRET,
        body_hash: str = "empty",
        client_clock: ManualClock | None = None,
        **fake: Any,
    ) -> AsyncIterator[tuple[FakeRTCStack, RTCStackClient]]:
        async with (
            FakeRTCStack(KEY, SECRET, clock=clock, **fake) as server,
            RTCStackClient(
                base_url=server.base_url,
                api_key=KEY,
                api_secret=secret,
                body_hash=body_hash,  # type: ignore[arg-type]  # wrong values are tested
                clock=client_clock or clock,
            ) as client,
        ):
            yield server, client

    return make


def test_the_signature_is_that_of_the_vendors_description() -> None:
    signed = "POST\n/v1/rooms?x=%20a\n1769860800\n" + hashlib.sha256(b"").hexdigest()
    expected = "sha256=" + hmac.new(b"s3cret", signed.encode(), hashlib.sha256).hexdigest()
    assert sign(b"s3cret", "POST", "/v1/rooms?x=%20a", "1769860800", b"") == expected


@pytest.mark.parametrize("room", ["plain", "a b", "a/b", "a:b@c", "ä€😀", "..", "50%", "a+b", "q?x=1#y"])
async def test_the_signature_covers_the_target_as_sent(scene: Scene, room: str) -> None:
    async with scene() as (server, client):
        server.rooms.join(room, "ada", "Ada")
        assert (await client.rooms.get(room)).name == room


async def test_a_query_is_signed_as_well(scene: Scene, clock: ManualClock) -> None:
    from datetime import UTC, datetime

    async with scene() as (_, client):
        await client.live_transcription.start("lobby")
        since = datetime.fromtimestamp(clock.unix(), UTC)
        assert await client.live_transcription.get("lobby", since=since, format="text") == ""


async def test_bodies_are_signed_as_empty_by_default(scene: Scene) -> None:
    async with scene() as (_, client):
        assert (await client.rooms.create(name="lobby")).name == "lobby"
    async with scene(body_hash="raw") as (_, client):
        assert (await client.rooms.list()).rooms == []
        with pytest.raises(Unauthorized, match="Invalid signature"):
            await client.rooms.create(name="lobby")


async def test_bodies_can_be_signed_as_in_the_guide(clock: ManualClock) -> None:
    async with FakeRTCStack(KEY, SECRET, clock=clock, body_hash="raw") as server:
        for body_hash, accepted in (("raw", True), ("empty", False)):
            async with RTCStackClient(
                base_url=server.base_url,
                api_key=KEY,
                api_secret=SECRET,
                body_hash=body_hash,  # type: ignore[arg-type]  # one of the two
                clock=clock,
            ) as client:
                if accepted:
                    await client.rooms.create(name="lobby")
                else:
                    with pytest.raises(Unauthorized):
                        await client.rooms.create(name="lobby")


async def test_the_key_alone_as_in_the_reference(scene: Scene) -> None:
    async with scene(secret=None, signed=False) as (_, client):
        assert (await client.rooms.create(name="lobby")).name == "lobby"


async def test_the_key_alone_is_not_enough_for_the_running_service(scene: Scene) -> None:
    async with scene(secret=None) as (_, client):
        with pytest.raises(Unauthorized) as caught:
            await client.rooms.list()
    assert "Missing X-RTCstack-Timestamp" in caught.value.message
    assert "api_secret" in str(caught.value)


async def test_health_needs_no_credential_and_gets_none(scene: Scene) -> None:
    async with scene(secret=None) as (server, client):
        assert (await client.health.check()).version == "0.1.0"
        names = {name.lower() for name in server.requests.last("getHealth").headers}
    assert not names & {"x-api-key", "x-rtcstack-signature", "x-rtcstack-timestamp"}


async def test_health_with_a_query_needs_a_credential(scene: Scene) -> None:
    async with scene(secret=None) as (_, client):
        route = Route("health", "GET", "/v1/health")
        with pytest.raises(Unauthorized):
            await client._service_client.send(Request(route, query={"x": 1}), {})


async def test_every_attempt_is_signed_anew(scene: Scene, clock: ManualClock) -> None:
    async with scene() as (server, client):
        refused = framework(500, "fetch failed")
        server.next("listRooms", refused, refused)
        clients = client.with_options(retry=Retry(attempts=3, base=200.0, cap=400.0))
        clock.slept.clear()
        # Waits of minutes: the first timestamp would be too old by now.
        await clients.with_options(timeout=None).rooms.list()
        stamps = [one.headers["X-RTCstack-Timestamp"] for one in server.requests.all("listRooms")]
    assert len(stamps) == 3
    assert [int(b) - int(a) for a, b in pairwise(stamps)] == [
        pytest.approx(wait, abs=1) for wait in clock.slept
    ]


@pytest.mark.parametrize(("skew", "accepted"), [(-301, False), (-299, True), (299, True), (301, False)])
async def test_clocks_may_differ_by_five_minutes(scene: Scene, skew: float, accepted: bool) -> None:
    async with scene(client_clock=ManualClock(1_769_860_800.0 + skew)) as (_, client):
        if accepted:
            await client.rooms.list()
        else:
            with pytest.raises(Unauthorized, match="timestamp") as caught:
                await client.rooms.list()
            assert "clock" in str(caught.value)


async def test_an_unknown_route_needs_a_credential_too(scene: Scene) -> None:
    route = Route("nothing", "GET", "/v1/nothing", frozenset({"api-key"}))
    async with scene() as (_, client):
        with pytest.raises(NotFound, match="Route GET:/v1/nothing not found") as caught:
            await client._service_client.send(Request(route), {})
        assert caught.value.code is None
    async with scene(secret=None) as (_, client):
        with pytest.raises(Unauthorized):
            await client._service_client.send(Request(route), {})


async def test_retrying_after_the_rate_limit(scene: Scene, clock: ManualClock) -> None:
    async with scene(rate_limit=2) as (server, client):
        for _ in range(3):
            await client.rooms.list()
        assert [one.status for one in server.requests.all("listRooms")] == [200, 200, 429, 200]
    assert len(clock.slept) == 1
    assert clock.slept[0] >= 60


async def test_the_rate_limit_has_a_retry_after(scene: Scene) -> None:
    async with scene(rate_limit=1) as (_, client):
        await client.health.check()
        with pytest.raises(RateLimited, match="retry in 60 seconds") as caught:
            await client.with_options(retry=False).rooms.list()
    error = caught.value
    assert (error.retry_after, error.code, error.title) == (60.0, None, "Too Many Requests")
    assert error.headers["x-ratelimit-limit"] == "1"


async def test_rejected_callers_do_not_count(scene: Scene) -> None:
    async with scene(secret=None, rate_limit=1) as (_, client):
        for _ in range(3):
            with pytest.raises(Unauthorized) as caught:
                await client.rooms.list()
            assert "x-ratelimit-limit" not in caught.value.headers
        await client.health.check()


async def test_problem_details_become_fields(scene: Scene) -> None:
    async with scene() as (_, client):
        with pytest.raises(NotFound) as caught:
            await client.rooms.get("nowhere")
    error = caught.value
    assert error.type == "https://rtcstack.dev/errors/not-found"
    assert (error.title, error.detail, error.instance) == ("Not Found", "Room not found", None)
    assert (error.code, error.message) == ("not-found", "Room not found")
    for copied in (pickle.loads(pickle.dumps(error)), copy.deepcopy(error)):
        assert (copied.type, copied.title, copied.detail) == (error.type, error.title, error.detail)


async def test_the_frameworks_errors_become_the_same_fields(scene: Scene) -> None:
    async with scene() as (_, client):
        with pytest.raises(BadRequest) as caught:
            await client.tokens.create(room_id="lobby", user_id="ada", name="Ada", role="king")
    error = caught.value
    assert (error.code, error.title) == ("FST_ERR_VALIDATION", "Bad Request")
    assert error.detail == error.message == "body/role must be equal to one of the allowed values"
    assert error.type is None


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (404, "not_found", "NotFound"),
        (403, "permission_denied", "Forbidden"),
        (400, "invalid_argument", "BadRequest"),
        (400, "malformed", "BadRequest"),
        (409, "already_exists", "Conflict"),
    ],
)
async def test_livekits_codes_come_through(scene: Scene, status: int, code: str, kind: str) -> None:
    body = {"statusCode": status, "code": code, "error": "x", "message": "from LiveKit"}
    async with scene() as (server, client):
        server.next("deleteRoom", Reply(status, body))
        with pytest.raises(Exception, match="from LiveKit") as caught:
            await client.rooms.delete("lobby")
    assert (type(caught.value).__name__, getattr(caught.value, "code", None)) == (kind, code)


async def test_a_disabled_add_on_is_not_retried(scene: Scene) -> None:
    async with scene(live=False, post=False) as (server, client):
        for operation, call in (
            ("startLiveTranscription", lambda: client.live_transcription.start("lobby")),
            ("getLiveTranscription", lambda: client.live_transcription.get("lobby")),
        ):
            with pytest.raises(ServerError, match="add-on is not enabled") as caught:
                await call()
            assert (caught.value.status, caught.value.outcome) == (503, "rejected")
            assert len(server.requests.all(operation)) == 1


async def test_another_503_is_retried(scene: Scene) -> None:
    async with scene() as (server, client):
        server.next("listWebhooks", Reply(503, "<html>"))
        await client.webhooks.list()
        assert len(server.requests.all("listWebhooks")) == 2


@pytest.mark.parametrize(
    ("operation", "times"),
    [
        ("startRecording", 4),
        ("stopRecording", 4),
        ("createRoom", 4),
        ("deleteRoom", 4),
        ("createIngress", 1),
        ("transcribeRecording", 1),
        ("createWebhook", 1),
        ("updateWebhook", 1),
        ("testWebhook", 1),
    ],
)
async def test_only_idempotent_operations_are_retried(scene: Scene, operation: str, times: int) -> None:
    from tests.contrib.calls import CALLS

    async with scene() as (server, client):
        server.next(operation, *[framework(500, "fetch failed")] * 8)
        with pytest.raises(ServerError, match="fetch failed"):
            await CALLS["rtcstack"][operation](client)
        assert len(server.requests.all(operation)) == times


async def test_without_a_body_no_content_type_goes_out(scene: Scene) -> None:
    async with scene() as (server, client):
        await client.recordings.start("lobby")
        await client.live_transcription.start("lobby")
        assert "Content-Type" not in server.requests.last("startRecording").headers
        assert server.requests.last("startLiveTranscription").body == {}


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"api_key": ""}, "api_key must be a non-empty string"),
        ({"api_key": KEY, "api_secret": " "}, "api_secret must be a non-empty string"),
        ({"api_key": KEY, "api_secret": SECRET, "body_hash": "none"}, "body_hash"),
        ({"api_key": KEY, "base_url": "ftp://x"}, "base_url"),
    ],
)
def test_invalid_settings_are_reported(settings: dict[str, str], reason: str) -> None:
    with pytest.raises(ConfigError, match=reason) as caught:
        RTCStackClient(**settings)  # type: ignore[arg-type]  # wrong values are tested
    assert KEY not in str(caught.value)


@pytest.mark.parametrize(
    "base", ["http://localhost:3246", "http://localhost:3246/", "http://localhost:3246/v1"]
)
def test_base_urls_in_any_spelling(base: str) -> None:
    assert RTCStackClient(api_key=KEY, base_url=base).base_url == "http://localhost:3246"


def test_without_a_base_url_the_compose_files_port_counts() -> None:
    assert RTCStackClient(api_key=KEY).base_url == "http://localhost:3246"


async def test_nothing_secret_is_shown(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with scene() as (server, client):
        echo = problem(401, f"no such key {KEY} {SECRET}")
        server.next("listRooms", echo)
        with pytest.raises(Unauthorized) as caught:
            await client.rooms.list()
        shown = [str(caught.value), repr(caught.value), repr(client), repr(vars(caught.value)), caplog.text]
        shown.append(repr([request.headers for request in server.requests]))
    assert not any(KEY in string for string in shown)
    signer = RequestSigner(KEY, SECRET)
    signed = await signer.authorize(Signing("GET", "/", b"", frozenset({"x"})))
    assert signed.headers["X-API-Key"] == KEY
    assert KEY not in repr(signer) + repr(signed)
