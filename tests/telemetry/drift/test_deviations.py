"""A server that deviates in each way: what is reported, in which words, and how often."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from typing import Any

import pytest

from cortex_async import CortexClient, CortexError, Gap
from cortex_async.emulator import Emulator
from cortex_async.telemetry import Deviation, DriftObserver
from cortex_sync import CortexClient as SyncClient
from cortex_sync.telemetry import DriftObserver as SyncDriftObserver
from tests.telemetry.drift.bodies import CREATED, GET_MESSAGES, GET_SESSION, MESSAGE, SESSION, without
from tests.telemetry.drift.conftest import Server

RESPONSE = "in getSession (cortex #/components/schemas/SessionResponse"
PATH = "#/paths/~1api~1projects~1{projectId}~1sessions~1{id}/get"


async def observed(server: Server, observer: DriftObserver) -> list[str]:
    """What is reported of ``getSession``, whatever it returns or raises."""
    async with CortexClient(
        base_url=server.url, api_key="key-1", retry=False, observers=[observer]
    ) as client:
        with contextlib.suppress(CortexError):
            await client.project("p1").sessions.get("s1")
    observer.flush()
    return [str(one) for one in observer.deviations]


@pytest.mark.parametrize(
    ("status", "body", "reported"),
    [
        (200, SESSION, []),
        (404, {"message": "none"}, []),
        (500, b"oops", []),
        (200, {**SESSION, "mood": "good"}, [f"undocumented field mood of type string at $.mood {RESPONSE})"]),
        (200, without(SESSION, "title"), [f"missing field title at $.title {RESPONSE})"]),
        (
            200,
            {**SESSION, "title": 5, "gateway": None},
            [
                f"null instead of string at $.gateway {RESPONSE}/properties/gateway)",
                f"integer instead of string at $.title {RESPONSE}/properties/title)",
            ],
        ),
        (200, [SESSION], [f"array instead of object at $ {RESPONSE})"]),
        (200, b"", [f"nothing instead of object at $ {RESPONSE})"]),
        (200, b"<html>", [f"no JSON instead of object at $ {RESPONSE})"]),
        (202, SESSION, [f"undeclared status 202 in getSession (cortex {PATH}/responses)"]),
        (418, {"message": "tea"}, [f"undeclared status 418 in getSession (cortex {PATH}/responses)"]),
    ],
)
async def test_responses(server: Server, status: int, body: Any, reported: list[str]) -> None:
    server.responses[GET_SESSION] = status, body
    assert await observed(server, DriftObserver(share=1)) == reported


@pytest.mark.parametrize("shows", [False, True])
async def test_enum_values_and_event_types_are_named_on_request(server: Server, shows: bool) -> None:
    observer = DriftObserver(share=1, show_names=shows)
    server.responses[GET_MESSAGES] = 200, [MESSAGE, {**MESSAGE, "type": "whisper"}]
    server.events = [
        {**CREATED, "type": "session.moved", "id": "e2"},
        {"heartbeat": 1},
        b"ping",
        {**CREATED, "source": "cortex:moon", "payload": {"action": "created", "data": {**SESSION, "x": {}}}},
        b'{"type": "session.created", ',
    ]
    async with CortexClient(base_url=server.url, api_key="key-1", observers=[observer]) as client:
        project = client.project("p1")
        await project.messages.list("s1")
        async with project.events.stream() as stream:
            states = stream.states()
            async for state in states:
                # The last event cannot be decoded.
                if isinstance(state, Gap):
                    break
    observer.flush()
    found = {(one.kind, one.name, one.event, one.path) for one in observer.deviations}
    assert found == {
        ("enum_value", "whisper" if shows else "", None, "$[].type"),
        ("event_type", "session.moved" if shows else "", "unknown", "$.type"),
        ("enum_value", "cortex:moon" if shows else "", "session.created", "$.source"),
        ("undocumented_field", "x", "session.created", "$.payload.data.x"),
        ("type", "", "unknown", "$"),
    }


async def test_a_deviation_is_reported_once_and_counted(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    called: list[Deviation] = []
    observer = DriftObserver(share=1, on_deviation=called.append)
    server.responses[GET_SESSION] = 200, {**SESSION, "mood": "good"}
    server.responses["GET /api/projects/p1/sessions"] = 200, [{**SESSION, "mood": 5}, {**SESSION, "mood": 5}]
    with caplog.at_level(logging.WARNING):
        async with CortexClient(base_url=server.url, api_key="key-1", observers=[observer]) as client:
            sessions = client.project("p1").sessions
            for _ in range(3):
                await sessions.get("s1")
            await sessions.list()
            observer.flush()
    assert [record.getMessage() for record in caplog.records] == [
        f"the API deviates from its spec: undocumented field mood of type string at $.mood {RESPONSE})"
    ]
    assert called == list(observer.deviations)
    assert (observer.counts.checked, observer.counts.deviating) == (4, 4)
    summary = json.loads(observer.summary())
    assert summary["counts"]["checked"] == 4
    assert summary["deviations"] == [
        {
            "kind": "undocumented_field",
            "api": "cortex",
            "operation": "getSession",
            "path": "$.mood",
            "schema": "#/components/schemas/SessionResponse",
            "name": "mood",
            "expected": "",
            "found": ["integer", "string"],
            "count": 4,
        }
    ]


async def test_a_hook_that_raises_is_logged(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    def fail(deviation: Deviation) -> None:
        raise ValueError("no")

    observer = DriftObserver(share=1, on_deviation=fail)
    server.responses[GET_SESSION] = 200, {**SESSION, "mood": "good"}
    assert len(await observed(server, observer)) == 1
    assert "on_deviation raised" in caplog.text


async def test_without_a_share_nothing_is_looked_at(server: Server) -> None:
    server.responses[GET_SESSION] = 200, {**SESSION, "mood": "good"}
    observer = DriftObserver(share=0)
    assert await observed(server, observer) == []
    assert observer.counts.checked == 0


async def test_the_sync_client_has_the_same_observer(server: Server) -> None:
    assert SyncDriftObserver is DriftObserver
    server.responses[GET_SESSION] = 200, {**SESSION, "mood": "good"}
    observer = SyncDriftObserver(share=1)

    def call() -> None:
        with SyncClient(base_url=server.url, api_key="key-1", observers=[observer]) as client:
            client.project("p1").sessions.get("s1")
            client.with_options(observers=None).project("p1").sessions.get("s1")

    await asyncio.to_thread(call)
    observer.flush()
    assert [one.name for one in observer.deviations] == ["mood"]
    assert observer.counts.checked == 1


async def test_live_views_are_observed_too(emulator: Emulator) -> None:
    observer = DriftObserver(share=1)
    async with (
        CortexClient(base_url=emulator.base_url, api_key=emulator.api_key, observers=[observer]) as client,
        client.project(emulator.project_id).sessions.watch() as view,
    ):
        session = await client.project(emulator.project_id).sessions.create(external_room_id="r", title="t")
        async for _ in view:
            if session.id in view.value:
                break
    observer.flush()
    # The list, the call that creates, the stream's response, its event.
    assert observer.counts.checked >= 4
    assert observer.deviations == ()


@pytest.mark.parametrize(
    ("argument", "value", "message"),
    [
        ("share", "1", "share must be a number from 0 to 1, got a str"),
        ("share", True, "share must be a number from 0 to 1, got True"),
        ("share", 2, "share must be a number from 0 to 1, got 2"),
        ("share", float("nan"), "share must be a number from 0 to 1, got nan"),
        ("on_deviation", 5, "on_deviation must be a function, got 5"),
    ],
)
def test_arguments(argument: str, value: Any, message: str) -> None:
    with pytest.raises(CortexError, match=message):
        DriftObserver(**{argument: value})


def test_a_repr_shows_nothing_else() -> None:
    assert repr(DriftObserver(share=0.5)) == "DriftObserver(share=0.5)"
