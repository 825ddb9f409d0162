"""aiohttp sessions: ours, and a lender's used without changing them."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Mapping
from contextlib import suppress
from contextvars import ContextVar
from types import CoroutineType
from typing import TYPE_CHECKING, Any

import aiohttp
from multidict import CIMultiDict

from cortex_async._core.errors import ConfigError, WrongLoop
from cortex_async._core.http.connector import READ, first_look, may_wait, own_connector, stale, watched_socket
from cortex_async._core.http.exchange import ACCEPTED, ACCEPTED_ENCODINGS, Progress
from cortex_async._core.timing.clock import monotonic
from cortex_async._core.version import VERSION

if TYPE_CHECKING:
    from cortex_async._core.http.settings import TransportSettings

HIDDEN_REPLAY = "_retry_connection"
"""aiohttp repeats idempotent requests once by itself when the connection drops; only this attribute turns that off."""

KEEPALIVE = 4.0
"""Seconds that an idle connection is kept. Node, in front of many such APIs, closes after 5: the shorter side must be ours."""

CURRENT: ContextVar[Progress | None] = ContextVar("cortex_progress", default=None)
"""The progress of the attempt that this task makes: aiohttp hands nothing of ours to the requests that it constructs."""

_STEPS = 20
_update_version = aiohttp.ClientRequest.update_version
_send = aiohttp.ClientRequest.send
_write_bytes = aiohttp.ClientRequest.write_bytes
_BODY_LATER = sys.version_info < (3, 12)
"""Whether aiohttp writes a request with a body in a task of its own, one turn of the loop after ``send``."""


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
        self._send_call = _sender(calls)
        self._send_stream = _sender(streams)
        self._lent = lent
        self.lent: bool = lent is not None

    def sender(self, streamed: bool) -> Any:
        """The function that sends a request. Raises ``ConfigError`` once the caller has closed their session."""
        if self._lent is not None:
            require_usable(self._lent)
        return self._send_stream if streamed else self._send_call

    def lender_headers(self) -> CIMultiDict[str]:
        """The headers that the caller's session sends now, overridden by ours. Sessions of our own send ours themselves."""
        headers = CIMultiDict(self._lent.headers if self._lent else {})
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


def _sender(session: aiohttp.ClientSession) -> Any:
    # session.request only wraps it for use with ``async with``, which alone takes a thirtieth of a call.
    return getattr(session, "_request", None) or session.request


def open_sessions(settings: TransportSettings) -> Sessions:
    """Sessions of our own, in the running loop."""
    headers = _default_headers(settings.product)

    def connected(limit: int) -> aiohttp.ClientSession:
        return _session(
            _OwnRequest,
            headers,
            own_connector(
                limit=limit,
                ssl=settings.ssl or True,
                keepalive_timeout=KEEPALIVE,
                # c-ares, which aiohttp takes when it happens to be installed, goes past the system's resolver.
                resolver=aiohttp.ThreadedResolver(),
                socket_factory=watched_socket,
            ),
        )

    return Sessions(connected(settings.pool_size), connected(0))


def borrow_sessions(settings: TransportSettings, lent: aiohttp.ClientSession) -> Sessions:
    """A session of ours over the lender's connections: its cookies stay apart, its ``~/.netrc`` and replays stay out."""
    require_usable(lent)
    session = _session(
        _FollowedRequest,
        _default_headers(settings.product),
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
        # Limits and content encodings are our own affair.
        timeout=aiohttp.ClientTimeout(total=None),
        auto_decompress=False,
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
    _first = False
    """Whether it is the first over its connection."""

    def update_version(self, version: Any) -> None:
        # The shortest of the methods that the constructor calls: to wrap that one with its twenty arguments costs five times as much.
        _update_version(self, version)
        progress = self._progress = CURRENT.get()
        if progress is not None:
            progress.followed = True

    def send(self, conn: Any) -> CoroutineType[Any, Any, aiohttp.ClientResponse]:
        progress = self._progress
        if progress is not None:
            protocol = conn.protocol
            try:
                # Messages are in the buffer if they came together with the end of the last response.
                if protocol.cortex_readable(0) or protocol._buffer:
                    raise stale(protocol, self._session.connector)
            except AttributeError:
                self._first = True
                protocol.cortex_readable = first_look(protocol)
                self._prepare(protocol.transport)
            progress.sent = True
            progress.silent_since = monotonic()
        return _send(self, conn)  # type: ignore[return-value]  # mypy gives async functions the wider type

    async def write_bytes(self, writer: Any, conn: Any, content_length: int | None = None) -> None:
        # Of a request with a body. A slow upload is no silence of the server.
        progress = self._progress
        if progress is None:
            await _write_bytes(self, writer, conn, content_length)
            return
        if _BODY_LATER and conn.protocol.cortex_readable(0) and not (self._first and may_wait(conn.protocol)):
            # Nothing has left yet, the headers neither.
            progress.sent = False
            conn.protocol.set_exception(stale(conn.protocol, self._session.connector))
            return
        progress.silent_since = None
        await _write_bytes(self, writer, conn, content_length)
        progress.silent_since = monotonic()

    def _prepare(self, transport: Any) -> None:
        """For a new connection; a lender's stays as it is."""


class _OwnRequest(_FollowedRequest):
    """Over a connection of ours, and not a lender's."""

    def _prepare(self, transport: Any) -> None:
        # Other loops (uvloop) have neither the attribute nor the habit.
        if getattr(transport, "max_size", 0) > READ:
            transport.max_size = READ
