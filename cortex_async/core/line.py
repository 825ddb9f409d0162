"""The transport that a client and its variants share. Made on the first call, since it imports the HTTP library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .background_import import BackgroundImport
from .errors import ClientClosed

if TYPE_CHECKING:
    from .transport import Transport
    from .wiring import Wiring

_HTTP = BackgroundImport(f"{__package__}.transport")


class Line:
    """session: an ``aiohttp.ClientSession`` to use instead of connections of our own.

    ready: the transport, None until it is loaded and after ``aclose``.
    """

    def __init__(self, wiring: Wiring, session: object = None) -> None:
        self.ready: Transport | None = None
        self._wiring = wiring
        self._session = session
        self._made: dict[str, Transport] = {}
        self._closed = False

    async def load(self) -> Transport:
        """The transport. Raises ``ClientClosed`` after ``aclose``."""
        if not self._closed and not _HTTP.done:
            await _HTTP.wait()
        if self._closed:
            raise ClientClosed("this client is closed")
        from .transport import Transport

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
