"""The one loop thread of a process: started by the first call, shared by all clients, looked at on every call.

Nothing exists at import, not even a lock. What a process has is kept under its pid, so that a forked child finds nothing of its
own and starts afresh; what it inherited is disowned.
"""

from __future__ import annotations

import atexit
import os
import threading
from collections.abc import Callable

from .call import LoopStopped
from .loop import LoopThread


class _Process:
    """What one process has: at most one loop thread."""

    def __init__(self) -> None:
        self.thread: LoopThread | None = None
        self.ending = False
        # Reentrant, since a signal handler that makes a call may run while this very thread holds it.
        self._starting = threading.RLock()

    def start(self) -> LoopThread:
        with self._starting:
            if self.ending:
                raise LoopStopped("the interpreter is shutting down")
            if self.thread is None or not self.thread.alive:
                self.thread = LoopThread()
            return self.thread


_processes: dict[int, _Process] = {}
_inherited: list[_Process] = []
"""Kept for good: what belongs to a parent must not be finalised here."""
_releases: dict[int, Callable[[], None]] = {}
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
            if process.thread is not None:
                process.thread.cut_off()


def _before_fork() -> None:
    # A child inherits the locks that other threads hold, and nobody to release them. Our thread takes such locks on first use:
    # that of a module which it is importing, for one.
    process = _processes.get(os.getpid())
    if process is not None and process.thread is not None:
        _releases[threading.get_ident()] = process.thread.hold()


def _after_fork_in_parent() -> None:
    release = _releases.pop(threading.get_ident(), None)
    if release is not None:
        release()


def _after_fork_in_child() -> None:
    _releases.clear()
    _disown([*_processes])


def _at_exit() -> None:
    process = _processes.get(os.getpid())
    if process is not None:
        process.ending = True
        if process.thread is not None:
            process.thread.end_at_exit()


# Registered at import so that it runs after the exit functions of a program that imports this first: those may still make calls.
atexit.register(_at_exit)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(
        before=_before_fork, after_in_parent=_after_fork_in_parent, after_in_child=_after_fork_in_child
    )
