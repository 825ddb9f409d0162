"""A client with the caller's session: closing the client leaves the session open, closing the session ends
the client's work."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from cortex_async import ClientClosed, ConfigError, ConnectionFailed, Retry
from tests.at_once import at_once
from tests.wire.hanging import HangingServer, Wait, body, events, events_of_silent_server, get, post
from tests.wire.test_closing import client_of


@pytest.fixture
async def server() -> AsyncIterator[HangingServer]:
    async with HangingServer() as server:
        yield server


@pytest.mark.parametrize("wait", [get, post, body, events])
async def test_the_callers_session_stays_usable(wait: Wait, server: HangingServer, tmp_path: Path) -> None:
    async with aiohttp.ClientSession() as session:
        client = client_of(server, session=session)
        waiting = asyncio.create_task(wait(client, tmp_path))
        await server.hung.acquire()
        await asyncio.sleep(0.02)
        async with at_once():
            await client.aclose()
            with pytest.raises(ClientClosed):
                await waiting
        async with session.get(f"{server.url}/else") as response:
            assert response.status == 200


@pytest.mark.parametrize("wait", [get, post, body])
async def test_closing_the_callers_session_ends_the_call(
    wait: Wait, server: HangingServer, tmp_path: Path
) -> None:
    session = aiohttp.ClientSession()
    client = client_of(server, session=session, retry=Retry(attempts=3, base=0))
    waiting = asyncio.create_task(wait(client, tmp_path))
    await server.hung.acquire()
    await asyncio.sleep(0.02)
    await session.close()
    async with at_once():
        with pytest.raises(ConnectionFailed, match="session given to this client was closed"):
            await waiting
    assert len(server.requests) == 1
    await client.aclose()


@pytest.mark.parametrize("wait", [events, events_of_silent_server])
async def test_closing_the_callers_session_ends_the_stream(
    wait: Wait, server: HangingServer, tmp_path: Path
) -> None:
    session = aiohttp.ClientSession()
    client = client_of(server, session=session)
    waiting = asyncio.create_task(wait(client, tmp_path))
    await server.hung.acquire()
    await asyncio.sleep(0.02)
    await session.close()
    async with at_once(asleep=1.5):  # the pause before the stream connects again
        with pytest.raises(ConfigError, match="session given to this client is closed"):
            await waiting
    await client.aclose()


async def test_closing_the_callers_session_ends_a_wait_for_its_pool(
    server: HangingServer, tmp_path: Path
) -> None:
    session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=1))
    client = client_of(server, session=session)
    calls = [asyncio.create_task(post(client, tmp_path)) for _ in range(3)]
    await server.hung.acquire()
    await asyncio.sleep(0.02)
    await session.close()
    async with at_once():
        results = await asyncio.gather(*calls, return_exceptions=True)
    found = sorted(getattr(result, "outcome", type(result).__name__) for result in results)
    assert found == ["not_sent", "not_sent", "unknown"]
    assert all(isinstance(result, ConnectionFailed) for result in results)
    await client.aclose()
