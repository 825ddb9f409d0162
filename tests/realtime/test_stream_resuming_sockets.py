"""A server that cannot resume, over real sockets, with every kind of failure."""

from __future__ import annotations

import asyncio

import pytest

from cortex_async._core.retry import Retry
from cortex_async._core.stream import Gap, Resumed, StreamOptions
from tests.realtime.chaos import client, stream_request
from tests.realtime.test_stream_sockets import Envelope
from tests.wire.hanging import STREAM_HEAD, chunk
from tests.wire.server import RawServer, Received, Reply, raw_response


@pytest.mark.parametrize("refusal", [500, 501, 502, 503, 400, 404, 410, 412, 416, 422, None, "empty"])
async def test_over_sockets_a_server_that_cannot_resume_is_followed_on(refusal: int | str | None) -> None:
    """Responds with an error, closes at once, or accepts and closes, whenever there is an id."""
    numbers = iter(range(1, 100))
    refused: Reply = raw_response(refusal, b"no") if isinstance(refusal, int) else None
    if refusal == "empty":
        refused = STREAM_HEAD + b"0\r\n\r\n"

    def reply(received: Received) -> Reply:
        if "last-event-id" in received.headers:
            return refused
        return hold

    async def hold(writer: asyncio.StreamWriter) -> None:
        number = next(numbers)
        data = f'id: {number}\ndata: {{"id": "e{number}", "type": "t"}}\n\n'.encode()
        writer.write(STREAM_HEAD + chunk(data))
        if number > 1:
            await server.stall(writer)
        writer.write(b"0\r\n\r\n")

    async with RawServer(reply) as server:
        caller = client(server.url)
        states: list[object] = []
        # Reconnects within a millisecond: the first event has to be taken before that.
        options = StreamOptions(wait=False, retry=Retry(attempts=99, base=0.001), on_state=states.append)
        async with caller.events(stream_request(), Envelope, options) as stream, asyncio.timeout(30):
            assert [(await anext(stream)).id, (await anext(stream)).id] == ["e1", "e2"]
        await caller.aclose()
    assert [state for state in states if isinstance(state, (Gap, Resumed))] == [Gap(since="1")]
