"""Which kept connections may carry another request: those on which the server has said nothing since its last response."""

from __future__ import annotations

import asyncio
import logging
import select
import socket
import weakref
from collections.abc import Callable
from typing import Any, Final

import aiohttp

READ: Final = 64 * 1024
"""Bytes that our connections read at once. asyncio asks for 256 KiB each time, which the C library maps, shrinks and unmaps each time:
a fifth of a small call's processor time."""

_PROBES = {"TCP_KEEPIDLE": 30, "TCP_KEEPINTVL": 10, "TCP_KEEPCNT": 3}


SUSPICION: Final = 60.0
"""Seconds during which no connection is kept to a server that has said something it was not asked for. Had it said it a moment later,
in which the next request had left, that request and all after it would have got the response of another."""

_log = logging.getLogger("cortex_async")
_release = aiohttp.TCPConnector._release  # pyright: ignore[reportPrivateUsage]  # looked up once, see below


class StaleConnection(Exception):
    """The server has closed a kept connection, or spoken on it without being asked. Not a byte of the request has left."""


class _NothingAsked:
    """Stands in for the parser of a connection that carries no request: it refuses whatever comes, which closes the connection.

    A parser would take a response in, and the next request would get it.
    """

    def __init__(self, suspect: Callable[[], None]) -> None:
        self._suspect = suspect

    def feed_data(self, data: bytes) -> tuple[tuple[()], bool, bytes]:
        if data:
            self._suspect()
            raise aiohttp.ClientPayloadError("bytes that nobody asked for")
        return (), False, b""

    def feed_eof(self) -> None:
        """Nothing was begun."""

    def pause_reading(self) -> None:
        """Nothing is read."""


class _Connector(aiohttp.TCPConnector):
    """Connections of our own."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)  # pyright: ignore[reportUnknownMemberType]  # aiohttp types a tuple in it loosely
        self._own_loop = asyncio.get_running_loop()
        self._nothing_asked = _NothingAsked(self.suspect)

    def suspect(self) -> None:
        """The server has spoken without being asked."""
        if self.force_close:
            return
        _log.warning(
            "the server sent bytes that nobody asked for: its connections are not kept for %d s", SUSPICION
        )
        self._force_close = True
        self._own_loop.call_later(SUSPICION, _trust, weakref.ref[Any](self))

    # There is no public way to learn that a connection goes back to the pool; a test fails when a name of these changes.
    def _release(self, key: Any, protocol: Any, *, should_close: bool = False) -> None:
        if should_close:
            _release(self, key, protocol, should_close=True)
            return
        # More responses than requests.
        if protocol._buffer:
            self.suspect()
        _release(self, key, protocol)
        protocol._parser = self._nothing_asked


def own_connector(**settings: Any) -> aiohttp.TCPConnector:
    """For connections of our own; ``settings`` are those of ``aiohttp.TCPConnector``."""
    return _Connector(**settings)


def _trust(connector: weakref.ref[Any]) -> None:
    if (found := connector()) is not None:
        found._force_close = False


def stale(protocol: Any, connector: object) -> StaleConnection:
    """For a kept connection from which something can be read."""
    # Over TLS that may be anything, such as an alert before the end.
    spoken = protocol._buffer or not (_over_tls(protocol) or _hung_up(protocol.cortex_readable(0)))
    if spoken and isinstance(connector, _Connector):
        connector.suspect()
    return StaleConnection()


def first_look(protocol: Any) -> Callable[[int], Any]:
    """What asks the system whether something can be read from a new connection: a loop that was busy has not read it yet.

    Raises ``ServerDisconnectedError`` if the server has closed the connection already, or has spoken first.
    """
    transport = protocol.transport
    if transport is None or transport.is_closing() or protocol._buffer:
        raise aiohttp.ServerDisconnectedError
    endpoint = transport.get_extra_info("socket")
    if endpoint is None:
        return _never
    readable = protocol.cortex_readable = _asking(endpoint.fileno())
    if readable(0) and not may_wait(protocol):
        raise aiohttp.ServerDisconnectedError
    return readable


def may_wait(protocol: Any) -> bool:
    """Whether what can be read from a new connection may wait there: a TLS server sends session tickets after the handshake."""
    return _over_tls(protocol) and not _hung_up(protocol.cortex_readable(0))


def _over_tls(protocol: Any) -> bool:
    return protocol.transport is not None and protocol.transport.get_extra_info("ssl_object") is not None


def _asking(descriptor: int) -> Callable[[int], Any]:
    if not hasattr(select, "poll"):
        return lambda seconds: select.select((descriptor,), (), (), seconds)[0]
    poll = select.poll()
    poll.register(descriptor, select.POLLIN | getattr(select, "POLLRDHUP", 0))
    return poll.poll


def _never(seconds: int) -> None:
    """For transports without a socket, as tests make them."""


def _hung_up(events: list[Any]) -> bool:
    return any(event & ~select.POLLIN for _, event in events) if hasattr(select, "poll") else False


def watched_socket(address: tuple[Any, ...]) -> socket.socket:
    """A socket on which the system notices a peer that vanished without a word."""
    family, kind, protocol, *_ = address
    connection = socket.socket(family, kind, protocol)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in _PROBES.items():
        # Not every platform has all three.
        if hasattr(socket, name):
            connection.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
    return connection
