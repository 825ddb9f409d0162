"""Binds a client's connections to an event loop, and closes them with it.

Nothing is opened before the first call. When the loop is gone, new connections are opened in the next one, so
one client serves several ``asyncio.run``; with the caller's session that is not possible.
"""

from __future__ import annotations

import asyncio
import os
import threading
import warnings
import weakref
from collections.abc import AsyncGenerator, Callable
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from attrs import define, field

from cortex_async._core.errors import ClientClosed, WrongLoop
from cortex_async._core.runtime.loops import running_loop
from cortex_async._core.timing.closing import LIMIT

if TYPE_CHECKING:
    from typing import Protocol

    class Closable(Protocol):
        @property
        def closed(self) -> bool: ...

        async def aclose(self) -> None: ...

        def abandon(self) -> None:
            """Do what ``aclose`` does, as far as possible after the loop has closed."""
            ...


C = TypeVar("C", bound="Closable")


class _Ending:
    """Closes ``held`` once, however many tasks wait for it."""

    def __init__(self, held: Closable) -> None:
        self._held = held
        self._task: asyncio.Task[None] | None = None

    async def done(self) -> None:
        # asyncio.run cancels all tasks at its end and then closes the asynchronous generators, which come
        # here again.
        if self._task is None or self._task.cancelled():
            self._task = asyncio.create_task(self._held.aclose())
        await asyncio.shield(self._task)


@define(eq=False, repr=False)
class _Bound(Generic[C]):
    loop: asyncio.AbstractEventLoop
    held: C
    process: int
    given_back: bool = False
    ending: _Ending = field(init=False)
    lease: AsyncGenerator[None, None] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.ending = _Ending(self.held)
        self.lease = _OPEN[id(self.held)] = _hold(self.held, self.ending, weakref.ref(self))

    async def finish(self) -> None:
        await self.ending.done()
        # The generator has nothing left to wait for, so closing it is a single step, even while the loop
        # closes all generators.
        await self.lease.aclose()

    def finish_later(self) -> None:
        task = self.loop.create_task(self.finish())
        _FINISHING.add(task)
        task.add_done_callback(_FINISHING.discard)

    def abandon(self) -> None:
        _OPEN.pop(id(self.held), None)
        self.held.abandon()


async def _hold(
    held: Closable, ending: _Ending, bound: weakref.ref[_Bound[Any]]
) -> AsyncGenerator[None, None]:
    try:
        yield
    finally:
        if (known := bound()) is not None:
            known.given_back = True
        await ending.done()
        _OPEN.pop(id(held), None)


_OPEN: dict[int, AsyncGenerator[None, None]] = {}
"""Keeps open connections alive: if the garbage collector found them together with their client, they would
warn before the client could close them."""

_FINISHING: set[asyncio.Task[None]] = set()

_INHERITED: list[object] = []


def open_or_inherited() -> list[object]:
    """Return what must not be finalised at the exit of a process that cannot close it."""
    return [_OPEN, _INHERITED]


class LoopBound(Generic[C]):
    """Holds one ``C`` for the running loop, made by ``make`` when it is first needed.

    movable: whether another one may be made once the loop of the first has closed.
    site: where the client was constructed, for the warning about an unclosed one.
    """

    def __init__(self, make: Callable[[], C], *, movable: bool, site: str) -> None:
        self._make = make
        self._movable = movable
        self._site = site
        # Reentrant: a finalizer may start an eager task that comes here in the middle of ``make``.
        self._lock = threading.RLock()
        self._bound: _Bound[C] | None = None
        self._shut = False
        self._closing: asyncio.Task[None] | None = None

    def opened(self, loop: asyncio.AbstractEventLoop) -> C | None:
        """Return what is already open in the running loop, None if ``get`` must open it.

        loop: the running loop, which those who call this know. Python 3.11 asks the system for it.
        """
        bound = self._bound
        if bound is None or bound.given_back or bound.loop is not loop:
            return None
        return bound.held

    @property
    def held(self) -> C | None:
        """What is open, in whatever loop; None if nothing is."""
        bound = self._bound
        return None if bound is None or bound.given_back or bound.process != os.getpid() else bound.held

    async def get(self) -> C:
        """Return what is open in the running loop; open it if needed.

        Raises ``WrongLoop`` while it is in use in another loop, ``ClientClosed`` after ``aclose``.
        """
        if self._shut:
            raise ClientClosed("this client is closed")
        loop = asyncio.get_running_loop()
        if (held := self.opened(loop)) is not None:
            return held
        with self._lock:
            bound = self._usable(loop)
            if bound is not None:
                return bound.held
            held = self._make()
            bound = self._usable(loop)
            if bound is not None:
                held.abandon()
                return bound.held
            bound = self._bound = _Bound(loop, held, os.getpid())
        # asyncio.run closes suspended asynchronous generators before it closes its loop
        # (loop.shutdown_asyncgens): that closes the connections in time, even if nobody closes the client.
        await anext(bound.lease)
        return bound.held

    def _usable(self, loop: asyncio.AbstractEventLoop) -> _Bound[C] | None:
        bound = self._bound
        if bound is None or (bound.loop is loop and not bound.held.closed):
            return bound
        if bound.process != os.getpid():
            # Forked: the sockets belong to the parent, which still uses them. They may be neither closed nor
            # garbage-collected.
            _INHERITED.append(bound)
            return None
        if bound.loop is not loop and not self._movable:
            raise WrongLoop("the session given to this client belongs to another event loop")
        if not bound.held.closed and not bound.loop.is_closed():
            raise WrongLoop(
                "this client is in use in another event loop that is still open: use one client per loop, or close it there"
            )
        if not bound.held.closed:
            bound.abandon()
        return None

    def require_closable(self) -> None:
        """Raise ``WrongLoop`` from a loop other than the one in use."""
        bound = self._bound
        if bound is None or bound.held.closed or bound.process != os.getpid() or bound.loop.is_closed():
            return
        if bound.loop is not running_loop():
            raise WrongLoop("close the client in the event loop that it was used in")

    async def aclose(self) -> None:
        """Close for good. May be called again, also while it is closing.

        A task that is cancelled meanwhile ends when everything is closed, after at most ``LIMIT`` seconds, or
        when it is cancelled again.

        Raises ``WrongLoop`` from a loop other than the one in use.
        """
        self.require_closable()
        bound, self._bound, self._shut = self._bound, None, True
        if bound is None or bound.held.closed:
            pass
        elif bound.process != os.getpid():
            _INHERITED.append(bound)
        elif bound.loop.is_closed():
            bound.abandon()
        else:
            self._closing = bound.loop.create_task(bound.finish(), name="cortex-close")
        closing = self._closing
        # The task that closes may be cancelled, or be one of several: the connections close regardless.
        if closing is not None and not closing.done() and closing.get_loop() is running_loop():
            try:
                await asyncio.shield(closing)
            except asyncio.CancelledError:
                # Nobody else may wait for it, and no task may be left behind.
                await asyncio.wait({closing}, timeout=LIMIT)
                raise

    def __del__(self) -> None:
        bound = getattr(self, "_bound", None)
        if bound is None or bound.held.closed:
            return
        if bound.process != os.getpid():
            _INHERITED.append(bound)
            return
        try:
            bound.loop.call_soon_threadsafe(bound.finish_later)
        except RuntimeError:
            # The loop has closed.
            bound.abandon()
        warnings.warn(f"unclosed client, created at {self._site}", ResourceWarning, stacklevel=2, source=self)
