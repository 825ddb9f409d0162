"""The parser of server-sent events compared with fixed vectors and a slow reference implementation.

https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
"""

from __future__ import annotations

import copy
import itertools
import pickle
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cortex_async._core.stream.sse import EventTooLarge, ServerSentEvent, SSEParser


class Reading(NamedTuple):
    events: list[tuple[str, str, str, float | None]]
    last_event_id: str
    retry: float | None
    comments: int


def read(chunks: Iterable[bytes]) -> Reading:
    parser = SSEParser()
    events = [event for chunk in chunks for event in parser.feed(chunk)]
    return Reading(
        [(event.event, event.text, event.id, event.retry) for event in events],
        parser.last_event_id,
        parser.retry,
        parser.comments,
    )


def reference(stream: bytes) -> Reading:
    """Interpret a stream by the paragraphs of "9.2.6 Interpreting an event stream", one after the other."""
    text = stream.decode("utf-8", "replace")
    text = text.removeprefix("\ufeff")
    events: list[tuple[str, str, str, float | None]] = []
    data_buffer = event_type_buffer = last_event_id_buffer = last_event_id = ""
    reconnection_time: float | None = None
    retry_of_event: float | None = None
    comments = 0
    for line in complete_lines(text):
        if line == "":
            last_event_id = last_event_id_buffer
            if data_buffer == "":
                event_type_buffer, retry_of_event = "", None
                continue
            if data_buffer[-1] == "\n":
                data_buffer = data_buffer[:-1]
            events.append((event_type_buffer or "message", data_buffer, last_event_id, retry_of_event))
            data_buffer, event_type_buffer, retry_of_event = "", "", None
            continue
        if line[0] == ":":
            comments += 1
            continue
        if ":" in line:
            field, value = line.split(":", 1)
            if value and value[0] == " ":
                value = value[1:]
        else:
            field, value = line, ""
        if field == "event":
            event_type_buffer = value
        elif field == "data":
            data_buffer += value + "\n"
        elif field == "id" and "\u0000" not in value:
            last_event_id_buffer = value
        elif field == "retry" and re.fullmatch("[0-9]+", value):
            reconnection_time = retry_of_event = int(value) / 1000
    return Reading(events, last_event_id, reconnection_time, comments)


def complete_lines(text: str) -> Iterator[str]:
    line = ""
    position = 0
    while position < len(text):
        character = text[position]
        position += 1
        if character == "\r" and text[position : position + 1] == "\n":
            position += 1
        if character in "\r\n":
            yield line
            line = ""
        else:
            line += character


VECTORS: dict[str, tuple[bytes, list[tuple[str, str, str, float | None]]]] = {
    "multi-line data": (
        b"data: YHOO\ndata: +2\ndata: 10\n\n",
        [("message", "YHOO\n+2\n10", "", None)],
    ),
    "comment, ids, reset id, leading space": (
        b": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n",
        [("message", "first event", "1", None), ("message", "second event", "", None), ("message", " third event", "", None)],
    ),
    "data without value, unfinished block": (
        b"data\n\ndata\ndata\n\ndata:",
        [("message", "", "", None), ("message", "\n", "", None)],
    ),
    "one leading space only": (
        b"data:test\n\ndata: test\n\n",
        [("message", "test", "", None), ("message", "test", "", None)],
    ),
    "named events": (
        b"event: add\ndata: 73857293\n\nevent: remove\ndata: 2153\n\ndata: plain\n\n",
        [("add", "73857293", "", None), ("remove", "2153", "", None), ("message", "plain", "", None)],
    ),
    "event name without data is forgotten": (b"event: add\n\ndata: x\n\n", [("message", "x", "", None)]),
    "carriage returns": (b"data: a\r\rdata: b\r\n\r\ndata: c\n\r\ndata: d\r\n\r", [
        ("message", "a", "", None), ("message", "b", "", None), ("message", "c", "", None), ("message", "d", "", None)]),
    "byte order mark once": (b"\xef\xbb\xbfdata: a\n\n\xef\xbb\xbfdata: b\n\n", [("message", "a", "", None)]),
    "half a byte order mark": (b"\xef\xbbdata: a\n\ndata: b\n\n", [("message", "b", "", None)]),
    "id with NUL is ignored": (b"id: 1\ndata: a\n\nid: 2\x003\ndata: b\n\n", [
        ("message", "a", "1", None), ("message", "b", "1", None)]),
    "id persists over events": (b"id: 7\ndata: a\n\ndata: b\n\n", [("message", "a", "7", None), ("message", "b", "7", None)]),
    "retry": (b"retry: 2500\ndata: a\n\nretry: 1.5\ndata: b\n\nretry: -1\ndata: c\n\nretry:\ndata: d\n\n", [
        ("message", "a", "", 2.5), ("message", "b", "", None), ("message", "c", "", None), ("message", "d", "", None)]),
    "field names are exact": (b" data: a\nData: b\ndata : c\ndatax: d\n\n", []),
    "other Unicode line ends are text": (
        "data: a\u2028b\u2029c\u0085d\x0be\x0cf\x1cg\n\n".encode(),
        [("message", "a\u2028b\u2029c\u0085d\x0be\x0cf\x1cg", "", None)],
    ),
    "invalid UTF-8": (b"data: a\xff\xe2\x80\n\n", [("message", "a\ufffd\ufffd", "", None)]),
    "nest": (b"\nevent: x\nid: 1\ndata: {}\n\n", [("x", "{}", "1", None)]),
}  # fmt: skip


@pytest.mark.parametrize("name", VECTORS)
def test_vector_cut_at_every_position(name: str) -> None:
    stream, expected = VECTORS[name]
    assert reference(stream).events == expected
    assert read([stream]) == reference(stream)
    assert read(stream[at : at + 1] for at in range(len(stream))) == reference(stream)
    for at in range(len(stream) + 1):
        assert read([stream[:at], stream[at:]]) == reference(stream)


PIECES = [
    *(
        b"data",
        b"id",
        b"event",
        b"retry",
        b":",
        b": ",
        b" ",
        b"\n",
        b"\r",
        b"\r\n",
        b"\n\n",
        b"\0",
        b"0",
        b"250",
        b"x",
    ),
    *(
        b"\xef\xbb\xbf",
        b"\xef",
        b"\xff",
        b"\xe2\x80\xa8",
        b"\xe2\x80",
        b"\xf0\x9f\x8e\x99",
        b"\xc2\x85",
        b"data: {}\n",
    ),
]
streams = st.lists(st.sampled_from(PIECES), max_size=40).map(b"".join) | st.binary(max_size=60)
cuts = st.lists(st.integers(0, 200), max_size=12)


def cut(stream: bytes, positions: list[int]) -> list[bytes]:
    edges = [0, *sorted(min(position, len(stream)) for position in positions), len(stream)]
    return [stream[start:end] for start, end in itertools.pairwise(edges)]


@settings(max_examples=600, deadline=None)
@given(streams, cuts)
def test_the_parser_follows_the_standard_for_any_chunks(stream: bytes, positions: list[int]) -> None:
    assert read(cut(stream, positions)) == reference(stream)


IDS = (b"1", b"", b" 2", b"3 ", b"\0", b"\xff", b"4: 5", b"id: 6")
HEADS = (
    (b"id: ", b"\nevent: message\ndata: "),
    (b"id: ", b"\nevent: other\ndata: "),
    (b"id:", b"\ndata:"),
    (b"event: a\nid: ", b"\ndata: "),
    (b"id: 7\nid: ", b"\nid: 8\ndata: "),
    (b"data: more\nid: ", b"\ndata: "),
)
alike = st.lists(st.tuples(st.sampled_from(IDS), st.sampled_from((b"x", b" x", b"", b"{}"))), max_size=5)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(HEADS), alike), max_size=4), cuts)
def test_events_with_the_same_head_are_read_like_any_others(
    runs: list[tuple[tuple[bytes, bytes], list[tuple[bytes, bytes]]]], positions: list[int]
) -> None:
    events = [
        before + event_id + between + data + b"\n\n"
        for (before, between), each in runs
        for event_id, data in each
    ]
    stream = b"".join(events)
    assert read(cut(stream, positions)) == reference(stream)
    # Each in a chunk of its own.
    assert read(events) == reference(stream)


@settings(max_examples=300, deadline=None)
@given(streams, cuts, st.integers(1, 40))
def test_the_size_limit_does_not_depend_on_the_chunks(stream: bytes, positions: list[int], cap: int) -> None:
    def outcome(chunks: list[bytes]) -> tuple[list[ServerSentEvent], bool]:
        parser = SSEParser(max_event_bytes=cap)
        events: list[ServerSentEvent] = []
        for chunk in chunks:
            try:
                events += parser.feed(chunk)
            except EventTooLarge as error:
                return events + error.events, True
        return events, False

    assert outcome(cut(stream, positions)) == outcome([stream])


def test_an_event_of_the_maximum_size_is_parsed_and_one_byte_more_is_refused() -> None:
    line = b"data: " + b"x" * 94
    assert len(SSEParser(max_event_bytes=100).feed(line + b"\n\n")) == 1
    with pytest.raises(EventTooLarge, match="max_event_bytes=99"):
        SSEParser(max_event_bytes=99).feed(line)


@pytest.mark.parametrize(
    "chunk", [b"x" * 65_536, b"data: " + b"x" * 1000 + b"\n"], ids=["one line", "many lines"]
)
def test_an_endless_event_is_refused_before_it_fills_the_memory(chunk: bytes) -> None:
    parser = SSEParser(max_event_bytes=4 * 1024 * 1024)
    fed = 0

    def feed_for_ever() -> None:
        nonlocal fed
        while fed < 64 * 1024 * 1024:
            fed += len(chunk)
            parser.feed(chunk)

    with pytest.raises(EventTooLarge):
        feed_for_ever()
    assert fed <= 4 * 1024 * 1024 * 1.01 + len(chunk)
    with pytest.raises(EventTooLarge):
        parser.feed(b"data: next\n\n")


def test_events_before_one_that_is_too_large_are_not_lost() -> None:
    with pytest.raises(EventTooLarge) as caught:
        SSEParser(max_event_bytes=10).feed(b"data: a\n\ndata: " + b"b" * 20)
    assert [event.data for event in caught.value.events] == [b"a"]
    again = pickle.loads(pickle.dumps(copy.deepcopy(caught.value)))
    assert (again.limit, again.events, str(again)) == (10, caught.value.events, str(caught.value))


def test_heartbeats_without_a_blank_line_do_not_add_up() -> None:
    parser = SSEParser(max_event_bytes=100)
    for _ in range(1000):
        assert parser.feed(b":\n") == []
    assert parser.comments == 1000


def test_a_large_event_in_small_chunks() -> None:
    payload = b"x" * 1_300_000
    stream = b"data: " + payload + b"\n\n"
    parser = SSEParser()
    events = [event for at in range(0, len(stream), 4096) for event in parser.feed(stream[at : at + 4096])]
    assert [event.data for event in events] == [payload]


def test_the_id_carries_over_to_the_next_connection() -> None:
    parser = SSEParser(last_event_id="41")
    assert parser.feed(b"data: a\n\nid: 42\n\n") == [ServerSentEvent("message", b"a", "41", None)]
    assert parser.last_event_id == "42"


def test_a_huge_retry_is_limited() -> None:
    parser = SSEParser()
    parser.feed(b"retry: " + b"9" * 5000 + b"\n")
    assert parser.retry == 999_999_999_999.999


def test_a_size_limit_below_one_byte_is_refused() -> None:
    with pytest.raises(ValueError, match=">= 1"):
        SSEParser(max_event_bytes=0)


def test_many_fields_without_data_are_parsed_in_linear_time() -> None:
    parser = SSEParser()
    assert parser.feed(b"id: 7\nevent: e\n" * 20_000 + b"retry: 5\n\n") == []
    assert (parser.last_event_id, parser.retry) == ("7", 0.005)


@pytest.mark.parametrize("space", [b"", b" "])
def test_one_space_after_the_colon_is_not_part_of_the_value(space: bytes) -> None:
    stream = b"id:%s7\nevent:%se\ndata:%sa\n\nid:%s 8\ndata:%s b\n\n" % ((space,) * 5)
    found = [(event.event, event.data, event.id) for event in SSEParser().feed(stream)]
    inner = b" " if space else b""
    assert found == [("e", b"a", "7"), ("message", inner + b"b", inner.decode() + "8")]
