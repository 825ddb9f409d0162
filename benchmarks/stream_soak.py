"""Soak test: a million events for a consumer that sleeps. Memory must not grow, whatever the overflow policy.

    python -m benchmarks.stream_soak [events]

Each policy runs in its own process. The consumer sleeps until the server has sent everything, or can send no
more, and then reads what is there. Exit status 1 if memory grew by more than 16 MiB, or if events are
unaccounted for.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Literal

from cortex_async._core.response import Headers
from cortex_async._core.stream import EventStream, Gap, StreamSettings, StreamState

LIMIT = 16 * 1024 * 1024
CHUNK = 500


class Server:
    """Sends as fast as it is read, in chunks of 500 events."""

    status = 200
    headers: Mapping[str, str] = Headers([("content-type", "text/event-stream")])
    request_id: str | None = None
    attempts = 1

    def __init__(self, total: int) -> None:
        self.total = total
        self.sent = 0

    @asynccontextmanager
    async def connect(self, last_event_id: str | None) -> AsyncIterator[Server]:
        yield self

    async def chunks(self) -> AsyncIterator[bytes]:
        while self.sent < self.total:
            numbers = range(self.sent, min(self.sent + CHUNK, self.total))
            self.sent = numbers.stop
            yield b"".join(
                b'id: %d\ndata: {"id":"event-%d","type":"message.created","text":"two behind the gate"}\n\n'
                % (number, number)
                for number in numbers
            )
        await asyncio.Event().wait()


def resident() -> int:
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * 4096


def identity(raw: dict[str, Any]) -> str:
    return str(raw["id"])


async def soak(overflow: Literal["block", "drop_oldest"], total: int) -> bool:
    lost = 0

    def count(state: StreamState) -> None:
        nonlocal lost
        if isinstance(state, Gap):
            lost += state.dropped or 0

    server = Server(total)
    settings = StreamSettings(overflow=overflow, on_state=count)
    stream = EventStream(server.connect, lambda raw: raw, identity=identity, settings=settings)
    async with stream:
        # The buffer and the memory of duplicates fill up before the measurement starts.
        peak = start = 0
        began = time.perf_counter()
        taken = 0
        async for _ in stream:
            taken += 1
            if taken == 1:
                while overflow == "drop_oldest" and server.sent < total:
                    await asyncio.sleep(0.01)
                    start = start or (resident() if server.sent > 50_000 else 0)
                    peak = max(peak, resident())
            if taken == 50_000:
                start = resident()
            if taken % 1000 == 0:
                peak = max(peak, resident())
            if taken + lost == total:
                break
        seconds = time.perf_counter() - began
    grown = peak - start
    balanced = taken + lost == total == stream.counters.received and lost == stream.counters.dropped
    print(
        f"{overflow:12} {taken:>9,} taken {lost:>9,} dropped  {total / seconds:>9,.0f} events/s  "
        f"memory {grown / 1024 / 1024:+.1f} MiB  {'balanced' if balanced else 'NOT BALANCED'}"
    )
    return balanced and grown < LIMIT


def run(overflow: Literal["block", "drop_oldest"], total: int) -> None:
    sys.exit(not asyncio.run(soak(overflow, total)))


def main() -> int:
    total = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    failed = 0
    for overflow in ("block", "drop_oldest"):
        process = multiprocessing.get_context("spawn").Process(target=run, args=(overflow, total))
        process.start()
        process.join()
        failed |= process.exitcode != 0
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
