"""Since when something may be missing, for the parts of a relay that repair it or wait for that."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from cortex_async._core.timing.clock import Clock


class Debt:
    """What is owed.

    notify: called with each change.
    since: the time of the server from which on events may be missing, None if nothing is.
    certain: whether events were certainly missed, rather than that somebody should look.
    number: counts what was noticed, so that a repair knows of what came after it began.
    """

    def __init__(self, clock: Clock, notify: Callable[[], object]) -> None:
        self._clock = clock
        self._notify = notify
        self._changed = asyncio.Event()
        self._began = 0.0
        self.since: float | None = None
        self.certain: bool = False
        self.number: int = 0

    @property
    def age(self) -> float:
        """Seconds for which something has been owed."""
        return 0.0 if self.since is None else self._clock.monotonic() - self._began

    def owe(self, since: float, *, certain: bool, anew: bool = False) -> None:
        """Note that events may be missing from then on.

        anew: whether its age counts from now, since it could not be paid before.
        """
        if anew or self.since is None or (certain and not self.certain):
            self._began = self._clock.monotonic()
        self.since = since if self.since is None else min(self.since, since)
        self.certain = self.certain or certain
        self.number += 1
        self.wake()

    def paid(self, number: int, until: float) -> None:
        """Note that nothing is missing until then, and later only if there was news after ``number``."""
        if number == self.number:
            self.since, self.certain = None, False
        else:
            self.since = until
        self.wake()

    def hold(self, limit: float) -> float:
        """Return for how many seconds newer events have to wait, if the debt stays."""
        return self._began + limit - self._clock.monotonic() if self.certain else 0.0

    def changed(self) -> Awaitable[object]:
        """Wait for the next change after this call, however late somebody begins to await it."""
        return self._changed.wait()

    def wake(self) -> None:
        """Wake those who wait for a change."""
        self._changed.set()
        self._changed = asyncio.Event()
        self._notify()
