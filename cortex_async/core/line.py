"""The transport that a client and its variants share. Made on the first call, since it imports the HTTP library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .background_import import BackgroundImport
from .errors import ClientClosed
from .not_copyable import NotCopyable
from .retry import Failure

if TYPE_CHECKING:
    from collections.abc import Awaitable, Mapping
    from typing import Protocol

    from .exchange import Outgoing, Progress
    from .timeouts import Timeout
    from .transport import Answer, Transport
    from .wiring import Wiring

    class Exchanges(Protocol):
        def begin(
            self,
            outgoing: Outgoing,
            credential: Mapping[str, str],
            limits: Timeout,
            progress: Progress,
            streamed: bool,
        ) -> Awaitable[Answer | Failure]: ...


_HTTP = BackgroundImport(f"{__package__}.transport")


class _Unloaded:
    """In the place of a transport while the HTTP library cannot be read, e.g. because no descriptor is left."""

    def __init__(self, reason: str) -> None:
        self._reason = reason

    async def begin(self, *_: object, **__: object) -> Failure:
        return Failure("not_sent", reason=f"the HTTP library could not be loaded: {self._reason}")


class Line(NotCopyable):
    """session: an ``aiohttp.ClientSession`` to use instead of connections of our own.

    ready: the transport, None until it is loaded and after ``aclose``.
    """

    def __init__(self, wiring: Wiring, session: object = None) -> None:
        self.ready: Transport | None = None
        self._wiring = wiring
        self._session = session
        self._made: dict[str, Transport] = {}
        self._closed = False

    async def load(self) -> Exchanges:
        """The transport. Raises ``ClientClosed`` after ``aclose``."""
        try:
            if not self._closed and not _HTTP.done:
                await _HTTP.wait()
            from .transport import Transport
        except OSError as error:
            return _Unloaded(error.strerror or type(error).__name__)
        if self._closed:
            raise ClientClosed("this client is closed")
        # One step, whatever comes in between: another thread, or a signal handler or finaliser of this one.
        transport = self.ready = self._made.setdefault("", Transport(self._wiring, self._session))
        return transport

    @property
    def closed(self) -> bool:
        return self._closed

    async def aclose(self) -> None:
        """Closes the connections. May be called again. Raises ``WrongLoop`` from a loop other than the one in use."""
        if self.ready is not None:
            await self.ready.aclose()
        self._closed, self.ready = True, None
