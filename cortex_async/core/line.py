"""The transport that a client and its variants share. Made on the first call, since it imports the HTTP library."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from .errors import ClientClosed

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

    def transport(self) -> Transport:
        """Raises ``ClientClosed`` after ``aclose``."""
        if self._closed:
            raise ClientClosed("this client is closed")
        if self._transport is None:
            from .transport import Transport

            with self._lock:
                self._transport = self._transport or Transport(self._wiring, self._session)
        return self._transport

    @property
    def closed(self) -> bool:
        return self._closed

    async def aclose(self) -> None:
        """Closes the connections. May be called again. Raises ``WrongLoop`` from a loop other than the one in use."""
        if self._transport is not None:
            await self._transport.aclose()
        self._closed = True
