"""Runs what handles an event in a thread of its own, while the event loop waits for it."""

from __future__ import annotations

import asyncio
import contextvars
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Generic, TypeVar

from attrs import define

from cortex_async.routing.drivers import Procedure, run_sync

T = TypeVar("T")


async def drive_in_thread(procedure: Procedure[T]) -> T:
    """Run a procedure in a new thread, and return what it returns.

    A thread cannot be interrupted: a cancellation is raised once the procedure has ended. Another one is
    raised at once. The thread does not keep the process alive.
    """
    outcome: _Outcome[T] = _Outcome(asyncio.get_running_loop().create_future())
    context = contextvars.copy_context()
    work = partial(context.run, outcome.of, partial(run_sync, procedure))
    threading.Thread(target=work, name="cortex-worker-handler", daemon=True).start()
    try:
        return await asyncio.shield(outcome.future)
    except asyncio.CancelledError:
        await asyncio.wait({outcome.future})
        raise


@define(eq=False)
class _Outcome(Generic[T]):
    future: asyncio.Future[T]

    def of(self, work: Callable[[], T]) -> None:
        try:
            result = work()
        except BaseException as error:  # noqa: BLE001  (raised by the awaiting task)
            self._settle(partial(self.future.set_exception, error))
        else:
            self._settle(partial(self.future.set_result, result))

    def _settle(self, settle: Callable[[], object]) -> None:
        def now() -> None:
            if not self.future.done():
                settle()

        with suppress(RuntimeError):  # the loop has ended, and nobody waits any more
            self.future.get_loop().call_soon_threadsafe(now)
