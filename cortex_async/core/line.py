"""The transport that a client and its variants share, and what hangs on it. Made on the first call, since it imports the HTTP library."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

from .closing import OpenWork
from .errors import ClientClosed, WrongLoop
from .retry import Clock

if TYPE_CHECKING:
    from .transport import Transport
    from .wiring import Wiring


class Line:
    """session: an ``aiohttp.ClientSession`` to use instead of connections of our own."""

    def __init__(self, wiring: Wiring, session: object = None) -> None:
        self._wiring = wiring
        self._session = session
        self._lock = threading.Lock()
        self._transport: Transport | None = None
        self._closed = False
        self._works: dict[asyncio.AbstractEventLoop, OpenWork] = {}

    def transport(self) -> Transport:
        """Raises ``ClientClosed`` after ``aclose``."""
        if self._closed:
            raise ClientClosed
        if self._transport is None:
            from .transport import Transport

            with self._lock:
                self._transport = self._transport or Transport(self._wiring, self._session)
        return self._transport

    def require_open(self) -> None:
        """Raises ``ClientClosed`` after ``aclose``."""
        if self._closed:
            raise ClientClosed

    def work(self) -> OpenWork:
        """What hangs on the client in the running loop."""
        loop = asyncio.get_running_loop()
        work = self._works.get(loop)
        if work is None:
            # No lock: only the thread of a loop asks for it, and a forked child must not find one taken.
            for one in [*self._works]:
                if one.is_closed():
                    self._works.pop(one, None)
            work = self._works[loop] = OpenWork(loop)
            if self._closed:
                work.end()
        return work

    @property
    def closed(self) -> bool:
        return self._closed

    async def aclose(self) -> None:
        """Ends what hangs on the client, with ``ClientClosed``, and closes the connections. May be called again.

        Raises ``WrongLoop`` from a loop other than the one in use.
        """
        self._require_this_loop()
        self._closed = True
        work = self.work()
        work.end()
        if self._transport is not None:
            await self._transport.aclose()
        await work.ended()

    def _require_this_loop(self) -> None:
        if self._transport is not None:
            self._transport.require_closable()
        here = asyncio.get_running_loop()
        # A call that waits for its credential has no connection yet.
        if any(work.running for loop, work in [*self._works.items()] if loop is not here):
            raise WrongLoop("close the client in the event loop that it was used in")


class LineClock:
    """``clock``, with sleeps that end with ``ClientClosed`` when the client closes."""

    def __init__(self, line: Line, clock: Clock) -> None:
        self._line = line
        self._clock = clock

    def monotonic(self) -> float:
        return self._clock.monotonic()

    def unix(self) -> float:
        return self._clock.unix()

    async def sleep(self, seconds: float) -> None:
        with self._line.work().until_closed():
            await self._clock.sleep(seconds)
