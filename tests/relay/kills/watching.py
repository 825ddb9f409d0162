"""Memory and processor time of processes, from /proc."""

from __future__ import annotations

import asyncio
import os
import statistics
from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

PAGE = os.sysconf("SC_PAGE_SIZE")
TICKS = os.sysconf("SC_CLK_TCK")
EVERY = 0.5


class Watch:
    """Samples processes. memory: MiB of each process, in order. cpu: seconds of each, as far as seen."""

    def __init__(self, pids: Callable[[], Iterable[int]]) -> None:
        self._pids = pids
        self.memory: dict[int, list[float]] = defaultdict(list)
        self.cpu: dict[int, float] = {}

    async def run(self) -> None:
        while True:
            for pid in self._pids():
                # It may have been killed a moment ago.
                with suppress(OSError):
                    self._sample(pid)
            await asyncio.sleep(EVERY)

    def _sample(self, pid: int) -> None:
        values = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        self.memory[pid].append(int(values[21]) * PAGE / 2**20)
        self.cpu[pid] = (int(values[11]) + int(values[12])) / TICKS

    def growth(self, pid: int) -> float:
        """MiB by which a process grew from the second fifth of its life to the last one."""
        found = self.memory[pid]
        fifth = max(1, len(found) // 5)
        return statistics.median(found[-fifth:]) - statistics.median(found[fifth : 2 * fifth] or found)
