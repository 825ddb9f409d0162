"""One call on its way from the calling thread to the loop thread and back.

The function crosses, not a coroutine: when the loop is gone nothing is left that "was never awaited". The way back is one latch,
let go in the last step of the task itself; a ``concurrent.futures.Future`` costs a condition variable and one more turn of
the loop.
"""

from __future__ import annotations

import asyncio
import contextvars
import copy
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from cortex_async._core.errors import CortexError

if TYPE_CHECKING:
    from cortex_sync.bridge.handover import Handover
    from cortex_sync.bridge.latch import Latch
    from cortex_sync.bridge.private_loop import PrivateLoop

T_co = TypeVar("T_co", covariant=True)

_RAISED: Final = "_raised_by_sync"


class LoopStopped(CortexError):
    """The loop thread ended, or the interpreter is ending, and the call has no answer.

    If a request was under way, whether the server carried it out is not known.
    """


class Call(Generic[T_co]):
    """What the two threads share. ``start`` and ``cancel`` run on the loop thread, everything else in the calling thread."""

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
        """Released at the end, None if nobody waits. To be set before the start."""
        self._work = work
        self._context = contextvars.copy_context()
        self._handover: Handover | None = None
        self._task: asyncio.Task[None] | None = None
        self._error: BaseException | None = None
        self._finished = False
        self.at_end: list[Callable[[], object]] = []
        """What the calling thread is to do before it takes the result."""

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
        """Once: nothing of the answer stays here, since tasks that the call started may hold the call."""
        error = self._error
        if error is None:
            result = self._result
            del self._result
            return result
        # A traceback holds this frame and the frame holds the error: without the deletions each failed call
        # would leave a cycle, and what it keeps alive, to the garbage collector.
        self._error = None
        try:
            raise _own(error)
        finally:
            del error, self

    async def _drive(self) -> None:
        # A task that the work starts keeps this call in its context: what the work holds must not live as long as that.
        work = self._work
        del self._work
        try:
            self._result = await work()
        except BaseException as error:  # noqa: BLE001 - every one belongs to the caller; SystemExit would end the loop thread
            self._error = error
        self._finish()

    def _never_ran(self) -> None:
        self._error = asyncio.CancelledError()
        self._finish()

    def _finish(self) -> None:
        if self._finished:
            return
        self._finished = True
        # Tasks that the call started may hold the call, but not the latch.
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
    """The call that is under way in this task, None outside of one and in tasks that outlive theirs."""
    call = _current.get()
    return None if call is None or call.ended else call


def _own(error: BaseException) -> BaseException:
    """An exception that no other thread raises.

    One failed refresh of a credential fails every call that waited for it, with one object; raised by two threads at once, each
    would show the frames of the other.
    """
    if isinstance(error, asyncio.CancelledError):
        # Raised in the caller it would pass for a cancellation of the caller's own task.
        return LoopStopped("the call was cancelled on the loop thread before it ended")
    mine = object()
    if vars(error).setdefault(_RAISED, mine) is mine:
        return error
    try:
        own = copy.copy(error)
    except Exception:  # noqa: BLE001 - whatever a foreign exception's constructor objects to
        # Not its text: it may come from a library that puts URLs and credentials there.
        own = CortexError(
            f"{type(error).__name__}, which another thread has raised and which cannot be copied"
        )
    own.__cause__ = error.__cause__
    return own
