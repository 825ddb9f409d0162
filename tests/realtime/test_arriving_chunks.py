"""Chunks that are handed over without aiohttp's parser: they are what the parser would have returned."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any
from unittest import mock

import pytest
from aiohttp.client_proto import ResponseHandler
from hypothesis import example, given
from hypothesis import strategies as st

from cortex_async import CortexClient
from cortex_async._core.http.arrivals import Arrivals, data_of_chunk
from cortex_async.emulator import Emulator

HEAD = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
END = b"0\r\n\r\n"

bodies = st.one_of(
    st.sampled_from([b"5", b"1\r\n", b"\r\n", b"1\r\n5\r\n", b"3\r\n1\r\n", b"1\n", b"0\r\n\r\n", b": \n\n"]),
    st.text("01aF\r\n;{", min_size=1, max_size=20).map(str.encode),
)
spellings = st.sampled_from([b"%x", b"%X", b"0%x", b"%x;a=b", b"%x "])


class Connection(asyncio.Transport):
    """A transport over which a test receives what it likes."""

    def __init__(self) -> None:
        super().__init__()
        self._protocol: asyncio.BaseProtocol = ResponseHandler(asyncio.get_running_loop())
        self.protocol.connection_made(self)

    @property
    def protocol(self) -> Any:
        return self._protocol

    def get_protocol(self) -> asyncio.BaseProtocol:
        return self._protocol

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        self._protocol = protocol

    def is_closing(self) -> bool:
        return False

    def pause_reading(self) -> None:
        """Does nothing: the test sends all the same."""

    def resume_reading(self) -> None:
        """Does nothing, as ``pause_reading``."""

    def close(self) -> None:
        """Does nothing."""


async def received(
    segments: Sequence[bytes], pauses: Sequence[bool], taken: Sequence[bool]
) -> tuple[bytes, int, int]:
    """The body as it is handed over, the bytes of it that aiohttp has parsed, and those that it has not.

    pauses: whether the reader gets a turn after each segment, again from the start at the end.
    taken: whether each piece is accepted as it arrives.
    """
    connection = Connection()
    handler = connection.protocol
    handler.set_response_params(timer=None, auto_decompress=False)
    handler.data_received(HEAD)
    _, content = await handler.read()
    got: list[bytes] = []

    def take(piece: bytes) -> bool:
        if taken[len(got) % len(taken)]:
            got.append(piece)
            return True
        return False

    arrivals = Arrivals(connection, content, take)

    async def read() -> None:
        while piece := await arrivals.next_piece():
            got.append(piece)

    reading = asyncio.create_task(read())
    await asyncio.sleep(0)
    for number, segment in enumerate(segments):
        connection.protocol.data_received(segment)
        if pauses[number % len(pauses)]:
            await asyncio.sleep(0)
            await asyncio.sleep(0)
    async with asyncio.timeout(30):
        await reading
    return b"".join(got), content.total_bytes, arrivals.past_parser


@given(
    st.lists(st.tuples(bodies, spellings), max_size=12),
    st.lists(st.integers(0, 60), max_size=4),
    st.lists(st.booleans(), min_size=1, max_size=4),
    st.lists(st.booleans(), min_size=1, max_size=4),
)
@example([(b"1\r\n5", b"%x"), (b"1", b"%x")], [4], [True], [True])
@example([(b": \n\n", b"%x")] * 6, [], [True], [True])
def test_the_body_is_the_same_however_the_chunks_arrive(
    chunks: list[tuple[bytes, bytes]], cuts: list[int], pauses: list[bool], taken: list[bool]
) -> None:
    written = [spelling % len(body) + b"\r\n" + body + b"\r\n" for body, spelling in chunks]
    # Mostly one chunk in each segment; some are cut once more.
    segments: list[bytes] = []
    for number, chunk in enumerate([*written, END]):
        cut = cuts[number % len(cuts)] if cuts else 0
        segments += [part for part in (chunk[:cut], chunk[cut:]) if part]
    body = b"".join(body for body, _ in chunks)
    got, parsed, past_parser = asyncio.run(received(segments, pauses, taken))
    assert got == body
    assert parsed + past_parser == len(body)


@given(
    st.lists(bodies, min_size=1, max_size=12),
    st.lists(st.integers(1, 40), min_size=1, max_size=5),
    st.lists(st.booleans(), min_size=1, max_size=4),
)
def test_the_body_is_the_same_wherever_it_is_cut(
    chunks: list[bytes], sizes: list[int], pauses: list[bool]
) -> None:
    stream = b"".join(b"%x\r\n%s\r\n" % (len(body), body) for body in chunks) + END
    segments: list[bytes] = []
    while stream:
        size = sizes[len(segments) % len(sizes)]
        segments.append(stream[:size])
        stream = stream[size:]
    got, parsed, past_parser = asyncio.run(received(segments, pauses, [True]))
    assert got == b"".join(chunks)
    assert parsed + past_parser == len(got)


INSIDE = [b"9\r\nab", b"1\r\n5\r\n", b"c\r\n"]
"""The second read looks like a chunk, but is a part of one."""

PERIODIC = [b"2\r\na", b"5\r\n5\r\n\r\n\r\n", b"2\r\n01\r\n", b"a\r\n"]
"""The second read looks like a chunk, and the parser returns what would be its data. But that is the last
byte of the first chunk and the first four of another; the third read begins with its fifth."""

ONES = [b"2\r\na", b"1\r\n1\r\n", b"5\r\n2\r\n01\r\n"]
"""The second read looks like a chunk with the data that the parser returns, but is the last byte of the first
chunk and the size of the second."""

FIRST, REFUSED = b"1\r\nx\r\n", b"1\r\ny\r\n"


@pytest.mark.parametrize(
    ("segments", "pauses", "taken", "body"),
    [
        (INSIDE, [True], [True], b"ab1\r\n5\r\nc"),
        (PERIODIC, [True], [True], b"a5\r\n\r\n2a"),
        (ONES, [True], [True], b"a1501"),
        # While nobody waits, and where the reader gets the beginning of the chunk.
        ([FIRST, REFUSED, *INSIDE], [True, False, True], [True, False, False], b"xyab1\r\n5\r\nc"),
        ([FIRST, *INSIDE], [True], [True, False], b"xab1\r\n5\r\nc"),
    ],
    ids=["inside a chunk", "over the end of a chunk", "over two sizes", "nobody waits", "refused"],
)
def test_what_only_looks_like_a_chunk_is_left_to_the_parser(
    segments: list[bytes], pauses: list[bool], taken: list[bool], body: bytes
) -> None:
    assert asyncio.run(received([*segments, END], pauses, taken))[0] == body


def test_only_the_first_of_many_chunks_is_parsed_by_aiohttp() -> None:
    body = b"data: x\n\n"
    chunk = b"9\r\ndata: x\n\n\r\n"
    assert asyncio.run(received([chunk] * 10 + [END], [False], [True])) == (body * 10, 9, 81)


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\r\n", b"0\r\n\r\n", b"5\r\nabcd\r\n", b"3\r\nabcd\r\n", b"4\r\nabcd", b"4\r\nabcd\n\n",
        b"4;x\r\nabcd\r\n", b"04\r\nabcd\r\n", b"0x4\r\nabcd\r\n", b"+4\r\nabcd\r\n", b" 4\r\nabcd\r\n",
        b"4\r\nabcd\r\n\r\n", b"4\r\nabcd\r\n1\r\na\r\n", b"\r\n4\r\nabcd\r\n", b"no size\r\n",
    ],
)  # fmt: skip
def test_what_is_not_one_plain_chunk_is_left_to_the_parser(data: bytes) -> None:
    assert data_of_chunk(data) is None


@pytest.mark.parametrize(
    ("data", "body"),
    [(b"4\r\nabcd\r\n", b"abcd"), (b"A\r\n0123456789\r\n", b"0123456789"), (b"2\r\n\r\n\r\n", b"\r\n")],
)
def test_one_plain_chunk(data: bytes, body: bytes) -> None:
    assert data_of_chunk(data) == body


async def test_events_of_their_own_pass_aiohttps_parser_by() -> None:
    """What an event costs before it is parsed, in a count that no load of the machine changes."""
    parsed: list[int] = []
    real = ResponseHandler.data_received

    def count(handler: ResponseHandler, data: bytes) -> None:
        if b"evt" in data or b"msg" in data:
            parsed.append(len(data))
        real(handler, data)

    async with (
        Emulator() as emulator,
        CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client,
    ):
        project = client.project(emulator.project_id)
        session = await project.sessions.create(title="First", external_room_id="room")
        async with project.events.stream(types=["message.created"]) as events:
            with mock.patch.object(ResponseHandler, "data_received", count):
                for number in range(12):
                    await emulator.say(session.id, "kim", f"{number}")
                    async with asyncio.timeout(30):
                        await anext(events)
    assert len(parsed) <= 3
