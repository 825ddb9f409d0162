"""aiohttp without a network: connections respond within the process, at once and without system calls.

What remains of a call is the client's own work, which can be counted exactly.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any
from unittest import mock

import aiohttp
from aiohttp.client_proto import ResponseHandler

ORIGIN = "http://127.0.0.1:9"
"""The address that requests name. Nothing is sent there."""


@contextmanager
def responding(body: bytes) -> Generator[None]:
    """Respond to every request of every session with ``body`` as JSON and status 200, and keep alive."""
    response = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (
        len(body),
        body,
    )

    async def connect(connector: aiohttp.TCPConnector, *_: Any) -> ResponseHandler:
        protocol = ResponseHandler(asyncio.get_running_loop())
        protocol.connection_made(_Responder(protocol, response, endpoint))
        return protocol

    endpoint, other = socket.socketpair()
    with endpoint, other, mock.patch.object(aiohttp.TCPConnector, "_create_connection", connect):
        yield


class _Responder(asyncio.Transport):
    """A transport that responds to each request head in the next turn of the loop, like an ideal network.

    endpoint: a socket on which nothing ever arrives.
    """

    def __init__(self, protocol: ResponseHandler, response: bytes, endpoint: socket.socket) -> None:
        super().__init__({"socket": endpoint})
        self._protocol = protocol
        self._response = response
        self._closing = False
        self._loop = asyncio.get_running_loop()

    def write(self, data: Any) -> None:
        if b"\r\n\r\n" in data:
            self._loop.call_soon(self._protocol.data_received, self._response)

    def writelines(self, list_of_data: Any) -> None:
        self.write(b"".join(list_of_data))

    def is_closing(self) -> bool:
        return self._closing

    def close(self) -> None:
        if not self._closing:
            self._closing = True
            self._loop.call_soon(self._protocol.connection_lost, None)

    def abort(self) -> None:
        self.close()

    def pause_reading(self) -> None:
        """Does nothing: a response is at most one small write."""

    def resume_reading(self) -> None:
        """Does nothing, as ``pause_reading``."""
