"""``client.stats()``: derived from what exists, without observers."""

from __future__ import annotations

import asyncio

from cortex_async import ClientStats, CortexClient, Retry
from cortex_async.emulator import Emulator
from tests.wire.server import OK, RawServer, raw_response


async def test_calls_connections_and_retries() -> None:
    server = RawServer()
    server.reply = [server.stall]
    async with server:
        client = CortexClient(base_url=server.url, api_key="key-1", retry=Retry(attempts=3, base=0))
        async with client:
            assert client.stats() == ClientStats(
                calls=0, connections=0, idle_connections=0, retries=0, streams=(), views=()
            )
            variant = client.with_options(timeout=None)
            task = asyncio.create_task(variant.request("GET", "/api/a"))
            await server.arrived.wait()
            busy = client.stats()
            assert (busy.calls, busy.connections, busy.idle_connections) == (1, 1, 0)
            task.cancel()
            await asyncio.wait({task})
            server.reply = [raw_response(429, {})] * (len(server.requests) + 2) + [OK]
            await variant.request("GET", "/api/a")
            idle = await asyncio.to_thread(client.stats)
            assert (idle.calls, idle.connections, idle.idle_connections, idle.retries) == (0, 1, 1, 2)
        assert client.stats().connections == 0


async def test_streams_views_and_waits() -> None:
    async with (
        Emulator() as emulator,
        CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client,
    ):
        project = client.project(emulator.project_id)
        async with project.sessions.watch() as live, project.events.stream() as stream:
            await emulator.wait_for_streams(2)
            assert not live.stale
            first = await project.sessions.create(title="Raid", external_room_id="r1")
            await live.wait_until(lambda sessions: first.id in sessions)
            second = await project.sessions.create(title="Raid", external_room_id="r2")
            await live.wait_until(lambda sessions: second.id in sessions)
            async for _ in stream:
                break
            waiting = asyncio.create_task(project.sessions.wait_until_ended(first.id))
            await asyncio.sleep(0)
            stats = client.stats()
            (view,) = [one for one in stats.views if one.objects == 2]
            assert (view.kind, view.stale) == ("session", False)
            states = [one.state for one in stats.streams]
            assert states == ["connected", "connected"]
            assert any(one.buffered == one.received - 1 > 0 for one in stats.streams)
            assert all(one.age >= (one.silence or 0) for one in stats.streams)
            assert stats.calls <= 1
            waiting.cancel()
            await asyncio.wait({waiting})
        assert client.stats().streams == ()
        assert client.stats().views == ()
