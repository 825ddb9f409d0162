"""Logging in and staying logged in, async and sync. Passwords and session ids are never shown."""

from __future__ import annotations

import asyncio
import gc
import logging
import traceback
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from attrs import define

import cortex_sync
from cortex_async import (
    ClientClosed,
    ConfigError,
    ConnectionFailed,
    CortexClient,
    DecodeError,
    Forbidden,
    RateLimited,
    ServerError,
    Unauthorized,
)
from cortex_async._core.timing.clock import SystemClock, monotonic
from cortex_async.emulator import Emulator
from cortex_async.emulator.domain import tenancy
from tests.wire.server import OK, RawServer, Received, Reply, raw_response
from tests.wire.test_frames import assert_hidden

CANARY = 'canary-7f"3/9\\ü'
LOGGED_IN = raw_response(201, {"accessToken": "token-1"})


def given(emulator: Emulator, form: str) -> dict[str, Any]:
    email, password = emulator.credentials
    if form == "password":
        return {"email": email, "password": password}
    return {"session_id": emulator.fusion_session}


FORMS = ("password", "session id")


@pytest.mark.parametrize("form", FORMS)
async def test_a_login_gives_a_client(form: str) -> None:
    async with Emulator() as emulator:
        settings: dict[str, Any] = {"base_url": emulator.base_url, **given(emulator, form)}
        async with CortexClient.login(**settings) as client:
            assert (await client.auth.get_profile()).tenant_id == emulator.tenant_id
        with pytest.raises(ClientClosed):
            await client.auth.get_profile()
        client = await CortexClient.login(**settings, timeout=5)
        try:
            keys = await client.api_keys.list()
            assert await client.with_options(retry=False).api_keys.list() == keys
        finally:
            await client.close()
        assert len([one for one in emulator.requests if (one.operation or "").startswith("login")]) == 2


@pytest.mark.parametrize("form", FORMS)
async def test_the_sync_version_gives_a_client(form: str) -> None:
    async with Emulator() as emulator:
        settings: dict[str, Any] = {"base_url": emulator.base_url, **given(emulator, form)}

        def play() -> None:
            with cortex_sync.CortexClient.login(**settings) as client:
                assert client.auth.get_profile().tenant_id == emulator.tenant_id
                email, _ = emulator.credentials
                with pytest.raises(Unauthorized, match=r"loginWithCredentials .* Invalid credentials"):
                    cortex_sync.CortexClient.login(
                        email=email, password="not-the-one", base_url=emulator.base_url
                    )

        await asyncio.to_thread(play)
        gc.collect()


async def test_a_wrong_password_is_reported_at_once_and_closes_the_client() -> None:
    async with Emulator() as emulator:
        email, _ = emulator.credentials
        pending = CortexClient.login(email=email, password="not-the-one", base_url=emulator.base_url)
        with pytest.raises(Unauthorized, match="401 Invalid credentials"):
            await pending
        emulator.requests.assert_called("loginWithCredentials", times=1)
        with pytest.raises(ClientClosed):
            await pending
        with pytest.raises(Unauthorized):
            async with CortexClient.login(session_id="fsid_unknown", base_url=emulator.base_url):
                raise AssertionError("it was entered")
        gc.collect()


async def test_an_expired_token_is_renewed_by_one_login_for_all_calls() -> None:
    async with Emulator() as emulator:
        settings: dict[str, Any] = {"base_url": emulator.base_url, **given(emulator, "password")}
        async with CortexClient.login(**settings) as client:
            project = client.project(emulator.project_id)
            await emulator.clock.advance(3601)
            emulator.requests.clear()
            made = [project.participants.create(external_user_id=f"user-{n}") for n in range(20)]
            await asyncio.gather(*made, client.with_options(retry=False).auth.get_profile())
            emulator.requests.assert_called("loginWithCredentials", times=1)
            assert len(emulator.requests.all("createParticipant", status=201)) == 20
            await emulator.clock.advance(3601)
            await client.auth.get_profile()
            emulator.requests.assert_called("loginWithCredentials", times=2)


async def test_a_stream_outlives_the_token() -> None:
    async with Emulator() as emulator:
        settings: dict[str, Any] = {"base_url": emulator.base_url, **given(emulator, "password")}
        async with CortexClient.login(**settings) as client:
            project = client.project(emulator.project_id)
            async with asyncio.timeout(20), project.events.stream() as stream:
                await emulator.wait_for_streams(1)
                await emulator.clock.advance(3601)
                emulator.cut_streams()
                await emulator.wait_for_streams(0)
                await emulator.wait_for_streams(1)
                await project.participants.create(external_user_id="ann")
                async for event in stream:
                    assert event.type == "participant.created"
                    break


@define
class Hands:
    """The hands of the clients' clocks: seconds ``ahead`` of the real time."""

    ahead: float = 0.0


@pytest.fixture
def hands(monkeypatch: pytest.MonkeyPatch) -> Hands:
    hands = Hands()
    monkeypatch.setattr(SystemClock, "monotonic", lambda clock: monotonic() + hands.ahead)
    return hands


async def test_after_a_change_of_the_password_one_login_is_tried_in_half_a_minute(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Emulator() as emulator:
        settings: dict[str, Any] = {"base_url": emulator.base_url, **given(emulator, "password")}
        async with CortexClient.login(**settings) as client:
            await emulator.clock.advance(3601)
            emulator.requests.clear()
            with monkeypatch.context() as changed:
                changed.setattr(tenancy, "PASSWORD", "another one")
                made = [client.auth.get_profile() for _ in range(10)]
                errors = list(await asyncio.gather(*made, return_exceptions=True))
                for ahead in (0.0, 29.0):
                    hands.ahead = ahead
                    with pytest.raises(Unauthorized) as caught:
                        await client.with_options(retry=False).api_keys.list()
                    errors.append(caught.value)
                emulator.requests.assert_called("loginWithCredentials", times=1)
                assert {str(error) for error in errors} == {str(errors[0])}
                assert "loginWithCredentials" in str(errors[0])
                assert errors[-1] is not errors[-2], "its traceback would grow"
                hands.ahead = 31.0
                with pytest.raises(Unauthorized):
                    await client.auth.get_profile()
                emulator.requests.assert_called("loginWithCredentials", times=2)
            with pytest.raises(Unauthorized):
                await client.auth.get_profile()
            hands.ahead = 62.0
            await client.auth.get_profile()
            emulator.requests.assert_called("loginWithCredentials", times=3)


@pytest.mark.parametrize(
    ("failed", "expected", "logins"),
    [
        (raw_response(401, {"message": "password changed"}), Unauthorized, 1),
        (raw_response(403, {"message": "account locked"}), Forbidden, 1),
        # These say nothing about the password.
        (raw_response(429), RateLimited, 3),
        (raw_response(500), ServerError, 3),
        (None, ConnectionFailed, 3),
    ],
    ids=["401", "403", "429", "500", "no response"],
)
async def test_a_later_login_that_fails_ends_the_call(
    failed: bytes | None, expected: type[Exception], logins: int, hands: Hands
) -> None:
    first, good = [LOGGED_IN], [False]

    def reply(received: Received) -> Reply:
        if received.target.endswith("/login-credentials"):
            return first.pop() if first else LOGGED_IN if good[0] else failed
        return OK if good[0] else raw_response(401)

    async with RawServer() as server:
        server.reply = reply
        settings: Any = {"base_url": server.url, "email": "a@b", "password": CANARY, "retry": False}
        async with CortexClient.login(**settings) as client:
            for _ in range(3):
                with pytest.raises(expected, match="loginWithCredentials") as caught:
                    await client.request("GET", "/api/a")
                assert_hidden(caught.value)
            sent = [one for one in server.requests if one.target.endswith("/login-credentials")]
            assert len(sent) == 1 + logins
            hands.ahead, good[0] = 31.0, True
            assert (await client.request("GET", "/api/a")).status == 200


async def test_a_cancelled_login_closes_the_client() -> None:
    async with RawServer() as server:
        server.reply = [server.stall]
        pending = CortexClient.login(email="a@b", password=CANARY, base_url=server.url)
        with pytest.raises(TimeoutError) as caught:
            async with asyncio.timeout(0.1):
                await pending
        assert_hidden(caught.value)
        with pytest.raises(ClientClosed):
            await pending
        server.released.set()
        await asyncio.wait_for(server.hung_up.wait(), 30)


async def test_settings_are_those_of_the_client_and_of_the_login() -> None:
    async with RawServer() as server:
        server.reply = [LOGGED_IN, OK]
        settings: Any = {"base_url": server.url, "headers": {"X-Trace": "t"}}
        async with CortexClient.login(session_id="s", **settings) as client:
            await client.request("GET", "/api/a")
    login, call = server.requests
    assert (login.target, login.body) == ("/api/auth/login", b'{"fusionSessionId":"s"}')
    assert "authorization" not in login.headers
    assert call.headers["authorization"] == "Bearer token-1"
    assert login.headers["x-trace"] == call.headers["x-trace"] == "t"


WRONG: list[tuple[dict[str, Any], str]] = [
    ({}, r"login needs email=\.\.\. and password=\.\.\., or session_id="),
    ({"email": "a@b"}, "login needs email"),
    ({"password": CANARY}, "login needs email"),
    ({"email": "a@b", "password": CANARY, "session_id": CANARY}, "session_id must not be given together"),
    ({"email": "a@b", "password": ""}, "password must be a non-empty string"),
    ({"email": "a@b", "password": 5}, "password must be a string, got int"),
    ({"session_id": ""}, "session_id must be a non-empty string"),
    ({"session_id": CANARY, "timeout": -1}, "timeout"),
]


@pytest.mark.parametrize(("wrong", "expected"), WRONG, ids=[expected[:30] for _, expected in WRONG])
def test_wrong_arguments_are_reported_at_once(wrong: dict[str, Any], expected: str) -> None:
    for login in (CortexClient.login, cortex_sync.CortexClient.login):
        with pytest.raises(ConfigError, match=expected) as caught:
            login(base_url="http://127.0.0.1:9", **wrong)
        assert_hidden(caught.value)
        assert "canary" not in str(caught.value)
    with pytest.raises(TypeError, match="tiemout"):
        CortexClient.login(session_id="s", tiemout=5)  # type: ignore[call-overload]  # on purpose


def echo(received: Received) -> Reply:
    """Repeat everything, as careless servers do."""
    return raw_response(500, {"message": [received.body.decode()], "sent": str(received.headers)})


FAILURES: dict[str, Callable[[RawServer], Any]] = {
    "echoed": lambda server: echo,
    "echoed raw": lambda server: lambda received: raw_response(400, received.body, kind="text/plain"),
    "closed": lambda server: [None],
    "undecodable": lambda server: raw_response(201, {"accessToken": {"x": CANARY}, "sessionId": CANARY}),
    "no token": lambda server: raw_response(201, {"accessToken": "canary token"}),
    "cut off": lambda server: raw_response(201, b'{"accessToken": "tok'),
}


@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize(
    "secret", [{"email": "a@b", "password": CANARY}, {"session_id": CANARY}], ids=["password", "session id"]
)
async def test_no_secret_is_shown_anywhere(
    failure: str, secret: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with RawServer() as server:
        server.reply = FAILURES[failure](server)

        async def log_in() -> None:
            pending = CortexClient.login(base_url=server.url, retry=False, **secret)
            assert repr(pending) == f"PendingLogin(CortexClient('{server.url}'))"
            await pending

        def log_in_sync() -> None:
            cortex_sync.CortexClient.login(base_url=server.url, retry=False, **secret)

        ways: list[Callable[[], Awaitable[None]]] = [log_in, lambda: asyncio.to_thread(log_in_sync)]
        for way in ways:
            with pytest.raises(Exception) as caught:
                await way()
            assert_hidden(caught.value)
            error = caught.value
            shown = [str(error), repr(error), repr(error.__dict__), getattr(error, "body", b"").decode()]
            shown.append("".join(traceback.format_exception(error)).replace("CANARY", ""))
            assert "canary" not in "".join(shown), shown
        assert len(server.requests) == 2
    logged = [one.getMessage() for one in caplog.records if one.name != "asyncio"]
    assert "canary" not in "".join(logged)


async def test_failures_keep_their_classes() -> None:
    async with RawServer() as server:
        server.reply = [None, raw_response(201, {"access": "x"})]
        for expected in (ConnectionFailed, DecodeError):
            with pytest.raises(expected):
                await CortexClient.login(session_id="s", base_url=server.url, retry=False)


async def test_subclasses_log_in_as_themselves() -> None:
    class Client(CortexClient):
        """A subclass of an application."""

    async with RawServer() as server:
        server.reply = LOGGED_IN
        async with Client.login(session_id="s", base_url=server.url) as client:
            assert type(client) is Client
