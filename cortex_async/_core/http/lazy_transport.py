"""The transport of a client, which the first call loads because it imports the HTTP library."""

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
    """Stands in for the transport while the HTTP library cannot be imported.

    That happens, for example, if no file descriptor is left.
    """

    def __init__(self, reason: str) -> None:
        self._reason = reason

    async def begin(self, *_: object, **__: object) -> Failure:
        return Failure("not_sent", reason=f"the HTTP library could not be loaded: {self._reason}")


class LazyTransport(NotCopyable):
    """The transport that a client and its variants share, and the work that ends when it closes.

    ready: the loaded transport, None before it is loaded and after ``aclose``.
    retries: attempts that followed a failed one.
    """

    def __init__(self, settings: TransportSettings) -> None:
        self.ready: Transport | None = None
        self.retries: int = 0
        self._settings = settings
        self._made: dict[str, Transport] = {}
        self._closed = False
        self._works: dict[asyncio.AbstractEventLoop, OpenWork] = {}

    async def load(self) -> Exchanges:
        """Import the HTTP library and return the transport. Raises ``ClientClosed`` after ``aclose``."""
        try:
            if not self._closed and not _HTTP.done:
                await _HTTP.wait()
            from cortex_async._core.http.transport import Transport
        except OSError as error:
            return _Unloaded(error.strerror or type(error).__name__)
        if self._closed:
            raise ClientClosed
        # Atomic, since another thread, a signal handler or a finalizer may come in between.
        transport = self.ready = self._made.setdefault("", Transport(self._settings))
        return transport

    def require_open(self) -> None:
        """Raise ``ClientClosed`` after ``aclose``."""
        if self._closed:
            raise ClientClosed

    def work(self) -> OpenWork:
        """Return the client's work in progress in the running loop."""
        loop = running_loop()
        work = self._works.get(loop)
        if work is None:
            # No lock: only the loop's own thread gets here, and a forked child must not find a lock held.
            for one in [*self._works]:
                if one.is_closed():
                    self._works.pop(one, None)
            work = self._works[loop] = OpenWork(loop)
            if self._closed:
                work.end()
        return work

    @property
    def works(self) -> tuple[OpenWork, ...]:
        """The work in progress in every loop, also as seen from another thread."""
        return (*self._works.values(),)

    def connections(self) -> tuple[int, int]:
        """Return how many connections of the SDK's own are open, and how many of them are idle."""
        pairs = [made.connections() for made in [*self._made.values()]]
        return sum(opened for opened, _ in pairs), sum(idle for _, idle in pairs)

    @property
    def callers_headers(self) -> Mapping[str, str]:
        """The default headers of the caller's session, empty without one."""
        headers: Mapping[str, str] = getattr(self._settings.session, "headers", None) or {}
        return headers

    @property
    def closed(self) -> bool:
        return self._closed

    async def aclose(self) -> None:
        """End all work in progress with ``ClientClosed`` and close the connections. May be called again.

        Raises ``WrongLoop`` from a loop other than the one in use.
        """
        if not self._works:
            # No call was made, so there is nothing to wait for in any loop.
            self._closed, self.ready = True, None
            return
        self._require_this_loop()
        self._closed, self.ready = True, None
        work = self.work()
        work.end()
        for transport in self._made.values():
            await transport.aclose()
        await work.tasks_ended()

    def _require_this_loop(self) -> None:
        for transport in self._made.values():
            transport.require_closable()
        here = running_loop()
        # Checked besides the transports, since a call that waits for its credential has no connection yet.
        if any(work.running for loop, work in [*self._works.items()] if loop is not here):
            raise WrongLoop("close the client in the event loop that it was used in")


class ClosingClock:
    """A clock whose sleeps raise ``ClientClosed`` when the client closes."""

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
