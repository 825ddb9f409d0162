"""The transport of a client, loaded by the first call because it imports the HTTP library, and what ends when it closes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from cortex_async._core.errors import ClientClosed, WrongLoop
from cortex_async._core.outcomes import Failure
from cortex_async._core.runtime.background_import import BackgroundImport
from cortex_async._core.runtime.loops import running_loop
from cortex_async._core.runtime.not_copyable import NotCopyable
from cortex_async._core.timing.clock import Clock
from cortex_async._core.timing.closing import OpenWork

if TYPE_CHECKING:
    from collections.abc import Awaitable, Mapping
    from typing import Protocol

    from cortex_async._core.http.exchange import Outgoing, Progress
    from cortex_async._core.http.raw_response import RawResponse
    from cortex_async._core.http.settings import TransportSettings
    from cortex_async._core.http.transport import Transport
    from cortex_async._core.timeouts import Timeout

    class Exchanges(Protocol):
        def begin(
            self,
            outgoing: Outgoing,
            credential: Mapping[str, str],
            limits: Timeout,
            progress: Progress,
            streamed: bool,
        ) -> Awaitable[RawResponse | Failure]: ...


_HTTP = BackgroundImport(f"{__package__}.transport")


class _Unloaded:
    """In the place of a transport while the HTTP library cannot be read, e.g. because no descriptor is left."""

    def __init__(self, reason: str) -> None:
        self._reason = reason

    async def begin(self, *_: object, **__: object) -> Failure:
        return Failure("not_sent", reason=f"the HTTP library could not be loaded: {self._reason}")


class LazyTransport(NotCopyable):
    """The transport that a client and its variants share.

    ready: the loaded transport, None before it is loaded and after ``aclose``.
    """

    def __init__(self, settings: TransportSettings) -> None:
        self.ready: Transport | None = None
        self._settings = settings
        self._made: dict[str, Transport] = {}
        self._closed = False
        self._works: dict[asyncio.AbstractEventLoop, OpenWork] = {}

    async def load(self) -> Exchanges:
        """The transport. Raises ``ClientClosed`` after ``aclose``."""
        try:
            if not self._closed and not _HTTP.done:
                await _HTTP.wait()
            from cortex_async._core.http.transport import Transport
        except OSError as error:
            return _Unloaded(error.strerror or type(error).__name__)
        if self._closed:
            raise ClientClosed
        # One step, whatever comes in between: another thread, or a signal handler or finaliser of this one.
        transport = self.ready = self._made.setdefault("", Transport(self._settings))
        return transport

    def require_open(self) -> None:
        """Raises ``ClientClosed`` after ``aclose``."""
        if self._closed:
            raise ClientClosed

    def work(self) -> OpenWork:
        """What hangs on the client in the running loop."""
        loop = running_loop()
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
        if not self._works:
            # No call was made, so that there is nothing to wait for, in whatever event loop.
            self._closed, self.ready = True, None
            return
        self._require_this_loop()
        self._closed, self.ready = True, None
        work = self.work()
        work.end()
        for transport in self._made.values():
            await transport.aclose()
        await work.ended()

    def _require_this_loop(self) -> None:
        for transport in self._made.values():
            transport.require_closable()
        here = running_loop()
        # A call that waits for its credential has no connection yet.
        if any(work.running for loop, work in [*self._works.items()] if loop is not here):
            raise WrongLoop("close the client in the event loop that it was used in")


class ClosingClock:
    """``clock``, with sleeps that end with ``ClientClosed`` when the client closes."""

    def __init__(self, transport: LazyTransport, clock: Clock) -> None:
        self._transport = transport
        self._clock = clock

    def monotonic(self) -> float:
        return self._clock.monotonic()

    def unix(self) -> float:
        return self._clock.unix()

    async def sleep(self, seconds: float) -> None:
        with self._transport.work().until_closed():
            await self._clock.sleep(seconds)
