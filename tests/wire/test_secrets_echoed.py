"""Servers and proxies that echo what they receive, in any place and any spelling: no error shows a
credential."""

from __future__ import annotations

import base64
import html
import json
import pickle
import traceback
from collections.abc import Callable
from typing import Any, Literal
from urllib.parse import quote

import pytest

from cortex_async import CallError, CortexClient, CortexError, DecodeError, Retry
from cortex_async.contrib.nimrobo import NimroboClient, SessionRef
from cortex_async.contrib.orga import OrgaClient
from cortex_async.contrib.rtcstack import RTCStackClient
from cortex_sync import CortexClient as SyncClient
from tests.wire.server import RawServer, Received, Reply, raw_response

KEY = "canary/7f+3=9&x<y>%z"
SPELLED: dict[str, Callable[[str], str]] = {
    "raw": str,
    "percent": lambda text: quote(text, safe=""),
    "lower-case percent": lambda text: "".join(quote(one, safe="").lower() for one in text),
    "HTML": html.escape,
    "JSON": lambda text: json.dumps(text)[1:-1],
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "base64 of a pair": lambda text: base64.b64encode(f"user:{text}".encode()).decode(),
}


def sent(received: Received) -> str:
    headers = received.headers
    return headers.get("x-api-key") or headers.get("authorization", "").rpartition(" ")[2]


PLACES: dict[str, Callable[[str], bytes]] = {
    "message": lambda text: raw_response(400, {"message": text}),
    "messages": lambda text: raw_response(
        400, {"message": [text, {"deep": [text]}], "code": text, "error": text}
    ),
    "details": lambda text: raw_response(
        500, {"type": text, "title": text, "detail": text, "instance": text}
    ),
    "names": lambda text: raw_response(404, {"message": {text: 1}, text: 2}),
    "plain text": lambda text: raw_response(502, text.encode(), kind="text/plain"),
    "HTML": lambda text: raw_response(502, f"<p>{text}</p>".encode(), kind="text/html"),
    "header": lambda text: raw_response(401, {"message": "no"}, {"X-Echo": text, "WWW-Authenticate": text}),
    "request id": lambda text: raw_response(500, b"", {"X-Request-Id": text}),
    "long request id": lambda text: raw_response(500, b"", {"X-Request-Id": "r" * 190 + text}),
    "location": lambda text: raw_response(302, b"", {"Location": f"/{text}/x"}),
    "content type": lambda text: raw_response(500, b"", kind=text),
    "a datetime": lambda text: raw_response(200, {"createdAt": text}),
    "a wrong type": lambda text: raw_response(200, text),
    "an enumeration": lambda text: raw_response(200, {"id": 1, text: {text: text}}),
    "no JSON": lambda text: raw_response(200, text.encode(), kind=text),
    "id of what cannot be read": lambda text: raw_response(200, b"{", {"X-Request-Id": text}),
}


def shown(error: BaseException) -> str:
    texts = [str(error), repr(error), repr(vars(error)), *traceback.format_exception(error)]
    texts += [repr(vars(pickle.loads(pickle.dumps(error))))]
    texts += [bytes(getattr(error, "body", b"")).decode("utf-8", "replace")]
    texts += [f"{name}: {value}" for name, value in getattr(error, "headers", {}).items()]
    return "\n".join(texts)


def assert_hidden(text: str, *secrets: str) -> None:
    for secret in secrets:
        for spell in SPELLED.values():
            assert spell(secret) not in text
    assert "canary" not in text.replace("test_", "")


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("spelling", SPELLED)
async def test_a_key_that_the_server_echoes(place: str, spelling: str) -> None:
    def echo(received: Received) -> Reply:
        return PLACES[place](SPELLED[spelling](sent(received)))

    async with RawServer(echo) as server:
        headers: tuple[Literal["X-API-Key", "Authorization"], ...] = ("X-API-Key", "Authorization")
        for header in headers:
            async with CortexClient(
                base_url=server.url, retry=False, api_key=KEY, api_key_header=header
            ) as client:
                with pytest.raises(CallError) as caught:
                    await client.project("p").sessions.get("s")
            assert_hidden(shown(caught.value), KEY)


@pytest.mark.parametrize("place", PLACES)
async def test_a_key_that_the_server_echoes_to_other_clients(place: str) -> None:
    def echo(received: Received) -> Reply:
        return PLACES[place](sent(received))

    async with RawServer(echo) as server:
        settings: Any = {"base_url": server.url, "retry": False, "api_key": KEY}
        errors: list[CortexError] = []
        async with (
            NimroboClient(**settings) as nimrobo,
            OrgaClient(**settings) as orga,
            RTCStackClient(**settings) as stack,
        ):
            for call in (
                nimrobo.get_status(SessionRef.instant("s")),
                orga.realtime.create_client_secret(),
                orga.session_config(),
                stack.rooms.get("r"),
            ):
                with pytest.raises(CortexError) as caught:
                    await call
                errors.append(caught.value)
        for error in errors:
            assert_hidden(shown(error), KEY)


async def test_a_stream_whose_content_type_echoes_the_key() -> None:
    def echo(received: Received) -> Reply:
        return raw_response(
            200, b"", {"X-Request-Id": sent(received)}, kind=f"text/{sent(received)}{'x' * 500}"
        )

    async with RawServer(echo) as server, CortexClient(base_url=server.url, api_key="canary-7f") as client:
        with pytest.raises(DecodeError, match="expected text/event-stream, got") as caught:
            await client.project("p").events.stream().__aenter__()
    assert_hidden(shown(caught.value), "canary-7f")
    assert len(str(caught.value)) < 300
    assert caught.value.outcome == "done"


async def test_the_sync_version_hides_it_too() -> None:
    import asyncio

    async with RawServer(lambda received: raw_response(200, {"createdAt": sent(received)})) as server:

        def call() -> str:
            with SyncClient(base_url=server.url, api_key=KEY) as client, pytest.raises(DecodeError) as caught:
                client.project("p").sessions.get("s")
            return shown(caught.value)

        assert_hidden(await asyncio.to_thread(call), KEY)


@pytest.mark.parametrize("place", PLACES)
async def test_proxy_credentials_that_the_server_echoes(place: str) -> None:
    def echo(received: Received) -> Reply:
        login = received.headers["proxy-authorization"]
        plain = base64.b64decode(login.rpartition(" ")[2]).decode()
        return PLACES[place](f"{login} {plain} {plain.partition(':')[2]}")

    async with RawServer(echo) as proxy:
        url = f"http://user:{quote('canary:pass/word', safe='')}@127.0.0.1:{proxy.port}"
        async with CortexClient(base_url="http://api.invalid", api_key="k", proxy=url, retry=False) as client:
            with pytest.raises(CallError) as caught:
                await client.project("p").sessions.get("s")
    assert_hidden(shown(caught.value), "canary:pass/word", "user:canary:pass/word")


async def test_credentials_that_were_refreshed_in_between() -> None:
    given = iter(["canary-first/1", "canary-second/2"])
    seen: list[str] = []

    def echo(received: Received) -> Reply:
        seen.append(sent(received))
        return (
            raw_response(401, {"message": " ".join(seen)})
            if len(seen) < 2
            else raw_response(200, {"createdAt": " ".join(seen)})
        )

    async with (
        RawServer(echo) as server,
        CortexClient(base_url=server.url, api_key=lambda: next(given)) as client,
    ):
        with pytest.raises(DecodeError) as caught:
            await client.project("p").sessions.get("s")
    assert len(seen) == 2
    assert_hidden(shown(caught.value), *seen)


BODIES: list[Callable[[CortexClient], Any]] = [
    lambda client: client.request(
        "POST", "/api/a", body={"secret": "canary-1/", "n": [{"api_key": "canary-2/"}]}
    ),
    lambda client: client.request("POST", "/api/a", body=b'{"secret": "canary-1/"}'),
    lambda client: client.request("GET", "/api/a", query={"token": "canary-1/"}),
    lambda client: client.request(
        "GET", "/api/a", headers={"X-Custom-Token": "canary-1/", "Cookie": "sid=canary-2/"}
    ),
    lambda client: client.auth.login_with_credentials(email="a@b", password="canary-1/"),
    lambda client: client.project("p").webhooks.create_subscription(
        url="http://x", secret="canary-1/", events=["*"]
    ),
    lambda client: client.events.ingest(
        project_id="p", secret="canary-1/", payload={}, resource_id="r", source="api", type="session.created"
    ),
]


@pytest.mark.parametrize("number", range(len(BODIES)))
@pytest.mark.parametrize("status", [200, 400])
async def test_secrets_of_a_request_that_the_server_echoes(number: int, status: int) -> None:
    def echo(received: Received) -> Reply:
        everything = f"{received.headers} {received.target} {received.body.decode()}"
        return raw_response(status, {"message": everything, "createdAt": everything, "id": [everything]})

    async with (
        RawServer(echo) as server,
        CortexClient(base_url=server.url, api_key="k", retry=Retry(attempts=1)) as client,
    ):
        try:
            await BODIES[number](client)
        except CallError as error:
            assert_hidden(shown(error))
        else:
            assert status == 200
