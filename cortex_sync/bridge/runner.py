"""The runner of one client: runs its calls on the loop thread, and closes its connections.

Operations hold it as well as the client does, because ``CortexClient().project(id)`` may outlive the client
object.
"""

from __future__ import annotations

import asyncio
import inspect
import os
import sys
import warnings
import weakref
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from pathlib import PurePath
from typing import Final, ParamSpec, TypeVar

from cortex_async._core.errors import ClientClosed
from cortex_async._core.runtime.not_copyable import NotCopyable
from cortex_sync.bridge.call import Call
from cortex_sync.bridge.loop import LoopThread
from cortex_sync.bridge.private_loop import PrivateLoop
from cortex_sync.bridge.process import loop_thread

P = ParamSpec("P")
T = TypeVar("T")


class Runner(NotCopyable):
    """Runs the async functions of one client on the loop thread and waits for them.

    close_connections: runs on the loop when ``close`` is called; without that, when the last object of the
        client is collected or the interpreter exits, with a ``ResourceWarning`` that names the line where the
        client was created.
    """

    # Class attributes, because a runner whose constructor was interrupted is finalised too.
    _thread: LoopThread | None = None
    _closed: bool = False

    def __init__(self, close_connections: Callable[[], Awaitable[object]]) -> None:
        self._close_connections = close_connections
        self._created, _ = _outside()

    def run(self, fn: Callable[P, Awaitable[T]], *args: P.args, **kwargs: P.kwargs) -> T:
        """The result of ``await fn(*args, **kwargs)``, run with the caller's context variables.

        Raises what it raises.

        Ctrl-C, or a signal handler that raises, cancels the call; the exception propagates once the call has
        ended, a second later at most. Raises ``WrongLoop`` on the loop thread itself, ``ClientClosed`` after
        ``close``, and ``LoopStopped`` if the loop ends first.
        """
        if self._closed:
            raise ClientClosed
        _warn_within_a_loop()
        thread = loop_thread()
        if thread is not self._thread:
            self._thread = thread
            thread.residents[id(self)] = weakref.ref(self)
            if self._closed:
                # Closed by another thread before there was anything to close: nothing may be opened now.
                self._thread = None
                thread.residents.pop(id(self), None)
                raise ClientClosed
        call = Call(partial(fn, *args, **kwargs))
        thread.complete(call)
        for action in call.at_end:
            action()
        return call.result()

    def following(self, iterator: AsyncIterator[T]) -> T | None:
        """The next item of ``iterator``, None at its end."""
        return self.run(anext_or_none, iterator)

    @property
    def closed(self) -> bool:
        return self._closed

    def close(self) -> None:
        """Close the connections. Later calls raise ``ClientClosed``. Closing twice is allowed."""
        if (thread := self._leave()) is not None:
            closing = Call(self._close_connections)
            thread.complete(closing)
            closing.result()

    async def close_at_exit(self) -> None:
        if self._leave() is not None:
            await self._close_connections()

    def warn_unclosed(self) -> None:
        filename, line = self._created
        message = f"unclosed client, created at {filename}:{line}: use `with` or close()"
        warnings.warn_explicit(message, ResourceWarning, filename, line, source=self)

    def __del__(self) -> None:
        if (thread := self._leave()) is not None:
            thread.post(Call(self._close_connections))
            self.warn_unclosed()

    def _leave(self) -> LoopThread | None:
        """The thread whose connections must be closed, once.

        None if it has ended or belongs to a parent process.
        """
        thread, self._thread, self._closed = self._thread, None, True
        if thread is not None:
            thread.residents.pop(id(self), None)
        return thread if thread is not None and thread.alive else None


# From the code object: in a frozen program its file name differs from __file__.
_OWN_FRAMES: Final = f"{PurePath(Runner.run.__code__.co_filename).parents[1]}{os.sep}"


async def anext_or_none(iterator: AsyncIterator[T]) -> T | None:
    """The next item of ``iterator``, None at its end."""
    return await anext(iterator, None)


def _warn_within_a_loop() -> None:
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        return
    # sys.ps1 marks an interactive session (notebook, REPL), whose user wants to wait.
    if not isinstance(loop, PrivateLoop) and not hasattr(sys, "ps1"):
        _, depth = _outside()
        message = "a blocking call stops the running event loop until it ends: use cortex_async in async code"
        warnings.warn(message, RuntimeWarning, depth)


def _outside() -> tuple[tuple[str, int], int]:
    """File and line of the innermost frame outside the SDK, and its ``stacklevel`` for the caller."""
    depth = 0
    frame = inspect.currentframe()
    while frame is not None and frame.f_code.co_filename.startswith(_OWN_FRAMES):
        frame = frame.f_back
        depth += 1
    return (frame.f_code.co_filename, frame.f_lineno) if frame is not None else ("<unknown>", 0), depth
