"""What every sync object of one client holds: the way to the loop, and the duty to close the client's connections.

It belongs to the operations too, not only to the client, because ``CortexClient().project(id)`` may outlive the client object.
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
from cortex_sync.bridge.loop import LoopThread
from cortex_sync.bridge.private_loop import PrivateLoop
from cortex_sync.bridge.process import loop_thread
from cortex_sync.call import Call

P = ParamSpec("P")
T = TypeVar("T")


class Runner(NotCopyable):
    """Runs the async functions of one client on the loop thread and waits for them.

    ``aclose`` closes the client's connections. It is called on the loop: by ``close``, or, with a ``ResourceWarning`` that
    names the line of creation, when the last object of the client is collected or the interpreter ends.
    """

    # Here, since one whose making was interrupted is finalised too.
    _thread: LoopThread | None = None
    _closed: bool = False

    def __init__(self, aclose: Callable[[], Awaitable[object]]) -> None:
        self._aclose = aclose
        self._created, _ = _outside()

    def run(self, fn: Callable[P, Awaitable[T]], *args: P.args, **kwargs: P.kwargs) -> T:
        """What ``await fn(*args, **kwargs)`` gives or raises; context variables are those of the caller.

        Interrupted by Ctrl-C or by a signal handler that raises, it cancels the call, waits up to a second for that, and
        lets the exception through. Raises ``WrongLoop`` on the loop thread itself, ``ClientClosed`` after ``close``, and
        ``LoopStopped`` if the loop ends first.
        """
        if self._closed:
            raise ClientClosed
        _warn_within_a_loop()
        thread = loop_thread()
        if thread is not self._thread:
            self._thread = thread
            thread.residents[id(self)] = weakref.ref(self)
            if self._closed:
                # By another thread, before there was anything to close: nothing may be opened any more.
                self._thread = None
                thread.residents.pop(id(self), None)
                raise ClientClosed
        call = Call(partial(fn, *args, **kwargs))
        thread.complete(call)
        for action in call.at_end:
            action()
        return call.result()

    def following(self, iterator: AsyncIterator[T]) -> T | None:
        """The next item, None at the end."""
        return self.run(anext_or_none, iterator)

    @property
    def closed(self) -> bool:
        return self._closed

    def close(self) -> None:
        """Closes the connections; calls after that raise ``ClientClosed``. Closing again does nothing."""
        if (thread := self._leave()) is not None:
            closing = Call(self._aclose)
            thread.complete(closing)
            closing.result()

    async def close_at_exit(self) -> None:
        if self._leave() is not None:
            await self._aclose()

    def warn_unclosed(self) -> None:
        filename, line = self._created
        text = f"unclosed client, created at {filename}:{line}: use `with` or close()"
        warnings.warn_explicit(text, ResourceWarning, filename, line, source=self)

    def __del__(self) -> None:
        if (thread := self._leave()) is not None:
            thread.post(Call(self._aclose))
            self.warn_unclosed()

    def _leave(self) -> LoopThread | None:
        """The thread with connections to close, once: none are left where it ended or stayed behind in a parent process."""
        thread, self._thread, self._closed = self._thread, None, True
        if thread is not None:
            thread.residents.pop(id(self), None)
        return thread if thread is not None and thread.alive else None


# As the code says it: in a packed program that differs from __file__.
_OWN_FRAMES: Final = f"{PurePath(Runner.run.__code__.co_filename).parent}{os.sep}"


async def anext_or_none(iterator: AsyncIterator[T]) -> T | None:
    return await anext(iterator, None)


def _warn_within_a_loop() -> None:
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        return
    # sys.ps1 marks a session in which code is typed (notebook, REPL): waiting is what its user wants.
    if not isinstance(loop, PrivateLoop) and not hasattr(sys, "ps1"):
        _, depth = _outside()
        text = "a blocking call stops the running event loop until it ends: use cortex_async in async code"
        warnings.warn(text, RuntimeWarning, depth)


def _outside() -> tuple[tuple[str, int], int]:
    """File and line of the innermost frame that is not the SDK's, and its distance as the ``stacklevel`` of the caller."""
    depth = 0
    frame = inspect.currentframe()
    while frame is not None and frame.f_code.co_filename.startswith(_OWN_FRAMES):
        frame = frame.f_back
        depth += 1
    return (frame.f_code.co_filename, frame.f_lineno) if frame is not None else ("<unknown>", 0), depth
