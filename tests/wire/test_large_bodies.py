"""Bodies of any size are sent completely, without a warning, and without blocking the loop."""

from __future__ import annotations

import asyncio
import hashlib
import ssl
import warnings

import pytest

from cortex_async import CortexClient, Retry
from tests.wire.server import RawServer, Received, Reply, raw_response
from tests.wire.threaded import Connection, ThreadedServer
from tests.wire.tls import CA_FILE, server_context

SIZES = [256 * 1024, 256 * 1024 + 1, 2**20 - 1, 2**20 + 1, 1_100_000, 5_000_000]


def digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


@pytest.mark.parametrize("context", [None, server_context()], ids=["plain", "tls"])
@pytest.mark.parametrize("size", SIZES)
async def test_a_large_body_is_sent_completely_and_without_a_warning(
    size: int, context: ssl.SSLContext | None
) -> None:
    def talk(connection: Connection) -> None:
        while request := connection.request():
            head, _, body = request.partition(b"\r\n\r\n")
            seen.append(head.lower())
            connection.send(raw_response(200, {"digest": digest(body)}))

    seen: list[bytes] = []
    body = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    with ThreadedServer(talk, context) as server, warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        async with CortexClient(base_url=server.url, api_key="k", ssl=CA_FILE) as cortex:
            for _ in range(2):
                assert (await cortex.request("POST", "/api/a", body=body)).json() == {"digest": digest(body)}
    assert [str(warning.message) for warning in caught] == []
    assert all(b"content-length: %d" % size in head for head in seen)
    assert all(b"content-type: application/octet-stream" in head for head in seen)
    assert not any(b"transfer-encoding" in head or b"content-disposition" in head for head in seen)


async def test_every_attempt_sends_the_complete_body() -> None:
    def decide(received: Received) -> Reply:
        bodies.append(digest(received.body))
        return raw_response(503, headers={"Retry-After": "0"}) if len(bodies) < 3 else raw_response(200, {})

    bodies: list[str] = []
    body = b"x" * 1_200_000
    async with (
        RawServer(decide) as server,
        CortexClient(base_url=server.url, api_key="k", retry=Retry(base=0)) as cortex,
    ):
        await cortex.request("POST", "/api/a", body=body)
    assert bodies == [digest(body)] * 3


async def test_a_response_before_the_body_is_sent_counts() -> None:
    """The server responds with 413 and closes: the response counts, if the system has kept it."""

    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(raw_response(413, {"message": "too large"}))
        await reader.read()
        writer.close()
        closed.set()

    closed = asyncio.Event()
    async with await asyncio.start_server(refuse, "127.0.0.1", 0) as server:
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with CortexClient(base_url=url, api_key="k", retry=False) as cortex:
            with pytest.raises(Exception, match="too large"):
                await cortex.request("POST", "/api/a", body=b"x" * 20_000_000)
        await closed.wait()
