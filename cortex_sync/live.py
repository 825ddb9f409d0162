"""Live views for blocking code: data that stays current.

    with project.sessions.watch() as live:
        for change in live: ...

A view starts with a snapshot and follows the project's event stream, which all views of a project share. It
fetches what it missed
while disconnected: a view never stays different from the server.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Generic, Self, TypeVar

from cortex_async._core.arguments import check_seconds, wrong_type
from cortex_async._core.errors import ArgumentTypeError, ClientClosed, WaitTimedOut, WrongLoop
from cortex_async._core.timing.clock import monotonic
from cortex_async.live import Added, Change, Modified, Removed
from cortex_async.live.hooks import is_async
from cortex_async.live.views import LiveView as AsyncView
from cortex_async.live.views import not_met
from cortex_sync.bridge.call import Call
from cortex_sync.bridge.errors import LoopStopped
from cortex_sync.bridge.hooks import OneAtATime
from cortex_sync.bridge.opened import Opened
from cortex_sync.bridge.readers import Reader, as_async, serve
from cortex_sync.bridge.runner import Runner

__all__ = [
    "Added",
    "Change",
    "ChangeReader",
    "LiveCollection",
    "LiveItem",
    "LiveView",
    "Modified",
    "Removed",
    "SnapshotReader",
]

T = TypeVar("T")
V = TypeVar("V")
R = TypeVar("R")

HOOK_END = 1.0
"""Seconds that leaving a view waits for a hook that is still running."""


class ChangeReader(Reader[Change[T]], Generic[T]):
    """Iterator over the changes since it was made, one at a time.

    It ends with the view, and raises what ended the stream.
    """


class SnapshotReader(Reader[V], Generic[T, V]):
    """Iterator over the value: at once, and then whenever it has changed since it was read.

    It ends with the view.
    """


class LiveView(Opened[AsyncView[T, V]], Generic[T, V]):
    """The base class of ``LiveCollection`` and ``LiveItem``.

    Enter a view once, with ``with``; inside the block its ``value`` is always current. Entering raises the
    errors of fetching, and errors that end the event stream, such as ``Unauthorized``. While the connection
    is lost, a view keeps its ``value`` and is ``stale`` until it has fetched everything again. Treat the
    objects as read-only: all readers share them.

    Several threads may use one view. Ctrl-C ends a wait at once. Raises ``LoopStopped`` in a forked child: a
    view belongs to the process that opened it.
    """

    _noun = "view"

    def __init__(self, runner: Runner, inner: AsyncView[T, V]) -> None:
        super().__init__(runner, inner)
        self._open = False
        self._threads: list[threading.Thread] = []
        self._error_hooks: list[Callable[[Exception], object]] = []

    @property
    def value(self) -> V:
        """The present state."""
        raise NotImplementedError

    def _value(self) -> V:
        if self._open and not self._runner.closed:
            # The client may be closed meanwhile, by another thread.
            with suppress(ClientClosed):
                return self._on_loop(lambda: self._inner.value)
        # The view was left or is being left: on the loop thread, an event may still be applied.
        if self._thread is not None and self._thread.alive:
            reading = Call(as_async(lambda: self._inner.value))
            with suppress(LoopStopped, WrongLoop):
                self._thread.complete(reading)
                return reading.result()
        return self._inner.value

    @property
    def stale(self) -> bool:
        """Whether changes may be missing, because there is no connection or a reconnect is still fetching.

        Also True outside ``with``."""
        return self._inner.stale

    def __enter__(self) -> Self:
        super().__enter__()
        self._open = True
        return self

    def close(self) -> None:
        """Leave the view, which ends its readers in all threads. Closing twice is allowed."""
        self._open = False
        super().close()
        for thread in self._threads:
            if thread is not threading.current_thread():
                thread.join(HOOK_END)

    def __iter__(self) -> ChangeReader[T]:
        """The changes, one per object: from what this reader saw last to the present state.

        Each ``for`` loop is a new reader, which gets changes from now on; the first one gets all changes
        since the view was entered. To continue a loop that was left, keep the iterator: ``changes =
        iter(live)``.
        """
        return ChangeReader(self._runner, self._on_loop(self._inner.__aiter__))

    def changes(self) -> ChangeReader[T]:
        """Another reader of the changes, from now on. ``for change in live`` uses the first."""
        return ChangeReader(self._runner, self._on_loop(self._inner.changes))

    def snapshots(self) -> SnapshotReader[T, V]:
        """Iterator over ``value``: at once, and then after each change. A slow reader skips values."""
        return SnapshotReader(self._runner, self._on_loop(self._inner.snapshots))

    def on_change(self, hook: Callable[[Change[T]], object]) -> Callable[[], None]:
        """Call ``hook`` with each change from now on, one at a time, in a thread of its own: it may block and
        call the client.

        For a slow hook, several changes of one object become one. Exceptions of the hook go to ``on_error``.
        Returns a function that removes the hook; a hook that is running then is not interrupted.

        Raises ``ArgumentTypeError`` for a coroutine function: only live views of ``cortex_async`` await it.
        """
        _require_plain(hook)
        reader = self._on_loop(self._inner.changes)
        # The thread holds no reference to the view, which must end when the program drops it.
        thread = threading.Thread(
            target=serve,
            args=(self._runner, reader, hook, self._error_hooks),
            name="cortex-sync-on-change",
            daemon=True,
        )
        self._threads = [*(one for one in self._threads if one.is_alive()), thread]
        thread.start()
        thread_of_view = self._thread

        def stop() -> None:
            if thread_of_view is not None:
                thread_of_view.post(Call(as_async(lambda: reader.end(None))))

        return stop

    def on_error(self, hook: Callable[[Exception], object]) -> Callable[[], None]:
        """Call ``hook`` with errors in the background, in a thread of the SDK: a failed fetch, which is
        repeated; an exception of an
        ``on_change`` hook; the end of the stream. Without a hook they are logged. Returns a function that
        removes the hook.

        Raises ``ArgumentTypeError`` for a coroutine function.
        """
        _require_plain(hook)
        stop_inner = self._inner.on_error(OneAtATime(hook, "on_error"))
        self._error_hooks.append(hook)

        def stop() -> None:
            stop_inner()
            if hook in self._error_hooks:
                self._error_hooks.remove(hook)

        return stop

    def wait_until(self, predicate: Callable[[V], object], *, timeout: float | None = None) -> V:
        """Return the first ``value`` for which ``predicate`` is true, which may be the present one.

        ``predicate`` runs in the calling thread, on the newest value: it may miss a value that lasts only a
        moment.

        timeout: seconds; None waits for ever. Raises ``WaitTimedOut`` after that, what ``predicate`` raises,
            what ended the stream, and ``ClientClosed``.
        """
        check_seconds("timeout", timeout, zero=True, infinite=True)
        end = None if timeout is None else monotonic() + timeout
        values = self.snapshots()
        value: V | None = None
        left = timeout
        while left is None or left >= 0:
            try:
                value = values.next_within(left)
            except WaitTimedOut:
                break
            except StopIteration:
                raise RuntimeError("the live view was closed while something waited on it") from None
            if predicate(value):
                return value
            left = None if end is None else end - monotonic()
        raise not_met(self._inner, predicate, timeout, value)

    def _on_loop(self, work: Callable[[], R]) -> R:
        """Run ``work`` on the loop, because only the loop thread may touch the view."""
        if self._thread is None:
            raise RuntimeError("enter the view first: with ... as live:")
        return self._checked_runner().run(as_async(work))


def _require_plain(hook: object) -> None:
    if is_async(hook):
        raise ArgumentTypeError(
            "hook must be a plain function in blocking code, got an async function; cortex_async awaits those",
            parameter="hook",
        )
    if not callable(hook):
        raise wrong_type("hook", "a function", hook)


class LiveCollection(LiveView[T, Mapping[str, T]]):
    """A list that stays current::

        with project.sessions.watch() as live:
            print(len(live.value), "sessions")
            for change in live:
                match change:
                    case Added(id, new): ...
                    case Modified(id, old, new, fields): ...
                    case Removed(id, old): ...

    The guide is docs/live-views.md.
    """

    @property
    def value(self) -> Mapping[str, T]:
        """The objects by id, oldest first; read-only.

        A mapping once returned never changes: changes make a new ``value``.
        """
        return self._value()


class LiveItem(LiveView[T, "T | None"]):
    """One object that stays current::

        with project.sessions.watch(session_id) as live:
            live.wait_until(lambda found: found is not None and found.status == "ended", timeout=60)

    The guide is docs/live-views.md.
    """

    @property
    def value(self) -> T | None:
        """The object; None while none has this id."""
        return self._value()
