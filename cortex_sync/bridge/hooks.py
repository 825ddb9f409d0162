"""Hooks (``on_response``, ``on_state``) off the loop thread, where a slow one would stop every call of the
process.
"""

from __future__ import annotations

import asyncio
import contextvars
import logging
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from cortex_async._core.operations import Caller, Identity
from cortex_async._core.options import Options
from cortex_async._core.request import Request
from cortex_async._core.timing.clock import Clock
from cortex_sync.bridge.call import current_call

if TYPE_CHECKING:
    from cortex_async._core.codec.codec import Codec
    from cortex_async._core.response import Response, StreamedResponse
    from cortex_async._core.stream import EventStream, StreamOptions
    from cortex_async._core.telemetry.listeners import Listeners

T = TypeVar("T")

_WAITING: Final = 256

_logger = logging.getLogger(__name__)


class HookedCaller:
    """A ``Caller`` that forwards calls to ``inner`` and runs their hooks outside the loop thread.

    The hook of a call runs in the thread that made the call, after the response and before the call returns
    or raises: it may block, use thread-locals, and call the client. The hooks of an event stream run in a
    thread of the SDK, in order, one at a time.
    """

    def __init__(self, inner: Caller) -> None:
        self._inner = inner

    @property
    def codec(self) -> Codec:
        return self._inner.codec

    @property
    def clock(self) -> Clock:
        return self._inner.clock

    @property
    def waits(self) -> Clock:
        return self._inner.waits

    @property
    def identity(self) -> Identity:
        return self._inner.identity

    @property
    def listeners(self) -> Listeners | None:
        return self._inner.listeners

    @property
    def unhooked(self) -> Caller:
        """The caller for work on the loop that belongs to no calling thread."""
        return self._inner

    def adopt(self, task: asyncio.Task[object]) -> None:
        self._inner.adopt(task)

    async def send(self, request: Request, options: Options) -> Response:
        return await self._inner.send(request, put_off(options))

    def open(self, request: Request, options: Options) -> AbstractAsyncContextManager[StreamedResponse]:
        return self._inner.open(request, put_off(options))

    def events(
        self, request: Request, event: Callable[[Mapping[str, Any]], T], options: StreamOptions
    ) -> EventStream[T]:
        moved = options.copy()
        if "on_response" in moved and callable(moved["on_response"]):
            moved["on_response"] = OneAtATime(moved["on_response"], "on_response")
        if "on_state" in moved and callable(moved["on_state"]):
            moved["on_state"] = OneAtATime(moved["on_state"], "on_state")
        return self._inner.events(request, event, moved)


def put_off(options: Options) -> Options:
    """``options`` whose hook runs in the calling thread at the end of the call."""
    hook = options.get("on_response")
    if not callable(hook):
        # Anything else is rejected by the async client.
        return options

    def note(response: Response) -> None:
        call = current_call()
        if call is None:
            hook(response)
        else:
            call.at_end.append(lambda: run_hook(hook, response, "on_response"))

    moved = options.copy()
    moved["on_response"] = note
    return moved


def run_hook(hook: Callable[[T], object], value: T, name: str) -> None:
    """Call ``hook``. An exception is logged, because the result of the call does not depend on its hook."""
    try:
        hook(value)
    except Exception:
        _logger.warning("%s raised", name, exc_info=True)


class OneAtATime(Generic[T]):
    """Called on the loop, runs ``hook`` in a thread. Only the newest 256 values wait for a slow hook."""

    def __init__(self, hook: Callable[[T], object], name: str) -> None:
        self._hook = hook
        self._name = name
        self._waiting: deque[T] = deque(maxlen=_WAITING)
        self._busy = False

    def __call__(self, value: T) -> None:
        self._waiting.append(value)
        if not self._busy:
            self._next()

    def _next(self) -> None:
        self._busy = bool(self._waiting)
        if self._busy:
            run = partial(run_hook, self._hook, self._waiting.popleft(), self._name)
            future = asyncio.get_running_loop().run_in_executor(None, contextvars.copy_context().run, run)
            future.add_done_callback(lambda _: self._next())
