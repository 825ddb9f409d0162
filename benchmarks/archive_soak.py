"""Soak test: an archive of a million messages in ten thousand sessions, within 200 MiB and in linear time.

    python -m benchmarks.archive_soak [sessions] [messages] [people|engines]

An emulator in another process has the sessions, with 100 messages each. The update runs in this process,
whose peak is measured. Exit status 1 if that is too high, if a message of the last tenth takes more than 1.3
times the processor time of one in the second tenth, or if anything is missing in the archive.
"""

from __future__ import annotations

import asyncio
import resource
import sys
import tempfile
import time
from typing import Any

from benchmarks.harness import large_projects
from cortex_async import CortexClient
from cortex_async.archives import Archive, ArchiveProgress, ArchiveReport

LIMIT = 200
"""MiB, with the client and, for engines, pyarrow."""

LINEAR = 1.3

OPTIONS: dict[str, dict[str, Any]] = {
    "people": {"layout": "people", "formats": ("vtt",)},
    "engines": {"layout": "engines"},
}


def peak() -> float:
    """The most memory that this process has had, in MiB."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1024 / 1024


class Tenths:
    """Shows the progress, and notes the processor time at each tenth of the sessions."""

    def __init__(self) -> None:
        self.spent: dict[int, float] = {}

    def show(self, now: ArchiveProgress) -> None:
        if now.total and now.done * 10 % now.total == 0:
            self.spent[now.done * 10 // now.total] = time.process_time()
            print(
                f"{now.done:>7,} sessions {now.messages:>9,} messages {now.elapsed:6.1f} s, "
                f"{now.remaining:6.1f} s left, {peak():.0f} MiB",
                flush=True,
            )

    def growth(self) -> float:
        """The last tenth's time in relation to the second one's: the first one has the imports."""
        return (self.spent[10] - self.spent[9]) / (self.spent[2] - self.spent[1])


async def update(access: large_projects.Access, layout: str) -> tuple[ArchiveReport, int, float]:
    """Returns the report, how many sessions a second update found changed, and the growth."""
    tenths = Tenths()
    with tempfile.TemporaryDirectory(prefix="archive-soak-") as folder:
        archive = Archive(f"{folder}/archive", **OPTIONS[layout])
        async with CortexClient(base_url=access.base_url, api_key=access.api_key) as client:
            project = client.project(access.project_id)
            report = await archive.update(project, progress=tenths.show)
            print(report)
            begun = time.monotonic()
            again = await archive.update(project)
            print(f"again: {again}, {time.monotonic() - begun:.1f} s")
    return report, again.changed, tenths.growth()


def main(sessions: str = "10000", messages: str = "100", layout: str = "people") -> int:
    with large_projects.running([int(sessions)], int(messages)) as (access,):
        report, changed, growth = asyncio.run(update(access, layout))
    whole = (report.new, report.messages, changed) == (int(sessions), int(sessions) * int(messages), 0)
    print(
        f"{layout}: peak {peak():.0f} MiB (at most {LIMIT}), {report.messages / report.elapsed:,.0f} messages/s, "
        f"the last tenth {growth:.2f} of the second (at most {LINEAR}), {'whole' if whole else 'NOT WHOLE'}"
    )
    return int(not (whole and peak() < LIMIT and growth <= LINEAR))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
