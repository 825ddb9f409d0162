"""The SDK's own connections. One may be reused only if the server has sent nothing since its last response.

A client must not take data for a response if it has no request outstanding on the connection:
https://www.rfc-editor.org/rfc/rfc9112#section-9.2
"""

from __future__ import annotations

import asyncio
import logging
import select
import socket
import weakref
from collections.abc import Callable
from functools import partial
from typing import Any, Final

import aiohttp
from aiohttp.client_proto import ResponseHandler

READ: Final = 64 * 1024
"""Bytes that the SDK's connections read at once. asyncio asks for 256 KiB, which the C library maps, shrinks
and unmaps on every read: a fifth of the processor time of a small call."""

_KEEPALIVE_PROBES = {"TCP_KEEPIDLE": 30, "TCP_KEEPINTVL": 10, "TCP_KEEPCNT": 3}
"""Seconds and counts, see tcp(7): a peer that is gone is noticed after a minute."""

UNSOLICITED_PAUSE: Final = 60.0
"""Seconds during which no connection is reused after the server has sent unsolicited data. Had that data
arrived a moment later, after the next request was sent, that request and all that follow would have received
the response of another."""

_logger = logging.getLogger(__name__)
_release = aiohttp.TCPConnector._release  # pyright: ignore[reportPrivateUsage]  # looked up once, see below


class StaleConnection(Exception):
    """The server closed an idle connection, or sent data on it. Not a byte of the request has been sent."""


class _IdleParser:
    """Parser of a connection that carries no request. It rejects all data, which closes the connection.

    A response parser would accept a response, and the next request would receive it.
    """

    def __init__(self, on_data: Callable[[], None]) -> None:
        self._on_data = on_data

    def feed_data(self, data: bytes) -> tuple[tuple[()], bool, bytes]:
        if data:
            self._on_data()
            raise aiohttp.ClientPayloadError("unsolicited data")
        return (), False, b""

    def feed_eof(self) -> None:
        """Do nothing: no message was begun."""

    def pause_reading(self) -> None:
        """Do nothing: no message is being read."""


class OwnHandler(ResponseHandler):
    """The protocol of one of the SDK's own connections.

    aiohttp closes a connection on which it could not parse a chunk, and does not tell the body that there
    will be no more of it: a reader would wait for ever.
    """

    def connection_lost(self, exc: BaseException | None) -> None:
        body = self._payload
        super().connection_lost(exc)
        if body is not None and not body.is_eof() and body.exception() is None:
            body.set_exception(aiohttp.ClientPayloadError())


class OwnConnector(aiohttp.TCPConnector):
    """The pool of the SDK's own connections."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)  # pyright: ignore[reportUnknownMemberType]  # aiohttp types a tuple in it loosely
        self._own_loop = asyncio.get_running_loop()
        self._factory = partial(OwnHandler, loop=self._own_loop)  # type: ignore[assignment]  # a subclass
        self._idle_parser = _IdleParser(self.pause_reuse)

    def pause_reuse(self) -> None:
        """Reuse no connection for a while, since the server has sent unsolicited data."""
        if self.force_close:
            return
        _logger.warning(
            "the server sent data without a request: connections to it are not reused for %d s",
            UNSOLICITED_PAUSE,
        )
        self._force_close = True
        self._own_loop.call_later(UNSOLICITED_PAUSE, _resume_reuse, weakref.ref[Any](self))

    # aiohttp has no public hook for a connection that goes back to the pool; a test fails if one of these
    # names changes.
    def _release(self, key: Any, protocol: Any, *, should_close: bool = False) -> None:
        if should_close:
            _release(self, key, protocol, should_close=True)
            return
        # The server sent more responses than there were requests.
        if protocol._buffer:
            self.pause_reuse()
        _release(self, key, protocol)
        protocol._parser = self._idle_parser


def connections_of(connector: Any) -> tuple[int, int]:
    """Return how many connections of a pool are open, and how many of them are idle."""
    # aiohttp has no public names for these; a test fails if they change. Copied at once, since another thread
    # may look.
    idle = sum(map(len, [*connector._conns.values()]))
    return len(connector._acquired) + idle, idle


def _resume_reuse(connector: weakref.ref[Any]) -> None:
    if (found := connector()) is not None:
        found._force_close = False


def stale(protocol: Any, connector: object) -> StaleConnection:
    """Build the error for an idle connection from which something can be read."""
    # Over TLS that may be a record without data, such as an alert before the connection is closed.
    unsolicited = protocol._buffer or not (_over_tls(protocol) or _hung_up(protocol.cortex_readable(0)))
    if unsolicited and isinstance(connector, OwnConnector):
        connector.pause_reuse()
    return StaleConnection()


def readable_check(protocol: Any) -> Callable[[int], Any]:
    """Return a function that asks the system whether data has arrived on a connection.

    A busy loop may not have read it yet.

    Raises ``ServerDisconnectedError`` if the server has closed the connection already, or has sent data
    before the request.
    """
    transport = protocol.transport
    if transport is None or transport.is_closing() or protocol._buffer:
        raise aiohttp.ServerDisconnectedError
    endpoint = transport.get_extra_info("socket")
    if endpoint is None:
        return _never
    readable = protocol.cortex_readable = _watching(endpoint.fileno())
    if readable(0) and not may_wait(protocol):
        raise aiohttp.ServerDisconnectedError
    return readable


def may_wait(protocol: Any) -> bool:
    """Whether data on a new connection is harmless: a TLS server sends session tickets after the handshake.

    https://www.rfc-editor.org/rfc/rfc8446#section-4.6.1
    """
    return _over_tls(protocol) and not _hung_up(protocol.cortex_readable(0))


def _over_tls(protocol: Any) -> bool:
    return protocol.transport is not None and protocol.transport.get_extra_info("ssl_object") is not None


_EVENTS: Final[int] = getattr(select, "POLLIN", 0) | getattr(select, "POLLRDHUP", 0)
_poll: Final[Any] = getattr(select, "poll", None)


def _watching(descriptor: int) -> Callable[[int], Any]:
    if _poll is None:
        return lambda seconds: select.select((descriptor,), (), (), seconds)[0]
    # Kept with the connection, in some 400 bytes: making one for each request takes as long as the question.
    poll = _poll()
    poll.register(descriptor, _EVENTS)
    ask: Callable[[int], Any] = poll.poll
    return ask


def _never(seconds: int) -> None:
    """Report nothing, for transports without a socket, as tests make them."""


def _hung_up(events: list[Any]) -> bool:
    return any(event & ~select.POLLIN for _, event in events) if hasattr(select, "poll") else False


def watched_socket(address: tuple[Any, ...]) -> socket.socket:
    """Return a socket with TCP keepalive, on which the system notices a peer that is gone."""
    family, kind, protocol, *_ = address
    connection = socket.socket(family, kind, protocol)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in _KEEPALIVE_PROBES.items():
        # Some platforms lack some of them.
        if hasattr(socket, name):
            connection.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
    return connection
