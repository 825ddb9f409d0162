"""Soak test: an archive of a million messages in ten thousand sessions. Memory must stay below 200 MiB.

    python -m benchmarks.archive_soak [sessions] [messages] [people|engines]

An emulator in another process has the sessions, with 100 messages each. The update runs in this process,
whose peak is measured. Exit status 1 if that is too high, or if anything is missing in the archive.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import resource
import sys
import tempfile
import time
from multiprocessing.connection import Connection
from typing import Any

from cortex_async import CortexClient
from cortex_async.archives import Archive, ArchiveProgress
from cortex_async.emulator import Emulator

LIMIT = 200
"""MiB, with the client and, for engines, pyarrow."""

OPTIONS: dict[str, dict[str, Any]] = {
    "people": {"layout": "people", "formats": ("vtt",)},
    "engines": {"layout": "engines"},
}


def serve(pipe: Connection, sessions: int, messages: int) -> None:
    """Run an emulator until the other end of the pipe says so."""
    with Emulator.in_thread() as emulator:
        emulator.seed("large", sessions=sessions, messages=messages)
        pipe.send((emulator.base_url, emulator.api_key, emulator.project_id))
        pipe.recv()


def peak() -> float:
    """The most memory that this process has had, in MiB."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1024 / 1024


def show(now: ArchiveProgress) -> None:
    if now.done % 1000 == 0 or now.done == now.total:
        print(
            f"{now.done:>7,} sessions {now.messages:>9,} messages {now.elapsed:6.1f} s, "
            f"{now.remaining:6.1f} s left, {peak():.0f} MiB",
            flush=True,
        )


async def update(access: tuple[str, str, str], sessions: int, messages: int, layout: str) -> bool:
    base_url, api_key, project_id = access
    with tempfile.TemporaryDirectory(prefix="archive-soak-") as folder:
        archive = (
            Archive(f"{folder}/archive", layout="engines")
            if len(sys.argv) > 3
            else Archive(f"{folder}/archive", formats=("vtt",))
        )
        async with CortexClient(base_url=base_url, api_key=api_key) as client:
            project = client.project(project_id)
            report = await archive.update(project, progress=show)
            print(report)
            begun = time.monotonic()
            again = await archive.update(project)
            print(f"again: {again}, {time.monotonic() - begun:.1f} s")
        whole = (report.new, report.messages, again.changed) == (sessions, sessions * messages, 0)
        print(f"peak {peak():.0f} MiB, {report.messages / report.elapsed:,.0f} messages/s")
    return whole and peak() < LIMIT


def main() -> int:
    sessions = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    messages = int(sys.argv[2]) if len(sys.argv) > 2 else 100
    layout = sys.argv[3] if len(sys.argv) > 3 else "people"
    here, there = multiprocessing.get_context("spawn").Pipe()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(there, sessions, messages))
    server.start()
    try:
        succeeded = asyncio.run(update(here.recv(), sessions, messages, layout))
    finally:
        here.send(None)
        server.join()
    return int(not succeeded)


if __name__ == "__main__":
    sys.exit(main())
