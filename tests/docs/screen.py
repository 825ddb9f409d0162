"""What an example prints, and the way to end one that would go on for ever."""

from __future__ import annotations

import io
import threading

LIMIT = 30
"""Seconds that one example may take."""


class Enough(BaseException):
    """Ends an example that would go on for ever. No ``Exception``: routers keep those."""


class Screen(io.StringIO):
    """Keeps what is printed, wakes those who wait for it, and raises ``Enough`` once ``until`` is there."""

    def __init__(self, until: str | None = None) -> None:
        super().__init__()
        self._until = until
        self._printed = threading.Condition()

    def write(self, text: str) -> int:
        with self._printed:
            written = super().write(text)
            self._printed.notify_all()
        if self._until is not None and "\n" in text and self._until in self.getvalue():
            raise Enough
        return written

    def wait_for(self, text: str) -> None:
        """Block until ``text`` has been printed."""
        with self._printed:
            if not self._printed.wait_for(lambda: text in self.getvalue(), LIMIT):
                raise AssertionError(f"{text!r} was not printed, but {self.getvalue()!r}")
