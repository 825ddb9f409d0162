"""Canaries in every credential, body, path value and header: no value that observers get shows one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from cortex_async import CortexClient, CortexError, Retry
from cortex_async.testing import RecordingObserver
from tests.wire.server import RawServer, Received, Reply, raw_response

CANARY = "canary-7f39"
KEY = "canary-key-1234"


def everything(value: object, depth: int = 0) -> Iterator[str]:
    """The repr of a value, and of every attribute that it has, also of those within."""
    yield repr(value)
    if depth > 3 or not hasattr(value, "__dict__"):
        return
    for name in dir(value):
        if not name.startswith("__"):
            yield from everything(getattr(value, name), depth + 1)


def echo(status: int) -> Any:
    def reply(received: Received) -> Reply:
        """Echo the secrets in every place that observers are told of."""
        secret = received.headers.get("x-api-key") or received.headers.get("authorization", "")
        known = [secret, *received.body.decode().split('"'), received.target]
        shown = next((part for part in reversed(known) if CANARY in part), secret)
        headers = {"X-Request-Id": shown.encode("ascii", "replace").decode(), "X-Echo": secret}
        return raw_response(status, {"message": shown, "statusCode": status}, headers)

    return reply


SETTINGS: list[dict[str, Any]] = [
    {"api_key": KEY},
    {"api_key": KEY, "api_key_header": "Authorization"},
    {"access_token": KEY},
    {"access_token": lambda: KEY},
    {"api_key": KEY, "headers": {"X-Auth-Token": CANARY}},
]


async def provoke(settings: dict[str, Any], folder: Path) -> int:
    """Make calls with a canary in every place where a caller can put one. Returns their number."""
    async with CortexClient(**{"retry": Retry(attempts=2, base=0), **settings}) as client:
        project = client.project("p1")
        calls: list[Any] = [
            lambda: client.auth.login_with_credentials(email="a@b", password=CANARY),
            lambda: client.request("POST", "/api/a/{id}", CANARY, body={"secret": CANARY}),
            lambda: client.request("GET", "/api/a", query={"token": CANARY}),
            lambda: client.request("GET", "/api/a", headers={"X-Signature": CANARY}),
            lambda: project.sessions.get(CANARY),
            lambda: project.gatherings.lookup(CANARY),
            lambda: project.messages.save_debug_audio("s", CANARY, folder / "a.wav"),
        ]
        for call in calls:
            with suppress(CortexError):
                await call()
    return len(calls)


@pytest.mark.parametrize("status", [200, 400, 401, 503])
@pytest.mark.parametrize("settings", SETTINGS, ids=["key", "header", "token", "function", "headers"])
async def test_no_value_shows_a_secret(settings: dict[str, Any], status: int, tmp_path: Path) -> None:
    seen = RecordingObserver()
    async with RawServer(echo(status)) as server:
        calls = await provoke({**settings, "base_url": server.url, "observers": [seen]}, tmp_path)
    assert len(seen.calls()) == calls
    shown = [line for value in seen.values for line in everything(value)]
    assert [line for line in shown if CANARY in line or KEY in line] == []
    assert any("p1" in line for line in shown)


async def test_a_request_id_that_holds_no_secret_is_shown() -> None:
    seen = RecordingObserver()
    ids = ["6d849f29-d8e3-419b-9909-1f94210de4d3", "a b%20c", "x" * 300]
    server = RawServer([raw_response(200, {}, {"X-Request-Id": one}) for one in ids])
    async with server, CortexClient(base_url=server.url, api_key=KEY, observers=[seen]) as client:
        for _ in ids:
            await client.request("GET", "/api/a")
    assert [call.request_id for call in seen.calls()] == [*ids[:2], "x" * 200]
