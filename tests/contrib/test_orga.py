"""Orga AI: two credentials, tokens that expire, and the two workflows."""

from __future__ import annotations

import asyncio
import base64
import copy
import json
import logging
import pickle
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from attrs import frozen

from cortex_async._core.call_errors import (
    APIError,
    Forbidden,
    NotFound,
    ServerError,
    Unauthorized,
    ValidationFailed,
)
from cortex_async._core.errors import ConfigError
from cortex_async.contrib.fake import Reply
from cortex_async.contrib.orga import OrgaClient, SessionConfig
from cortex_async.contrib.orga.credentials import expiry_of
from cortex_async.contrib.orga.fake import ICE_SERVERS, FakeOrga, envelope
from cortex_async.contrib.orga.models import CallParams, ClientSecret, IceCandidate, IceConfig
from cortex_async.contrib.orga.service import ORGA
from cortex_async.contrib.orga.session import candidates_of
from tests.contrib.clock import ManualClock

KEY = "sk_orga_ai_canary-7731"

SDP = "\r\n".join(
    [
        "v=0",
        "s=canary-sdp",
        "m=audio 9 UDP/TLS/RTP/SAVPF 111",
        "a=candidate:1 1 udp 2130706431 192.0.2.1 50000 typ host",
        "a=mid:0",
        "a=candidate:2 1 udp 1694498815 198.51.100.1 50001 typ srflx",
        "m=video 9 UDP/TLS/RTP/SAVPF 96",
        "a=mid:video",
        "a=candidate:3 1 udp 2130706431 192.0.2.1 50002 typ host",
        "m=application 9 UDP/DTLS/SCTP webrtc-datachannel",
        "a=candidate:4 1 udp 2130706431 192.0.2.1 50003 typ host",
        "",
    ]
)

Scene = Callable[..., AbstractAsyncContextManager[tuple[FakeOrga, OrgaClient]]]


@pytest.fixture
def scene(clock: ManualClock) -> Scene:
    @asynccontextmanager
    async def make(
        settings: dict[str, Any] | None = None, **fake: Any
    ) -> AsyncIterator[tuple[FakeOrga, OrgaClient]]:
        async with FakeOrga(KEY, clock=clock, **fake) as server:
            wanted: dict[str, Any] = {"api_key": KEY, **(settings or {})}
            async with OrgaClient(base_url=server.base_url, clock=clock, **wanted) as client:
                yield server, client

    return make


def used(server: FakeOrga) -> list[str]:
    return [request.operation or "" for request in server.requests]


async def test_a_browsers_configuration(scene: Scene, clock: ManualClock) -> None:
    async with scene() as (server, client):
        config = await client.session_config()
        assert used(server) == ["createClientSecret", "getIceConfig"]
        assert config.to_json() == {"ephemeralToken": config.ephemeral_token, "iceServers": ICE_SERVERS}
        assert config.expires_at == datetime.fromtimestamp(clock.unix() + 900, UTC)
        json.dumps(config.to_json())


async def test_each_browser_gets_its_own_token(scene: Scene) -> None:
    async with scene() as (_, client):
        tokens = {(await client.session_config()).ephemeral_token for _ in range(3)}
        tokens.add((await client.ephemeral_token()).ephemeral_token)
    assert len(tokens) == 4


async def test_ice_servers_are_requested_with_the_new_token(scene: Scene) -> None:
    async with scene() as (server, client):
        await client.ephemeral_token()
        server.revoke_tokens()
        # The client's own token is invalid now; that of the configuration is not.
        assert (await client.session_config()).ice_servers


async def test_ice_servers_as_a_bare_list(scene: Scene) -> None:
    async with scene(bare_ice=True) as (_, client):
        config = await client.session_config()
        assert [server.urls for server in config.ice_servers] == [server["urls"] for server in ICE_SERVERS]
        assert isinstance(await client.realtime.get_ice_config(), list)
    async with scene() as (_, client):
        assert isinstance(await client.realtime.get_ice_config(), IceConfig)


async def test_an_empty_request_has_no_body(scene: Scene) -> None:
    async with scene() as (server, client):
        await client.realtime.create_client_secret()
        assert server.requests.last().body is None
        assert "Content-Type" not in server.requests.last().headers
        await client.realtime.create_client_secret(expires_in=60)
        assert server.requests.last().body == {"expires_in": 60}


async def test_users_by_email(scene: Scene) -> None:
    known = frozenset({"ada@example.com", "bob@example.com"})
    async with scene({"email": "ada@example.com"}, email_required=True, emails=known) as (_, client):
        await client.session_config()
        await client.session_config(email="bob@example.com")
        await client.ephemeral_token()
        with pytest.raises(NotFound, match="User not found") as caught:
            await client.session_config(email="eve@example.com")
        assert caught.value.code == "not_found_error"
    async with scene(email_required=True) as (_, client):
        with pytest.raises(ValidationFailed, match="Field required"):
            await client.session_config()


async def test_an_sdp_offer_gets_an_answer(scene: Scene) -> None:
    params = CallParams(
        voice="Sofía",
        temperature=0.5,
        instructions=None,
        modalities=["audio"],
        additional_properties={"mcp_server": {"id": "1", "alias": "tools", "url": "https://example.com"}},
    )
    async with scene() as (server, client):
        call = await client.exchange_sdp(SDP, params=params)
        assert (call.conversation_id, call.answer.type) == ("conv_1", "answer")
        assert server.calls == [
            {
                "offer": {
                    "sdp": SDP,
                    "type": "offer",
                    "candidates": [
                        {
                            "candidate": "candidate:1 1 udp 2130706431 192.0.2.1 50000 typ host",
                            "sdpMid": "0",
                            "sdpMLineIndex": 0,
                        },
                        {
                            "candidate": "candidate:2 1 udp 1694498815 198.51.100.1 50001 typ srflx",
                            "sdpMid": "0",
                            "sdpMLineIndex": 0,
                        },
                        {
                            "candidate": "candidate:3 1 udp 2130706431 192.0.2.1 50002 typ host",
                            "sdpMid": "video",
                            "sdpMLineIndex": 1,
                        },
                        {
                            "candidate": "candidate:4 1 udp 2130706431 192.0.2.1 50003 typ host",
                            "sdpMid": None,
                            "sdpMLineIndex": 2,
                        },
                    ],
                },
                "params": {
                    "voice": "Sofía",
                    "temperature": 0.5,
                    "instructions": None,
                    "modalities": ["audio"],
                    "mcp_server": {"id": "1", "alias": "tools", "url": "https://example.com"},
                },
            }
        ]
        assert used(server) == ["createClientSecret", "createCall"]


@frozen
class Description:
    sdp: str
    type: str


async def test_offers_of_media_libraries(scene: Scene) -> None:
    candidates = [IceCandidate(candidate="candidate:9 1 udp 1 192.0.2.9 9 typ host")]
    async with scene() as (server, client):
        await client.exchange_sdp(Description("v=0\r\n", "offer"), candidates=candidates)
        assert server.calls[0]["offer"]["candidates"] == [
            {"candidate": "candidate:9 1 udp 1 192.0.2.9 9 typ host"}
        ]
        assert "params" not in server.calls[0]
        with pytest.raises(ValueError, match="of type 'offer', got 'answer'"):
            await client.exchange_sdp(Description("v=0\r\n", "answer"))


def test_candidates_with_any_line_endings() -> None:
    assert candidates_of(SDP) == candidates_of(SDP.replace("\r\n", "\n"))
    assert candidates_of("") == candidates_of("v=0\r\na=candidate:1 before any media\r\n") == []


async def test_the_clients_own_token_is_kept_and_renewed_early(scene: Scene, clock: ManualClock) -> None:
    async with scene({"early": 30.0}, lifetime=900.0) as (server, client):
        for _ in range(3):
            await client.exchange_sdp(SDP)
        assert used(server).count("createClientSecret") == 1
        clock.move(869)
        await client.exchange_sdp(SDP)
        assert used(server).count("createClientSecret") == 1
        clock.move(2)
        await client.exchange_sdp(SDP)
        assert used(server).count("createClientSecret") == 2


async def test_expires_at_without_a_time_zone_is_utc(scene: Scene, clock: ManualClock) -> None:
    async with scene() as (_, client):
        raw: list[str] = []
        await client.realtime.create_client_secret(
            on_response=lambda response: raw.append(response.json()["expires_at"])  # type: ignore[call-overload, index, arg-type]
        )
        assert not raw[0].endswith("Z")
        assert "+" not in raw[0]
        end = (await client.ephemeral_token()).expires_at
        assert end == datetime.fromtimestamp(clock.unix() + 900, UTC)


async def test_concurrent_callers_renew_once(scene: Scene, clock: ManualClock) -> None:
    async with scene() as (server, client):
        await client.ephemeral_token()
        clock.move(895)
        await asyncio.gather(*(client.realtime.get_ice_config() for _ in range(20)))
        assert used(server).count("createClientSecret") == 2


async def test_after_a_401_there_is_one_new_token_for_all(scene: Scene) -> None:
    async with scene() as (server, client):
        await client.ephemeral_token()
        server.revoke_tokens()
        await asyncio.gather(*(client.exchange_sdp(SDP) for _ in range(5)))
        assert used(server).count("createClientSecret") == 2
        assert len(server.calls) == 5


async def test_a_second_401_is_raised(scene: Scene) -> None:
    async with scene() as (server, client):
        refused = Reply(401, envelope("Invalid or expired token"))
        server.next("createCall", refused, refused)
        with pytest.raises(Unauthorized, match="Invalid or expired token"):
            await client.exchange_sdp(SDP)
        assert used(server) == ["createClientSecret", "createCall"] * 2


async def test_calls_are_not_repeated_but_tokens_and_ice_are(scene: Scene) -> None:
    failure = Reply(500, envelope("try later"))
    async with scene() as (server, client):
        server.next("createCall", failure)
        with pytest.raises(ServerError, match="try later") as caught:
            await client.exchange_sdp(SDP)
        assert (caught.value.attempts, caught.value.outcome) == (1, "unknown")
        server.next("createClientSecret", failure, failure)
        server.next("getIceConfig", failure, failure)
        await client.session_config()


async def test_a_client_that_was_handed_a_token(scene: Scene, clock: ManualClock) -> None:
    async with scene() as (server, client):
        token = (await client.ephemeral_token()).ephemeral_token
        async with OrgaClient(base_url=server.base_url, ephemeral_token=token, clock=clock) as guest:
            assert (await guest.exchange_sdp(SDP)).conversation_id
            for attempt in (guest.session_config, guest.ephemeral_token, guest.realtime.create_client_secret):
                with pytest.raises(ConfigError, match="api_key"):
                    await attempt()
            server.revoke_tokens()
            with pytest.raises(Unauthorized):
                await guest.exchange_sdp(SDP)


async def test_a_token_from_a_function_is_fetched_once_more(scene: Scene, clock: ManualClock) -> None:
    async with scene() as (server, client):
        fetched: list[str] = []

        async def from_the_proxy() -> str:
            fetched.append((await client.realtime.create_client_secret()).ephemeral_token)
            return fetched[-1]

        async with OrgaClient(base_url=server.base_url, ephemeral_token=from_the_proxy, clock=clock) as guest:
            await guest.exchange_sdp(SDP)
            server.revoke_tokens()
            await guest.exchange_sdp(SDP)
        assert len(fetched) == 2


async def test_variants_share_the_token(scene: Scene) -> None:
    async with scene() as (server, client):
        await client.exchange_sdp(SDP)
        await client.with_options(retry=False).exchange_sdp(SDP)
        await client.with_options(timeout=5).ephemeral_token()
        assert used(server).count("createClientSecret") == 1


@pytest.mark.parametrize(
    ("body", "message", "code"),
    [
        (envelope("plain"), "plain", "invalid_request_error"),
        (envelope(envelope("inner")), "inner", "invalid_request_error"),
        (envelope(envelope("inner", "inner_error", "inner_code"), code="outer"), "inner", "inner_code"),
        (envelope(envelope(envelope("deepest"))), "deepest", "invalid_request_error"),
        ({"error": "Unauthorized"}, "Unauthorized", None),
        (envelope({"error": "plain within"}), "plain within", "invalid_request_error"),
        ({"detail": "Not authenticated"}, "Not authenticated", None),
        ({"error": {"message": None, "type": "odd"}}, "odd", "odd"),
        ({"error": {}}, "Unauthorized", None),
        ([], "Unauthorized", None),
        ("", "Unauthorized", None),
    ],
)
async def test_errors_in_envelopes(scene: Scene, body: object, message: str, code: str | None) -> None:
    async with scene() as (server, client):
        server.next("createClientSecret", Reply(401, body))
        with pytest.raises(Unauthorized) as caught:
            await client.ephemeral_token()
    assert (caught.value.message, caught.value.code) == (message, code)


async def test_endlessly_nested_envelopes(scene: Scene) -> None:
    body: object = "bottom"
    for _ in range(100):
        body = envelope(body)
    async with scene() as (server, client):
        server.next("createClientSecret", Reply(400, body))
        with pytest.raises(APIError):
            await client.ephemeral_token()


async def test_no_credential_is_forbidden_and_a_wrong_one_unauthorized(scene: Scene) -> None:
    async with scene({"api_key": "sk_orga_ai_wrong"}) as (_, client):
        with pytest.raises(Unauthorized, match="Incorrect API key provided"):
            await client.ephemeral_token()
    async with scene() as (server, client):
        server.next("getIceConfig", Reply(403, envelope("Not authenticated")))
        with pytest.raises(Forbidden, match="Not authenticated"):
            await client.realtime.get_ice_config()


def jwt(claims: object) -> str:
    part = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    return f"head.{part}.signature"


@pytest.mark.parametrize(
    ("token", "end"),
    [
        (jwt({"exp": 1769860800}), datetime(2026, 1, 31, 12, tzinfo=UTC)),
        (jwt({"exp": "soon"}), None),
        (jwt({"exp": 1e300}), None),
        (jwt({}), None),
        (jwt([]), None),
        ("head.%%%.tail", None),
        ("no token at all", None),
    ],
)
def test_without_expires_at_the_tokens_own_expiry_counts(token: str, end: datetime | None) -> None:
    assert expiry_of(ClientSecret(ephemeral_token=token)) == end
    reported = datetime(2030, 1, 1, tzinfo=UTC)
    assert expiry_of(ClientSecret(ephemeral_token=token, expires_at=reported)) == reported


async def test_a_token_without_expiry_is_used_until_it_is_rejected(scene: Scene, clock: ManualClock) -> None:
    async with scene(report_expiry=False) as (server, client):
        await client.exchange_sdp(SDP)
        clock.move(10_000)
        await client.exchange_sdp(SDP)
        assert used(server) == [
            "createClientSecret",
            "createCall",
            "createCall",
            "createClientSecret",
            "createCall",
        ]


def test_some_credential_is_needed() -> None:
    with pytest.raises(ConfigError, match="api_key or ephemeral_token is required"):
        OrgaClient()


async def test_nothing_secret_is_shown(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    shown: list[str] = []
    async with scene() as (server, client):
        config: SessionConfig = await client.session_config()
        call = await client.exchange_sdp(SDP)
        secret = await client.ephemeral_token()
        shown += [repr(config), repr(config.ice_servers), repr(call), repr(secret), repr(client)]
        for echo in (SDP, KEY, secret.ephemeral_token):
            server.next("createCall", Reply(500, envelope(f"could not read {echo} of {KEY}")))
            with pytest.raises(ServerError) as caught:
                await client.exchange_sdp(SDP)
            error = caught.value
            shown += [str(error), repr(error), repr(vars(error)), repr(pickle.loads(pickle.dumps(error)))]
            shown.append(repr(copy.deepcopy(error).body))
        shown += [repr([(one.headers, one.body) for one in server.requests]), caplog.text]
    canaries = ["canary-sdp", "192.0.2.1", "turn-password", "turn-user", secret.ephemeral_token]
    canaries += [config.ephemeral_token]
    for canary in canaries:
        assert not [string for string in shown if canary in string], canary
    # The key can only be masked in errors of calls that sent it.
    server_strings = [string for string in shown if KEY in string and "could not read" not in string]
    assert not server_strings


def test_the_codec_knows_the_secret_names() -> None:
    assert {"ephemeraltoken", "credential", "sdp"} <= ORGA.codec.secret_fields
