"""Canaries in every credential and secret field: nothing that a person or a log might read shows one."""

from __future__ import annotations

import copy
import logging
import pickle
import traceback
from collections.abc import Callable
from typing import Any

import pytest

from cortex_async import CortexClient, CortexError, Retry, Timeout, models
from cortex_async._generated.secrets import SECRET_FIELDS
from tests.wire.server import RawServer, Received, Reply, raw_response, refusing_port

CANARY = 'canary-7f"3/9\\ü'
KEY = "canary-key-1234"
FAST = Retry(attempts=2, base=0)


def echo(received: Received) -> Reply:
    """Reply with everything that was received, as careless servers do."""
    headers = {"X-Echo": str(received.headers).encode("ascii", "replace").decode()}
    everything = {"message": [str(received.headers), received.body.decode()], "sent": received.body.decode()}
    return raw_response(500, {**everything, **dict.fromkeys(SECRET_FIELDS, "canary-answered")}, headers)


def credential_of(received: Received) -> bytes:
    headers = received.headers
    return (headers.get("x-api-key") or headers.get("authorization", "x ").partition(" ")[2]).encode()


def cut_off(received: Received) -> Reply:
    """Reply with an error that is cut off in the middle of the credential."""
    return raw_response(400, b"x" * (64 * 1024 - 8) + credential_of(received) + b"x" * 9, kind="text/plain")


FAILURES: dict[str, Callable[[RawServer], Any]] = {
    "echoed": lambda server: echo,
    "closed": lambda server: [None],
    "silent": lambda server: [server.stall],
    "not HTTP": lambda server: lambda received: credential_of(received) + b"\r\n\r\n",
    "echoed raw": lambda server: (
        lambda received: raw_response(400, f"{received.headers}".encode(), kind="text/plain")
    ),
    "cut off": lambda server: cut_off,
    "undecodable": lambda server: [
        raw_response(200, {"id": 1, "secret": {"x": CANARY}, "createdAt": CANARY})
    ],
}
CREDENTIALS: list[dict[str, Any]] = [
    {"api_key": KEY},
    {"api_key": KEY, "api_key_header": "Authorization"},
    {"access_token": KEY},
    {"api_key": lambda: KEY},
]


async def provoke(client: CortexClient) -> list[CortexError]:
    project = client.project("p1")
    calls: list[Callable[[], Any]] = [
        lambda: project.webhooks.create_subscription(
            url="http://x",
            secret=CANARY,
            events=["*"],
            api_key=CANARY,
            basic_auth_password=CANARY,
            custom_headers={"X": CANARY},
        ),
        lambda: client.auth.login_with_credentials(email="a@b", password=CANARY),
        lambda: client.request(
            "PUT", "/api/a", body={"secret": CANARY, "in": [{"customHeaders": {"X": CANARY}}]}
        ),
        lambda: client.request(
            "GET", "/api/a", headers={"X-Signature": CANARY.encode("ascii", "replace").decode()}
        ),
    ]
    errors: list[CortexError] = []
    for call in calls:
        try:
            result = await call()
            client.codec.decode(result.body, models.WebhookSubscription)
        except CortexError as error:
            errors.append(error)
    assert len(errors) == len(calls)
    return errors


@pytest.mark.parametrize("credential", CREDENTIALS, ids=range(len(CREDENTIALS)))
@pytest.mark.parametrize("failure", FAILURES)
async def test_no_secret_is_shown_anywhere(
    failure: str, credential: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with RawServer() as server:
        server.reply = FAILURES[failure](server)
        settings: dict[str, Any] = {
            "base_url": server.url,
            "retry": FAST,
            "timeout": Timeout(read=0.02, total=20),
        }
        async with CortexClient(**settings, **credential) as client:
            errors = await provoke(client)
            shown = [repr(client), repr(client.codec)]
        assert any(KEY in str(request.headers) for request in server.requests)
    for error in errors:
        shown += [str(error), repr(error), repr(error.__dict__), "".join(traceback.format_exception(error))]
        shown += [repr(pickle.loads(pickle.dumps(error)).__dict__), repr(copy.deepcopy(error).__dict__)]
        shown += [value for value in error.__dict__.values() if isinstance(value, str)]
        shown.append(getattr(error, "body", b"").decode())
        shown += list(getattr(error, "headers", {}).values())
    shown += [
        record.getMessage() + str(record.exc_info) for record in caplog.records if record.name != "asyncio"
    ]
    for text in shown:
        assert "canary" not in text.replace("test_no_secret_is_shown_anywhere", "").replace("CANARY", ""), (
            text[:3000]
        )


async def test_a_proxy_and_a_refused_connection_hide_their_passwords() -> None:
    async with refusing_port() as port:
        proxy = f"http://me:canary@127.0.0.1:{port}"
        async with CortexClient(
            base_url="http://api.invalid", api_key=KEY, proxy=proxy, retry=False
        ) as client:
            with pytest.raises(CortexError) as caught:
                await client.request("GET", "/api/a")
    assert "canary" not in "".join(traceback.format_exception(caught.value))


async def test_models_hide_their_secrets() -> None:
    body = models.CreateWebhookSubscription(url="http://x", secret="canary", events=["*"], api_key="canary")
    assert "canary" not in repr(body)
