"""An argument that cannot be sent is rejected before anything is sent, by an error that names the parameter
and what it accepts."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

import cortex_sync
from cortex_async import (
    ArgumentError,
    ArgumentTypeError,
    ArgumentValueError,
    ConfigError,
    CortexClient,
    DecodeError,
    Retry,
    Timeout,
    models,
)
from cortex_async._core.unset import UNSET
from cortex_async.webhooks import MemoryReplayStore, WebhookRouter
from tests.wire.server import RawServer, raw_response

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)
SESSION = models.Session(
    id="s",
    created_at=NOON,
    created_by_user_id="u",
    external_room_id="r",
    gateway="g",
    project_id="p",
    status="active",
    tenant_id="t",
    title="T",
)
Call = Callable[[Any, Any], Any]


def gathering(**fields: Any) -> Call:
    return lambda client, project: project.gatherings.create(name="n", type="lobby", **fields)


REFUSED: list[tuple[Call, type[ArgumentError], str]] = [
    (lambda c, p: p.sessions.get(5), ArgumentTypeError, "session_id must be a non-empty string, got 5"),
    (lambda c, p: p.sessions.get(""), ArgumentValueError, "session_id must be a non-empty string, got ''"),
    (lambda c, p: p.sessions.get(None), ArgumentTypeError, "session_id must be a non-empty string, got None"),
    (
        lambda c, p: p.messages.list(SESSION),
        ArgumentTypeError,
        "session_id must be a non-empty string, got a Session: give its id",
    ),
    (
        lambda c, p: p.sanctions.create(type="mute", end_at="2030-01-01T00:00:00Z"),
        ArgumentTypeError,
        "end_at must be a datetime or None, got a str: parse it with datetime.fromisoformat(...)",
    ),
    (lambda c, p: p.sanctions.create(type=5), ArgumentTypeError, "type must be a string, got 5"),
    (
        lambda c, p: p.sanctions.create(type="mute", participant_id=None),
        ArgumentTypeError,
        "participant_id must be a string, got None: leave it out, or send an optional value with given(...)",
    ),
    (
        gathering(participants=[{"email": "a@b.example"}]),
        ArgumentTypeError,
        "participants[0] must be an InvitedParticipant, got a dict",
    ),
    (
        gathering(participants=[models.InvitedParticipant(email=5, name="n")]),  # type: ignore[arg-type]
        ArgumentTypeError,
        "participants[0].email must be a string, got 5",
    ),
    (gathering(participants="ann"), ArgumentTypeError, "participants must be a list, got a str"),
    (gathering(listed="yes"), ArgumentTypeError, "listed must be True or False, got a str"),
    (gathering(max_members=5.5), ArgumentTypeError, "max_members must be an integer, got 5.5"),
    (gathering(max_members=True), ArgumentTypeError, "max_members must be an integer, got True"),
    (
        gathering(search_properties={"a b": [1]}),
        ArgumentTypeError,
        "search_properties['a b'] must be a string or a number, got a list",
    ),
    (
        gathering(properties={"a": {1}}),
        ArgumentTypeError,
        "properties.a must be JSON (strings, numbers, booleans, None, lists and mappings), got a set",
    ),
    (
        gathering(properties={"a": {"b": UNSET}}),
        ArgumentTypeError,
        "properties.a.b must be JSON (strings, numbers, booleans, None, lists and mappings), got a _Sentinel",
    ),
    (gathering(properties={5: 1}), ArgumentTypeError, "a key of properties must be a string, got 5"),
    (
        lambda c, p: p.functions.update("f", timeout_ms="5"),
        ArgumentTypeError,
        "timeout_ms must be an integer, got a str",
    ),
    (lambda c, p: p.sessions.get("s", retry=10), ArgumentTypeError, "retry must be a Retry, True or False, got 10"),
    (
        lambda c, p: p.sessions.get("s", timeout="5"),
        ArgumentTypeError,
        "timeout must be a number of seconds, a Timeout or None, got a str",
    ),
    (
        lambda c, p: p.sessions.get("s", timeout=0),
        ArgumentValueError,
        "timeout must be a number of seconds > 0 or None, got 0",
    ),
    (lambda c, p: p.sessions.get("s", headers={"A": 5}), ArgumentTypeError, "headers['A'] must be a string, got 5"),
    (
        lambda c, p: p.sessions.get("s", headers=["A"]),
        ArgumentTypeError,
        "headers must be a mapping of names to strings, got a list",
    ),
    (lambda c, p: p.sessions.get("s", on_response=5), ArgumentTypeError, "on_response must be a function, got 5"),
    (lambda c, p: p.sanctions.list(active_only="yes"), ArgumentTypeError, "active_only must be True or False, got a str"),
    (lambda c, p: p.sanctions.list(type=["mute"]), ArgumentTypeError, "type must be a string, got a list"),
    (lambda c, p: p.sanctions.list(page_size="5"), ArgumentTypeError, "page_size must be a whole number >= 1, got a str"),
    (lambda c, p: p.sanctions.list(offset=-1), ArgumentValueError, "offset must be a whole number >= 0, got -1"),
    (lambda c, p: c.events.stream(types=5), ArgumentTypeError, "types must be a string, or a list of such, got 5"),
    (lambda c, p: c.events.stream(types=["a", 5]), ArgumentTypeError, "types[1] must be a string, got 5"),
    (lambda c, p: c.events.stream(last_event_id=5), ArgumentTypeError, "last_event_id must be a string, got 5"),
    (
        lambda c, p: c.events.stream(idle_limit="5"),
        ArgumentTypeError,
        "idle_limit must be a number of seconds >= 0, got a str",
    ),
    (lambda c, p: c.events.stream(overflow="drop"), ArgumentValueError, "overflow must be 'block' or 'drop_oldest', got 'drop'"),
    (lambda c, p: c.events.stream(retry=3), ArgumentTypeError, "retry must be a Retry, True or False, got 3"),
    (lambda c, p: c.events.stream(headers={"A": "\r"}), ArgumentValueError, "headers['A'] must not contain a control character"),
    (lambda c, p: p.sessions.watch(5), ArgumentTypeError, "session_id must be a non-empty string, got 5"),
    (lambda c, p: p.sessions.watch(resync="5"), ArgumentTypeError, "resync must be a number of seconds >= 0, got a str"),
    (
        lambda c, p: p.sessions.wait_until_ended("s", timeout="5"),
        ArgumentTypeError,
        "timeout must be a number of seconds >= 0 or None, got a str",
    ),
    (lambda c, p: p.messages.save_debug_audio("s", "m", 5), ArgumentTypeError, "path must be the path of a file, got 5"),
    (lambda c, p: c.project(5), ArgumentTypeError, "project_id must be a non-empty string, got 5"),
    (lambda c, p: c.request(5, "/api/x"), ArgumentTypeError, "method must be a string, got 5"),
    (lambda c, p: c.request("GET", None), ArgumentTypeError, "path must be a string, got None"),
    (lambda c, p: c.request("GET", "/api/{id}", b"x"), ArgumentTypeError, "id must be a non-empty string, got bytes"),
    (
        lambda c, p: c.request("GET", "/api/x", query=[("a", 1)]),
        ArgumentTypeError,
        "query must be a mapping of names to values, got a list",
    ),
    (
        lambda c, p: c.request("POST", "/api/x", body={"a": [1, b"x"]}),
        ArgumentTypeError,
        "body.a[1] must be JSON (strings, numbers, booleans, None, lists and mappings), got bytes",
    ),
    (
        lambda c, p: c.events.ingest(
            project_id="p", secret="", payload={}, resource_id="r", source="x", type="t"
        ),
        ArgumentValueError,
        "secret must be a non-empty string",
    ),
]  # fmt: skip


def rejected_by_sync(url: str, call: Call, error: type[Exception]) -> Exception:
    with cortex_sync.CortexClient(base_url=url, api_key="k") as client, pytest.raises(error) as caught:
        call(client, client.project("p"))
    return caught.value


@pytest.mark.parametrize(("call", "error", "text"), REFUSED, ids=[text for _, _, text in REFUSED])
async def test_a_wrong_argument_is_rejected_before_anything_is_sent(
    call: Call, error: type[ArgumentError], text: str
) -> None:
    async with RawServer(raw_response(200, {})) as server:
        async with CortexClient(base_url=server.url, api_key="k") as client:
            with pytest.raises(error) as caught:
                await call(client, client.project("p"))
        assert str(caught.value) == text
        assert str(await asyncio.to_thread(rejected_by_sync, server.url, call, error)) == text
        assert not server.requests
    assert isinstance(caught.value, TypeError if error is ArgumentTypeError else ValueError)
    assert caught.value.parameter.partition("[")[0].partition(".")[0] in text


@pytest.mark.parametrize(
    ("call", "parts"),
    [
        (lambda c, p: p.sanctions.list(limit=10), ["'limit'", "did you mean max_items or page_size?", "active_only"]),
        (lambda c, p: p.sanctions.list(actve_only=True), ["'actve_only'", "did you mean active_only?"]),
        (lambda c, p: p.sessions.create(title="t", external_room_id="r", titel="t"), ["did you mean title?"]),
        (lambda c, p: p.sanctions.create(type="m", reson="r"), ["did you mean reason?", "end_at", "participant_id"]),
        (lambda c, p: p.sessions.get("s", timout=5), ["did you mean timeout?", "options are headers, on_response"]),
        (lambda c, p: c.events.stream(bufer_size=5), ["did you mean buffer_size?", "last_event_id", "idle_limit"]),
        (lambda c, p: c.request("POST", "/api/x", json={}), ["did you mean body?", "this operation takes query, body"]),
        (
            lambda c, p: c.events.ingest(
                project_id="p", secret="s", payload={}, resource_id="r", source="x", type="t", timestmp=1
            ),
            ["did you mean timestamp?", "this operation takes project_id, secret, payload"],
        ),
    ],
)  # fmt: skip
async def test_an_unknown_keyword_names_the_nearest_and_the_operations_own(
    call: Call, parts: list[str]
) -> None:
    async with RawServer(raw_response(200, {})) as server:
        async with CortexClient(base_url=server.url, api_key="k") as client:
            with pytest.raises(TypeError) as caught:
                await call(client, client.project("p"))
        text = str(await asyncio.to_thread(rejected_by_sync, server.url, call, TypeError))
        assert text == str(caught.value)
        assert not server.requests
    assert [part for part in parts if part not in text] == []


@pytest.mark.parametrize(
    ("setting", "text"),
    [
        ({"timeout": "5"}, "timeout must be a number of seconds, a Timeout or None, got a str"),
        ({"retry": 10}, "retry must be a Retry, True or False, got 10"),
        ({"headers": 5}, "headers must be a mapping of names to strings, got 5"),
        ({"headers": {"A": b"x"}}, "headers['A'] must be a string, got bytes"),
        ({"pool_size": "5"}, "pool_size must be a whole number >= 1, got a str"),
        ({"max_response_bytes": 0}, "max_response_bytes must be a whole number >= 1, got 0"),
        ({"proxy": 5}, "proxy must be the URL of an http proxy, False or None"),
    ],
)
def test_settings_of_a_client_are_config_errors(setting: dict[str, Any], text: str) -> None:
    for client in (CortexClient, cortex_sync.CortexClient):
        with pytest.raises(ConfigError, match=f"^{re.escape(text)}"):
            client(base_url="http://h", api_key="k", **setting)


def test_unknown_settings_are_rejected() -> None:
    for client in (CortexClient, cortex_sync.CortexClient):
        with pytest.raises(
            ArgumentTypeError, match=r"'tiemout'; did you mean timeout\?; a client takes base_url"
        ):
            client.without_credentials(tiemout=5)  # type: ignore[call-arg]


@pytest.mark.parametrize(
    ("make", "text"),
    [
        (lambda: Timeout(read="5"), "timeout read must be a number of seconds > 0 or None, got a str"),  # type: ignore[arg-type]
        (lambda: Retry(attempts=0), "retry attempts must be a whole number >= 1, got 0"),
        (lambda: MemoryReplayStore(lease="5"), "lease must be a number of seconds > 0 or None, got a str"),  # type: ignore[arg-type]
        (
            lambda: WebhookRouter("secret").on(5),  # type: ignore[call-overload]
            "events must be event classes or event types, as in on('session.*'), got 5",
        ),
    ],
)
def test_values_are_checked_at_construction(make: Callable[[], object], text: str) -> None:
    with pytest.raises(ArgumentError) as caught:
        make()
    assert str(caught.value) == text


async def test_an_iterator_given_to_a_call_is_sent_completely() -> None:
    invited = (models.InvitedParticipant(email=f"{n}@b.example", name="n") for n in range(2))
    async with (
        RawServer(raw_response(200, {})) as server,
        CortexClient(base_url=server.url, api_key="k", retry=False) as client,
    ):
        with pytest.raises(DecodeError):
            await client.project("p").gatherings.create(name="n", type="lobby", participants=invited)  # type: ignore[arg-type]
    assert server.requests[0].body.count(b"@b.example") == 2
