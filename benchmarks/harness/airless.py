"""aiohttp without a network: connections answer in the same process, at once and with no system call.

What is left of a call is the client's own work, which can be counted to the instruction.
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
"""Where requests seem to go: no server listens on the discard port."""


@contextmanager
def answering(body: bytes) -> Generator[None]:
    """Every request of every session gets ``body`` as JSON with status 200, over a connection that is kept."""
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (
        len(body),
        body,
    )

    async def connect(connector: aiohttp.TCPConnector, *_: Any) -> ResponseHandler:
        protocol = ResponseHandler(asyncio.get_running_loop())
        protocol.connection_made(_Echo(protocol, answer, quiet))
        return protocol

    quiet, silent = socket.socketpair()
    with quiet, silent, mock.patch.object(aiohttp.TCPConnector, "_create_connection", connect):
        yield


class _Echo(asyncio.Transport):
    """Answers each request head in the next turn of the loop, as the network would at best.

    endpoint: a socket on which nothing ever arrives.
    """

    def __init__(self, protocol: ResponseHandler, answer: bytes, endpoint: socket.socket) -> None:
        super().__init__({"socket": endpoint})
        self._protocol = protocol
        self._answer = answer
        self._closing = False
        self._loop = asyncio.get_running_loop()

    def write(self, data: Any) -> None:
        if b"\r\n\r\n" in data:
            self._loop.call_soon(self._protocol.data_received, self._answer)

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
        """Nothing arrives that was not asked for."""

    def resume_reading(self) -> None:
        """As above."""
