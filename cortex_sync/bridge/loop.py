"""The loop thread: an event loop in a thread of its own, to which other threads hand calls."""

from __future__ import annotations

import _thread
import asyncio
import os
import selectors
import threading
import types
import weakref
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final, Protocol

from cortex_async._core.errors import ConfigError, WrongLoop
from cortex_sync.bridge.call import Call
from cortex_sync.bridge.errors import LoopStopped
from cortex_sync.bridge.latch import EXHAUSTED, Latch, Latches, LockLatch
from cortex_sync.bridge.private_loop import PrivateLoop

if TYPE_CHECKING:
    from _thread import LockType

SLICE: Final = 0.2
"""Seconds between two checks, during a wait, that the loop thread is alive.

On Windows, Ctrl-C is noticed that late too.
"""

CLEAN_UP: Final = 1.0
"""Seconds that an interrupted call, and the end of the loop thread, wait for the tasks they cancelled."""

HOLD: Final = 1.0
"""Seconds that a fork waits for the thread to pause, and that the paused thread waits for the fork."""

HOLD_IMPORT: Final = 30.0
"""Seconds more that a fork waits while the thread imports the HTTP library, which a busy machine delays."""

AT_EXIT: Final = 0.3
"""Seconds that the interpreter's exit waits for connections to close, and then again for the thread to end.
"""


class Resident(Protocol):
    """An owner of connections on the loop, closed at exit if the program has not closed it."""

    async def close_at_exit(self) -> None: ...

    def warn_unclosed(self) -> None: ...


class LoopThread:
    """An event loop in a daemon thread of its own.

    registry: gets the thread once it runs. A constructor that is interrupted before that leaves no thread
        behind.

    Raises ``ConfigError`` if threads are monkey-patched, and ``LoopStopped`` if no thread can start or no
    file descriptor is left.
    """

    def __init__(self, registry: dict[LoopThread, None] | None = None) -> None:
        _refuse_greenlets()
        registry = {} if registry is None else registry
        self.residents: dict[int, weakref.ref[Resident]] = {}
        self._loop = _open_loop()
        self._latches = Latches()
        self._pid = os.getpid()
        self._over = False
        self._at_exit = False
        # Whichever takes the one item, the thread or ``stop``, closes the loop.
        self._duty = [self._loop.close]
        self._thread = threading.Thread(target=self._main, name="cortex-sync", daemon=True)
        try:
            self._thread.start()
            registry[self] = None
        except BaseException as error:
            # A registered thread may be in use already, by a signal handler that made a call before it
            # raised.
            if self not in registry:
                self.stop()
            if _cannot_start(error):
                raise _not_started(error) from None
            raise

    @property
    def alive(self) -> bool:
        # Not Thread.is_alive: after a signal handler that raised in its wait, it reports a running thread as
        # stopped.
        return not self._over and self._pid == os.getpid()

    def complete(self, call: Call[object]) -> None:
        """Start ``call`` and return when it has ended.

        An interrupted wait (Ctrl-C, a signal handler that raises) cancels the call. Raises ``LoopStopped`` if
        the thread ends first, and ``WrongLoop`` on the loop thread, which would wait for itself.
        """
        if threading.get_ident() == self._thread.ident:
            raise WrongLoop("a blocking call on the loop thread of cortex_sync: use cortex_async there")
        if not self.alive:
            raise LoopStopped("the loop thread ended before the call")
        latch = call.latch = self._latches.take()
        seen = False
        try:
            self._start(call)
            while True:
                seen = latch.wait(SLICE)
                # Ask the call, not the latch: after a fork in a signal handler, the child may have consumed
                # the release.
                if call.ended:
                    break
                if not self.alive and not self._at_exit:
                    raise LoopStopped("the loop thread ended during the call")
        except BaseException:
            self._interrupt(call, latch)
            raise
        finally:
            self._latches.give_back(latch, seen=seen)
        if self._at_exit:
            _taken_lock().acquire()

    def post(self, call: Call[object]) -> None:
        """Start ``call`` without waiting.

        For finalisers: takes no lock, raises nothing, works in every thread.
        """
        if self.alive:
            self._start(call)

    def hold(self) -> Callable[[], None]:
        """Pause the thread between two callbacks, where it holds no lock, until the returned function is
        called.

        Gives up after ``HOLD`` seconds, e.g. if a callback blocks, or ``HOLD_IMPORT`` more if an import does;
        the thread never pauses for longer than ``HOLD``.
        """
        paused, resume = _taken_lock(), _taken_lock()

        def pause() -> None:
            paused.release()
            resume.acquire(True, HOLD)

        if self.alive and threading.get_ident() != self._thread.ident:
            self._loop.handover.put(pause)
            # A child that is forked during the import inherits the locks of its modules, and can never import
            # them.
            if not paused.acquire(True, HOLD) and self._loop.stands_still:
                paused.acquire(True, HOLD_IMPORT)
        return resume.release

    def stop(self) -> None:
        """End the thread, on which nothing may be running, and close its loop."""
        self._over = True
        if (close := self._take_duty()) is not None:
            close()
        else:
            self._loop.handover.put(self._loop.stop)

    def cut_off(self) -> None:
        """Give up the thread and its loop, in a forked child."""
        self._over = True
        self._loop.cut_off()

    def end_at_exit(self) -> bool:
        """Close what is still open, within a bounded time, and end the thread. Returns whether it has ended.

        Daemon threads that still wait for a call are not woken: their errors would be the last lines on the
        terminal.
        """
        if not self.alive:
            return True
        residents = [resident for reference in [*self.residents.values()] if (resident := reference())]
        self._at_exit = True
        closing = Call(lambda: _close(residents))
        closed = closing.latch = LockLatch()
        self.post(closing)
        closed.wait(AT_EXIT)
        self._loop.handover.put(self._loop.stop)
        self._thread.join(AT_EXIT)
        self._loop.disowned = True
        for resident in residents:
            resident.warn_unclosed()
        return not self._thread.is_alive()

    def _start(self, call: Call[object]) -> None:
        self._loop.handover.put(partial(call.start, self._loop))

    def _interrupt(self, call: Call[object], latch: Latch) -> None:
        # An ended call may have released the latch just before the interruption, and releases it only once.
        if self.alive and not call.ended:
            self._loop.handover.put(call.cancel)
            latch.wait(CLEAN_UP)

    def _take_duty(self) -> Callable[[], None] | None:
        try:
            return self._duty.pop()
        except IndexError:
            return None

    def _main(self) -> None:
        if (close := self._take_duty()) is None:
            return
        try:
            self._loop.run_forever()
        finally:
            self._over = True
            self._wind_up(close)

    def _wind_up(self, close: Callable[[], None]) -> None:
        loop = self._loop
        try:
            if tasks := asyncio.all_tasks(loop):
                for task in tasks:
                    task.cancel()
                loop.run_until_complete(asyncio.wait(tasks, timeout=CLEAN_UP))
            loop.run_until_complete(loop.shutdown_asyncgens())
        finally:
            close()


def _open_loop() -> PrivateLoop:
    try:
        return PrivateLoop()
    except OSError as error:
        # A signal handler may raise another OSError meanwhile, such as TimeoutError.
        if error.errno not in EXHAUSTED:
            raise
        raise _not_started(error) from None


def _cannot_start(error: BaseException) -> bool:
    """Whether no thread can start: there are too many, or, in some versions of Python, the interpreter is
    shutting down.
    """
    return isinstance(error, RuntimeError) and str(error).startswith("can't ")


def _not_started(error: BaseException) -> LoopStopped:
    reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return LoopStopped(f"the loop thread of cortex_sync cannot start: {reason}")


def _refuse_greenlets() -> None:
    """gevent and eventlet replace threads by greenlets, and selectors by ones that need their hub."""
    native = isinstance(_thread.start_new_thread, types.BuiltinFunctionType)
    if not native or selectors.DefaultSelector.__module__ != "selectors":
        raise ConfigError(
            "threads or selectors are monkey-patched (gevent, eventlet), but cortex_sync runs an event loop in a native thread: "
            "use workers with native threads (gunicorn -k gthread), or patch with thread=False, select=False"
        )


async def _close(residents: list[Resident]) -> None:
    await asyncio.gather(*(resident.close_at_exit() for resident in residents), return_exceptions=True)


def _taken_lock() -> LockType:
    lock = _thread.allocate_lock()
    lock.acquire()
    return lock
