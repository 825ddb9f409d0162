"""Facts that errors state: ids, hosts, redirect targets, expiry, and why there was no other attempt."""

from __future__ import annotations

import base64
import json
import socket
import time
from typing import Any

import pytest
from aiohttp import web

from cortex_async import (
    APIError,
    CallError,
    ConnectionFailed,
    CortexClient,
    DecodeError,
    NotFound,
    Retry,
    Unauthorized,
)
from cortex_async.contrib.rtcstack import RTCStackClient
from cortex_sync import CortexClient as SyncClient
from tests.wire.conftest import MakeClient
from tests.wire.server import RawServer, raw_response, refusing_port
from tests.wire.test_sessions import serving
from tests.wire.tls import server_context

FAST = Retry(attempts=4, base=0)
PERSON = "steam:ann-canary"


def connect_to(url: str, **settings: Any) -> CortexClient:
    return CortexClient(base_url=url, api_key="key-1", retry=FAST, **settings)


async def test_an_error_names_the_ids_in_the_path() -> None:
    async with RawServer(raw_response(404, {"message": "gone"})) as server, connect_to(server.url) as client:
        for number in range(3):
            with pytest.raises(NotFound) as caught:
                await client.project("p-1").sessions.get(f"s-{number}")
            assert caught.value.url_values == {"projectId": "p-1", "id": f"s-{number}"}
            assert f"(projectId=p-1, id=s-{number}, 1 attempt)" in str(caught.value)
    async with RawServer(raw_response(200, {"id": 1})) as server, connect_to(server.url) as client:
        with pytest.raises(DecodeError, match="id=s-9"):
            await client.project("p-1").sessions.get("s-9")
    async with RawServer([None]) as server, connect_to(server.url) as client:
        with pytest.raises(ConnectionFailed, match="id=s-9"):
            await client.project("p-1").sessions.get("s-9")


@pytest.mark.parametrize("status", [302, 404, 500])
async def test_personal_ids_are_never_shown(status: int) -> None:
    """Not even if the server repeats the path that it does not know, as NestJS does."""

    def echo(received: Any) -> bytes:
        return raw_response(
            status,
            {"message": f"Cannot GET {received.target}"},
            {"Location": f"https://b.example{received.target}?t=1"},
        )

    async with (
        RawServer(echo) as server,
        CortexClient(base_url=server.url, api_key="k", retry=False) as client,
    ):
        project = client.project("p-1")
        for call in (project.sanctions.list_active(PERSON), project.gatherings.lookup("JOIN-CANARY")):
            with pytest.raises(APIError) as caught:
                await call
            assert caught.value.url_values == {"projectId": "p-1"}
            everything = f"{caught.value!r}{vars(caught.value)}{dict(caught.value.headers)}".lower()
            assert "canary" not in everything
            assert "p-1" in everything
    async with (
        RawServer(echo) as server,
        RTCStackClient(base_url=server.url, api_key="k", retry=False) as stack,
    ):
        with pytest.raises(APIError) as caught:
            await stack.participants.remove("room-1", "ann-canary")
        assert caught.value.url_values == {"roomId": "room-1"}
        assert "canary" not in str(caught.value)


async def test_values_of_an_undeclared_path_are_not_shown() -> None:
    async with RawServer(raw_response(404)) as server, connect_to(server.url) as client:
        with pytest.raises(NotFound) as caught:
            await client.request("GET", "/api/users/{user}", "ann-canary")
    assert caught.value.url_values == {}
    assert "canary" not in str(caught.value)


async def test_long_and_odd_ids_stay_bounded() -> None:
    async with RawServer(raw_response(404)) as server, connect_to(server.url) as client:
        with pytest.raises(NotFound) as caught:
            await client.project("p").sessions.get("x" * 2000 + "\n\x1b")
    assert len(str(caught.value)) < 400
    assert str(caught.value).isprintable()


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize(
    ("location", "shown"),
    [
        (
            "https://me:pw@api2.example:8443/v2/sessions?signature=canary#x",
            "https://api2.example:8443/v2/sessions",
        ),
        ("/moved/here?token=canary", "/moved/here"),
        ("//other.example/x", "http://other.example/x"),
    ],
)
async def test_a_redirect_names_its_target(
    status: int, location: str, shown: str, connect: MakeClient
) -> None:
    async with (
        RawServer(raw_response(status, headers={"Location": location})) as server,
        connect_to(server.url) as client,
    ):
        with pytest.raises(APIError, match="base_url") as caught:
            await client.project("p").sessions.create(title="a", external_room_id="b")
        assert len(server.requests) == 1
        place = f"{server.url}{shown}" if shown.startswith("/") else shown
    assert f"redirects to {place}, which is not followed" in str(caught.value)
    for secret in ("canary", "pw@", "signature"):
        assert secret not in f"{caught.value}{dict(caught.value.headers)}"


@pytest.mark.parametrize(
    "location", ["", "http://[::1", "javascript:alert(1)", "data:x", "\x01\x02", "x" * 8000]
)
async def test_any_location_can_be_shown(location: str) -> None:
    async with (
        RawServer(raw_response(308, headers={"Location": location})) as server,
        connect_to(server.url) as client,
    ):
        with pytest.raises(APIError) as caught:
            await client.request("POST", "/api/a")
    assert len(str(caught.value)) < 1000
    assert "javascript" not in str(caught.value)


async def test_a_connection_that_fails_names_the_host() -> None:
    async with refusing_port() as port, connect_to(f"http://127.0.0.1:{port}") as client:
        with pytest.raises(ConnectionFailed, match=rf"no connection to 127\.0\.0\.1:{port}"):
            await client.request("GET", "/api/a")
    for reply in (None, b"junk\r\n\r\n", raw_response(200, b"x" * 9)[:-3] + b""):
        async with RawServer([reply]) as server:
            server.reply = reply if reply is None else (lambda _, reply=reply: reply)
            async with CortexClient(base_url=server.url, api_key="k", retry=False, timeout=5) as client:
                server.reply = [reply] if reply is None else [closing(reply)]
                with pytest.raises(CallError, match=rf"127\.0\.0\.1:{server.port}"):
                    await client.request("GET", "/api/a")


def closing(reply: bytes) -> Any:
    async def say(writer: Any) -> None:
        writer.write(reply)
        await writer.drain()
        writer.close()

    return say


async def nothing(request: web.Request) -> web.Response:
    return web.Response()


async def test_tls_with_a_port_of_plain_http_fails_once() -> None:
    application = web.Application()
    application.router.add_get("/api/a", nothing)
    async with serving(application) as port, connect_to(f"https://localhost:{port}") as client:
        with pytest.raises(ConnectionFailed, match=rf"localhost:{port}.*plain HTTP.*http://") as caught:
            await client.request("GET", "/api/a")
    assert (caught.value.attempts, caught.value.outcome) == (1, "not_sent")


async def test_plain_http_with_a_port_of_tls_fails_once_where_the_port_says_so() -> None:
    alert = b"\x15\x03\x03\x00\x02\x02\x46"
    async with RawServer([closing(alert)]) as server, connect_to(server.url) as client:
        with pytest.raises(ConnectionFailed, match="speaks TLS, use https://") as caught:
            await client.request("GET", "/api/a")
    assert caught.value.attempts == 1


async def test_a_rejected_certificate_is_described_in_the_sdks_words() -> None:
    async with (
        serving(web.Application(), ssl_context=server_context()) as port,
        connect_to(f"https://127.0.0.1:{port}") as client,
    ):
        with pytest.raises(ConnectionFailed, match=rf"certificate of 127\.0\.0\.1:{port}") as caught:
            await client.request("GET", "/api/a")
    assert "its issuer is not known" in str(caught.value)
    assert caught.value.attempts == 1


@pytest.mark.parametrize(
    ("code", "text"),
    [(socket.EAI_AGAIN, "could not be resolved at the moment"), (socket.EAI_NONAME, "was not found")],
)
async def test_a_name_that_does_not_resolve(code: int, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise socket.gaierror(code, "the system's words: canary")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    async with connect_to("http://api.example") as client:
        with pytest.raises(ConnectionFailed, match=rf"the host name api\.example {text}") as caught:
            await client.request("POST", "/api/a")
    assert "canary" not in str(caught.value)
    assert (caught.value.attempts, caught.value.outcome) == (4, "not_sent")


async def test_an_invalid_host_name_is_a_cortex_error() -> None:
    async with connect_to(f"http://{'a' * 70}.example") as client:
        with pytest.raises(ConnectionFailed) as caught:
            await client.request("GET", "/api/a")
    assert caught.value.attempts == 1


def token(claims: object) -> str:
    parts = ({"alg": "none"}, claims)
    return (
        ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts)
        + ".sig"
    )


@pytest.mark.parametrize(
    ("ago", "text"),
    [
        (30, "expired 30 s ago"),
        (3 * 3600 + 5, "expired 3 h ago"),
        (600, "expired 10 min ago"),
        (9e5, "expired 10 d ago"),
    ],
)
async def test_an_expired_token_is_mentioned(ago: float, text: str) -> None:
    date = {"Date": "Thu, 01 Jan 2026 00:00:00 GMT"}
    async with (
        RawServer(raw_response(401, {"message": "Unauthorized"}, date)) as server,
        CortexClient(base_url=server.url, access_token=token({"exp": 1767225600 - ago})) as client,
    ):
        with pytest.raises(Unauthorized, match=text) as caught:
            await client.projects.list()
    assert caught.value.hint is not None


@pytest.mark.parametrize(
    "claims",
    [{"exp": time.time() + 3600}, {"exp": "1"}, {"exp": None}, {"exp": True}, {"exp": 1e400}, {"exp": -1e18}, {"exp": [1]},
     {}, [], 5, {"exp": 10**30}, {"a": "x" * 20000, "exp": 1}],
    ids=range(12),
)  # fmt: skip
async def test_any_token_can_be_examined(claims: object) -> None:
    async with (
        RawServer(raw_response(401)) as server,
        CortexClient(base_url=server.url, access_token=token(claims)) as client,
    ):
        with pytest.raises(Unauthorized) as caught:
            await client.projects.list()
    assert str(caught.value).count("expired") == (claims == {"exp": -1e18})


def test_the_sync_version_raises_the_same_error() -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{holder.getsockname()[1]}"
        with (
            SyncClient(base_url=url, api_key="k", retry=False) as client,
            pytest.raises(ConnectionFailed, match=r"id=s-1.*not sent") as caught,
        ):
            client.project("p-1").sessions.get("s-1")
    assert caught.value.url_values == {"projectId": "p-1", "id": "s-1"}
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
