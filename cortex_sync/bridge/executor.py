"""Threads for blocking work (DNS lookups, credential functions, files) that do not delay the end of the
interpreter.

``ThreadPoolExecutor`` joins its threads at exit: a lookup that hangs in a dead resolver would keep a script
alive for half a minute after Ctrl-C. See
https://docs.python.org/3/library/concurrent.futures.html#threadpoolexecutor.
"""

from __future__ import annotations

import threading
from _queue import SimpleQueue  # the one in queue may be gevent's, which wakes no other thread
from collections.abc import Callable
from concurrent.futures import Executor, Future
from functools import partial
from typing import Final, ParamSpec, TypeVar

from cortex_sync.bridge.errors import LoopStopped

P = ParamSpec("P")
T = TypeVar("T")

LIMIT: Final = 32


class DaemonExecutor(Executor):
    """Up to 32 daemon threads, started when none is idle, and kept."""

    def __init__(self) -> None:
        self._jobs: SimpleQueue[Callable[[], Callable[[], None] | None] | None] = SimpleQueue()
        self._idle = threading.Semaphore(0)
        self._threads = 0

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run ``fn`` in a thread. Only the loop thread may call this."""
        future: Future[T] = Future()

        def job() -> Callable[[], None] | None:
            if not future.set_running_or_notify_cancel():
                return None
            try:
                result = fn(*args, **kwargs)
            except BaseException as error:  # noqa: BLE001 - raised where the future is awaited
                return partial(future.set_exception, error)
            return partial(future.set_result, result)

        if not self._idle.acquire(blocking=False) and self._threads < LIMIT:
            self._add_thread()
        self._jobs.put(job)
        return future

    def _add_thread(self) -> None:
        """Start one more thread. Raises ``LoopStopped`` if it cannot start and there is no other."""
        try:
            threading.Thread(target=self._work, name="cortex-sync-blocking", daemon=True).start()
        except RuntimeError as error:
            if not self._threads:
                raise LoopStopped(f"no thread can start for blocking work: {error}") from None
        else:
            self._threads += 1

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End idle threads. Running jobs are never waited for, whatever ``wait`` is."""
        for _ in range(self._threads):
            self._jobs.put(None)

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            deliver = job()
            del job
            # First idle, then the result: its receiver may submit the next job before this thread runs again.
            self._idle.release()
            if deliver is not None:
                deliver()
            del deliver
