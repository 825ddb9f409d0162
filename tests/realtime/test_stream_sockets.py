"""The stream over real sockets, through the transport, against a server that misbehaves."""

from __future__ import annotations

import asyncio
import os
import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

import cortex_async._core.http.transport  # noqa: F401  (imported on the first call otherwise, which takes longer than our idle limit)
from cortex_async._core.retry import Retry
from cortex_async._core.stream import Connected, Disconnected, EventStream, StreamOptions
from tests.realtime.chaos import DISTURBANCES, ChaosServer, client, stream_request

CYCLES = int(os.environ.get("CHAOS_CYCLES", "60"))
QUICK = Retry(attempts=1_000_000, base=0.002, cap=0.004)


class Envelope:
    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.id: str = raw["id"]


def descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


async def taken(stream: EventStream[Envelope], count: int) -> list[str]:
    async with asyncio.timeout(20):
        return [(await anext(stream)).id for _ in range(count)]


def numbered(first: int, last: int) -> list[str]:
    return [f"e{number}" for number in range(first, last + 1)]


async def test_what_goes_over_the_wire() -> None:
    async with ChaosServer().running() as server:
        caller = client(server.base_url)
        async with caller.events(stream_request(), Envelope, StreamOptions()) as stream:
            await server.undisturbed.wait()
            server.publish(3)
            assert await taken(stream, 3) == numbered(1, 3)
            assert stream.connected
            assert stream.last_event_id == "3"
        head = server.heads[0].lower()
        assert head.startswith("get /events/stream http/1.1\r\n")
        assert "accept: text/event-stream\r\n" in head
        assert "last-event-id" not in head
        await caller.aclose()


@pytest.mark.parametrize("disturbance", DISTURBANCES)
async def test_the_stream_survives(disturbance: str) -> None:
    # After a first connection: a response that is not an event stream ends a stream that was never connected.
    async with ChaosServer(["close", disturbance, disturbance]).running() as server:
        caller = client(server.base_url)
        states: list[object] = []
        options = StreamOptions(idle_limit=0.1, retry=QUICK, on_state=states.append)
        server.publish(4)
        async with caller.events(stream_request(), Envelope, options) as stream:
            assert await taken(stream, 4) == numbered(1, 4)
            server.publish(2)
            assert await taken(stream, 2) == numbered(5, 6)
        await caller.aclose()
    reasons = {state.reason for state in states if isinstance(state, Disconnected)}
    assert reasons <= {"closed", "failed", "idle"}
    if disturbance == "silence":
        assert "idle" in reasons


@pytest.mark.skipif(
    not Path("/proc/self/fd").exists(), reason="counts descriptors where the system shows them"
)
async def test_disturbed_cycles_lose_nothing_and_leave_nothing() -> None:
    """``CHAOS_CYCLES=500`` for the long run."""
    chance = random.Random(4)
    plan = ["close", *(chance.choice(DISTURBANCES) for _ in range(CYCLES))]
    async with ChaosServer(plan).running() as server:
        caller = client(server.base_url)
        states: list[object] = []
        options = StreamOptions(idle_limit=0.1, retry=QUICK, on_state=states.append)
        tasks, files = len(asyncio.all_tasks()), descriptors()
        async with caller.events(stream_request(), Envelope, options) as stream:
            everything: list[str] = []
            while not server.undisturbed.is_set():
                server.publish(3)
                everything += await taken(stream, 3)
            server.publish(1)
            everything += await taken(stream, 1)
            assert everything == numbered(1, len(everything))
            assert stream.counters.dropped == 0
        attempts = sum(state.attempts for state in states if isinstance(state, Connected))
        # One per disturbance; on a busy machine a healthy connection may look silent for a tenth of a second,
        # too.
        assert len(plan) < attempts <= len(plan) * 1.2 + 5
        await caller.aclose()
        await server.deserted()
        assert len(asyncio.all_tasks()) == tasks
        assert descriptors() <= files


async def test_an_abandoned_loop_gives_the_connection_back_at_once() -> None:
    async with ChaosServer().running() as server:
        caller = client(server.base_url)
        server.publish(10)
        for _ in range(5):
            async with caller.events(stream_request(), Envelope, StreamOptions()) as stream:
                async for event in stream:
                    assert event.id == "e1"
                    break
        await caller.aclose()


async def test_a_consumer_that_sleeps_slows_the_server_down_and_misses_nothing() -> None:
    async with ChaosServer().running() as server:
        caller = client(server.base_url)
        server.publish(20_000)
        async with caller.events(stream_request(), Envelope, StreamOptions(buffer_size=100)) as stream:
            first = await taken(stream, 1)
            await asyncio.sleep(0)
            assert stream.counters.received <= 101
            assert first + await taken(stream, 19_999) == numbered(1, 20_000)
        await caller.aclose()
