"""Time and memory that one response may take, however large, deep or wide it is."""

from __future__ import annotations

import asyncio
import time
import tracemalloc
from typing import Any

import pytest

from cortex_async import BadRequest, CortexClient, CortexError, models
from tests.hostile.checks import KEY, check_error
from tests.hostile.test_calls import FAST
from tests.wire.server import RawServer, raw_response

MIB = 1024 * 1024
SECONDS = 2.0
"""Limit for building an error.

Each of these takes a few milliseconds; more than linear time would be minutes.
"""

BODIES: dict[str, bytes] = {
    "deep lists": b"[" * MIB,
    "deep lists, closed": b"[" * 100_000 + b"]" * 100_000,
    "deep objects": b'{"message":' * 100_000,
    "deep in a known field": b'{"message": "m", "errors": ' + b"[" * 700 + b"]" * 700 + b"}",
    "wide list": b"[" + b"1," * 300_000 + b"1]",
    "wide object": b"{" + b",".join(b'"k%d":1' % n for n in range(60_000)) + b"}",
    "one long string": b'{"message": "' + b"a" * MIB + b'"}',
    "the key a thousand times": b'{"message": "'
    + KEY.replace("\\", "\\\\").replace('"', '\\"').encode() * 1000
    + b'"}',
    "parts of the key": KEY[1:].encode() * 50_000,
    "escapes": b'{"message": "' + b"\\u0063" * 100_000 + b'"}',
    "backslashes": b"\\" * MIB,
    "percents": b"%" * MIB,
    "quotes": b'"' * MIB,
    "a long number": b'{"statusCode": ' + b"9" * 500_000 + b"}",
}


@pytest.mark.parametrize("status", [200, 400, 401, 422, 500])
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
async def test_the_error_for_any_body_is_built_soon(body: bytes, status: int) -> None:
    async with RawServer() as server, CortexClient(base_url=server.url, api_key=KEY, **FAST) as client:
        server.reply = raw_response(status, body)
        project = client.project("p")
        await _expect_error(project.sessions.get("s1"))
        begun = time.process_time()
        await _expect_error(project.sessions.get("s1"))
        assert time.process_time() - begun < SECONDS


@pytest.mark.parametrize("size", [100_000, MIB])
async def test_a_large_secret_in_an_error_is_masked_soon(size: int) -> None:
    secret = ("canary" + "ab" * 20) * (size // 46)
    async with RawServer() as server, CortexClient(base_url=server.url, api_key=KEY, **FAST) as client:
        server.reply = lambda received: raw_response(400, {"message": f"not {secret}"})
        variables = [models.SetEnvVar(key="A", value=secret, is_secret=True)]
        call = client.project("p").functions.update_env_vars(env_vars=variables)
        begun = time.process_time()
        error = await _expect_error(call)
        assert time.process_time() - begun < SECONDS
    assert "canary" not in str(error)


async def test_an_error_keeps_a_bounded_part_of_a_large_body() -> None:
    async def send(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 X\r\nContent-Length: %d\r\n\r\n" % (64 * MIB))
        for _ in range(1024):
            writer.write(b"a" * 65536)
            await writer.drain()

    async with RawServer([send]) as server, CortexClient(base_url=server.url, api_key=KEY, **FAST) as client:
        tracemalloc.start()
        try:
            error = await _expect_error(client.project("p").sessions.get("s1"))
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert isinstance(error, BadRequest)
    assert peak < 8 * MIB
    assert len(getattr(error, "body", b"")) <= 64 * 1024
    assert len(str(error)) < 10_000


async def _expect_error(call: Any) -> CortexError:
    with pytest.raises(CortexError) as caught:
        await call
    check_error(caught.value)
    return caught.value
