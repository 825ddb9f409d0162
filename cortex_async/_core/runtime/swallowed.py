"""Cancellations that a library swallows.

``asyncio.wait_for`` before Python 3.12 returns a result that arrives together with a cancellation, which is
then lost (https://github.com/python/cpython/issues/86296). nats-py uses it for every request, and redis-py
for sending a command if its client has a ``socket_timeout``; nats-py ends some other waits without passing a
cancellation on. An endless loop of calls then goes on, and the task that has cancelled it waits for its end
for ever.
"""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Literal

from cortex_async._core.runtime.from_within import cancellations


class _PassingOn:
    # A class, since a generator takes three times as long, and this runs with every command of a broker.
    __slots__ = ("_before",)

    def __enter__(self) -> None:
        self._before = cancellations()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> Literal[False]:
        if (error is None or isinstance(error, Exception)) and cancellations() > self._before:
            raise asyncio.CancelledError from error
        return False


def passing_cancellation_on() -> _PassingOn:
    """Raise ``CancelledError`` at the end of the block if the task was cancelled in it, whatever it raised.

    A cancellation from before the block does not count: a task may clean up after one.
    """
    return _PassingOn()
