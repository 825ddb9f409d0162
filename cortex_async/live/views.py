"""What users call on a live view: enter it, read its value, follow its changes, wait for a condition."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

from cortex_async._core.arguments import check_seconds
from cortex_async._core.errors import WaitTimedOut
from cortex_async._core.runtime.not_copyable import NotCopyable
from cortex_async._core.timing.waiting import seen, time_limit, wait_error
from cortex_async.live.audience import Audience
from cortex_async.live.changes import Change
from cortex_async.live.feeds import feed_of
from cortex_async.live.readers import ChangeReader, SnapshotReader, Waiter
from cortex_async.live.replica import Replica
from cortex_async.live.rest_source import RestSource
from cortex_async.live.synchronizer import Synchronizer

if TYPE_CHECKING:
    from cortex_async.live.reporter import ViewReporter

T = TypeVar("T")
V = TypeVar("V")


class LiveView(NotCopyable, Generic[T, V]):
    """The common part of ``LiveCollection`` and ``LiveItem``.

    Enter a view once, with ``async with``; inside the block its ``value`` is always current. Entering raises
    the errors of fetching, and errors that end the event stream, such as ``Unauthorized``.

    While the connection is lost, the view keeps its value and is ``stale``. After reconnecting it fetches
    everything again and reports what it missed, including removals. It also does so every ``resync`` seconds,
    because a stream that looks healthy can lose an event. If the server ends the stream permanently, ``async
    for`` and ``wait_until`` raise the reason, ``on_error`` hooks get it, and ``value`` stays as it was.

    Treat the objects as read-only: all readers share them.
    """

    def __init__(self, source: RestSource[T], resync: float, reporter: ViewReporter | None = None) -> None:
        check_seconds("resync", resync, zero=True, none=False)
        self._source = source
        self._resync = resync
        self._reporter = reporter
        self._replica: Replica[T] = Replica(source.kind.rules, source.kind.order)
        self._audience: Audience[T] = Audience(source.topic[0], self._replica.get)
        self._synchronizer: Synchronizer[T] | None = None
        self._entered = False
        self._over = False

    @property
    def value(self) -> V:
        raise NotImplementedError

    @property
    def stale(self) -> bool:
        """Whether the view may have missed something: there is no connection, or the fetch after a reconnect
        is not complete.

        True also before the view is entered and after it is closed.
        """
        return self._over or self._synchronizer is None or self._synchronizer.stale

    async def __aenter__(self) -> Self:
        if self._entered:
            raise RuntimeError("a live view can be entered only once; make another one with watch()")
        self._entered = True
        synchronizer = self._synchronizer = Synchronizer(
            feed_of(self._source.caller, self._source.bound),
            self._source,
            self._replica,
            self._audience,
            self._resync,
            self._reporter,
        )
        if self._reporter is not None:
            self._reporter.opened()
        try:
            await synchronizer.open()
        except BaseException as error:
            if self._reporter is not None:
                self._reporter.closed(error)
            await self.close()
            raise
        self._audience.begin()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the view and end its readers. May be called more than once."""
        self._over = True
        self._audience.close()
        try:
            if self._synchronizer is not None:
                await self._synchronizer.close()
        finally:
            if self._reporter is not None:
                self._reporter.closed()
            await self._audience.end_hooks()

    async def aclose(self) -> None:
        """The same as ``close``, by the name that ``contextlib.aclosing`` calls."""
        await self.close()

    # -- following

    def __aiter__(self) -> ChangeReader[T]:
        """The changes, one at a time and one per object, from what this reader saw last to the current value.

        Each ``async for`` is a separate reader, which gets the changes from now on. The first one gets
        everything since the view was entered. To continue a loop later, keep the iterator:
        ``changes = aiter(live)``.
        """
        self._require_entered()
        return self._audience.first()

    def changes(self) -> ChangeReader[T]:
        """Another reader of the changes, from now on. The first ``async for change in live`` has its own."""
        self._require_entered()
        return self._audience.listen()

    def snapshots(self) -> SnapshotReader[T, V]:
        """Async iterator over ``value``: the current one, then each new one. A slow reader skips values."""
        self._require_entered()
        reader: SnapshotReader[T, V] = SnapshotReader(lambda: self.value)
        return self._audience.add(reader)

    def on_change(self, hook: Callable[[Change[T]], object]) -> Callable[[], None]:
        """Call ``hook`` with each change. Returns a function that removes the hook.

        A function is called in the event loop, mostly as the event is read and so outside of any task, and
        must not block. A coroutine function runs in a task of its own, which awaits one call after another:
        it gets the changes in order, and several changes of one object as one if it is slow, as ``async for``
        does. When the view is closed, a call that is running has a second to end before it is cancelled; when
        the hook is removed, it ends.

        Exceptions of the hook go to ``on_error``.
        """
        return self._audience.hooks().add_on_change(hook)

    def on_error(self, hook: Callable[[Exception], object]) -> Callable[[], None]:
        """Call ``hook`` with errors in the background: a failed fetch, which is retried; an exception of an
        ``on_change`` hook; the end of the stream. Without such a hook they are logged. Returns a function
        that removes the hook.

        A coroutine function runs in a task, with one error after another.
        """
        return self._audience.hooks().add_on_error(hook)

    async def wait_until(self, predicate: Callable[[V], object], *, timeout: float | None = None) -> V:
        """Return the first ``value`` for which ``predicate`` is true, which may be the current one.

        timeout: seconds; None waits without limit.

        Raises ``WaitTimedOut``, what ``predicate`` raises, what ended the stream, and ``ClientClosed``.
        """
        self._require_entered()
        check_seconds("timeout", timeout, zero=True, infinite=True)
        waiter: Waiter[T, V] = self._audience.add(Waiter(lambda: self.value, predicate))
        async with time_limit(timeout, lambda: not_met(self, predicate, timeout, self.value)):
            return await waiter.met

    def _require_entered(self) -> None:
        if not self._entered:
            raise RuntimeError("enter the view first: async with ... as live:")


def not_met(
    view: LiveView[Any, Any], predicate: Callable[..., object], seconds: float | None, value: object
) -> WaitTimedOut:
    """The error of a wait that timed out and saw ``value`` last."""
    name = str(getattr(predicate, "__name__", ""))
    condition = f"the condition {name}" if name.isidentifier() else "the condition"
    kind = view._source.topic[0]  # pyright: ignore[reportPrivateUsage]  # same module
    last = f"{seen(value)}{', with the view stale' if view.stale else ''}"
    return wait_error(f"{condition} on the live view of {kind} was not met", seconds, last)
