"""The one loop thread of a process: started by the first call, shared by all clients, checked by every call.

Nothing is created at import, not even a lock. State is kept by pid, so a forked child finds none of its own
and starts afresh; the state it inherited is disowned.
"""

from __future__ import annotations

import atexit
import os
import threading
from collections.abc import Callable
from contextlib import suppress

from cortex_sync.bridge.errors import LoopStopped
from cortex_sync.bridge.loop import HOLD, LoopThread


class _Process:
    """The state of one process: its loop thread, used as long as it is alive."""

    def __init__(self) -> None:
        self.thread: LoopThread | None = None
        self.ending = False
        # In the order in which they began to run. A dict changes in one step, whatever interrupts it.
        self._threads: dict[LoopThread, None] = {}
        # Reentrant: a signal handler that makes a call may run while this same thread holds the lock.
        self._starting = threading.RLock()

    @property
    def threads(self) -> list[LoopThread]:
        """All threads that were started, including those that have ended or are about to."""
        return [*self._threads]

    def start(self) -> LoopThread:
        """The one loop thread, however many callers ask at once.

        Signal handlers and finalisers of this same thread may ask
        between any two steps."""
        # With a limit: a finaliser may run in the thread that is being started, for which the holder of the
        # lock waits.
        locked = self._starting.acquire(timeout=HOLD)
        try:
            return self._start()
        finally:
            if locked:
                self._starting.release()

    def _start(self) -> LoopThread:
        for thread in self.threads:
            if not thread.alive:
                self._threads.pop(thread, None)
        if self.ending:
            raise LoopStopped("the interpreter is shutting down")
        made = None if self._threads else LoopThread(self._threads)
        # The first one wins, so all callers agree. Only now is it known whether another one exists.
        alive = [thread for thread in self.threads if thread.alive]
        if made is not None and (alive[:1] != [made] or self.ending):
            made.stop()
        if not alive or self.ending:
            raise LoopStopped("the interpreter is shutting down")
        self.thread = alive[0]
        return alive[0]


_processes: dict[int, _Process] = {}
_inherited: list[_Process] = []
"""Never released: objects of a parent process must not be finalised here; see also ``_keep_for_good``."""
_releases: dict[int, list[Callable[[], None]]] = {}
"""What each forking thread runs in the parent after its fork."""


def loop_thread() -> LoopThread:
    """The running loop thread of this process.

    Raises what ``LoopThread`` raises, and ``LoopStopped`` after the exit functions.
    """
    process = _processes.get(os.getpid()) or _enter_process()
    thread = process.thread
    return thread if thread is not None and thread.alive else process.start()


def _enter_process() -> _Process:
    here = os.getpid()
    # The hook below has done this already, unless C code forked without running hooks, as uWSGI does by
    # default.
    _disown([pid for pid in [*_processes] if pid != here])
    return _processes.setdefault(here, _Process())


def _disown(pids: list[int]) -> None:
    for pid in pids:
        process = _processes.pop(pid, None)
        if process is not None:
            _inherited.append(process)
            for thread in process.threads:
                thread.cut_off()


def _before_fork() -> None:
    # A child inherits locks that other threads hold, without a thread to release them. The loop thread takes
    # such locks too, e.g. the import lock of a module on its first use.
    process = _processes.get(os.getpid())
    if process is not None:
        _releases[threading.get_ident()] = [thread.hold() for thread in process.threads]


def _after_fork_in_parent() -> None:
    for release in _releases.pop(threading.get_ident(), ()):
        release()


def _after_fork_in_child() -> None:
    _releases.clear()
    _disown([*_processes])


def _at_exit() -> None:
    process = _processes.get(os.getpid())
    ended = True
    if process is not None:
        process.ending = True
        for thread in process.threads:
            ended = thread.end_at_exit() and ended
    if _inherited or not ended or any(pid != os.getpid() for pid in [*_processes]):
        # Some systems have no ctypes, PyPy has no such function, and no file descriptor may be left.
        with suppress(ImportError, AttributeError, OSError):
            _keep_for_good()


def _keep_for_good() -> None:
    """Let the interpreter never finalise what belongs to a parent process, or could not be closed in time.

    It clears modules at its end, and with them lists and dictionaries that only a module refers to. aiohttp
    would then warn of sessions.
    """
    import ctypes

    from cortex_async._core.http.loop_bound import open_or_inherited

    for holder in (_inherited, _processes, *open_or_inherited()):
        ctypes.pythonapi.Py_IncRef(ctypes.py_object(holder))


# Registered at import, so it runs after the exit functions that the program registers later: those may still
# make calls.
atexit.register(_at_exit)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(
        before=_before_fork, after_in_parent=_after_fork_in_parent, after_in_child=_after_fork_in_child
    )
