"""Cancellations that a library swallows.

``asyncio.wait_for`` before Python 3.12 returns a result that arrives together with a cancellation, which is
then lost (https://github.com/python/cpython/issues/86296). nats-py uses it for every request, and redis-py
for sending a command if its client has a ``socket_timeout``; nats-py ends some other waits without passing a
cancellation on. An endless loop of calls then goes on, and the task that has cancelled it waits for its end
for ever.
"""

from __future__ import annotations

import asyncio
from collections.abc import Generator
from contextlib import contextmanager

from cortex_async._core.runtime.from_within import cancellations


@contextmanager
def passing_cancellation_on() -> Generator[None]:
    """Raise ``CancelledError`` at the end of the block if the task was cancelled in it, whatever it raised.

    A cancellation from before the block does not count: a task may clean up after one.
    """
    before = cancellations()
    try:
        yield
    except asyncio.CancelledError:
        raise
    except Exception as error:
        if cancellations() > before:
            raise asyncio.CancelledError from error
        raise
    if cancellations() > before:
        raise asyncio.CancelledError
