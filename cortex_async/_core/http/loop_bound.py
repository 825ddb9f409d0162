"""To which event loop a client's connections belong, and when they close.

Nothing is opened before the first call. Connections that we own move to a new loop when the old one is gone, so that one
client serves several ``asyncio.run``; connections that were lent to us cannot.
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

if TYPE_CHECKING:
    from typing import Protocol

    class Closable(Protocol):
        @property
        def closed(self) -> bool: ...

        async def aclose(self) -> None: ...

        def abandon(self) -> None:
            """What ``aclose`` does, as far as it can be done after the loop has closed."""
            ...


C = TypeVar("C", bound="Closable")


class _Ending:
    """Closes ``held`` once, however many wait for it."""

    def __init__(self, held: Closable) -> None:
        self._held = held
        self._task: asyncio.Task[None] | None = None

    async def done(self) -> None:
        # The end of asyncio.run cancels all tasks before it finishes the generators, which then come here again.
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
        # Now it has nothing left to wait for: a loop that finishes its generators cannot meet it half-way.
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
"""Keeps alive what is open: connections that the garbage collector finds together with their client would warn for themselves
before anybody could close them."""

_FINISHING: set[asyncio.Task[None]] = set()

_INHERITED: list[object] = []


class LoopBound(Generic[C]):
    """One ``C`` for the running loop, made by ``make`` when it is first needed.

    movable: whether a new one may be made after the loop of the old one has closed.
    site: where the client was constructed, for the warning about an unclosed one.
    """

    def __init__(self, make: Callable[[], C], *, movable: bool, site: str) -> None:
        self._make = make
        self._movable = movable
        self._site = site
        # Reentrant: a finaliser may start an eager task that comes here in the middle of `make`.
        self._lock = threading.RLock()
        self._bound: _Bound[C] | None = None
        self._shut = False
        self._closing: asyncio.Task[None] | None = None

    def opened(self) -> C | None:
        """What is open already in the running loop, None where ``get`` has to see to it."""
        bound = self._bound
        if bound is None or bound.given_back or bound.loop is not asyncio.get_running_loop():
            return None
        return bound.held

    async def get(self) -> C:
        """Raises ``WrongLoop`` while another loop holds it, ``ClientClosed`` after ``aclose``."""
        if self._shut:
            raise ClientClosed("this client is closed")
        if (held := self.opened()) is not None:
            return held
        loop = asyncio.get_running_loop()
        with self._lock:
            bound = self._free(loop)
            if bound is not None:
                return bound.held
            held = self._make()
            bound = self._free(loop)
            if bound is not None:
                held.abandon()
                return bound.held
            bound = self._bound = _Bound(loop, held, os.getpid())
        # asyncio.run finishes suspended generators before it closes its loop: that closes the connections in time,
        # even if nobody closes the client.
        await anext(bound.lease)
        return bound.held

    def _free(self, loop: asyncio.AbstractEventLoop) -> _Bound[C] | None:
        bound = self._bound
        if bound is None or (bound.loop is loop and not bound.held.closed):
            return bound
        if bound.process != os.getpid():
            # Forked: the sockets are the parent's. Neither closing nor forgetting them may touch what it still uses.
            _INHERITED.append(bound)
            return None
        if bound.loop is not loop and not self._movable:
            raise WrongLoop("the session given to this client belongs to another event loop")
        if not bound.held.closed and not bound.loop.is_closed():
            raise WrongLoop(
                "this client is in use by another event loop that is still open: use one client per loop, or close it there"
            )
        if not bound.held.closed:
            bound.abandon()
        return None

    def require_closable(self) -> None:
        """Raises ``WrongLoop`` from a loop other than the one in use."""
        bound = self._bound
        if bound is None or bound.held.closed or bound.process != os.getpid() or bound.loop.is_closed():
            return
        if bound.loop is not running_loop():
            raise WrongLoop("close the client in the event loop that it was used in")

    async def aclose(self) -> None:
        """Closes for good; may be called again, also meanwhile. Raises ``WrongLoop`` from a loop other than the one in use."""
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
        # Whoever closes may be cancelled meanwhile, or be one of several: the connections close all the same.
        if closing is not None and not closing.done() and closing.get_loop() is running_loop():
            await asyncio.shield(closing)

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
