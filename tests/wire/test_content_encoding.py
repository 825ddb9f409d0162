"""A body is complete or an error, whatever its content encoding, its framing, and how it is read."""

from __future__ import annotations

import asyncio
import gzip
import random
import subprocess
import sys
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cortex_async._core.call_errors import ConnectionFailed, NotFound
from cortex_async._core.http.content_encoding import PIECE, Undecodable, UnknownEncoding, decoder
from cortex_async._core.request import Request, Route
from cortex_async._core.service_client import ServiceClient
from tests.wire.conftest import MakeClient
from tests.wire.server import OK, RawServer, Reply, raw_response

GET = Request(Route("op", "GET", "/a", frozenset({"api-key"})))
HEAD = Request(Route("op", "HEAD", "/a", frozenset({"api-key"})))
TEXT = b'{"value": "' + random.Random(1).randbytes(300_000).hex().encode() + b'"}'


def raw_deflate(data: bytes) -> bytes:
    squeezer = zlib.compressobj(wbits=-15)
    return squeezer.compress(data) + squeezer.flush()


ENCODED: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "gzip": ("gzip", gzip.compress),
    "x-gzip": ("x-gzip", gzip.compress),
    "upper case": ("GZIP", gzip.compress),
    "deflate": ("deflate", zlib.compress),
    "deflate without a header": ("deflate", raw_deflate),
    "several members": ("gzip", lambda data: gzip.compress(data[:100]) + gzip.compress(data[100:])),
    "two encodings": ("deflate, gzip", lambda data: gzip.compress(zlib.compress(data))),
    "identity beside another": ("identity, gzip", gzip.compress),
    "identity": ("identity", lambda data: data),
}


@cache
def encoded(name: str, text: bytes) -> tuple[str, bytes]:
    """The header and the body; compressing ``TEXT`` takes as long as ten calls."""
    header, squeeze = ENCODED[name]
    return header, squeeze(text)


def framed(body: bytes, encoding: str, framing: str, status: int = 200) -> Reply:
    head = f"HTTP/1.1 {status} X\r\nContent-Encoding: {encoding}\r\n"

    async def talk(writer: asyncio.StreamWriter) -> None:
        if framing == "length":
            writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        elif framing == "chunked":
            writer.write(f"{head}Transfer-Encoding: chunked\r\n\r\n".encode())
            for start in range(0, len(body), 50_000):
                piece = body[start : start + 50_000]
                writer.write(b"%x\r\n%s\r\n" % (len(piece), piece))
            writer.write(b"0\r\n\r\n")
        else:
            writer.write(f"{head}Connection: close\r\n\r\n".encode() + body)
            writer.close()

    return talk


async def whole(client: ServiceClient) -> bytes:
    return (await client.send(GET, {})).body


async def streamed(client: ServiceClient) -> bytes:
    async with client.open(GET, {}) as response:
        return b"".join([chunk async for chunk in response.chunks()])


reading = pytest.mark.parametrize("read", [whole, streamed])
framings = pytest.mark.parametrize("framing", ["length", "chunked", "close"])


@reading
@framings
@pytest.mark.parametrize("name", ENCODED)
async def test_a_complete_body_is_returned(name: str, framing: str, read: Any, connect: MakeClient) -> None:
    for text in (TEXT, b"x"):
        encoding, body = encoded(name, text)
        async with RawServer([framed(body, encoding, framing)]) as server:
            assert await read(connect(server.url)) == text


@reading
@framings
@pytest.mark.parametrize("name", [name for name in ENCODED if name != "identity"])
@pytest.mark.parametrize("cut", [1, 4, 9, 0.5, "all but one", "all"])
async def test_a_body_cut_short_is_an_error(
    cut: Any, name: str, framing: str, read: Any, connect: MakeClient
) -> None:
    encoding, body = encoded(name, TEXT)
    left = {"all but one": 1, "all": 0}.get(cut, len(body) - cut if isinstance(cut, int) else len(body) // 2)
    if not left and framing != "close":
        pytest.skip("the server says that the body is empty")
    async with RawServer([framed(body[:left], encoding, framing)]) as server:
        with pytest.raises(ConnectionFailed, match="with status 200 cannot be decoded") as caught:
            await read(connect(server.url, retry=False))
    assert caught.value.outcome == "done"
    assert "is cut short" in str(caught.value)


@reading
@pytest.mark.parametrize(
    "body",
    [
        b"no gzip at all",
        gzip.compress(TEXT) + b"more",
        gzip.compress(TEXT)[:-8] + b"12345678",
        b"\x1f\x8b" * 50,
    ],
)
async def test_a_body_of_another_format_is_an_error(body: bytes, read: Any, connect: MakeClient) -> None:
    async with RawServer([framed(body, "gzip", "length")]) as server:
        with pytest.raises(ConnectionFailed, match="its body is not valid gzip"):
            await read(connect(server.url, retry=False))


@reading
@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("br", "'br'"),
        ("zstd", "'zstd'"),
        ("gzip, br", "'br'"),
        ("aes128gcm", "'aes128gcm'"),
        ("\x1b[31m" + "x" * 500, "'\\x1b[31m" + "x" * 35 + "...'"),
    ],
)
async def test_an_encoding_that_was_not_requested_is_named(
    encoding: str, shown: str, read: Any, connect: MakeClient
) -> None:
    async with RawServer([framed(b"\x0b\x02\x80whatever\x03", encoding, "length", 201)]) as server:
        with pytest.raises(ConnectionFailed) as caught:
            await read(connect(server.url))
        # Another attempt would not help.
        assert len(server.requests) == 1
    assert f"status 201 cannot be decoded: content encoding {shown} was not requested" in str(caught.value)


async def test_too_many_encodings_are_rejected(connect: MakeClient) -> None:
    async with RawServer([framed(gzip.compress(b"x"), "gzip," * 30 + "gzip", "length")]) as server:
        with pytest.raises(ConnectionFailed, match="31 content encodings"):
            await whole(connect(server.url))


@pytest.mark.parametrize("encoding", ["br", "gzip"])
async def test_an_error_status_is_raised_despite_its_encoding(encoding: str, connect: MakeClient) -> None:
    async with RawServer([framed(b"whatever", encoding, "length", 404)]) as server:
        with pytest.raises(NotFound) as caught:
            await whole(connect(server.url))
    assert caught.value.body == b""


@pytest.mark.parametrize(
    "reply",
    [
        b"HTTP/1.1 204 X\r\nContent-Encoding: gzip\r\n\r\n",
        b"HTTP/1.1 200 X\r\nContent-Encoding: gzip\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 X\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ],
)
async def test_an_empty_body_is_not_an_error(reply: bytes, connect: MakeClient) -> None:
    async with RawServer(reply) as server:
        assert (await connect(server.url, retry=False).send(GET, {})).body == b""
    async with RawServer(
        b"HTTP/1.1 200 X\r\nContent-Encoding: gzip\r\nContent-Length: 500\r\n\r\n"
    ) as server:
        assert (await connect(server.url, retry=False).send(HEAD, {})).body == b""


@given(
    st.binary(max_size=2000),
    st.sampled_from(sorted(set(ENCODED) - {"identity"})),
    st.lists(st.integers(1, 300), max_size=30),
)
def test_pieces_of_any_size_decode_to_the_same_body(data: bytes, name: str, sizes: list[int]) -> None:
    header, squeeze = ENCODED[name]
    body, chain = squeeze(data), decoder(header)
    assert chain is not None
    out, start = b"", 0
    for size in [*sizes, len(body)]:
        out += b"".join(chain.feed(body[start : start + size]))
        start += size
    chain.finish()
    assert out == data


@given(st.binary(min_size=1, max_size=300), st.sampled_from(["gzip", "deflate", "deflate, gzip"]))
def test_any_body_raises_only_known_errors(body: bytes, header: str) -> None:
    chain = decoder(header)
    assert chain is not None
    try:
        list(chain.feed(body))
        chain.finish()
    except Undecodable:
        return


@given(st.text(max_size=60))
def test_any_encoding_raises_only_known_errors(header: str) -> None:
    problem = ""
    try:
        decoder(header)
    except UnknownEncoding as error:
        problem = str(error)
    assert len(problem) < 500
    assert problem.isprintable()


def test_a_piece_is_never_larger_than_the_limit() -> None:
    chain = decoder("gzip, gzip")
    assert chain is not None
    bomb = gzip.compress(gzip.compress(b"0" * 50_000_000))
    sizes = [len(piece) for piece in chain.feed(bomb)]
    assert max(sizes) == PIECE
    assert sum(sizes) == 50_000_000


_BOMB = """
import asyncio, gzip, resource, sys, zlib
from cortex_async import CortexClient, ResponseTooLarge

def squeezed(wbits, times):
    squeezer = zlib.compressobj(9, wbits=wbits)
    return b"".join(squeezer.compress(b"0" * 2**20) for _ in range(times)) + squeezer.flush()

BOMBS = {
    "gzip": ("gzip", lambda: squeezed(31, 128)),
    "deflate": ("deflate", lambda: squeezed(15, 128)),
    "raw": ("deflate", lambda: squeezed(-15, 128)),
    "members": ("gzip", lambda: squeezed(31, 1) * 128),
    "nested": ("gzip, gzip", lambda: gzip.compress(squeezed(31, 128))),
    "empty members": ("gzip", lambda: gzip.compress(b"") * 40_000),
}

async def main(name):
    encoding, make = BOMBS[name]
    body = make()
    async def serve(reader, writer):
        await reader.readuntil(b"\\r\\n\\r\\n")
        writer.write(b"HTTP/1.1 200 X\\r\\nContent-Encoding: %s\\r\\nContent-Length: %d\\r\\n\\r\\n" % (encoding.encode(), len(body)) + body)
        await reader.read()
        writer.close()
    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with CortexClient(base_url=url, api_key="k", retry=False, max_response_bytes=2**20) as client:
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            try:
                await client.request("GET", "/api/a")
            except Exception as error:
                print(type(error).__name__, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
asyncio.run(main(sys.argv[1]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="resource is there on POSIX only")
@pytest.mark.parametrize("name", ["gzip", "deflate", "raw", "members", "nested", "empty members"])
def test_a_bomb_takes_no_more_memory_than_the_longest_response(name: str) -> None:
    run = subprocess.run(
        [sys.executable, "-c", _BOMB, name],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
        timeout=50,
    )
    kind, mebibytes = run.stdout.split()
    assert kind == ("ConnectionFailed" if name == "empty members" else "ResponseTooLarge")
    assert int(mebibytes) < 16


async def test_decoding_gives_other_tasks_a_turn(connect: MakeClient) -> None:
    loop = asyncio.get_running_loop()
    body = gzip.compress(b"0" * 30_000_000)
    gaps: list[float] = []

    async def tick() -> None:
        before = loop.time()
        while True:
            await asyncio.sleep(0)
            gaps.append(loop.time() - before)
            before = loop.time()

    async with RawServer([OK, raw_response(200, body, {"Content-Encoding": "gzip"})]) as server:
        client = connect(server.url)
        await client.send(GET, {})
        ticking = asyncio.create_task(tick())
        assert len((await client.send(GET, {})).body) == 30_000_000
        ticking.cancel()
    # 114 pieces of 256 KiB; the last turn joins them.
    assert len(gaps) > 100
