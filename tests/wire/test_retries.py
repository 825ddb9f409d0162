"""The number of requests per method and failure, counted by the server and not by the SDK."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from cortex_async._core.call_errors import (
    APIError,
    CallError,
    ConnectionFailed,
    RateLimited,
    ServerError,
    TimedOut,
)
from cortex_async._core.request import Request, Route
from cortex_async._core.retry import Retry
from cortex_async._core.timeouts import Timeout
from cortex_async._core.timing import deadline
from cortex_async._core.timing.clock import SystemClock
from cortex_async._core.types import Method
from tests.wire.conftest import MakeClient
from tests.wire.server import OK, RawServer, Received, Reply, raw_response, refusing_port

METHODS = [method for method in get_args(Method) if method not in ("HEAD", "OPTIONS")]
IDEMPOTENT = {"GET", "PUT", "DELETE"}


def limits(failure: str) -> Timeout:
    return Timeout(connect=5, read=0.05 if failure == "stall" else 10, total=30)


# failure -> (requests on the wire for an idempotent method, for POST and PATCH; class; outcome)
CELLS: dict[str, tuple[int, int, type[CallError], str]] = {
    "close": (3, 1, ConnectionFailed, "unknown"),
    "stall": (3, 1, TimedOut, "unknown"),
    "500": (3, 1, ServerError, "unknown"),
    "503": (3, 1, ServerError, "unknown"),
    "503 retry-after": (3, 3, ServerError, "rejected"),
    "429": (3, 3, RateLimited, "rejected"),
    "429 retry-after": (3, 3, RateLimited, "rejected"),
    "408": (3, 1, APIError, "unknown"),
    "404": (1, 1, APIError, "rejected"),
    "501": (3, 1, ServerError, "unknown"),
}


def misbehave(server: RawServer, failure: str) -> Reply:
    if failure == "close":
        return None
    if failure == "stall":
        return server.stall
    status, _, after = failure.partition(" ")
    return raw_response(int(status), headers={"Retry-After": "0"} if after else {})


def route(method: Any, **more: Any) -> Request:
    body = {"a": 1} if method in ("POST", "PUT", "PATCH") else None
    request = Request(Route("op", method, "/things", frozenset({"api-key"}), **more))
    return request if body is None else Request(request.route, body=body)


@pytest.mark.parametrize("failure", CELLS)
@pytest.mark.parametrize("method", METHODS)
async def test_requests_on_the_wire(method: str, failure: str, connect: MakeClient) -> None:
    idempotent, other, error_class, outcome = CELLS[failure]
    expected = idempotent if method in IDEMPOTENT else other
    async with RawServer() as server:
        server.reply = [misbehave(server, failure)]
        with pytest.raises(error_class) as caught:
            await connect(server.url, timeout=limits(failure)).send(route(method), {})
        assert len(server.requests) == expected
        assert len({request.body for request in server.requests}) == 1
    assert caught.value.attempts == expected
    assert caught.value.outcome == outcome


@pytest.mark.parametrize("failure", CELLS)
@pytest.mark.parametrize("method", METHODS)
async def test_without_retries_there_is_exactly_one_request(
    method: str, failure: str, connect: MakeClient
) -> None:
    async with RawServer() as server:
        server.reply = [misbehave(server, failure)]
        with pytest.raises(CallError) as caught:
            await connect(server.url, retry=False, timeout=limits(failure)).send(route(method), {})
        assert len(server.requests) == 1
    assert caught.value.attempts == 1


@pytest.mark.parametrize("method", METHODS)
async def test_a_lost_pooled_connection_does_not_cause_a_second_request(
    method: str, connect: MakeClient
) -> None:
    async with RawServer([OK, None]) as server:
        client = connect(server.url, retry=False)
        await client.send(route(method), {})
        with pytest.raises(ConnectionFailed):
            await client.send(route(method), {})
        assert len(server.requests) == 2
        assert server.connections == 1


@pytest.mark.parametrize("method", METHODS)
async def test_refused_connections_are_retried_for_every_method(method: str, connect: MakeClient) -> None:
    async with refusing_port() as port:
        with pytest.raises(ConnectionFailed) as caught:
            await connect(f"http://127.0.0.1:{port}").send(route(method), {})
    assert caught.value.attempts == 3
    assert caught.value.outcome == "not_sent"


async def test_an_operation_marked_repeatable_is_retried(connect: MakeClient) -> None:
    async with RawServer([None, raw_response(500), OK]) as server:
        response = await connect(server.url).send(route("POST", repeatable=True), {})
    assert (response.status, response.attempts) == (200, 3)


async def test_one_call_may_override_the_policy(connect: MakeClient) -> None:
    async with RawServer(raw_response(500)) as server:
        client = connect(server.url)
        for retry, expected in ((False, 1), (Retry(attempts=5, base=0), 5), (True, 3)):
            server.requests.clear()
            with pytest.raises(ServerError):
                await client.send(route("GET"), {"retry": retry})
            assert len(server.requests) == expected


async def test_the_worst_attempt_decides_the_outcome(connect: MakeClient) -> None:
    """A DELETE whose first response was cut off, and that then gets 404, may have deleted something."""
    async with RawServer([None, raw_response(404)]) as server:
        with pytest.raises(APIError) as caught:
            await connect(server.url).send(route("DELETE"), {})
    assert caught.value.status == 404
    assert caught.value.outcome == "unknown"


async def test_a_truncated_response_is_a_lost_connection(connect: MakeClient) -> None:
    cut = raw_response(200, b"x" * 100)[:-10]

    async def truncate(writer: Any) -> None:
        writer.write(cut)
        writer.close()

    async with RawServer([truncate, OK]) as server:
        assert (await connect(server.url).send(route("GET"), {})).attempts == 2
    async with RawServer([truncate]) as server:
        with pytest.raises(ConnectionFailed, match="ended before it was complete"):
            await connect(server.url).send(route("POST"), {})
        assert len(server.requests) == 1


class PatientClock(SystemClock):
    """Records waits instead of waiting."""

    def __init__(self) -> None:
        self.waits: list[float] = []
        self.passed = 0.0

    def monotonic(self) -> float:
        return self.passed

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.passed += seconds


async def test_the_server_decides_how_long_to_wait(connect: MakeClient) -> None:
    clock = PatientClock()
    async with RawServer(
        [
            raw_response(429, headers={"Retry-After": "7"}),
            raw_response(503, headers={"Retry-After": "1.5"}),
            OK,
        ]
    ) as server:
        await connect(server.url, clock=clock, retry=Retry(base=0.5)).send(route("POST"), {})
    assert 7 <= clock.waits[0] <= 7.5
    assert 1.5 <= clock.waits[1] <= 2.5


async def test_a_wait_over_the_limit_is_reported_to_the_caller(connect: MakeClient) -> None:
    clock = PatientClock()
    async with RawServer(raw_response(429, headers={"Retry-After": "61"})) as server:
        with pytest.raises(RateLimited) as caught:
            await connect(server.url, clock=clock, retry=Retry()).send(route("GET"), {})
        assert len(server.requests) == 1
    assert caught.value.retry_after == 61
    assert clock.waits == []


async def test_the_total_limits_waits_and_the_reason_is_raised(
    connect: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = PatientClock()
    monkeypatch.setattr(deadline, "clock_of", lambda _: clock.monotonic)
    async with RawServer(raw_response(503, headers={"Retry-After": "1"})) as server:
        client = connect(
            server.url, clock=clock, retry=Retry(attempts=50, base=0), timeout=Timeout(total=3.5)
        )
        with pytest.raises(ServerError):
            await client.send(route("GET"), {})
    assert clock.waits == [1, 1, 1]


async def test_every_attempt_signs_and_sends_the_same(connect: MakeClient) -> None:
    def fail(received: Received) -> Reply:
        return raw_response(500)

    async with RawServer(fail) as server:
        with pytest.raises(ServerError):
            await connect(server.url).send(Request(Route("op", "PUT", "/a"), body={"n": [1, 2]}), {})
        first, *others = server.requests
        assert others == [first, first]
