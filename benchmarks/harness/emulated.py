"""An emulator, and beside it bare handlers of aiohttp.web that send the same bytes, in another process.

It prints one line of JSON: addresses, key, paths and what one burst of events looks like.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import aiohttp
from aiohttp import web

from benchmarks.harness import machine
from benchmarks.harness.environment import ROOT
from cortex_async.emulator import Emulator

SPEAKERS = 20
EVENTS = 3_000
BURST = 100
"""Events that are published before the loop gets its turn."""

STREAM = "/events/stream"


@contextmanager
def running() -> Iterator[dict[str, Any]]:
    """Run both in another process. Yields what it has printed."""
    command = [sys.executable, "-m", "benchmarks.harness.emulated"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield json.loads(process.stdout.readline())
        finally:
            process.kill()


async def serve() -> None:
    async with Emulator(stream_buffer=10 * EVENTS) as emulator, aiohttp.ClientSession() as http:
        below = f"/api/projects/{emulator.project_id}"
        headers = {"X-API-Key": emulator.api_key}
        url = emulator.base_url + below
        async with http.post(
            f"{url}/sessions", json={"title": "Raid", "externalRoomId": "r"}, headers=headers
        ) as made:
            session = (await made.json())["id"]
        await emulator.settle()
        for number in range(SPEAKERS):
            await emulator.say(session, f"player-{number}", "Two behind the gate, one on the bridge.")
        paths = [
            f"{below}/sessions/{session}",
            f"{below}/sessions/{session}/messages",
            f"{below}/participants",
        ]
        bodies: dict[str, bytes] = {}
        for path in paths:
            async with http.get(emulator.base_url + path, headers=headers) as response:
                bodies[path] = await response.read()
        bare = await _bare(bodies, below + STREAM, emulator.events[-1])
        printed = {"emulator": emulator.base_url, "bare": bare, "paths": paths, "stream": below + STREAM}
        print(json.dumps({**printed, "key": emulator.api_key}), flush=True)
        await _publish(emulator)


async def _bare(bodies: dict[str, bytes], stream: str, event: dict[str, Any]) -> str:
    block = f"id: {event['id']}\ndata: {json.dumps(event, separators=(',', ':'))}\n\n".encode()

    async def read(request: web.Request) -> web.Response:
        return web.Response(body=bodies[request.path], content_type="application/json")

    async def events(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        with suppress(ConnectionResetError):  # the reader leaves before the last one
            for _ in range(EVENTS):
                await response.write(block)
        return response

    app = web.Application()
    app.router.add_get(stream, events)
    app.router.add_get("/{path:.*}", read)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    return f"http://127.0.0.1:{runner.addresses[0][1]}"


async def _publish(emulator: Emulator) -> None:
    """Publish events whenever there is a reader."""
    world = emulator.world
    project, event = world.project(emulator.project_id), emulator.events[-1]
    kind, resource, data = event["type"], event["resourceId"], event["payload"]["data"]
    while True:
        await emulator.wait_for_streams(1)
        for number in range(EVENTS):
            world.emit(kind, "created", resource, project, data, source=event["source"])
            if number % BURST == 0:
                await asyncio.sleep(0)
        await emulator.wait_for_streams(0)


if __name__ == "__main__":
    machine.pin("server")
    asyncio.run(serve())
