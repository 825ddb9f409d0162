"""Nothing that the emulator keeps, prints or shows of a request holds a secret, and one list says what is one."""

from __future__ import annotations

from typing import Any

import pytest

from cortex_async._core.secrets.header_names import SECRET_HEADERS
from cortex_async._generated.secrets import SECRET_FIELDS, SECRET_REQUEST_FIELDS
from cortex_async.emulator import Emulator
from cortex_async.emulator.recording import REDACTED, Recorded
from tests.emulator.api import Api

CANARY = "canary-7f3a"


def shown(emulator: Emulator) -> str:
    """All that is to be seen of the recorded requests."""
    return "".join(
        repr(one) + str(one) + str(dict(one.headers)) + str(one.body) + str(dict(one.path))
        for one in emulator.requests
    )


def spellings(name: str) -> set[str]:
    snake = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)
    return {name, name.lower(), name.upper(), snake, snake.replace("_", "-")}


@pytest.mark.parametrize("name", sorted(SECRET_FIELDS | SECRET_REQUEST_FIELDS))
async def test_a_member_with_a_secret_name_is_never_kept(api: Api, emulator: Emulator, name: str) -> None:
    for spelling in spellings(name):
        for value in (CANARY, {"x": CANARY}, [CANARY], [{"y": [CANARY]}]):
            body = {"title": "kept", "deep": [{spelling: value}], spelling: value}
            await api.call("POST", "/sessions", body)
            assert emulator.requests.last().body == {
                "title": "kept",
                "deep": [{spelling: REDACTED}],
                spelling: REDACTED,
            }
    assert CANARY not in shown(emulator)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        (
            "PUT",
            "/settings",
            {"webserviceConfig": {"url": "http://x", "bodyTemplate": f'{{"k":"{CANARY}"}}'}},
        ),
        (
            "POST",
            "/plugins/instances",
            {"pluginId": "amanda", "settings": {"apiKey": CANARY, "contact": CANARY}},
        ),
        ("PATCH", "/plugins/instances/x", {"settings": {"anything": [CANARY]}}),
        ("PUT", "/functions/settings/env-vars", {"envVars": [{"key": "K", "value": CANARY}]}),
        ("POST", "/functions", {"envVars": [{"key": "K", "value": CANARY, "isSecret": False}]}),
        (
            "POST",
            "/webhooks/subscriptions",
            {"customHeaders": {"X-Mine": CANARY}, "basicAuthPassword": CANARY},
        ),
        ("POST", "/api/nothing/at/all", {"password": CANARY}),
    ],
)
async def test_secrets_of_requests(api: Api, emulator: Emulator, method: str, path: str, body: Any) -> None:
    await api.call(method, path, body)
    assert len(emulator.requests) == 1
    assert CANARY not in shown(emulator)


async def test_what_is_null_or_no_secret_is_kept(api: Api, emulator: Emulator) -> None:
    body = {"title": "Raid", "externalRoomId": "r", "secret": None, "metadata": {"level": 5, "flag": True}}
    await api.call("POST", "/sessions", body)
    assert emulator.requests.last().body == body


@pytest.mark.parametrize("name", sorted(SECRET_HEADERS))
async def test_a_secret_header_is_never_kept(api: Api, emulator: Emulator, name: str) -> None:
    for spelling in (name, name.upper(), name.title()):
        await api.call("GET", "/sessions", headers={spelling: f"Bearer {CANARY}", "X-Mine": "kept"})
        kept = {key.lower(): value for key, value in emulator.requests.last().headers.items()}
        assert (kept[name], kept["x-mine"]) == (REDACTED, "kept")


@pytest.mark.parametrize(
    "query",
    [
        f"api_key={CANARY}", f"token={CANARY}", f"a=1&X-Amz-Signature={CANARY}", f"{CANARY}", f"limit=1&sig={CANARY}&offset=2",
        f"x={CANARY}&x={CANARY}", "t%6Fken=canary%2D7f3a", f"=={CANARY}", f"a;b={CANARY}", f"q={CANARY}=={CANARY}",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "path", ["/participants", "/sessions/unknown", "/api/nothing", "/api/projects/x%2F/y"]
)
async def test_a_query_shows_what_is_declared_only(
    api: Api, emulator: Emulator, path: str, query: str, capsys: pytest.CaptureFixture[str]
) -> None:
    from yarl import URL

    url = URL(f"{api.url(path)}?{query}", encoded=True)
    async with api.http.get(url, headers=api.headers) as response:
        await response.read()
    async with api.http.get(f"{emulator.base_url}/") as page:
        text = await page.text()
    assert "listParticipants" in text or "Requests" in text
    for place in (shown(emulator), text):
        assert CANARY not in place
        assert "canary%2D7f3a" not in place


async def test_declared_parameters_and_short_values_stay_readable(api: Api, emulator: Emulator) -> None:
    await api.call("GET", "/participants?limit=10&search=somebody&offset=0&x=1&flag")
    assert emulator.requests.last().url.endswith(
        "/participants?limit=10&search=somebody&offset=0&x=1&[redacted]"
    )


async def test_a_body_that_is_nested_without_end_is_borne(api: Api, emulator: Emulator) -> None:
    for depth in (300, 900, 5000):
        raw = b'{"a":' * depth + b'"canary-7f3a"' + b"}" * depth
        response = await api.call(
            "POST", "/sessions", data=raw, headers={**api.headers, "Content-Type": "application/json"}
        )
        assert response.status == 400
    assert len(emulator.requests) == 3


async def test_objects_do_not_show_what_they_hold(api: Api, emulator: Emulator) -> None:
    await api.post(
        "/webhooks/subscriptions",
        {
            "url": "http://127.0.0.1:9/",
            "events": ["x"],
            "secret": CANARY,
            "authType": "api_key",
            "apiKey": CANARY,
        },
    )
    rule = emulator.faults.next(
        "listSessions", status=200, body={"token": CANARY}, headers={"Set-Cookie": CANARY}
    )
    dumped = emulator.dump()
    assert CANARY in dumped
    for one in (emulator, emulator.requests, emulator.world, emulator.faults, rule, dumped, [dumped]):
        assert CANARY not in repr(one)
        assert emulator.api_key not in repr(one)
    assert type(emulator.requests.last()) is Recorded
