"""The one loop thread of a process: started by the first call, shared by all clients, looked at on every call.

Nothing exists at import, not even a lock. What a process has is kept under its pid, so that a forked child finds nothing of its
own and starts afresh; what it inherited is disowned.
"""

from __future__ import annotations

import atexit
import os
import threading
from collections.abc import Callable

from cortex_sync.bridge.loop import HOLD, LoopThread
from cortex_sync.call import LoopStopped


class _Process:
    """What one process has: one loop thread, which counts as long as it is alive."""

    def __init__(self) -> None:
        self.thread: LoopThread | None = None
        self.ending = False
        # In the order in which they began to run; a dict, since it changes in one step whatever comes in between.
        self._threads: dict[LoopThread, None] = {}
        # Reentrant, since a signal handler that makes a call may run while this very thread holds it.
        self._starting = threading.RLock()

    @property
    def threads(self) -> list[LoopThread]:
        """All that were started, those that ended and those that are about to stop included."""
        return [*self._threads]

    def start(self) -> LoopThread:
        """The one loop thread, however many callers come at once, and from wherever: a signal handler or a finaliser of this
        very thread may make a call between any two steps."""
        # Not for ever: a finaliser may run in the thread that is just being started, for which the holder of the lock waits.
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
        # Whichever came first counts, so that all agree; only now is it known whether there is another one.
        alive = [thread for thread in self.threads if thread.alive]
        if made is not None and (alive[:1] != [made] or self.ending):
            made.stop()
        if not alive or self.ending:
            raise LoopStopped("the interpreter is shutting down")
        self.thread = alive[0]
        return alive[0]


_processes: dict[int, _Process] = {}
_inherited: list[_Process] = []
"""Kept for good: what belongs to a parent must not be finalised here."""
_releases: dict[int, list[Callable[[], None]]] = {}
"""What each forking thread has to do after its fork."""


def loop_thread() -> LoopThread:
    """The loop thread of this process, running. Raises what ``LoopThread`` does, and ``LoopStopped`` after the exit functions."""
    process = _processes.get(os.getpid()) or _enter_process()
    thread = process.thread
    return thread if thread is not None and thread.alive else process.start()


def _enter_process() -> _Process:
    here = os.getpid()
    # Already done by the hook below, unless the fork was made by C code that runs no hooks (uWSGI does by default).
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
    # A child inherits the locks that other threads hold, and nobody to release them. Our thread takes such locks on first use:
    # that of a module which it is importing, for one.
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
    if process is not None:
        process.ending = True
        for thread in process.threads:
            thread.end_at_exit()


# Registered at import so that it runs after the exit functions of a program that imports this first: those may still make calls.
atexit.register(_at_exit)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(
        before=_before_fork, after_in_parent=_after_fork_in_parent, after_in_child=_after_fork_in_child
    )
