"""Counts lost first events: open a stream, cause an event at once through the API, and see whether it arrives.

    python -m tests.realtime.lost_event_probe 200

prints how many of the 200 are lost in the async and in the sync version, and fails if any is.
"""

from __future__ import annotations

import asyncio
import sys
import threading

import cortex_async
import cortex_sync
from cortex_async.emulator import Emulator

PATIENCE = 1.0
"""Seconds after which an event counts as lost."""


async def lost_async(emulator: Emulator, count: int) -> int:
    """Return how many of ``count`` first events are lost, half of them on streams of the account."""
    lost = 0
    async with cortex_async.CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client:
        project = client.project(emulator.project_id)
        for number in range(count):
            events = client.events if number % 2 else project.events
            async with events.stream(types=["participant.created"]) as stream:
                await project.participants.create(external_user_id=f"async-{number}")
                try:
                    await asyncio.wait_for(anext(stream), PATIENCE)
                except TimeoutError:
                    lost += 1
    return lost


def lost_sync(emulator: Emulator, count: int) -> int:
    """The same in the sync version, to be run in a thread."""
    lost = 0
    with cortex_sync.CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client:
        project = client.project(emulator.project_id)
        for number in range(count):
            events = client.events if number % 2 else project.events
            with events.stream(types=["participant.created"]) as stream:
                project.participants.create(external_user_id=f"sync-{number}")
                patience = threading.Timer(PATIENCE, stream.close)
                patience.start()
                lost += next(stream, None) is None
                patience.cancel()
    return lost


async def probe(count: int) -> tuple[int, int]:
    """Return how many of ``count`` first events are lost, async and sync."""
    async with Emulator() as emulator:
        return await lost_async(emulator, count), await asyncio.to_thread(lost_sync, emulator, count)


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    lost = asyncio.run(probe(count))
    for version, number in zip(("async", "sync"), lost, strict=True):
        print(f"{version}: {number} of {count} first events lost")
    return 1 if any(lost) else 0


if __name__ == "__main__":
    sys.exit(main())
