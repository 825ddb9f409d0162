"""What reads the events of a stream besides handlers: an event whose payload does not match must not end it,
and a payload that no handler reads is not decoded for it.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from cortex_async import ArgumentError, CortexClient, DecodeError, EventRouter, Retry, events
from cortex_async.dicts import to_dict
from cortex_async.evidence import collect_evidence
from cortex_async.integrations.queues import event_to_json
from cortex_async.routing.order import resources_of
from cortex_async.transcripts import Transcript
from cortex_sync import CortexClient as SyncClient
from cortex_sync import EventRouter as SyncRouter
from tests.catch_all import serving
from tests.realtime.lazy_events import RAW, noting_decoders, read, stream_of, unreadable_message

QUICK = Retry(attempts=3, base=0.001, cap=0.001)
IDS = [*(raw["id"] for raw in RAW.values()), "unreadable"]


@pytest.fixture
async def base_url() -> AsyncIterator[str]:
    """A server that sends the events once, and ends the stream at the next connection."""
    connections: list[str] = []

    async def respond(request: web.Request) -> web.StreamResponse:
        connections.append(request.path)
        return web.Response(status=204) if len(connections) > 1 else await stream_of(request)

    async with serving(respond) as url:
        yield url


@pytest.mark.parametrize("concurrency", [1, 4])
async def test_a_router_goes_on_after_a_payload_that_does_not_match(base_url: str, concurrency: int) -> None:
    router, seen, errors = EventRouter(concurrency=concurrency), list[str](), list[str]()
    router.on("*")(lambda event: seen.append(str(event.id)))
    router.on_error(lambda error, event, handler: errors.append(f"{event.id}: {error}"))

    @router.on(events.MessageCreatedEvent)
    async def said(event: events.MessageCreatedEvent) -> None:
        assert event.payload.data.content

    async with CortexClient(base_url=base_url, api_key="key") as client:
        await router.run(client.project("p").events.stream(retry=QUICK))
    assert sorted(seen) == sorted(IDS)
    assert errors == ["unreadable: payload.data: missing"]


@pytest.mark.parametrize("concurrency", [1, 4])
async def test_a_router_of_blocking_code_goes_on_as_well(base_url: str, concurrency: int) -> None:
    router, seen = SyncRouter(concurrency=concurrency), list[str]()
    router.on("*")(lambda event: seen.append(str(event.id)))

    def run() -> None:
        with SyncClient(base_url=base_url, api_key="key") as client:
            router.run(client.project("p").events.stream(retry=QUICK))

    await asyncio.to_thread(run)
    assert sorted(seen) == sorted(IDS)


@pytest.mark.parametrize("kind", sorted(RAW))
def test_the_order_of_events_depends_on_no_decoding(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    decoded = noting_decoders(monkeypatch)
    event: Any = read(RAW[kind])
    found = resources_of(event)
    assert decoded == []
    assert found == resources_of(events.decode_event(RAW[kind]))
    assert event.payload is not None
    assert found == resources_of(event)


def test_an_unreadable_event_goes_through_a_queue_as_it_was_sent() -> None:
    event: Any = read(unreadable_message())
    readable: Any = read(RAW["message.created"])
    raw = {**event_to_json(readable), "id": "unreadable", "payload": unreadable_message()["payload"]}
    assert event_to_json(event) == to_dict(event, names="api") == raw
    assert isinstance(events.decode_event(raw), events.UnknownEvent)
    with pytest.raises(DecodeError, match=r"^payload\.data: missing$"):
        to_dict(event)


async def test_transcripts_and_evidence_name_the_event_that_cannot_be_read(tmp_path: Path) -> None:
    messages: list[Any] = [read(RAW["message.created"]), read(unreadable_message())]
    expected = r"^{}\[1\] must be an event that can be read: payload\.data: missing$"
    with pytest.raises(ArgumentError, match=expected.format("messages")):
        Transcript.of(messages)
    async with CortexClient(base_url="http://127.0.0.1:1", api_key="key") as client:
        with pytest.raises(ArgumentError, match=expected.format("events")):
            await collect_evidence(client.project("p"), tmp_path, message_id="m", events=messages)
    assert len(Transcript.of(messages[:1]).lines) == 1
