"""Timers as data: sessions that end when idle, appointments that start, webhook attempts.

A timer consists of its kind, its subjects and its due time, so it can be dumped and loaded with the rest of
the state. The function that runs a kind registers itself with ``@timer("session.idle")``.
"""

from __future__ import annotations

import asyncio
import heapq
import logging
from collections.abc import Awaitable, Callable, Iterable

from cortex_async.emulator.clock import Clock
from cortex_async.emulator.records import Record
from cortex_async.emulator.tables.disposal import Discard, at_once

_logger = logging.getLogger(__name__)

SPARE = 64
"""Entries of timers that are gone, beyond as many as there are timers, before they are removed."""

Action = Callable[..., None]
ACTIONS: dict[str, Action] = {}


def timer(kind: str) -> Callable[[Action], Action]:
    """Register ``action(world, *subjects)`` for timers of this kind."""

    def register(action: Action) -> Action:
        if kind in ACTIONS:
            raise ValueError(f"two actions for timer {kind}")
        ACTIONS[kind] = action
        return action

    return register


class Timers:
    """The timers of one world, at most one for each kind and subjects.

    run: runs the action of a kind with its subjects.
    settled: waits for the effects of the timers that have run.
    """

    def __init__(
        self,
        clock: Clock,
        run: Callable[..., None],
        settled: Callable[[], Awaitable[None]],
        discard: Discard = at_once,
    ) -> None:
        self._discard = discard
        self._clock = clock
        self._run = run
        self._settled = settled
        self._entries: dict[tuple[str, ...], float] = {}
        self._heap: list[tuple[float, int, tuple[str, ...]]] = []
        self._order = 0
        self._wake: asyncio.Handle | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def open(self) -> None:
        """Let timers run on the current event loop."""
        self._loop = asyncio.get_running_loop()
        self.rearm()

    def close(self) -> None:
        if self._wake is not None:
            self._wake.cancel()
        self._loop = self._wake = None

    def at(self, due: float, kind: str, *subjects: str) -> None:
        """Set the timer of this kind and these subjects to a timestamp, or move it there."""
        self._set(due, (kind, *subjects))
        self.rearm()

    def _set(self, due: float, key: tuple[str, ...]) -> None:
        self._order += 1
        self._entries[key] = due
        heapq.heappush(self._heap, (due, self._order, key))
        if len(self._heap) > 2 * len(self._entries) + SPARE:
            # Timers that were moved or cancelled leave entries behind, which only time would remove.
            self._heap = [one for one in self._heap if self._entries.get(one[2]) == one[0]]
            heapq.heapify(self._heap)

    def after(self, seconds: float, kind: str, *subjects: str) -> None:
        """Like ``at``, with the number of seconds from now."""
        self.at(self._clock.timestamp() + seconds, kind, *subjects)

    def cancel(self, kind: str, *subjects: str) -> None:
        self._entries.pop((kind, *subjects), None)

    def clear(self) -> None:
        self.replace(())

    def dump(self) -> list[Record]:
        return [{"due": due, "kind": key[0], "subjects": list(key[1:])} for key, due in self._entries.items()]

    def replace(self, timers: Iterable[tuple[float, tuple[str, ...]]]) -> None:
        """Replace all timers; each is a timestamp and a key of kind and subjects."""
        self._discard((self._entries, self._heap))
        self._entries, self._heap = {}, []
        for due, key in timers:
            self._set(due, key)
        self.rearm()

    def next_due(self) -> float | None:
        while self._heap:
            due, _, key = self._heap[0]
            if self._entries.get(key) == due:
                return due
            heapq.heappop(self._heap)
        return None

    def fire_due(self) -> None:
        """Run every timer that is due, including those that an action sets for the same time."""
        while (due := self.next_due()) is not None and due <= self._clock.timestamp():
            _, _, key = heapq.heappop(self._heap)
            del self._entries[key]
            try:
                self._run(*key)
            except Exception:
                _logger.exception("timer %s failed", key[0])
        self.rearm()

    async def run_due(self) -> None:
        self.fire_due()
        await self._settled()
        # The effects may have set timers that are due at once, e.g. retries without a pause.
        while (due := self.next_due()) is not None and due <= self._clock.timestamp():
            self.fire_due()
            await self._settled()

    def rearm(self) -> None:
        """Schedule a wake-up for the next timer, unless the clock is frozen and the timer lies ahead."""
        if self._wake is not None:
            self._wake.cancel()
            self._wake = None
        due = self.next_due()
        if self._loop is None or due is None:
            return
        pause = due - self._clock.timestamp()
        if pause <= 0:
            self._wake = self._loop.call_soon(self.fire_due)
        elif not self._clock.frozen:
            # At most a day: event loops reject very long delays, and waking up early only rearms.
            self._wake = self._loop.call_later(min(pause, 86_400.0), self.fire_due)
