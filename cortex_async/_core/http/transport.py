"""Single exchanges over aiohttp.

Failures are returned, not raised. aiohttp's exceptions hold requests with their headers, so no exception may
be chained to them.
"""

from __future__ import annotations

import asyncio
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, TypeAlias

import aiohttp
from multidict import CIMultiDict, istr
from yarl import URL

from cortex_async._core.arguments import with_article
from cortex_async._core.errors import ConfigError
from cortex_async._core.http.callers_session import is_cancelled_by_pool, session_closed
from cortex_async._core.http.connector import StaleConnection
from cortex_async._core.http.exchange import Outgoing, Progress
from cortex_async._core.http.failures import LIBRARY_ERRORS, failure_of, silence, unconnected
from cortex_async._core.http.loop_bound import LoopBound
from cortex_async._core.http.raw_response import RawResponse, strip_frames
from cortex_async._core.http.sessions import Sessions, open_sessions, use_callers_session
from cortex_async._core.http.tracked_request import CURRENT
from cortex_async._core.outcomes import Failure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cortex_async._core.http.proxies import Proxy
    from cortex_async._core.http.settings import TransportSettings
    from cortex_async._core.timeouts import Timeout

Session: TypeAlias = aiohttp.ClientSession

_NO_CONTENT_TYPE = frozenset({"Content-Type"})
_WITH_BODY = frozenset({"POST", "PUT", "PATCH"})
"""Methods for which aiohttp by default sends a content type even if there is no body."""

_AT_ONCE = 256 * 1024
"""The most bytes of a body that are passed to aiohttp at once; a longer body is sent in pieces, and other
tasks run in between."""


class Transport:
    """Makes single exchanges over its own connections, or over those of the caller's session.

    It never closes or changes the caller's session.
    """

    def __init__(self, settings: TransportSettings) -> None:
        session = settings.session
        if session is not None and not isinstance(session, aiohttp.ClientSession):
            raise ConfigError(
                f"session must be an aiohttp.ClientSession, got {with_article(type(session).__name__)}"
            )
        self._proxy = settings.proxy
        self._last_credential: tuple[Mapping[str, str], CIMultiDict[str]] = {}, CIMultiDict()

        def make() -> Sessions:
            return open_sessions(settings) if session is None else use_callers_session(settings, session)

        self._sessions = LoopBound(make, movable=session is None, site=settings.site)

    async def begin(
        self,
        outgoing: Outgoing,
        credential: Mapping[str, str],
        limits: Timeout,
        progress: Progress,
        streamed: bool,
    ) -> RawResponse | Failure:
        """Send the request once and wait for the headers of the response, which must be closed."""
        deadline = progress.deadline
        sessions = None if deadline is None else self._sessions.opened(deadline.owner.loop)
        if sessions is None:
            sessions = await self._sessions.get()
        send = sessions.sender(streamed)
        body = outgoing.body
        untyped = body is None and outgoing.method in _WITH_BODY
        headers: Mapping[str, str] = self._converted(credential)
        if outgoing.headers or sessions.use_callers_session:
            headers = sessions.callers_headers() if sessions.use_callers_session else CIMultiDict()
            headers.update(outgoing.headers)
            headers.update(credential)
            if streamed:
                headers = _with_shared_names(headers)
        proxy = tunnel_headers = None
        if self._proxy is not None:
            proxy, headers, tunnel_headers = _proxied(self._proxy, outgoing, headers)
        progress.started = True
        CURRENT.set(progress)
        while True:
            try:
                response = await send(
                    outgoing.method,
                    URL(outgoing.url, encoded=True),
                    headers=headers,
                    data=body if body is None or len(body) <= _AT_ONCE else BytesIO(body),
                    allow_redirects=False,
                    raise_for_status=False,
                    skip_auto_headers=_NO_CONTENT_TYPE if untyped else None,
                    proxy=proxy,
                    proxy_headers=tunnel_headers,
                )
            except StaleConnection:
                # Nothing has been sent, and the pool has one idle connection less.
                continue
            except asyncio.CancelledError as cancelled:
                if (limit := progress.limit_passed()) is not None:
                    peer = _peer(outgoing.url)
                    return silence(limits, "unknown", peer) if limit == "read" else unconnected(limits, peer)
                if is_cancelled_by_pool(sessions):
                    return session_closed(Failure("not_sent"))
                strip_frames(cancelled)
                raise
            except LIBRARY_ERRORS as error:
                failure = failure_of(error, limits, progress, _peer(outgoing.url))
                return session_closed(failure) if sessions.callers_session_closed else failure
            progress.silent_since = None
            return RawResponse(response, limits, progress, sessions if sessions.use_callers_session else None)

    def _converted(self, credential: Mapping[str, str]) -> CIMultiDict[str]:
        """Return a credential's headers in aiohttp's own form, which it merges in a third of the time."""
        last, headers = self._last_credential
        if last is not credential:
            headers = CIMultiDict((istr(name), value) for name, value in credential.items())
            self._last_credential = credential, headers
        return headers

    def connections(self) -> tuple[int, int]:
        """Return how many connections of the SDK's own are open, and how many of them are idle."""
        held = self._sessions.held
        return (0, 0) if held is None else held.connections()

    def require_closable(self) -> None:
        """Raise ``WrongLoop`` where ``aclose`` would."""
        self._sessions.require_closable()

    async def aclose(self) -> None:
        """Close the SDK's own connections. May be called again."""
        await self._sessions.aclose()


def _proxied(
    proxy: Proxy, outgoing: Outgoing, headers: Mapping[str, str]
) -> tuple[str, Mapping[str, str], Mapping[str, str] | None]:
    """Return the proxy's URL, the headers of the request, and those of CONNECT for https.

    Without CONNECT, the request itself carries the proxy's credentials.
    https://www.rfc-editor.org/rfc/rfc9110#section-11.7.2
    """
    login = {"Proxy-Authorization": proxy.authorization} if proxy.authorization else {}
    if outgoing.url.startswith("https:"):
        return proxy.url, headers, login
    return proxy.url, {**headers, **login}, None


def _with_shared_names(headers: Mapping[str, str]) -> CIMultiDict[str]:
    """Return the headers with names that all streams share: aiohttp keeps two copies of any other name."""
    return CIMultiDict([(_shared(name), value) for name, value in headers.items()])


_shared = lru_cache(maxsize=64)(istr)


def _peer(url: str) -> str:
    return URL(url, encoded=True).raw_authority
