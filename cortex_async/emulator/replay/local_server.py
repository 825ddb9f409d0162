"""A listening socket with a handler, for the recorder and the replay."""

from __future__ import annotations

import asyncio

from cortex_async.emulator._connection import Handler, Listener

HEADER_TIMEOUT = 30.0


class LocalServer:
    """Listens on ``host`` and ``port``; port 0 takes a free one.

    name: what the error messages call it.
    """

    def __init__(self, name: str, handler: Handler, host: str, port: int) -> None:
        self._name = name
        self._handler = handler
        self._host, self._port = host, port
        self._listener: Listener | None = None
        self._socket: asyncio.Server | None = None

    async def start(self) -> None:
        """Start listening. Raises ``OSError`` if the port is taken."""
        if self._socket is not None:
            raise RuntimeError(f"the {self._name} is already running")
        self._listener = Listener(self._handler, header_timeout=HEADER_TIMEOUT, auto_decompress=False)
        self._socket = await asyncio.get_running_loop().create_server(self._listener, self._host, self._port)

    async def stop(self) -> None:
        """Close the socket and every connection."""
        if self._socket is None or self._listener is None:
            return
        self._socket.close()
        await self._listener.shutdown(0.1)
        await self._socket.wait_closed()
        self._socket = self._listener = None

    @property
    def base_url(self) -> str:
        """E.g. ``http://127.0.0.1:49152``. Raises ``RuntimeError`` while it is not running."""
        if self._socket is None:
            raise RuntimeError(f"the {self._name} is not running: use it with 'async with', or start() it")
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{host}:{self._socket.sockets[0].getsockname()[1]}"
