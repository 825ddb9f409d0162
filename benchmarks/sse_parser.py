"""Our SSE parser against the ones people use, on the same bytes in the same run.

    pip install -r benchmarks/sse_parser.txt
    python benchmarks/sse_parser.py

Each parser gets chunks of bytes, as a socket gives them, and must hand out every event with its JSON decoded: that is what
a client does with them. The best processor time of several interleaved rounds counts. Exit status 1 if another parser was faster
anywhere, twice.
"""

from __future__ import annotations

import codecs
import gc
import importlib
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import orjson

from cortex_async.core.sse import SSEParser

Read = Callable[[list[bytes]], Iterator[object]]
ROUNDS = 15
NOISE = 1.03


def cortex(chunks: list[bytes]) -> Iterator[object]:
    parser = SSEParser()
    for chunk in chunks:
        for event in parser.feed(chunk):
            yield orjson.loads(event.data)


def httpx_sse(chunks: list[bytes]) -> Iterator[object]:
    decoders = importlib.import_module("httpx_sse._decoders")
    text, lines, events = (
        codecs.getincrementaldecoder("utf-8")("replace"),
        decoders.SSELineDecoder(),
        decoders.SSEDecoder(),
    )
    for chunk in chunks:
        for line in lines.decode(text.decode(chunk)):
            event = events.decode(line)
            if event is not None:
                yield orjson.loads(event.data)


def httpx2(chunks: list[bytes]) -> Iterator[object]:
    text = codecs.getincrementaldecoder("utf-8")("replace")
    parser: Any = importlib.import_module("httpx2._sse")._SSEParser(16 * 1024 * 1024)
    for chunk in chunks:
        for event in parser.decode(text.decode(chunk)):
            yield orjson.loads(event.data)


def sseclient(chunks: list[bytes]) -> Iterator[object]:
    for event in importlib.import_module("sseclient").SSEClient(iter(chunks)).events():
        yield orjson.loads(event.data)


OTHERS: dict[str, tuple[str, Read]] = {
    "httpx-sse": ("httpx_sse", httpx_sse),
    "httpx2": ("httpx2", httpx2),
    "sseclient-py": ("sseclient", sseclient),
}


def small(count: int, *, end: bytes = b"\n") -> list[bytes]:
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


def data_only(count: int) -> list[bytes]:
    return [event[event.index(b"data: ") :] for event in small(count)]


def large(count: int) -> list[bytes]:
    return [b'data: {"text":"' + b"x" * 1_300_000 + b'"}\n\n' for _ in range(count)]


def pieces(stream: bytes, size: int) -> list[bytes]:
    return [stream[at : at + size] for at in range(0, len(stream), size)]


WORKLOADS: dict[str, tuple[list[bytes], int]] = {
    "20,000 small, 64 KiB chunks": (pieces(b"".join(small(20_000)), 65_536), 20_000),
    "20,000 small, one a chunk": (small(20_000), 20_000),
    "20,000 small, CRLF": (pieces(b"".join(small(20_000, end=b"\r\n")), 65_536), 20_000),
    "20,000 data only, 64 KiB chunks": (pieces(b"".join(data_only(20_000)), 65_536), 20_000),
    "20 of 1.3 MB, 64 KiB chunks": (pieces(b"".join(large(20)), 65_536), 20),
    "20 of 1.3 MB, 4 KiB chunks": (pieces(b"".join(large(20)), 4_096), 20),
}


def seconds(read: Read, chunks: list[bytes], expected: int) -> float:
    gc.collect()
    gc.disable()
    started = time.process_time()
    count = sum(1 for _ in read(chunks))
    elapsed = time.process_time() - started
    gc.enable()
    if count != expected:
        raise SystemExit(f"{read.__name__} read {count} events instead of {expected}")
    return elapsed


def compare(readers: dict[str, Read], chunks: list[bytes], expected: int) -> dict[str, float]:
    best = dict.fromkeys(readers, float("inf"))
    for _ in range(ROUNDS):
        for name, read in readers.items():
            best[name] = min(best[name], seconds(read, chunks, expected))
    return best


def losses(best: dict[str, float]) -> list[str]:
    return [name for name in best if best[name] * NOISE < best["ours"]]


def installed(names: Iterable[str]) -> dict[str, Read]:
    readers: dict[str, Read] = {}
    for name in names:
        module, read = OTHERS[name]
        try:
            importlib.import_module(module)
        except ImportError:
            print(f"{name} is not installed, left out")
        else:
            readers[name] = read
    return readers


def main() -> int:
    readers: dict[str, Read] = {"ours": cortex, **installed(OTHERS)}
    print(f"{'milliseconds, parsing and JSON':34}" + "".join(f"{name:>14}" for name in readers))
    slower: list[str] = []
    for workload, (chunks, expected) in WORKLOADS.items():
        best = compare(readers, chunks, expected)
        if losses(best):
            best = compare(readers, chunks, expected)
        print(f"{workload:34}" + "".join(f"{best[name] * 1000:14.1f}" for name in readers))
        slower += [f"{name}: {workload}" for name in losses(best)]
    for loss in slower:
        print(f"faster than ours: {loss}")
    return 1 if slower else 0


if __name__ == "__main__":
    sys.exit(main())
