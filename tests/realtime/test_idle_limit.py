"""The client's ``idle_limit`` applies to its streams and live views."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

import cortex_sync
from cortex_async import ConfigError, CortexClient, Disconnected, Retry
from cortex_async._core.errors import ArgumentError
from tests.wire.hanging import HangingServer

LIMIT = 0.1
QUICK = Retry(attempts=1_000_000, base=0.001, cap=0.001)


async def reason(client: CortexClient, seconds: float = 5, **options: Any) -> str | None:
    """Why the connection of a stream is lost, None if it is not lost in time."""
    stream = client.project("p").events.stream(retry=QUICK, **options)
    async with stream:
        try:
            async with asyncio.timeout(seconds):
                async for state in stream.states():
                    if isinstance(state, Disconnected):
                        return state.reason
        except TimeoutError:
            pass
    return None


async def test_streams_take_it_from_the_client_unless_they_have_their_own() -> None:
    async with HangingServer() as server:
        plain = CortexClient(base_url=server.url, api_key="k")
        short = CortexClient(base_url=server.url, api_key="k", idle_limit=LIMIT)
        async with plain, short:
            assert await reason(plain, 2 * LIMIT) is None
            assert await reason(short) == "idle"
            assert await reason(plain.with_options(idle_limit=LIMIT)) == "idle"
            # Other options keep it.
            assert await reason(short.with_options(headers={"A": "b"}, timeout=30)) == "idle"
            assert await reason(short.with_options(idle_limit=0), 2 * LIMIT) is None
            assert await reason(short, 2 * LIMIT, idle_limit=30) is None
            assert await reason(plain, idle_limit=LIMIT) == "idle"


async def test_live_views_take_it_and_share_a_stream_only_with_the_same() -> None:
    async with HangingServer() as server, CortexClient(base_url=server.url, api_key="k") as client:

        def streams() -> int:
            return sum("/events/stream" in request.target for request in server.requests)

        short = client.with_options(idle_limit=LIMIT)
        async with client.project("p").sessions.watch():
            async with client.project("p").sessions.watch():
                assert streams() == 1
            async with short.project("p").sessions.watch(), asyncio.timeout(30):
                assert streams() == 2
                while streams() < 3:
                    await server.hung.acquire()


@pytest.mark.parametrize("value", [-1, "1", None, True, float("inf"), float("nan")])
def test_it_is_checked(value: Any) -> None:
    settings: Any = {"base_url": "http://127.0.0.1:1", "api_key": "k"}
    for kind in (CortexClient, cortex_sync.CortexClient):
        with pytest.raises(ConfigError, match="idle_limit must be a number of seconds >= 0, got"):
            kind(**settings, idle_limit=value)
        with pytest.raises(ArgumentError, match="idle_limit must be a number of seconds >= 0, got"):
            kind(**settings).with_options(idle_limit=value)
