"""The one loop thread of a process: started by the first call, shared by all clients, checked on every call.

Nothing exists at import, not even a lock. What a process has is kept under its pid, so that a forked child finds nothing of its
own and starts afresh; what it inherited is disowned.
"""

from __future__ import annotations

import _thread
import asyncio
import atexit
import os
import threading
import types
import weakref
from functools import partial
from typing import Final, Protocol

from cortex_async.core.errors import ConfigError, WrongLoop

from .call import Call, LoopStopped
from .private_loop import PrivateLoop

SLICE: Final = 0.2
"""Seconds between two looks at the loop thread while waiting for it. On Windows this is also how late Ctrl-C is noticed."""

CLEAN_UP: Final = 1.0
"""Seconds that an interrupted call, or the end of the loop thread, waits for what it cancelled."""

AT_EXIT: Final = 0.3
"""Seconds that the end of the interpreter waits for connections to close, and again for the thread to end."""


class Resident(Protocol):
    """What lives on the loop and is closed at the end of the interpreter if the program did not do it."""

    async def close_at_exit(self) -> None: ...

    def warn_unclosed(self) -> None: ...


class LoopThread:
    """An event loop in a daemon thread of its own. Raises ``ConfigError`` where threads are not native."""

    def __init__(self) -> None:
        if not isinstance(_thread.start_new_thread, types.BuiltinFunctionType):
            raise ConfigError(
                "threads are monkey-patched (gevent, eventlet), but cortex_sync needs a native thread for its event loop: "
                "patch with thread=False, or run workers with native threads (gunicorn -k gthread)"
            )
        self.residents: dict[int, weakref.ref[Resident]] = {}
        self._loop = PrivateLoop()
        self._over = False
        self._at_exit = False
        self._thread = threading.Thread(target=self._main, name="cortex-sync", daemon=True)
        try:
            self._thread.start()
        except BaseException:
            self._loop.handover.put(self._loop.stop)
            raise

    @property
    def alive(self) -> bool:
        return not self._over and self._thread.is_alive()

    def complete(self, call: Call[object]) -> None:
        """Starts ``call`` and returns when it has ended.

        Whatever interrupts the wait (Ctrl-C, a signal handler that raises) cancels the call. Raises ``LoopStopped`` if the
        thread ends first, and ``WrongLoop`` on this thread itself, which would wait for itself.
        """
        if threading.get_ident() == self._thread.ident:
            raise WrongLoop("a blocking call on the loop thread of cortex_sync: use cortex_async there")
        if not self.alive:
            raise LoopStopped("the loop thread ended before the call")
        try:
            self._start(call)
            while not call.wait(SLICE):
                if not self.alive and not self._at_exit:
                    raise LoopStopped("the loop thread ended during the call")
        except BaseException:
            self._interrupt(call)
            raise
        if self._at_exit:
            _sleep_for_good()

    def post(self, call: Call[object]) -> None:
        """Starts ``call`` and waits for nothing. For finalisers: takes no lock, raises nothing, works in every thread."""
        if self.alive:
            self._start(call)

    def cut_off(self) -> None:
        """In a forked child."""
        self._over = True
        self._loop.cut_off()

    def end_at_exit(self) -> None:
        """Closes what is left open, within a bounded time, and ends the thread.

        A daemon thread still waiting for a call is not woken: its error would be the last thing on the terminal.
        """
        if not self.alive:
            return
        residents = [resident for reference in [*self.residents.values()] if (resident := reference())]
        self._at_exit = True
        closing = Call(lambda: _close(residents))
        self.post(closing)
        closing.wait(AT_EXIT)
        self._loop.handover.put(self._loop.stop)
        self._thread.join(AT_EXIT)
        self._loop.disowned = True
        for resident in residents:
            resident.warn_unclosed()

    def _start(self, call: Call[object]) -> None:
        self._loop.handover.put(partial(call.start, self._loop))

    def _interrupt(self, call: Call[object]) -> None:
        if self.alive:
            self._loop.handover.put(call.cancel)
            call.wait(CLEAN_UP)

    def _main(self) -> None:
        try:
            self._loop.run_forever()
        finally:
            self._over = True
            self._wind_up()

    def _wind_up(self) -> None:
        loop = self._loop
        try:
            if tasks := asyncio.all_tasks(loop):
                for task in tasks:
                    task.cancel()
                loop.run_until_complete(asyncio.wait(tasks, timeout=CLEAN_UP))
            loop.run_until_complete(loop.shutdown_asyncgens())
        finally:
            loop.close()


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


def loop_thread() -> LoopThread:
    """The loop thread of this process, running. Raises ``LoopStopped`` when the interpreter is shutting down."""
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


def _after_fork_in_child() -> None:
    _disown([*_processes])


def _at_exit() -> None:
    process = _processes.get(os.getpid())
    if process is not None:
        process.ending = True
        if process.thread is not None:
            process.thread.end_at_exit()


async def _close(residents: list[Resident]) -> None:
    await asyncio.gather(*(resident.close_at_exit() for resident in residents), return_exceptions=True)


def _sleep_for_good() -> None:
    lock = _thread.allocate_lock()
    lock.acquire()
    lock.acquire()


# Registered at import so that it runs after the exit functions of a program that imports this first: those may still make calls.
atexit.register(_at_exit)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork_in_child)
