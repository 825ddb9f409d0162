"""Threads for what blocks (name look-ups, credential functions, files) that the end of the interpreter does not wait for.

The standard pool joins its threads at exit, so that one look-up stuck in a dead resolver holds a script for half a minute after
Ctrl-C.
"""

from __future__ import annotations

import threading
from _queue import SimpleQueue  # the one in queue may be gevent's, which wakes no other thread
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Final, ParamSpec, TypeVar

from cortex_sync.call import LoopStopped

P = ParamSpec("P")
T = TypeVar("T")

LIMIT: Final = 32


class DaemonExecutor(Executor):
    """Up to 32 daemon threads, started when none is idle and kept."""

    def __init__(self) -> None:
        self._jobs: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._idle = threading.Semaphore(0)
        self._threads = 0

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Called by one thread only, the loop's."""
        future: Future[T] = Future()

        def job() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                result = fn(*args, **kwargs)
            except BaseException as error:  # noqa: BLE001 - it belongs to whoever awaits the future
                future.set_exception(error)
            else:
                future.set_result(result)

        if not self._idle.acquire(blocking=False) and self._threads < LIMIT:
            self._add_thread()
        self._jobs.put(job)
        return future

    def _add_thread(self) -> None:
        """Raises ``LoopStopped`` if none can start and there is none yet."""
        try:
            threading.Thread(target=self._work, name="cortex-sync-blocking", daemon=True).start()
        except RuntimeError as error:
            if not self._threads:
                raise LoopStopped(f"no thread for what blocks can start: {error}") from None
        else:
            self._threads += 1

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Lets idle threads end. Running jobs are left to themselves, whatever ``wait`` says."""
        for _ in range(self._threads):
            self._jobs.put(None)

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            job()
            del job
            self._idle.release()
