"""The callbacks of a live view."""

from __future__ import annotations

import inspect
import logging
from collections.abc import Awaitable, Callable, Iterable
from typing import Generic, TypeVar, cast

from cortex_async._core.arguments import wrong_type
from cortex_async._core.errors import ClientClosed
from cortex_async._core.runtime.from_within import RAISED, as_error, is_cancelled
from cortex_async.live.changes import Change
from cortex_async.live.hook_tasks import ErrorQueue, HookTasks
from cortex_async.live.readers import ChangeReader

_logger = logging.getLogger(__name__)

T = TypeVar("T")
H = TypeVar("H")


class Hooks(Generic[T]):
    """The hooks of one view. One that raises affects neither the view nor the others.

    Functions are called at once. Coroutine functions run in a task each, which awaits one call after another.

    kind: names the view in the log. listen: returns a new reader of the view's changes.
    """

    def __init__(self, kind: str, listen: Callable[[], ChangeReader[T]]) -> None:
        self._kind = kind
        self._listen = listen
        self._on_change: list[Callable[[Change[T]], object]] = []
        self._on_error: list[Callable[[Exception], object]] = []
        self._tasks = HookTasks()

    def add_on_change(self, hook: Callable[[Change[T]], object]) -> Callable[[], None]:
        if not is_async(hook):
            return _add(self._on_change, hook)
        reader = self._listen()
        self._tasks.add(lambda: self._serve(reader, cast("Callable[[Change[T]], Awaitable[object]]", hook)))
        return lambda: reader.end(None)

    def add_on_error(self, hook: Callable[[Exception], object]) -> Callable[[], None]:
        if not is_async(hook):
            return _add(self._on_error, hook)
        queue = ErrorQueue(cast("Callable[[Exception], Awaitable[object]]", hook), self._tasks)
        return _add(self._on_error, queue.put)

    def begin(self) -> None:
        """Start the tasks of hooks that were added before the view was entered."""
        self._tasks.begin()

    async def end(self) -> None:
        """End the tasks. A call that is running has a second to end before it is cancelled."""
        await self._tasks.end()

    def notify(self, changes: Iterable[Change[T]]) -> None:
        if not self._on_change:
            return
        for change in changes:
            for hook in tuple(self._on_change):
                try:
                    hook(change)
                except RAISED as error:  # the hook is the caller's, and may raise anything
                    self.report(as_error("an on_change hook", error))

    def report(self, error: Exception) -> None:
        if not self._on_error:
            log_error(self._kind, error)
        for hook in tuple(self._on_error):
            try:
                hook(error)
            except RAISED:  # no other hook could take it
                _logger.warning("an on_error hook raised", exc_info=True)

    async def _serve(self, reader: ChangeReader[T], hook: Callable[[Change[T]], Awaitable[object]]) -> None:
        while True:
            try:
                change = await anext(reader, None)
            except Exception:  # noqa: BLE001  (what ended the stream is reported to the on_error hooks)
                return
            if change is None:
                return
            try:
                await hook(change)
            except RAISED as error:  # the hook is the caller's, and may raise anything
                if is_cancelled(error):
                    raise
                self.report(as_error("an on_change hook", error))


def log_error(kind: str, error: Exception) -> None:
    """Log an error of a view of this kind, which has no ``on_error`` hook."""
    # A client is closed on purpose: that is not worth a warning.
    if not isinstance(error, ClientClosed):
        _logger.warning("live view of %s: %s", kind, type(error).__name__, exc_info=error)


def is_async(hook: object) -> bool:
    """Whether a hook is a coroutine function, or an object that is called like one."""
    return inspect.iscoroutinefunction(hook) or inspect.iscoroutinefunction(getattr(hook, "__call__", None))  # noqa: B004


def _add(hooks: list[H], hook: H) -> Callable[[], None]:
    if not callable(hook):
        raise wrong_type("hook", "a function", hook)
    hooks.append(hook)

    def stop() -> None:
        if hook in hooks:
            hooks.remove(hook)

    return stop
