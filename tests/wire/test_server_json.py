"""JSON as servers really write it, in every place that reads it: responses, errors, events, webhooks."""

from __future__ import annotations

from typing import Any

import pytest

from cortex_async import BadRequest, CortexClient, DecodeError
from cortex_async._core.request import Request, Route
from cortex_async.webhooks import signed_headers, unwrap
from tests.wire.conftest import MakeClient
from tests.wire.server import RawServer, raw_response
from tests.wire.test_events import STREAM, Event, events

MESSAGES = rb"""[
 {"id": "m1", "sessionId": "s", "type": "user", "content": "hi", "timestamp": "2026-01-01T00:00:00Z", "senderName": "A"},
 {"id": "m2", "sessionId": "s", "type": "user", "content": "what a day \ud83d", "timestamp": "2026-01-01T00:00:01Z",
  "senderName": "\udc00B"}
]"""
ROUTE = Route("getThing", "GET", "/api/things", frozenset({"api-key"}))


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
async def test_a_list_with_half_an_emoji_arrives(mark: bytes) -> None:
    async with (
        RawServer(raw_response(200, mark + MESSAGES)) as server,
        CortexClient(base_url=server.url, api_key="k") as client,
    ):
        messages = await client.project("p").messages.list("s")
    assert [message.content for message in messages] == ["hi", "what a day \ufffd"]
    assert messages[1].sender_name == "\ufffdB"


async def test_an_error_with_half_an_emoji_keeps_its_message(connect: MakeClient) -> None:
    body = b'\xef\xbb\xbf{"message": "no \\ud83d", "limit": 18446744073709551617}'
    async with RawServer(raw_response(400, body)) as server:
        with pytest.raises(BadRequest) as caught:
            await connect(server.url, retry=False).send(Request(ROUTE), {})
    assert caught.value.message == "no \ufffd"
    assert caught.value.parsed == {"message": "no \ufffd", "limit": 18446744073709551617}


async def test_an_event_with_half_an_emoji_arrives(connect: MakeClient) -> None:
    lines = (
        b'data: {"id": "a", "type": "x", "n": "\\ud83d"}\n\ndata: {"id": "b", "type": "x", "n": "\xff"}\n\n'
    )
    async with RawServer([events(lines), raw_response(204)]) as server:
        async with connect(server.url).events(STREAM, Event, {}) as stream:
            assert [(item.id, item.n) async for item in stream] == [("a", "\ufffd"), ("b", "\ufffd")]
        assert stream.counters.ignored == stream.counters.dropped == 0


def test_a_webhook_with_half_an_emoji_is_read() -> None:
    body = rb'{"type": "new.type", "payload": {"a": "\ud83d", "b": 18446744073709551617}}'
    event: Any = unwrap(body, signed_headers(body, "secret"), "secret", decode=lambda raw: raw)
    assert event["payload"] == {"a": "\ufffd", "b": 2**64 + 1}


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (b'[{"id": NaN}]', "NaN is not a number in JSON at character 8 (line 1, column 9)"),
        (b'[{"id": "a"', "it ends too early at character 11 (line 1, column 12)"),
        (b"[" * 2000, "it is nested more than 1024 deep at character 1025"),
    ],
)
async def test_invalid_json_is_reported_with_cause_and_position(body: bytes, text: str) -> None:
    async with (
        RawServer(raw_response(200, body)) as server,
        CortexClient(base_url=server.url, api_key="k", retry=False) as client,
    ):
        with pytest.raises(DecodeError) as caught:
            await client.project("p").messages.list("s")
    assert text in str(caught.value)
    assert caught.value.__context__ is None
