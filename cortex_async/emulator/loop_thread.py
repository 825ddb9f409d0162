"""An event loop in a thread of its own, on which blocking code runs a server."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class LoopThread:
    """Runs coroutines for threads that have no event loop.

    name: of the thread. what: what runs there, the subject of error messages.
    """

    def __init__(self, name: str, what: str) -> None:
        self._name = name
        self._what = what
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    def start(self, opening: Callable[[], Coroutine[Any, Any, object]]) -> None:
        """Start the thread and run ``opening``. Raises what that raises, ``RuntimeError`` while it runs."""
        if self._thread is not None:
            raise RuntimeError(f"{self._what} is already running")
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name=self._name, daemon=True)
        self._thread.start()
        try:
            self.wait(opening())
        except BaseException:
            self._end()
            raise

    def stop(self, closing: Callable[[], Coroutine[Any, Any, object]]) -> None:
        """Run ``closing`` and end the thread, even if ``closing`` raises. Does nothing if it does not run."""
        if self._thread is not None:
            try:
                self.wait(closing())
            finally:
                self._end()

    def wait(self, work: Coroutine[Any, Any, T]) -> T:
        """Return the result of ``work``. Raises ``RuntimeError`` on its own thread or if it does not run."""
        if self._loop is None or threading.current_thread() is self._thread:
            work.close()
            where = "not running" if self._loop is None else "called from its own thread"
            raise RuntimeError(f"{self._what} is {where}")
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def _end(self) -> None:
        loop, thread = self._loop, self._thread
        self._loop = self._thread = None
        if loop is not None and thread is not None:
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
            loop.close()
