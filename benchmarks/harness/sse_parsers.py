"""Parsers of server-sent events, ours and others, from chunks of bytes to JSON."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import httpx2._sse
import httpx_sse._decoders
import orjson
import sseclient

from benchmarks.harness.measure import OURS, Samples
from benchmarks.harness.rounds import cpu_seconds
from cortex_async._core.stream.sse import SSEParser

Chunks = list[bytes]
Read = Callable[[Chunks], Iterator[object]]

SMALL = 20_000
LARGE = 20
_TEXT = b"x" * 1_300_000


def _cortex(chunks: Chunks) -> Iterator[object]:
    parser = SSEParser()
    for chunk in chunks:
        for event in parser.feed(chunk):
            yield orjson.loads(event.data)


def _httpx_sse(chunks: Chunks) -> Iterator[object]:
    text = codecs.getincrementaldecoder("utf-8")("replace")
    lines, events = httpx_sse._decoders.SSELineDecoder(), httpx_sse._decoders.SSEDecoder()
    for chunk in chunks:
        for line in lines.decode(text.decode(chunk)):
            event = events.decode(line)
            if event is not None:
                yield orjson.loads(event.data)


def _httpx2(chunks: Chunks) -> Iterator[object]:
    text = codecs.getincrementaldecoder("utf-8")("replace")
    parser: Any = httpx2._sse._SSEParser(16 * 1024 * 1024)
    for chunk in chunks:
        for event in parser.decode(text.decode(chunk)):
            yield orjson.loads(event.data)


def _sseclient(chunks: Chunks) -> Iterator[object]:
    for event in sseclient.SSEClient(iter(chunks)).events():
        yield orjson.loads(event.data)


PARSERS: dict[str, Read] = {
    OURS: _cortex,
    "httpx-sse": _httpx_sse,
    "httpx2": _httpx2,
    "sseclient-py": _sseclient,
}


def _small(count: int, end: bytes = b"\n") -> list[bytes]:
    return [
        end.join(
            (
                b"id: 550e8400-e29b-41d4-a716-%012d" % number,
                b"event: message",
                b'data: {"id":"550e8400-e29b-41d4-a716-%012d","type":"message.created","source":"cortex:bot",'
                b'"payload":{"action":"created","data":{"text":"two enemies behind the gate"}}}' % number,
                b"",
                b"",
            )
        )
        for number in range(count)
    ]


def _data_only(count: int) -> list[bytes]:
    return [event[event.index(b"data: ") :] for event in _small(count)]


def _large(count: int) -> list[bytes]:
    return [b'data: {"text":"' + _TEXT + b'"}\n\n'] * count


def _pieces(events: list[bytes], size: int) -> Chunks:
    stream = b"".join(events)
    return [stream[at : at + size] for at in range(0, len(stream), size)]


def _amount(full: int, scale: float) -> int:
    return max(1, round(full * scale))


WORKLOADS: dict[str, Callable[[float], Chunks]] = {
    "20,000 small, 64 KiB chunks": lambda scale: _pieces(_small(_amount(SMALL, scale)), 65_536),
    "20,000 small, one a chunk": lambda scale: _small(_amount(SMALL, scale)),
    "20,000 small, CRLF": lambda scale: _pieces(_small(_amount(SMALL, scale), b"\r\n"), 65_536),
    "20,000 data only, 64 KiB chunks": lambda scale: _pieces(_data_only(_amount(SMALL, scale)), 65_536),
    "20 of 1.3 MB, 64 KiB chunks": lambda scale: _pieces(_large(_amount(LARGE, scale)), 65_536),
    "20 of 1.3 MB, 4 KiB chunks": lambda scale: _pieces(_large(_amount(LARGE, scale)), 4_096),
}
"""Title -> a function from the scale to the chunks."""


def parse_seconds(chunks: Chunks, rounds: int) -> Samples:
    expected = _count(_cortex, chunks)
    for name, read in PARSERS.items():
        assert _count(read, chunks) == expected, name
    return cpu_seconds({name: partial(_count, read, chunks) for name, read in PARSERS.items()}, rounds)


def _count(read: Read, chunks: Chunks) -> int:
    return sum(1 for _ in read(chunks))
