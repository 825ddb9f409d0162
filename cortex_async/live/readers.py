"""The ways to follow a live view.

Each reader stores, for every object that changed since it last looked, only the value that it saw last. So a
slow reader costs memory per object rather than per event. When it looks, it gets one change per object, from
that value to the current one.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Generic, Protocol, Self, TypeVar

from cortex_async._core.errors import ClientClosed
from cortex_async._core.runtime.from_within import RAISED, as_error
from cortex_async._core.runtime.not_copyable import NotCopyable
from cortex_async.live.changes import Added, Change, change_between

T = TypeVar("T")
T_contra = TypeVar("T_contra", contravariant=True)
V = TypeVar("V")


class Listener(Protocol[T_contra]):
    """Receives the changes of a view, on the event loop. Neither method may raise."""

    def notify(self, changes: Iterable[Change[T_contra]]) -> None: ...

    def end(self, error: Exception | None) -> None: ...


class ChangeReader(NotCopyable, Generic[T]):
    """Async iterator over the changes since it was made, one at a time.

    It may be iterated in several loops, one after the other. It ends with the live view, and raises what
    ended the stream.
    """

    __slots__ = ("__weakref__", "_current", "_end", "_last_seen")

    def __init__(self, current: Callable[[str], T | None]) -> None:
        self._current = current
        # Not a dict: each item taken from the front of a dict leaves a gap that every later look has to skip.
        self._last_seen: OrderedDict[str, T | None] = OrderedDict()
        self._end = _End()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Change[T]:
        while True:
            while self._last_seen and not self._end.left:
                key, last_seen = self._last_seen.popitem(last=False)
                change = change_between(key, last_seen, self._current(key))
                if change is not None:
                    return change
            await self._end.wait()

    def notify(self, changes: Iterable[Change[T]]) -> None:
        last_seen = self._last_seen
        for change in changes:
            key = change.id
            if key not in last_seen:
                last_seen[key] = None if isinstance(change, Added) else change.old
            elif last_seen[key] is None and self._current(key) is None:
                del last_seen[key]
        self._end.wake()

    def end(self, error: Exception | None) -> None:
        self._end.set(error)


class SnapshotReader(NotCopyable, Generic[T, V]):
    """Async iterator over the value: the current one, then the new one each time it has changed since the
    last look.
    """

    def __init__(self, value: Callable[[], V]) -> None:
        self._value = value
        self._fresh = True
        self._end = _End()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> V:
        while not self._fresh or self._end.left:
            await self._end.wait()
        self._fresh = False
        return self._value()

    def notify(self, changes: Iterable[Change[T]]) -> None:
        self._fresh = True
        self._end.wake()

    def end(self, error: Exception | None) -> None:
        self._end.set(error)


class Waiter(Generic[T, V]):
    """Waits for a value that meets the condition. Checks every value the view ever has, however briefly."""

    def __init__(self, value: Callable[[], V], condition: Callable[[V], object]) -> None:
        self._value = value
        self._condition = condition
        self.met: asyncio.Future[V] = asyncio.get_running_loop().create_future()
        self.notify(())

    def notify(self, changes: Iterable[Change[T]]) -> None:
        if self.met.done():
            return
        try:
            value = self._value()
            if self._condition(value):
                self.met.set_result(value)
        except RAISED as error:  # the condition is the caller's, and so is what it raises
            self.met.set_exception(as_error("the condition", error))

    def end(self, error: Exception | None) -> None:
        if not self.met.done():
            self.met.set_exception(
                error or RuntimeError("the live view was closed while something waited on it")
            )


class _End:
    """Wakes a reader, and ends it.

    left: whether the view or its client was closed. From then on not even pending changes are returned.
    """

    __slots__ = ("_error", "_event", "_over", "left")

    def __init__(self) -> None:
        # Made by the first wait: many readers are never read.
        self._event: asyncio.Event | None = None
        self._over = False
        self._error: Exception | None = None
        self.left: bool = False

    async def wait(self) -> None:
        """Wait until there may be something new. Raises when there will be nothing more."""
        if self._over:
            if isinstance(self._error, ClientClosed):
                raise ClientClosed
            if self._error is not None:
                raise self._error
            raise StopAsyncIteration
        if self._event is None:
            self._event = asyncio.Event()
        self._event.clear()
        await self._event.wait()

    def wake(self) -> None:
        if self._event is not None:
            self._event.set()

    def set(self, error: Exception | None) -> None:
        if not self._over:
            self._over, self._error = True, error
        self.left = self.left or error is None or isinstance(error, ClientClosed)
        self.wake()
