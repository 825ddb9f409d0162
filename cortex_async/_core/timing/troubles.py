"""What goes wrong again and again, in the log: when it begins, at growing distances, and when it ends."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from typing import Final

from cortex_async._core.timing.clock import monotonic

_FIRST: Final = 60.0
_LONGEST: Final = 3600.0
"""Seconds between two lines: doubled from the first to the longest."""


class Trouble:
    """Something that fails repeatedly while it lasts, such as reaching a server.

    Failures of another kind, i.e. with another message or error, are logged at once, but each kind only once.
    Any thread may call the methods.
    What begins again soon after its end, sooner than the distance of lines has become, goes on with that.

    logger: of the module that tells of it.
    now: the seconds of a monotonic clock.
    level: of the lines about failures. Its end is logged as INFO.
    is_on: whether it has failed since it worked.
    """

    def __init__(
        self, logger: logging.Logger, now: Callable[[], float] = monotonic, *, level: int = logging.WARNING
    ) -> None:
        self._logger = logger
        self._now = now
        self._level = level
        self._began = 0.0
        self._ended = 0.0
        self.is_on: bool = False
        self._last = 0.0
        self._count = 0
        self._distance = 0.0
        self._next = 0.0
        self._was_logged = False
        self._kinds: set[tuple[object, ...]] = set()
        self._lock = threading.Lock()

    def failed(
        self,
        message: str,
        *arguments: object,
        error: BaseException | None = None,
        kind: object = None,
        extra: Mapping[str, object] | None = None,
    ) -> None:
        """Note a failure, and log it if it is time for that.

        error: with a traceback. kind: what tells failures apart besides the message, e.g. the error's name.
        extra: further attributes of the record.
        """
        with self._lock:
            repeated = self._note((message, kind))
        if repeated is None:
            return
        if repeated:
            message, arguments = f"{message} (%d failures within %s)", (*arguments, *repeated)
        self._logger.log(self._level, message, *arguments, exc_info=error, extra=extra)

    def over(self, message: str, *arguments: object, extra: Mapping[str, object] | None = None) -> bool:
        """Note that it works, and log that if the failures were. Returns whether it was logged.

        message: without how long it has lasted.
        """
        if not self.is_on:
            return False
        with self._lock:
            if not self.is_on:
                return False
            lasted, was_logged = (self._lasted, self._count), self._was_logged
            self._ended, self.is_on, self._was_logged = self._now(), False, False
        if was_logged:
            self._logger.info(f"{message}, after %s and %d failures", *arguments, *lasted, extra=extra)
        return was_logged

    def _note(self, key: tuple[object, ...]) -> tuple[()] | tuple[int, str] | None:
        """Note a failure of this kind.

        Returns None if it is not to be logged, else how many there were in what time, nothing for the first.
        """
        now = self._now()
        if self.is_on and now - self._last >= 2 * _LONGEST:
            # Nobody has noted that it works, because nobody has tried.
            self._ended, self.is_on = self._last, False
        self._last = now
        if not self.is_on:
            if now - self._ended >= self._distance:
                self._distance, self._kinds = 0.0, set()
            self._began, self._count, self.is_on = now, 0, True
        self._count += 1
        is_due = now >= self._next or not self._distance
        if key in self._kinds and not is_due:
            return None
        if is_due:
            self._distance = min(max(_FIRST, 2 * self._distance), _LONGEST)
            self._next = now + self._distance
        self._kinds.add(key)
        self._was_logged = True
        return (self._count, self._lasted) if self._count > 1 else ()

    @property
    def _lasted(self) -> str:
        seconds = self._now() - self._began
        return f"{seconds:.0f} s" if seconds < 600 else f"{seconds / 60:.0f} min"
