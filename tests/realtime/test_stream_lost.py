"""What a stream cannot parse: reported as lost if it was an event, ignored if not, and never the end of the
stream.
"""

from __future__ import annotations

import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cortex_async._core.stream import Gap, Resumed
from cortex_async._core.stream.sse import EventTooLarge
from tests.realtime.scripted import Scene, event, settle

BOM = b"\xef\xbb\xbf"


def data(payload: bytes) -> bytes:
    return b"data: " + payload + b"\n\n"


def dropped(scene: Scene) -> list[int | None]:
    return [state.dropped for state in scene.states if isinstance(state, Gap)]


@pytest.mark.parametrize(
    "payload",
    [
        b'{"id": "e1", "text": "cut o',
        b'{"id": "e1",}',
        b"{'id': 'e1'}",
        b'{"id": "e1", "value": NaN}',
        b'{"id": "e1"} {"id": "e2"}',
        b'{"id": "\\x41"}',
        b"{" + b'"a": {' * 2000,
        b'  {"id": "e1"',
        b"\t{",
        BOM + b'{"id": "e1"',
        b'{"id": "e1", "text": "caf\xe9"',
    ],
)
async def test_what_began_like_an_event_and_cannot_be_parsed_is_lost(
    payload: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    async with Scene() as scene:
        (await scene.script.next()).send(event(1) + b"id: x\n" + data(payload) + event(2))
        assert [item["id"] for item in await scene.take(2)] == ["e1", "e2"]
        assert dropped(scene) == [1]
        assert (scene.stream.counters.dropped, scene.stream.counters.ignored) == (1, 0)
    (record,) = [record for record in caplog.records if record.levelno == logging.WARNING]
    assert "is lost" in record.getMessage()
    assert "cut o" not in caplog.text


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b" ",
        b"ping",
        b"[]",
        b'["{"]',
        b"null",
        b"5",
        b'"{"',
        b"<html>{</html>",
        BOM,
        b"{}",
        BOM + b" ping",
    ],
)
async def test_what_is_not_an_event_is_not_lost(payload: bytes, caplog: pytest.LogCaptureFixture) -> None:
    async with Scene() as scene:
        (await scene.script.next()).send(data(payload) + event(2))
        assert [item["id"] for item in await scene.take()] == ["e2"]
        assert dropped(scene) == []
        assert scene.stream.counters.ignored == 1
    assert caplog.text == ""


@pytest.mark.parametrize(
    ("payload", "text"),
    [
        (rb'{"id": "e1", "text": "a day \ud83d"}', "a day \ufffd"),
        (rb'{"id": "e1", "text": "\ude00 and \ud83d\ude00"}', "\ufffd and \U0001f600"),
        (b'{"id": "e1", "text": "caf\xe9"}', "caf\ufffd"),
        (b'{"id": "e1", "text": "\xed\xa0\xbd \\ud83d"}', None),
        (BOM + b'{"id": "e1", "text": "x"}', "x"),
    ],
)
async def test_what_can_be_read_with_a_character_replaced_arrives(payload: bytes, text: str | None) -> None:
    async with Scene() as scene:
        (await scene.script.next()).send(data(payload))
        (item,) = await scene.take()
        assert text is None or item["text"] == text
        assert "\ufffd" in item["text"] or text == "x"
        assert dropped(scene) == []


@pytest.mark.parametrize("cut", range(5))
async def test_a_byte_order_mark_at_the_start_of_each_connection(cut: int) -> None:
    async with Scene() as scene:
        first = await scene.script.next()
        stream = BOM + event(1)
        first.send(stream[:cut], stream[cut:])
        await scene.take()
        first.finish()
        second = await scene.reconnected()
        stream = BOM + event(2)
        second.send(stream[:cut], stream[cut:])
        assert [item["id"] for item in await scene.take()] == ["e2"]
        assert dropped(scene) == []


async def test_a_loss_counts_once_and_the_position_moves_past_it() -> None:
    async with Scene() as scene:
        first = await scene.script.next()
        first.send(event(1) + b"id: 2\n" + data(b'{"id": "e2"') + b"id: 3\n" + data(b"{"))
        await scene.take()
        await settle()
        assert dropped(scene) == [1, 1]
        first.finish()
        second = await scene.reconnected()
        assert second.resume_id == "3"
        second.send(event(4))
        await scene.take()
        assert dropped(scene) == [1, 1]
        assert scene.states[-1] == Resumed("3")


async def test_an_event_that_is_too_large_ends_the_stream_after_the_others() -> None:
    async with Scene(max_event_bytes=200) as scene:
        (await scene.script.next()).send(event(1) + data(b'{"id": "' + b"x" * 300 + b'"}') + event(2))
        assert [item["id"] for item in await scene.take()] == ["e1"]
        with pytest.raises(EventTooLarge):
            await scene.take()


@given(st.binary(max_size=40))
def test_no_bytes_end_a_stream_or_hide_the_next_event(payload: bytes) -> None:
    import asyncio

    payload = payload.replace(b"\r", b"").replace(b"\n", b"")

    async def run() -> None:
        async with Scene() as scene:
            (await scene.script.next()).send(b"data: {" + payload + b"\n\n" + event(2))
            items = await scene.take()
            assert items[-1]["id"] == "e2"
            counters = scene.stream.counters
            assert counters.received + counters.dropped + counters.ignored == 2

    logging.disable(logging.WARNING)
    try:
        asyncio.run(run())
    finally:
        logging.disable(logging.NOTSET)
