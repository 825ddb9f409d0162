"""Event streams through the client: what each connection requests.

The stream itself is tested in tests/realtime.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from cortex_async import CortexClient, Retry, Unauthorized
from cortex_async._core.request import Request, Route
from cortex_async._core.stream import Connected, Disconnected, StreamState
from tests.wire.conftest import MakeClient
from tests.wire.server import RawServer, Reply, raw_response
from tests.wire.test_connections import acquired

HEAD = b"HTTP/1.1 200 X\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
AT_ONCE = Retry(attempts=5, base=0)


def event(key: str, number: int) -> bytes:
    return f'id: {number}\ndata: {{"id": "{key}", "type": "session.created", "n": {number}}}\n\n'.encode()


def events(*blocks: bytes) -> Reply:
    async def write(writer: asyncio.StreamWriter) -> None:
        writer.write(HEAD + b"".join(blocks))
        await writer.drain()
        writer.close()

    return write


class Event:
    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.id = raw["id"]
        self.n = raw.get("n")


STREAM = Request(
    Route("stream", "GET", "/events", frozenset({"api-key"}), accept="text/event-stream"),
    query={"types": "a.*"},
)


async def test_connections_ask_for_events_and_resume(connect: MakeClient) -> None:
    async with RawServer(
        [events(event("a", 1), event("b", 2)), events(event("b", 2), event("c", 3)), raw_response(204)]
    ) as server:
        client = connect(server.url, headers={"X-Own": "1"})
        # Reconnects at once: each event has to be taken before that.
        async with client.events(STREAM, Event, {"wait": False, "retry": AT_ONCE}) as stream:
            assert [item.id async for item in stream] == ["a", "b", "c"]
        assert acquired(client) == 0
    first, second, third = (request.headers for request in server.requests)
    assert first["accept"] == "text/event-stream"
    assert first["accept-encoding"] == "identity"
    assert (first["x-api-key"], first["x-own"]) == ("key-1", "1")
    assert "last-event-id" not in first
    assert (second["last-event-id"], third["last-event-id"]) == ("2", "3")
    assert {request.target for request in server.requests} == {"/events?types=a.%2A"}


async def test_heartbeats_that_are_objects_are_not_events() -> None:
    """An event has a type; an object without one is a heartbeat."""
    async with RawServer(
        [events(b"data: {}\n\n", b'data: {"ping": 1}\n\n', event("a", 1)), raw_response(204)]
    ) as server:
        async with (
            CortexClient(base_url=server.url, api_key="k") as client,
            client.project("p").events.stream(types=["session.*"], retry=AT_ONCE) as stream,
        ):
            got = [item async for item in stream]
        assert [item.id for item in got] == ["a"]
        assert server.requests[0].target == "/api/projects/p/events/stream?types=session.%2A"


async def test_a_rejected_credential_is_refreshed_once_and_then_ends_the_stream() -> None:
    asked: list[int] = []

    def token() -> str:
        asked.append(1)
        return f"t{len(asked)}"

    async with RawServer(raw_response(401, {"message": "no"})) as server:
        async with CortexClient(base_url=server.url, access_token=token) as client:
            with pytest.raises(Unauthorized):
                await client.events.stream(retry=AT_ONCE).__aenter__()
        assert [request.headers["authorization"] for request in server.requests] == ["Bearer t1", "Bearer t2"]


async def test_only_the_idle_limit_applies_to_streams(connect: MakeClient) -> None:
    """Neither the total nor the read limit of calls ends a stream, only its idle limit."""
    states: list[StreamState] = []
    async with RawServer() as server:
        server.reply = [server.stall, raw_response(204)]
        client = connect(server.url).with_options({"timeout": 0.05})
        options: Any = {"idle_limit": 0.15, "retry": AT_ONCE, "on_state": states.append}
        async with client.events(STREAM, Event, options) as stream:
            assert [item async for item in stream] == []
    assert [state.reason for state in states if isinstance(state, Disconnected)] == ["idle", "ended"]
    assert not any(isinstance(state, Connected) for state in states[:1])


async def test_options_of_streams_are_checked(connect: MakeClient) -> None:
    client = connect("http://127.0.0.1:1")
    with pytest.raises(TypeError, match="unexpected keyword argument 'idle'"):
        client.events(STREAM, Event, {"idle": 5})  # type: ignore[typeddict-unknown-key]  # on purpose
    with pytest.raises(ValueError, match="buffer_size"):
        client.events(STREAM, Event, {"buffer_size": 0})


async def test_starting_after_an_event(connect: MakeClient) -> None:
    async with RawServer(raw_response(204)) as server:
        request = Request(STREAM.route, headers={"last-event-id": "41"})
        async with connect(server.url).events(request, Event, {}) as stream:
            assert [item async for item in stream] == []
        assert server.requests[0].headers["last-event-id"] == "41"
