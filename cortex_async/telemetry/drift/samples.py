"""Samples that wait to be checked, and the thread that checks them.

Only the decision to take a sample, and putting it away, happen where the client works.
"""

from __future__ import annotations

import os
import random
import threading
from collections import deque
from collections.abc import Callable
from typing import Final, TypeVar
from weakref import WeakSet

from cortex_async._core.telemetry.bodies import BodySink, SeenBody

MOST_SAMPLES: Final = 256
MOST_BYTES: Final = 8 * 1024 * 1024
"""The most samples, and bytes of them, that wait."""

LARGEST: Final = 256 * 1024
"""The most bytes of one sample."""

_IDLE: Final = 1.0
"""Seconds after which a thread without work ends."""

T = TypeVar("T")

_all: WeakSet[Samples] = WeakSet()


class Samples(BodySink):
    """A bounded queue of samples.

    share: of the bodies that are taken, from 0 to 1. check: called for one sample at a time.

    The thread is started when there is work, and ends when there is none.
    """

    def __init__(self, share: float, check: Callable[[SeenBody], None]) -> None:
        self._share = share
        self._check = check
        self.skipped: int = 0
        self.too_large: int = 0
        self.reset()
        _all.add(self)

    def reset(self) -> None:
        """Forget what waits, as a forked process must: the thread and the locks are its parent's."""
        self._queue: deque[SeenBody] = deque()
        self._bytes = 0
        self._changed = threading.Condition()
        self._checking = threading.Lock()
        self._working = False

    def wants(self) -> bool:
        return random.random() < self._share  # noqa: S311  # a sample, not a secret

    def put(self, seen: SeenBody) -> None:
        size = len(seen.body or b"")
        with self._changed:
            if size > LARGEST:
                self.too_large += 1
            elif len(self._queue) >= MOST_SAMPLES or self._bytes + size > MOST_BYTES:
                self.skipped += 1
            else:
                self._queue.append(seen)
                self._bytes += size
                self._wake()

    def settled(self, read: Callable[[], T]) -> T:
        """Check what waits, in this thread, and return ``read()`` while nothing is being checked."""
        while self._check_next():
            pass
        with self._checking:
            return read()

    def _wake(self) -> None:
        if self._working:
            self._changed.notify()
            return
        try:
            threading.Thread(target=self._work, name="cortex-drift", daemon=True).start()
        except RuntimeError:
            # The interpreter shuts down, or there are too many threads. ``settled`` still checks what waits.
            return
        self._working = True

    def _work(self) -> None:
        while True:
            while self._check_next():
                pass
            with self._changed:
                if not self._queue and not self._changed.wait(_IDLE) and not self._queue:
                    self._working = False
                    return

    def _check_next(self) -> bool:
        with self._checking:
            with self._changed:
                if not self._queue:
                    return False
                seen = self._queue.popleft()
                self._bytes -= len(seen.body or b"")
            self._check(seen)
        return True


def _forget() -> None:
    for samples in list(_all):
        samples.reset()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
