"""Whatever a server streams, a reader gets events, a gap or a ``CortexError``, and never hangs."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings

from cortex_async import CortexClient, CortexError, DecodeError, Disconnected, Retry
from tests.hostile.checks import KEY, check_error
from tests.hostile.responses import SECRET, responses
from tests.hostile.streams import FINAL, LAST, PIECES
from tests.hostile.test_calls import EXAMPLES, FAST, SETTINGS, replying
from tests.wire.server import RawServer, Received, Reply, raw_response

QUICK = Retry(attempts=4, base=0, max_retry_after=0.01)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
MANY = settings(SETTINGS, max_examples=12 * EXAMPLES)


def sending(content: bytes) -> Callable[[asyncio.StreamWriter], Any]:
    async def send(writer: asyncio.StreamWriter) -> None:
        writer.write(content)
        await writer.drain()
        writer.close()

    return send


def stream_of(pieces: list[bytes]) -> bytes:
    return HEAD + b"".join(pieces).replace(SECRET.encode(), KEY.encode())


async def read_to_the_end(server: RawServer) -> list[object]:
    """Read a stream until its last event or an error. Returns all its states."""
    states: list[object] = []
    async with CortexClient(base_url=server.url, api_key=KEY, **{**FAST, "retry": QUICK}) as client:
        try:
            async with asyncio.timeout(30):
                async with client.project("p").events.stream(on_state=states.append, retry=QUICK) as stream:
                    async for event in stream:
                        if event.id == LAST:
                            break
        except CortexError as error:
            check_error(error)
    return states


@MANY
@given(PIECES)
def test_the_reader_reaches_the_event_after_any_bytes(pieces: list[bytes]) -> None:
    """The server sends ``pieces`` and closes the connection; the next connection sends the last event."""

    async def check() -> None:
        async with RawServer() as server:
            replies = iter([sending(stream_of(pieces))])
            server.reply = lambda received: next(replies, sending(HEAD + FINAL))
            states = await read_to_the_end(server)
        for state in states:
            assert "canary" not in repr(state)
            if isinstance(state, Disconnected) and state.error is not None:
                assert isinstance(state.error, CortexError)

    asyncio.run(check())


@MANY
@given(responses({"message": "no"}))
def test_a_stream_against_any_response(hostile: Any) -> None:
    """A response that is not a stream is an error, or is retried."""

    async def check() -> None:
        async with RawServer() as server:
            replies: Any = iter([replying(hostile), replying(hostile)])
            good = lambda received: sending(HEAD + FINAL)  # noqa: E731  (called like the others)
            server.reply = lambda received: next(replies, good)(received)
            for state in await read_to_the_end(server):
                assert "canary" not in repr(state)

    asyncio.run(check())


@settings(SETTINGS, max_examples=6 * EXAMPLES)
@given(PIECES, responses([]))
def test_a_live_view_against_any_list_and_any_events(pieces: list[bytes], hostile: Any) -> None:
    """Entering returns a view or raises a ``CortexError``; the value of an entered view can be read."""

    async def check() -> None:
        async with RawServer() as server:

            def reply(received: Received) -> Reply:
                if received.target.split("?")[0].endswith("/events/stream"):
                    return sending(stream_of(pieces))
                return replying(hostile)(received)

            server.reply = reply
            async with CortexClient(base_url=server.url, api_key=KEY, **FAST) as client:
                try:
                    async with asyncio.timeout(30):
                        async with client.project("p").sessions.watch_messages("s1") as live:
                            assert isinstance(dict(live.value), dict)
                except CortexError as error:
                    check_error(error)

    asyncio.run(check())


async def test_the_log_shows_no_credential(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "cortex_async")
    pieces = [
        b"data: " + SECRET.encode() + b"\n\n",
        b'data: {"id": "e", "type": "message.created", "payload": "%b"}\n\n' % SECRET.encode(),
    ]
    async with RawServer() as server:
        replies = iter([raw_response(500, KEY.encode()), sending(stream_of(pieces))])
        server.reply = lambda received: next(replies, sending(HEAD + FINAL))
        await read_to_the_end(server)
    assert caplog.records
    assert "canary" not in caplog.text


@pytest.mark.parametrize("rows", [b"[null]", b'[{"id": null}]', b'[{"id": 5}]', b"[[]]", b'["m1"]'])
async def test_a_live_view_names_rows_that_are_not_objects(rows: bytes) -> None:
    def reply(received: Received) -> Reply:
        stream = received.target.split("?")[0].endswith("/events/stream")
        return sending(HEAD + FINAL) if stream else raw_response(200, rows)

    async with RawServer(reply) as server, CortexClient(base_url=server.url, api_key=KEY, **FAST) as client:
        with pytest.raises(DecodeError, match="getMessages GET"):
            async with client.project("p").sessions.watch_messages("s1"):
                pass
