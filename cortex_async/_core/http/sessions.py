"""The aiohttp sessions of a client: its own, or one over the connections of the caller's session."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from http.cookies import BaseCookie, SimpleCookie
from typing import TYPE_CHECKING, Any

import aiohttp
from multidict import CIMultiDict
from yarl import URL

from cortex_async._core.errors import ConfigError, WrongLoop
from cortex_async._core.http.connector import OwnConnector, connections_of, watched_socket
from cortex_async._core.http.exchange import ACCEPTED, ACCEPTED_ENCODINGS
from cortex_async._core.http.tracked_request import OwnRequest, TrackedRequest
from cortex_async._core.version import VERSION

if TYPE_CHECKING:
    from cortex_async._core.http.settings import TransportSettings
    from cortex_async._core.telemetry.listeners import Listeners

HIDDEN_REPLAY = "_retry_connection"
"""Attribute of a session that turns off aiohttp's own retry: it repeats idempotent requests once if the
connection drops."""

KEEPALIVE = 4.0
"""Seconds that an idle connection is kept. Node, which serves many such APIs, closes after 5, and the client
must be first.

https://nodejs.org/api/http.html#serverkeepalivetimeout
"""

_STEPS = 20
_NO_COOKIES = SimpleCookie()
_NO_LIMITS = aiohttp.ClientTimeout(total=None)


class Sessions:
    """One session for calls, and one for streams as soon as there is one.

    Streams hold their connections for hours and must not take those of calls.

    open_streams: opens the session for streams; not called with the caller's session, which is for both.
    callers_session: the caller's session whose connections are used, None if they are the SDK's own.
    """

    def __init__(
        self,
        calls: aiohttp.ClientSession,
        open_streams: Callable[[], aiohttp.ClientSession],
        callers_session: aiohttp.ClientSession | None = None,
    ) -> None:
        self._calls = calls
        self._opened = [calls]
        self._open_streams = open_streams
        self._send_call = _sender(calls)
        self._send_stream: Any = None
        self._callers_session = callers_session
        self.use_callers_session: bool = callers_session is not None

    def sender(self, streamed: bool) -> Any:
        """Return the function that sends a request.

        Raises ``ConfigError`` once the caller has closed their session.
        """
        if self._callers_session is not None:
            require_usable(self._callers_session)
        if streamed and self._callers_session is None:
            return self._send_stream or self._first_of_streams()
        return self._send_call

    def _first_of_streams(self) -> Any:
        # Opened late: a session with its pool takes memory, and many clients open no stream.
        session = self._open_streams()
        self._opened.append(session)
        self._send_stream = _sender(session)
        return self._send_stream

    def callers_headers(self) -> CIMultiDict[str]:
        """Return the current headers of the caller's session, overridden by the SDK's."""
        headers = CIMultiDict(self._callers_session.headers if self._callers_session else {})
        headers.update(self._calls.headers)
        return headers

    @property
    def closed(self) -> bool:
        return self._calls.closed

    def connections(self) -> tuple[int, int]:
        """Return how many connections of the SDK's own are open, and how many of them are idle."""
        if self._callers_session is not None:
            return 0, 0
        pairs = [connections_of(session.connector) for session in [*self._opened]]
        return sum(opened for opened, _ in pairs), sum(idle for _, idle in pairs)

    @property
    def callers_session_closed(self) -> bool:
        return self._callers_session is not None and self._callers_session.closed

    async def aclose(self) -> None:
        if self._callers_session is not None:
            self._calls.detach()
            return
        # That of the calls last: ``closed`` says that all are.
        for session in reversed(self._opened):
            await session.close()

    def abandon(self) -> None:
        """Close connections whose event loop is already closed, so that nothing can be awaited."""
        closing = self.aclose()
        # On a closed loop ``aclose`` waits for nothing; the bound is there in case that changes.
        with suppress(StopIteration):
            for _ in range(_STEPS):
                closing.send(None)
        closing.close()


class _NoCookies(aiohttp.DummyCookieJar):
    """Keeps no cookies. aiohttp's makes a new empty object for each request.

    Only for sessions that nobody else can use: aiohttp adds the cookies of ``session.get(..., cookies=...)``
    to the object that it gets here.
    """

    def filter_cookies(self, request_url: URL) -> BaseCookie[str]:
        return _NO_COOKIES


def _sender(session: aiohttp.ClientSession) -> Any:
    # session.request only wraps this for ``async with``, which alone takes a thirtieth of the time of a call.
    return getattr(session, "_request", None) or session.request


def open_sessions(settings: TransportSettings) -> Sessions:
    """Open sessions with connections of their own, in the running loop."""
    return Sessions(_connected(settings, settings.pool_size), partial(_connected, settings, 0))


def _connected(settings: TransportSettings, limit: int) -> aiohttp.ClientSession:
    """Open a session with its own pool of ``limit`` connections, 0 for no limit."""
    connector = _connector_maker(settings.listeners)(
        limit=limit,
        ssl=settings.ssl or True,
        keepalive_timeout=KEEPALIVE,
        # By default aiohttp uses c-ares if aiodns is installed, which bypasses the system's resolver.
        resolver=aiohttp.ThreadedResolver(),
        socket_factory=watched_socket,
    )
    return _session(OwnRequest, _default_headers(settings.product), connector, cookie_jar=_NoCookies())


def _connector_maker(listeners: Listeners | None) -> Callable[..., aiohttp.TCPConnector]:
    if listeners is None or not listeners.any_of("connection_"):
        return OwnConnector
    from cortex_async._core.http.observed_connector import ObservedConnector

    return partial(ObservedConnector, listeners)


def use_callers_session(settings: TransportSettings, callers: aiohttp.ClientSession) -> Sessions:
    """Open a session over the connections of the caller's, without its cookies, ``~/.netrc`` and retries."""
    require_usable(callers)
    session = _session(
        TrackedRequest,
        _default_headers(settings.product),
        callers.connector,
        callers.trace_configs,
        # The caller's middlewares get this session, and may call it with cookies of their own.
        cookie_jar=aiohttp.DummyCookieJar(),
        connector_owner=False,
        # These two are not public in aiohttp; a test fails if they are renamed.
        proxy=getattr(callers, "_default_proxy", None),
        middlewares=getattr(callers, "_middlewares", ()),
    )
    return Sessions(session, lambda: session, callers)


def require_usable(session: aiohttp.ClientSession) -> None:
    """Raise ``ConfigError`` for a closed session, ``WrongLoop`` for one of another loop."""
    if session.closed:
        raise ConfigError("the session given to this client is closed")
    if getattr(session, "_loop", None) not in (None, asyncio.get_running_loop()):
        raise WrongLoop("the session given to this client belongs to another event loop")


def _default_headers(product: str) -> dict[str, str]:
    return {"Accept": ACCEPTED, "Accept-Encoding": ACCEPTED_ENCODINGS, "User-Agent": f"{product}/{VERSION}"}


def _session(
    request_class: type[aiohttp.ClientRequest],
    headers: Mapping[str, str],
    connector: aiohttp.BaseConnector | None,
    traces: list[aiohttp.TraceConfig] | None = None,
    **others: Any,
) -> aiohttp.ClientSession:
    session = aiohttp.ClientSession(
        headers=headers,
        connector=connector,
        trust_env=False,
        # Time limits and content encodings are handled here.
        timeout=_NO_LIMITS,
        auto_decompress=False,
        request_class=request_class,
        trace_configs=traces,
        **others,
    )
    if hasattr(session, HIDDEN_REPLAY):
        setattr(session, HIDDEN_REPLAY, False)
    return session
