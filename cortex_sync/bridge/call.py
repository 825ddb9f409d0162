"""One call on its way from the calling thread to the loop thread and back.

The function is handed over, not a coroutine: if the loop ends first, there is no coroutine that "was never
awaited". The result comes back through one latch, which the task itself releases in its last step;
``concurrent.futures.Future`` would cost a condition variable and one more iteration of the loop.
"""

from __future__ import annotations

import asyncio
import contextvars
import copy
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from cortex_async._core.errors import CortexError
from cortex_sync.bridge.errors import LoopStopped

if TYPE_CHECKING:
    from cortex_sync.bridge.handover import Handover
    from cortex_sync.bridge.latch import Latch
    from cortex_sync.bridge.private_loop import PrivateLoop

T_co = TypeVar("T_co", covariant=True)

_RAISED: Final = "_raised_by_sync"


class Call(Generic[T_co]):
    """The state that both threads share.

    ``start`` and ``cancel`` run on the loop thread, everything else in the calling one.
    """

    __slots__ = (
        "_context",
        "_error",
        "_finished",
        "_handover",
        "_result",
        "_task",
        "_work",
        "at_end",
        "latch",
    )

    def __init__(self, work: Callable[[], Awaitable[T_co]]) -> None:
        self.latch: Latch | None = None
        """Released when the call has ended; None if no thread waits. Set it before ``start``."""
        self._work = work
        self._context = contextvars.copy_context()
        self._handover: Handover | None = None
        self._task: asyncio.Task[None] | None = None
        self._error: BaseException | None = None
        self._finished = False
        self.at_end: list[Callable[[], object]] = []
        """What the calling thread runs before it takes the result."""

    def start(self, loop: PrivateLoop) -> None:
        if not self._finished:
            self._handover = loop.handover
            self._context.run(_current.set, self)
            self._task = loop.create_task(self._drive(), context=self._context)

    def cancel(self) -> None:
        if self._task is None:
            self._never_ran()
        elif not self._task.done():
            self._task.cancel()
            self._task.add_done_callback(lambda task: self._never_ran() if task.cancelled() else None)

    @property
    def ended(self) -> bool:
        return self._finished

    def result(self) -> T_co:
        """Return or raise the outcome, once: the call keeps no reference to it, since tasks that it started
        may keep the call alive.
        """
        error = self._error
        if error is None:
            result = self._result
            del self._result
            return result
        # The traceback refers to this frame and the frame to the error: without the deletions every failed
        # call would leave a reference cycle to the garbage collector.
        self._error = None
        try:
            raise _own(error)
        finally:
            del error, self

    async def _drive(self) -> None:
        # A task that the work starts keeps this call in its context, and must not keep the work alive with
        # it.
        work = self._work
        del self._work
        try:
            self._result = await work()
        except BaseException as error:  # noqa: BLE001 - the caller gets all of them; SystemExit would end the loop thread
            self._error = error
        self._finish()

    def _never_ran(self) -> None:
        self._error = asyncio.CancelledError()
        self._finish()

    def _finish(self) -> None:
        if self._finished:
            return
        self._finished = True
        # Tasks that the call started may keep the call alive, but must not keep the latch.
        latch, self.latch = self.latch, None
        if latch is None:
            return
        if self._handover is None:
            latch.release()
        else:
            self._handover.release(latch)


_current: contextvars.ContextVar[Call[object] | None] = contextvars.ContextVar(
    "cortex_sync_call", default=None
)


def current_call() -> Call[object] | None:
    """The call that this task runs for; None outside a call, and in a task that outlives its call."""
    call = _current.get()
    return None if call is None or call.ended else call


def _own(error: BaseException) -> BaseException:
    """The exception, or a copy of it if another thread raises the same object.

    A failed refresh of a credential fails every call that waited for it, with one exception object. Two
    threads that raise it at once would each add frames to the other's traceback.
    """
    if isinstance(error, asyncio.CancelledError):
        # In the caller it would look like a cancellation of the caller's own task.
        return LoopStopped("the call was cancelled on the loop thread before it ended")
    mine = object()
    if vars(error).setdefault(_RAISED, mine) is mine:
        return error
    try:
        own = copy.copy(error)
    except Exception:  # noqa: BLE001 - the constructor of an unknown exception may raise anything
        # Without its message: some libraries put URLs and credentials there.
        own = CortexError(f"{type(error).__name__} was raised in another thread, and cannot be copied")
    own.__cause__ = error.__cause__
    return own
