"""One process renews a token for all: under a lock, once for each rejected token, and never in the open."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.fernet import Fernet

import cortex_sync
import cortex_sync.limits
from cortex_async import ArgumentError, ConfigError, CortexClient, Unauthorized
from cortex_async.contrib.rtcstack import RTCStackClient
from cortex_async.contrib.rtcstack.fake import FakeRTCStack
from cortex_async.emulator import Emulator
from cortex_async.limits import IssuedToken, SharedToken
from tests.limits.test_redis_limiter import begin, children
from tests.redis_server import RedisServer, needs_redis, redis_server
from tests.relay.redis_faults import proxy

pytestmark = needs_redis

CANARY = "canary-token-77aa"


class Issuer:
    """Issues numbered tokens."""

    def __init__(self, *, slow: bool = False) -> None:
        self.issued = 0
        self.slow = slow

    async def __call__(self) -> str:
        self.issued += 1
        number = self.issued
        if self.slow:
            await asyncio.sleep(0.01)
        return f"{CANARY}-{number}"


def shared(fetch: Any, redis: Any, **more: Any) -> SharedToken:
    settings: Any = {"name": "t", "encryption_key": None, "ask_timeout": 30, **more}
    return SharedToken(fetch, redis, **settings)


async def test_all_processes_get_one_token(redis: Any) -> None:
    issuer = Issuer(slow=True)
    processes = [shared(issuer, redis) for _ in range(5)]
    assert await asyncio.gather(*(one.token() for one in processes)) == [f"{CANARY}-1"] * 5
    assert await processes[0]() == f"{CANARY}-1"
    assert issuer.issued == 1
    assert await shared(issuer, redis, name="other").token() == f"{CANARY}-2"


async def test_a_rejected_token_is_renewed_once(redis: Any) -> None:
    issuer = Issuer(slow=True)
    processes = [shared(issuer, redis) for _ in range(5)]
    first = await processes[0].token()
    renewed = await asyncio.gather(*(one.after(first) for one in processes))
    assert renewed == [f"{CANARY}-2"] * 5
    # One that learns of it late gets the new one, and does not renew it.
    assert await shared(issuer, redis).after(first) == f"{CANARY}-2"
    assert issuer.issued == 2


async def test_clients_renew_a_token_once_when_the_server_rejects_it(redis: Any) -> None:
    async with Emulator() as emulator:
        email, password = emulator.credentials

        async def log_in() -> str:
            async with CortexClient.without_credentials(base_url=emulator.base_url) as client:
                return (await client.auth.login_with_credentials(email=email, password=password)).access_token

        clients = [
            CortexClient(base_url=emulator.base_url, access_token=shared(log_in, redis)) for _ in range(4)
        ]
        await asyncio.gather(*(client.auth.get_profile() for client in clients))
        assert len(emulator.requests.all("loginWithCredentials")) == 1
        await emulator.clock.advance(timedelta(days=1))
        await asyncio.gather(*(client.auth.get_profile() for client in clients for _ in range(3)))
        assert len(emulator.requests.all("loginWithCredentials")) == 2
        for client in clients:
            await client.close()


async def test_a_fetch_that_fails_leaves_no_lock(redis: Any) -> None:
    async def fails() -> str:
        raise LookupError("no login today")

    with pytest.raises(LookupError):
        await shared(fails, redis).token()
    assert await redis.keys("*") == []
    assert await shared(lambda: "now", redis, lease=3600).token() == "now"
    cancelled = asyncio.create_task(shared(asyncio.Event().wait, redis, name="c", lease=3600).token())
    while not await redis.exists("odin-cortex:token:{c}:lock"):  # noqa: ASYNC110  (another client takes it)
        await asyncio.sleep(0)
    cancelled.cancel()
    with pytest.raises(asyncio.CancelledError):
        await cancelled
    assert not await redis.exists("odin-cortex:token:{c}:lock")


def test_a_process_that_is_killed_while_it_renews(server: RedisServer, redis: Any) -> None:
    with children("token", server.url, 2, 30) as process:
        ids, _ = begin(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "fetching\n"
        for child in ids:
            os.kill(child, signal.SIGSTOP)

        async def token() -> str:
            issuer = Issuer()
            async with shared(issuer, server.url, name="workers") as one:
                return await one.token()

        # The lock of the process that stands still expires.
        assert asyncio.run(token()) == f"{CANARY}-1"
        for child in ids:
            os.kill(child, signal.SIGKILL)


async def test_a_holder_that_was_too_slow_replaces_nothing(redis: Any) -> None:
    entered, go_on = asyncio.Event(), asyncio.Event()

    async def slow() -> str:
        entered.set()
        await go_on.wait()
        return "old"

    late = asyncio.create_task(shared(slow, redis, lease=0.01).token())
    await entered.wait()
    assert await shared(lambda: "new", redis).token() == "new"
    go_on.set()
    assert await late == "old"
    assert await shared(slow, redis).token() == "new"


@pytest.mark.parametrize("late", [False, True])
async def test_a_lost_response_does_not_leave_the_lock(server: RedisServer, redis: Any, late: bool) -> None:
    """Redis has given the lock to a process that does not know of it."""
    issuer = Issuer()
    async with proxy(server.socket) as between:
        url = f"redis://127.0.0.1:{between.port}"
        async with shared(issuer, url, name="p", lease=3600, ask_timeout=1 if late else 30) as one:
            first = await one.token()
            between.lose, between.hold = not late, asyncio.Event() if late else None
            assert await one.after(first) == f"{CANARY}-2"
    assert between.lost + between.held.is_set() == 1
    # It is for all, and nobody waits for the lock.
    assert not await redis.exists("odin-cortex:token:{p}:lock")
    assert await shared(issuer, redis, name="p").after(first) == f"{CANARY}-2"


@pytest.mark.parametrize(
    ("issued", "least", "most"),
    [
        (lambda: "opaque", 290, 300),
        (lambda: IssuedToken("dated", datetime.now(UTC) + timedelta(seconds=7000)), 6900, 7000),
        (lambda: "e30." + urlsafe_b64encode(b'{"exp":1e200}').decode() + ".e30", 31_622_000, 31_622_400),
        (lambda: IssuedToken("over", datetime.now(UTC) - timedelta(seconds=1)), None, None),
    ],
    ids=["opaque", "dated", "endless", "over"],
)
async def test_no_token_is_kept_longer_than_it_lives(
    redis: Any, issued: Any, least: int | None, most: int | None
) -> None:
    token = issued()
    assert await shared(lambda: token, redis).token() == getattr(token, "value", token)
    seconds = await redis.ttl("odin-cortex:token:{t}")
    if least is None or most is None:
        assert seconds == -2
    else:
        assert least < seconds <= most
    assert not await redis.exists("odin-cortex:token:{t}:lock")


@pytest.mark.parametrize("expires_at", ["2027-01-01T00:00:00Z", datetime.now(UTC).replace(tzinfo=None)])
async def test_an_expiry_that_means_no_moment_is_refused(redis: Any, expires_at: Any) -> None:
    with pytest.raises(ConfigError) as caught:
        await shared(lambda: IssuedToken(CANARY, expires_at), redis).token()
    assert str(caught.value) == "expires_at of an IssuedToken must be a datetime with a time zone"
    assert await redis.keys("*") == []


async def test_tokens_of_other_apis(redis: Any) -> None:
    async with (
        FakeRTCStack() as service,
        RTCStackClient(
            base_url=service.base_url, api_key=service.api_key, api_secret=service.api_secret
        ) as rtc,
    ):

        async def create() -> IssuedToken:
            token = await rtc.tokens.create(room_id="r", user_id="u", name="n", role="participant")
            return IssuedToken(token.token, token.expires_at)

        first = await shared(create, redis).token()
        assert await shared(create, redis).token() == first


@pytest.mark.usefixtures("no_pause")
async def test_without_redis_each_process_fetches_its_own(caplog: pytest.LogCaptureFixture) -> None:
    issuer = Issuer()
    with redis_server() as server:
        async with shared(issuer, server.url) as one, shared(issuer, server.url) as other:
            first = await one.token()
            server.stop()
            assert await one.token() == first
            assert await one.after(first) == f"{CANARY}-2"
            assert await other.token() == f"{CANARY}-3"
            server.start()
            assert await other.token() == f"{CANARY}-4"
    messages = [record.getMessage() for record in caplog.records]
    away = "SharedToken: Redis is away (ConnectionError); each process fetches its own token"
    assert messages == [away, away]


async def test_encrypted_tokens_and_new_keys(redis: Any) -> None:
    old, new, foreign = (Fernet.generate_key() for _ in range(3))
    issuer = Issuer()
    assert await shared(issuer, redis, encryption_key=old).token() == f"{CANARY}-1"
    kept = [value for key in await redis.keys("*") for value in await redis.hvals(key)]
    assert not any(CANARY.encode() in value for value in kept)
    assert await shared(issuer, redis, encryption_key=[new, old]).token() == f"{CANARY}-1"
    assert await shared(issuer, redis, encryption_key=[foreign.decode()]).token() == f"{CANARY}-2"
    assert issuer.issued == 2


async def test_no_token_is_shown(redis: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    key = Fernet.generate_key()
    one = shared(Issuer(), redis, encryption_key=key)
    await one.token()
    issued = IssuedToken(CANARY)
    shown = [repr(one), repr(vars(one)), repr(issued), caplog.text]
    with pytest.raises(ConfigError) as caught:
        await shared(lambda: f"Bearer {CANARY}", redis, name="wrong").token()
    shown.append(str(caught.value))
    with pytest.raises(ConfigError) as refused:
        shared(Issuer(), redis, encryption_key=f"short-{CANARY}")
    shown.append(str(refused.value))
    assert not any(CANARY in one or key.decode() in one for one in shown)
    assert str(refused.value) == (
        "encryption_key must be a key of Fernet.generate_key(), or a list of such keys"
    )


def test_the_sync_version(server: RedisServer) -> None:
    issued: list[int] = []

    def fetch() -> str:
        issued.append(1)
        return "not-a-token-of-the-emulator"

    settings: Any = {"name": "sync", "encryption_key": None, "ask_timeout": 30}
    with (
        Emulator.in_thread() as emulator,
        cortex_sync.limits.SharedToken(fetch, server.url, **settings) as token,
        cortex_sync.CortexClient(base_url=emulator.base_url, access_token=token) as client,
    ):
        assert token() == token.token() == "not-a-token-of-the-emulator"
        assert len(issued) == 1
        with pytest.raises(Unauthorized):
            client.auth.get_profile()
        assert len(issued) == 2


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ({"fetch": "token"}, "fetch must be a function that returns a token, got a str"),
        ({"name": ""}, "name must be a non-empty string, got ''"),
        ({"name": 5}, "name must be a non-empty string, got 5"),
        ({"lifetime": 0}, "lifetime must be a number of seconds > 0, got 0"),
        ({"lease": None}, "lease must be a number of seconds > 0, got None"),
    ],
)
def test_bad_arguments_are_refused_in_one_line(arguments: dict[str, Any], problem: str) -> None:
    settings: Any = {"fetch": Issuer(), "redis": "redis://localhost", "name": "t", "encryption_key": None}
    with pytest.raises(ArgumentError) as caught:
        SharedToken(**{**settings, **arguments})
    assert str(caught.value) == problem
