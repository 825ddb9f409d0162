"""aiohttp sessions: ours, and a lender's used without changing them."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Mapping
from contextlib import suppress
from contextvars import ContextVar
from types import CoroutineType
from typing import TYPE_CHECKING, Any

import aiohttp
from multidict import CIMultiDict

from .errors import ConfigError, WrongLoop
from .exchange import Progress
from .prepare import ACCEPTED, ACCEPTED_ENCODINGS
from .version import VERSION

if TYPE_CHECKING:
    from .wiring import Wiring

HIDDEN_REPLAY = "_retry_connection"
"""aiohttp repeats idempotent requests once by itself when the connection drops; only this attribute turns that off."""

KEEPALIVE = 4.0
"""Seconds that an idle connection is kept. Node, in front of many such APIs, closes after 5: the shorter side must be ours."""

CURRENT: ContextVar[Progress | None] = ContextVar("cortex_progress", default=None)
"""The progress of the attempt that this task makes: aiohttp hands nothing of ours to the requests that it constructs."""

READ = 64 * 1024
"""Bytes that our connections read at once. asyncio asks for 256 KiB each time, which the C library maps, shrinks and unmaps each time:
a fifth of a small call's processor time."""

_STEPS = 20
_PROBES = {"TCP_KEEPIDLE": 30, "TCP_KEEPINTVL": 10, "TCP_KEEPCNT": 3}


class Sessions:
    """One session for calls, one for streams: a stream holds its connection for hours and must not take a call's place."""

    def __init__(
        self,
        calls: aiohttp.ClientSession,
        streams: aiohttp.ClientSession,
        lent: aiohttp.ClientSession | None = None,
    ) -> None:
        self._calls = calls
        self._streams = streams
        self._lent = lent
        self.lent: bool = lent is not None

    def get(self, streamed: bool) -> aiohttp.ClientSession:
        """Raises ``ConfigError`` when the lender has closed its session."""
        if self._lent is not None:
            require_usable(self._lent)
        return self._streams if streamed else self._calls

    def base_headers(self) -> CIMultiDict[str]:
        """What a lender's session sends now, with ours on top; empty for sessions of our own, which send ours themselves."""
        if self._lent is None:
            return CIMultiDict()
        headers = CIMultiDict(self._lent.headers)
        headers.update(self._calls.headers)
        return headers

    @property
    def closed(self) -> bool:
        return self._calls.closed

    @property
    def lender_closed(self) -> bool:
        return self._lent is not None and self._lent.closed

    async def aclose(self) -> None:
        if self._lent is not None:
            self._calls.detach()
            return
        await self._streams.close()
        await self._calls.close()

    def abandon(self) -> None:
        """Gives up connections whose loop closed under them, where nothing can be awaited any more."""
        closing = self.aclose()
        # On a closed loop closing waits for nobody; the bound is there in case that changes.
        with suppress(StopIteration):
            for _ in range(_STEPS):
                closing.send(None)
        closing.close()


def open_sessions(wiring: Wiring) -> Sessions:
    """Sessions of our own, in the running loop."""
    headers = _default_headers(wiring.product)

    def connected(limit: int) -> aiohttp.ClientSession:
        return _session(
            _OwnRequest,
            headers,
            aiohttp.TCPConnector(
                limit=limit,
                ssl=wiring.ssl or True,
                keepalive_timeout=KEEPALIVE,
                # c-ares, which aiohttp takes when it happens to be installed, goes past the system's resolver.
                resolver=aiohttp.ThreadedResolver(),
                socket_factory=_watched_socket,
            ),
        )

    return Sessions(connected(wiring.pool_size), connected(0))


def borrow_sessions(wiring: Wiring, lent: aiohttp.ClientSession) -> Sessions:
    """A session of ours over the lender's connections: its cookies stay apart, its ``~/.netrc`` and replays stay out."""
    require_usable(lent)
    session = _session(
        _FollowedRequest,
        _default_headers(wiring.product),
        lent.connector,
        lent.trace_configs,
        connector_owner=False,
        # There is no public way to ask for these two; a test fails when they are renamed.
        proxy=getattr(lent, "_default_proxy", None),
        middlewares=getattr(lent, "_middlewares", ()),
    )
    return Sessions(session, session, lent)


def require_usable(lent: aiohttp.ClientSession) -> None:
    """Raises ``ConfigError`` for a closed session, ``WrongLoop`` for one of another loop."""
    if lent.closed:
        raise ConfigError("the session given to this client is closed")
    if getattr(lent, "_loop", None) not in (None, asyncio.get_running_loop()):
        raise WrongLoop("the session given to this client belongs to another event loop")


def _default_headers(product: str) -> dict[str, str]:
    return {"Accept": ACCEPTED, "Accept-Encoding": ACCEPTED_ENCODINGS, "User-Agent": f"{product}/{VERSION}"}


def _session(
    request_class: type[aiohttp.ClientRequest],
    headers: Mapping[str, str],
    connector: aiohttp.BaseConnector | None,
    traces: list[aiohttp.TraceConfig] | None = None,
    **lent: Any,
) -> aiohttp.ClientSession:
    session = aiohttp.ClientSession(
        headers=headers,
        connector=connector,
        cookie_jar=aiohttp.DummyCookieJar(),
        trust_env=False,
        timeout=aiohttp.ClientTimeout(total=None),
        request_class=request_class,
        trace_configs=traces,
        **lent,
    )
    if hasattr(session, HIDDEN_REPLAY):
        setattr(session, HIDDEN_REPLAY, False)
    return session


class _FollowedRequest(aiohttp.ClientRequest):
    """Notes in the ``Progress`` of an attempt when its first bytes are about to leave, and when the server's turn begins.

    A trace could tell the former, but costs a fifth of the whole request.
    """

    _progress: Progress | None = None

    def update_version(self, version: Any) -> None:
        # The shortest of the methods that the constructor calls: to wrap that one with its twenty arguments costs five times as much.
        aiohttp.ClientRequest.update_version(self, version)
        progress = self._progress = CURRENT.get()
        if progress is not None:
            progress.followed = True

    def send(self, conn: Any) -> CoroutineType[Any, Any, aiohttp.ClientResponse]:
        progress = self._progress
        if progress is not None:
            progress.sent = True
            progress.silent_since = self.loop.time()
        return super().send(conn)  # type: ignore[return-value]  # mypy gives async functions the wider type

    async def write_bytes(self, *args: Any, **kwargs: Any) -> None:
        # Of a request with a body. A slow upload is no silence of the server.
        if self._progress is None:
            await super().write_bytes(*args, **kwargs)
            return
        self._progress.silent_since = None
        await super().write_bytes(*args, **kwargs)
        self._progress.silent_since = self.loop.time()


class _OwnRequest(_FollowedRequest):
    """Over a connection of ours, and not a lender's."""

    def send(self, conn: Any) -> CoroutineType[Any, Any, aiohttp.ClientResponse]:
        transport = conn.transport
        # Other loops (uvloop) have neither the attribute nor the habit.
        if getattr(transport, "max_size", 0) > READ:
            transport.max_size = READ
        return super().send(conn)


def _watched_socket(address: tuple[Any, ...]) -> socket.socket:
    """A socket on which the system notices a peer that vanished without a word."""
    family, kind, protocol, *_ = address
    connection = socket.socket(family, kind, protocol)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in _PROBES.items():
        # Not every platform has all three.
        if hasattr(socket, name):
            connection.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
    return connection
