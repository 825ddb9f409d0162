"""The outcome of calls whose response is unusual or cannot be used."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from cortex_async import (
    CallError,
    ConnectionFailed,
    CortexClient,
    DecodeError,
    ResponseTooLarge,
    Retry,
    TimedOut,
    Timeout,
)
from cortex_async._core.outcomes import outcome_of
from cortex_async._core.request import Request, Route
from tests.wire.conftest import MakeClient
from tests.wire.server import RawServer, Reply, raw_response

STATUSES = [101, 300, 301, 302, 303, 304, 307, 308, 400, 408, 409, 425, 429, 499, 500, 503, 599, 600, 999]
METHODS: list[Any] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]
FAST = Retry(attempts=2, base=0)


async def stalled(writer: asyncio.StreamWriter) -> None:
    writer.write(raw_response(201, b"x" * 100)[:-50])
    await writer.drain()
    await asyncio.Event().wait()


async def cut(writer: asyncio.StreamWriter) -> None:
    writer.write(raw_response(201, b"x" * 100)[:-50])
    await writer.drain()
    writer.close()


async def damaged(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 201 X\r\nContent-Encoding: gzip\r\nContent-Length: 9\r\n\r\nno gzip x")
    await writer.drain()


UNUSABLE: dict[str, tuple[Reply, type[CallError]]] = {
    "not JSON": (raw_response(201, b"<html>"), DecodeError),
    "empty": (raw_response(201), DecodeError),
    "another shape": (raw_response(201, {"id": [1]}), DecodeError),
    "too large": (raw_response(201, b"x" * 5000), ResponseTooLarge),
    "no gzip": (damaged, ConnectionFailed),
    "cut off": (cut, ConnectionFailed),
    "silent": (stalled, TimedOut),
}


@pytest.mark.parametrize("what", UNUSABLE)
@pytest.mark.parametrize("limit", ["read", "total"])
async def test_an_unusable_success_was_carried_out(what: str, limit: str) -> None:
    reply, kind = UNUSABLE[what]
    timeout = Timeout(read=0.1, total=20) if limit == "read" else Timeout(read=20, total=0.2)
    async with RawServer([reply]) as server:
        settings: Any = {
            "base_url": server.url,
            "retry": FAST,
            "timeout": timeout,
            "max_response_bytes": 4000,
        }
        async with CortexClient(api_key="k", **settings) as client:
            with pytest.raises(kind) as caught:
                await client.project("p").sessions.create(title="a", external_room_id="r")
            with pytest.raises(kind) as reading:
                await client.project("p").sessions.get("s")
        posts = [request for request in server.requests if request.method == "POST"]
    assert len(posts) == 1
    assert (caught.value.outcome, caught.value.status) == ("done", 201)
    assert "was carried out" in str(caught.value)
    assert "201" in str(caught.value)
    assert "carried out" not in str(reading.value)


@pytest.mark.parametrize("status", STATUSES)
async def test_the_outcome_of_each_method_and_status(status: int, connect: MakeClient) -> None:
    async with RawServer(lambda _: raw_response(status, headers={"Connection": "close"})) as server:
        for method in METHODS:
            client = connect(server.url, retry=False)
            with pytest.raises(CallError) as caught:
                await client.send(Request(Route("op", method, "/a")), {})
            assert caught.value.status == status
            assert caught.value.outcome == outcome_of(status)
            assert ("carried out" in str(caught.value)) is (method not in ("GET", "HEAD"))


async def test_a_body_that_is_cut_off_is_requested_again_where_that_is_harmless(connect: MakeClient) -> None:
    async with RawServer([cut, raw_response(200, b"{}")]) as server:
        assert (await connect(server.url).send(Request(Route("op", "GET", "/a")), {})).attempts == 2
        assert len(server.requests) == 2


REFUSED_TEXT: dict[str, tuple[Callable[[], dict[str, str]], float, str]] = {
    "longer than allowed": (
        lambda: {"Retry-After": "90"},
        50,
        "not repeated: the server asks for 90 s, the limit is 60 s",
    ),
    "longer than the call": (
        lambda: {"Retry-After": "40"},
        20,
        "not repeated: the wait would exceed the total time limit",
    ),
}


@pytest.mark.parametrize("what", REFUSED_TEXT)
async def test_an_error_says_why_it_was_not_repeated(what: str, connect: MakeClient) -> None:
    headers, total, text = REFUSED_TEXT[what]
    async with RawServer(raw_response(429, headers=headers())) as server:
        with pytest.raises(CallError, match="1 attempt") as caught:
            await connect(server.url, timeout=Timeout(total=total)).send(
                Request(Route("op", "GET", "/a")), {}
            )
    assert text in str(caught.value)
    assert f"not repeated: {caught.value.not_repeated}" == text


async def test_a_post_says_that_it_is_not_repeated(connect: MakeClient) -> None:
    async with RawServer([None]) as server:
        for retry, text in ((True, "the operation is not idempotent"), (False, "")):
            with pytest.raises(ConnectionFailed) as caught:
                await connect(server.url, retry=retry).send(Request(Route("op", "POST", "/a")), {})
            assert caught.value.not_repeated == text


async def test_a_retry_after_date_is_compared_with_the_servers_clock(connect: MakeClient) -> None:
    """Whatever the difference between the clocks: 40 s are 40 s, which exceed the total limit, and 0 s are 0
    s."""
    dates = {"Date": "Mon, 01 Jan 2001 00:00:20 GMT", "Retry-After": "Mon, 01 Jan 2001 00:01:00 GMT"}
    past = {"Date": "Fri, 01 Jan 2100 00:00:20 GMT", "Retry-After": "Fri, 01 Jan 2100 00:00:20 GMT"}
    async with RawServer([raw_response(429, headers=past), raw_response(429, headers=dates)]) as server:
        with pytest.raises(CallError, match="the wait would exceed") as caught:
            await connect(server.url, timeout=Timeout(total=20)).send(Request(Route("op", "GET", "/a")), {})
    assert caught.value.attempts == 2
    assert vars(caught.value)["retry_after"] == 40.0
