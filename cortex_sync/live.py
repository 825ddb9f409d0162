"""Live views for blocking code: the async view lives on the loop thread, what it tells is taken from here."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Generic, Self, TypeVar

from cortex_async._core.arguments import check_seconds
from cortex_async._core.errors import WaitTimedOut
from cortex_async._core.runtime.not_copyable import NotCopyable
from cortex_async._core.timing.clock import monotonic
from cortex_async.live import Added, Change, Modified, Removed
from cortex_async.live.views import LiveView as AsyncView
from cortex_async.live.views import not_met
from cortex_sync.bridge.loop import LoopThread
from cortex_sync.bridge.process import loop_thread
from cortex_sync.call import Call, LoopStopped
from cortex_sync.hooks import OneAtATime
from cortex_sync.readers import Reader, as_async, serve
from cortex_sync.runner import Runner

__all__ = ["Added", "Change", "LiveCollection", "LiveItem", "LiveView", "Modified", "Reader", "Removed"]

T = TypeVar("T")
V = TypeVar("V")
R = TypeVar("R")

HOOK_END = 1.0
"""Seconds that leaving a view waits for a hook that is still running."""


class LiveView(NotCopyable, Generic[T, V]):
    """What ``LiveCollection`` and ``LiveItem`` have in common.

    What is said of the views of ``cortex_async`` holds here: what entering raises, when a view is stale, and that the objects are
    shared and read-only. Several threads may use one view. Ctrl-C ends a wait at once. Raises ``LoopStopped`` in a forked
    child: a view stays behind in the process that opened it.
    """

    # Here, since one whose making was interrupted is finalised too.
    _open: bool = False

    def __init__(self, runner: Runner, inner: AsyncView[T, V]) -> None:
        self._runner = runner
        self._inner = inner
        self._home: LoopThread | None = None
        self._threads: list[threading.Thread] = []
        self._error_hooks: list[Callable[[Exception], object]] = []

    @property
    def value(self) -> V:
        raise NotImplementedError

    def _value(self) -> V:
        # Once left, or once its client is closed, the view changes no more.
        open_ = self._open and not self._runner.closed
        return self._on_loop(lambda: self._inner.value) if open_ else self._inner.value

    @property
    def stale(self) -> bool:
        """Whether something may have been missed that is not made good yet: there is no connection, or what follows a new one
        is still being fetched. Also outside the context."""
        return self._inner.stale

    def __enter__(self) -> Self:
        try:
            self._runner.run(self._enter)
        except BaseException:
            # Ctrl-C may come when the view is open already and no `with` block holds it yet.
            self.close()
            raise
        self._open = True
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Leaves the view; its readers end, in other threads too. May be called again."""
        self._open = False
        if self._home is not None and self._home.alive:
            closing = Call(self._inner.aclose)
            self._home.complete(closing)
            closing.result()
        for thread in self._threads:
            if thread is not threading.current_thread():
                thread.join(HOOK_END)

    def __del__(self) -> None:
        if self._open and self._home is not None:
            self._home.post(Call(self._inner.aclose))

    # -- following

    def __iter__(self) -> Reader[Change[T]]:
        """The changes, one at a time and one per object, from what this reader knows to what is there now.

        Each ``for`` is a reader of its own, which gets what changes from now on; the first one gets everything since the
        view was entered. To go on where a loop was left, keep the iterator: ``changes = iter(live)``.
        """
        return Reader(self._runner, self._on_loop(self._inner.__aiter__))

    def changes(self) -> Reader[Change[T]]:
        """Another reader of the changes, from now on. ``for change in live`` uses the first."""
        return Reader(self._runner, self._on_loop(self._inner.changes))

    def snapshots(self) -> Reader[V]:
        """Iterator over ``value``: at once, and then each time after it has changed. A slow reader skips values."""
        return Reader(self._runner, self._on_loop(self._inner.snapshots))

    def on_change(self, hook: Callable[[Change[T]], object]) -> Callable[[], None]:
        """Calls ``hook`` with each change from now on, one at a time, in a thread of its own: it may block and call the client.

        Behind a slow hook several changes of one object become one. What it raises goes to ``on_error``. Returns what ends
        that; a call that is under way goes on to its end.
        """
        reader = self._on_loop(self._inner.changes)
        # The thread holds no reference to the view: one that is dropped must end.
        thread = threading.Thread(
            target=serve,
            args=(self._runner, reader, hook, self._error_hooks),
            name="cortex-sync-on-change",
            daemon=True,
        )
        self._threads = [*(one for one in self._threads if one.is_alive()), thread]
        thread.start()
        home = self._home

        def stop() -> None:
            if home is not None:
                home.post(Call(as_async(lambda: reader.end(None))))

        return stop

    def on_error(self, hook: Callable[[Exception], object]) -> Callable[[], None]:
        """Calls ``hook`` with what goes wrong behind the scenes, in a thread of the SDK: a failed fetch, which is tried again; an
        exception of an ``on_change`` hook; the end of the stream. Without such a hook it is logged. Returns what ends that."""
        stop_inner = self._inner.on_error(OneAtATime(hook, "on_error"))
        self._error_hooks.append(hook)

        def stop() -> None:
            stop_inner()
            if hook in self._error_hooks:
                self._error_hooks.remove(hook)

        return stop

    def wait_until(self, predicate: Callable[[V], object], *, timeout: float | None = None) -> V:
        """Returns the first ``value`` for which ``predicate`` is true, which may be the present one.

        ``predicate`` runs in the calling thread, on the newest value each time: it may miss one that is gone in a moment.

        timeout: seconds; None waits for ever. Raises ``WaitTimedOut`` then, what ``predicate`` raises, what ended the stream, and
            ``ClientClosed``.
        """
        check_seconds("timeout", timeout, zero=True, infinite=True)
        end = None if timeout is None else monotonic() + timeout
        values = self.snapshots()
        value: V | None = None
        while True:
            try:
                value = values.next_within(None if end is None else end - monotonic())
            except WaitTimedOut:
                break
            except StopIteration:
                raise RuntimeError("the live view was left while somebody waited on it") from None
            if predicate(value):
                return value
        raise not_met(self._inner, predicate, timeout, value)

    async def _enter(self) -> None:
        self._home = loop_thread()
        await self._inner.__aenter__()

    def _on_loop(self, work: Callable[[], R]) -> R:
        """Where the view is changed: nothing of it is touched from two threads at once."""
        if self._home is None:
            raise RuntimeError("enter the view first: with ... as live:")
        if not self._home.alive:
            raise LoopStopped("the view ended with its loop thread, or stayed behind in the parent process")
        return self._runner.run(as_async(work))


class LiveCollection(LiveView[T, Mapping[str, T]]):
    """A list that stays current::

    with project.sessions.watch() as live:
        print(len(live.value), "sessions")
        for change in live:
            match change:
                case Added(id, new): ...
                case Modified(id, old, new, fields): ...
                case Removed(id, old): ...
    """

    @property
    def value(self) -> Mapping[str, T]:
        """The objects by id, oldest first; read-only. What was taken stays as it is: later changes show in a new ``value``."""
        return self._value()


class LiveItem(LiveView[T, "T | None"]):
    """One object that stays current::

    with project.sessions.watch(session_id) as live:
        live.wait_until(lambda session: session is not None and session.status == "ended", timeout=60)
    """

    @property
    def value(self) -> T | None:
        """The object; None while there is none with this id."""
        return self._value()
