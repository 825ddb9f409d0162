"""The face of live views: open them, look at them, follow them, wait on them."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from cortex_async._core.arguments import check_seconds
from cortex_async._core.errors import WaitTimedOut
from cortex_async._core.runtime.not_copyable import NotCopyable
from cortex_async._core.timing.waiting import seen, time_limit, wait_error
from cortex_async.live.changes import Change
from cortex_async.live.feed import Feed
from cortex_async.live.hooks import Hooks
from cortex_async.live.readers import ChangeReader, Listener, SnapshotReader, Waiter
from cortex_async.live.replica import Replica
from cortex_async.live.sources import Source
from cortex_async.live.upkeep import Upkeep

T = TypeVar("T")
V = TypeVar("V")
L = TypeVar("L", bound=Listener[Any])


class LiveView(NotCopyable, Generic[T, V]):
    """What ``LiveCollection`` and ``LiveItem`` have in common.

    A view is entered once; its ``value`` is current from the first line inside. Entering raises what fetching raises, and what ends
    the event stream, such as ``Unauthorized``.

    While the connection is lost the view keeps what it had and is ``stale``; then it fetches everything anew and tells what was
    missed, removals included. It also does so every ``resync`` seconds, since a stream that looks healthy can lose an event.
    If the server ends the stream for good, ``async for`` and ``wait_until`` raise the reason, ``on_error`` is told, and ``value``
    stays as it was.

    Treat the objects as read-only: readers share them.
    """

    def __init__(self, find_feed: Callable[[], Feed], source: Source[T], resync: float) -> None:
        check_seconds("resync", resync, zero=True, none=False)
        self._find_feed = find_feed
        self._source = source
        self._resync = resync
        self._replica: Replica[T] = Replica(source.kind.rules, source.kind.order)
        self._upkeep: Upkeep[T] | None = None
        self._entered = False
        self._over = False
        self._error: Exception | None = None
        self._first: ChangeReader[T] | None = None
        # Weak: a reader that was dropped must not collect changes for the life of the view.
        self._listeners: weakref.WeakSet[Listener[T]] = weakref.WeakSet()
        self._hooks: Hooks[T] = Hooks(source.topic[0])

    @property
    def value(self) -> V:
        raise NotImplementedError

    @property
    def stale(self) -> bool:
        """Whether something may have been missed that is not made good yet: there is no connection, or what follows a new one
        is still being fetched. Also outside the context."""
        return self._over or self._upkeep is None or self._upkeep.stale

    async def __aenter__(self) -> Self:
        if self._entered:
            raise RuntimeError("a live view is entered once; make another with watch()")
        self._entered = True
        upkeep = self._upkeep = Upkeep(
            self._find_feed(),
            self._source,
            self._replica,
            self._resync,
            changed=self._tell,
            report=self._hooks.report,
            ended=self._end,
        )
        try:
            await upkeep.open()
        except BaseException:
            await self.close()
            raise
        self._first = self._listen()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Leaves the view; its readers end. May be called again."""
        self._over = True
        for listener in tuple(self._listeners):
            listener.end(None)
        if self._upkeep is not None:
            await self._upkeep.close()

    async def aclose(self) -> None:
        """The same as ``close``, by the name that ``contextlib.aclosing`` calls."""
        await self.close()

    # -- following

    def __aiter__(self) -> ChangeReader[T]:
        """The changes, one at a time and one per object, from what this reader knows to what is there now.

        Each ``async for`` is a reader of its own, which gets what changes from now on; the first one gets everything since the
        view was entered. To go on where a loop was left, keep the iterator: ``changes = aiter(live)``.
        """
        self._require_entered()
        first, self._first = self._first, None
        return first or self._listen()

    def changes(self) -> ChangeReader[T]:
        """Another reader of the changes, from now on. ``async for change in live`` uses the first."""
        self._require_entered()
        return self._listen()

    def snapshots(self) -> SnapshotReader[T, V]:
        """Async iterator over ``value``: at once, and then each time after it has changed. A slow reader skips values."""
        self._require_entered()
        reader: SnapshotReader[T, V] = SnapshotReader(lambda: self.value)
        return self._add(reader)

    def on_change(self, hook: Callable[[Change[T]], object]) -> Callable[[], None]:
        """Calls ``hook`` with each change, in the event loop, as it happens; it must not block. Returns what ends that.

        What it raises goes to ``on_error``. Raises ``TypeError`` for an async function: nobody would await it.
        """
        return self._hooks.add_on_change(hook)

    def on_error(self, hook: Callable[[Exception], object]) -> Callable[[], None]:
        """Calls ``hook`` with what goes wrong behind the scenes: a failed fetch, which is tried again; an exception of an
        ``on_change`` hook; the end of the stream. Without such a hook it is logged. Returns what ends that."""
        return self._hooks.add_on_error(hook)

    async def wait_until(self, predicate: Callable[[V], object], *, timeout: float | None = None) -> V:
        """Returns the first ``value`` for which ``predicate`` is true, which may be the present one.

        timeout: seconds; None waits for ever. Raises ``WaitTimedOut`` then, what ``predicate`` raises, what ended the stream, and
            ``ClientClosed``.
        """
        self._require_entered()
        check_seconds("timeout", timeout, zero=True, infinite=True)
        waiter: Waiter[T, V] = self._add(Waiter(lambda: self.value, predicate))
        async with time_limit(timeout, lambda: not_met(self, predicate, timeout, self.value)):
            return await waiter.met

    # -- telling

    def _tell(self, changes: list[Change[T]]) -> None:
        for listener in tuple(self._listeners):
            listener.tell(changes)
        self._hooks.tell(changes)

    def _end(self, error: Exception) -> None:
        self._error = error
        for listener in tuple(self._listeners):
            listener.end(error)
        self._hooks.report(error)

    def _listen(self) -> ChangeReader[T]:
        return self._add(ChangeReader(self._replica.get))

    def _add(self, listener: L) -> L:
        self._listeners.add(listener)
        if self._error is not None or self._over:
            listener.end(None if self._over else self._error)
        return listener

    def _require_entered(self) -> None:
        if not self._entered:
            raise RuntimeError("enter the view first: async with ... as live:")


def not_met(
    view: LiveView[Any, Any], predicate: Callable[..., object], seconds: float | None, value: object
) -> WaitTimedOut:
    """The error of a wait that saw ``value`` last."""
    name = str(getattr(predicate, "__name__", ""))
    condition = f"the condition {name}" if name.isidentifier() else "the condition"
    kind = view._source.topic[0]  # pyright: ignore[reportPrivateUsage]  # of the same module
    last = f"{seen(value)}{', with the view stale' if view.stale else ''}"
    return wait_error(f"{condition} on the live view of {kind} was not met", seconds, last)


class LiveCollection(LiveView[T, Mapping[str, T]]):
    """A list that stays current::

    async with project.sessions.watch() as live:
        print(len(live.value), "sessions")
        async for change in live:
            match change:
                case Added(id, new): ...
                case Modified(id, old, new, fields): ...
                case Removed(id, old): ...
    """

    @property
    def value(self) -> Mapping[str, T]:
        """The objects by id, oldest first; read-only. What was taken stays as it is: later changes show in a new ``value``."""
        return self._replica.values


class LiveItem(LiveView[T, "T | None"]):
    """One object that stays current::

    async with project.sessions.watch(session_id) as live:
        await live.wait_until(lambda session: session is not None and session.status == "ended", timeout=60)
    """

    def __init__(self, find_feed: Callable[[], Feed], source: Source[T], resync: float, key: str) -> None:
        super().__init__(find_feed, source, resync)
        self._key = key

    @property
    def value(self) -> T | None:
        """The object; None while there is none with this id."""
        return self._replica.get(self._key)
