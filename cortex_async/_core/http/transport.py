"""One exchange over aiohttp.

Problems come back as values, not as exceptions: the library's own hold requests with their headers, so nothing that leaves
here may be chained to them.
"""

from __future__ import annotations

import asyncio
from io import BytesIO
from typing import TYPE_CHECKING, TypeAlias

import aiohttp
from multidict import CIMultiDict
from yarl import URL

from cortex_async._core.arguments import with_article
from cortex_async._core.errors import ConfigError
from cortex_async._core.http.borrowed import is_dropped, without_session
from cortex_async._core.http.connector import StaleConnection
from cortex_async._core.http.exchange import Outgoing, Progress
from cortex_async._core.http.failures import LIBRARY_ERRORS, failure_of, silence, unconnected
from cortex_async._core.http.loop_bound import LoopBound
from cortex_async._core.http.raw_response import RawResponse, bare
from cortex_async._core.http.sessions import CURRENT, Sessions, borrow_sessions, open_sessions
from cortex_async._core.outcomes import Failure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cortex_async._core.http.proxies import Proxy
    from cortex_async._core.http.settings import TransportSettings
    from cortex_async._core.timeouts import Timeout

Session: TypeAlias = aiohttp.ClientSession

_NO_CONTENT_TYPE = frozenset({"Content-Type"})
_WITH_BODY = frozenset({"POST", "PUT", "PATCH"})
"""Methods for which aiohttp calls a body that is not there ``application/octet-stream``, unless told not to."""

_AT_ONCE = 256 * 1024
"""Bytes of a body that are handed to the system at once; a longer one goes out in pieces, between which others have their turn."""


class Transport:
    """Makes single exchanges. Owns its connections, or uses those of the caller's session, which it never closes or changes."""

    def __init__(self, settings: TransportSettings) -> None:
        session = settings.session
        if session is not None and not isinstance(session, aiohttp.ClientSession):
            raise ConfigError(
                f"session must be an aiohttp.ClientSession, got {with_article(type(session).__name__)}"
            )
        self._proxy = settings.proxy

        def make() -> Sessions:
            return open_sessions(settings) if session is None else borrow_sessions(settings, session)

        self._sessions = LoopBound(make, movable=session is None, site=settings.site)

    async def begin(
        self,
        outgoing: Outgoing,
        credential: Mapping[str, str],
        limits: Timeout,
        progress: Progress,
        streamed: bool,
    ) -> RawResponse | Failure:
        """Sends once and waits for the headers. The answer must be closed."""
        sessions = self._sessions.opened() or await self._sessions.get()
        send = sessions.sender(streamed)
        body = outgoing.body
        untyped = body is None and outgoing.method in _WITH_BODY
        headers: Mapping[str, str] = credential
        if outgoing.headers or sessions.lent:
            headers = sessions.lender_headers() if sessions.lent else CIMultiDict()
            headers.update(outgoing.headers)
            headers.update(credential)
        proxy = tunnel_headers = None
        if self._proxy is not None:
            proxy, headers, tunnel_headers = _routed(self._proxy, outgoing, headers)
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
                # Nothing has left, and one kept connection less is there.
                continue
            except asyncio.CancelledError as cancelled:
                if (limit := progress.limit_passed()) is not None:
                    peer = _peer(outgoing.url)
                    return silence(limits, "unknown", peer) if limit == "read" else unconnected(limits, peer)
                if is_dropped(sessions):
                    return without_session(Failure("not_sent"))
                bare(cancelled)
                raise
            except LIBRARY_ERRORS as error:
                failure = failure_of(error, limits, progress, _peer(outgoing.url))
                return without_session(failure) if sessions.lender_closed else failure
            progress.silent_since = None
            return RawResponse(response, limits, progress, sessions if sessions.lent else None)

    def require_closable(self) -> None:
        """Raises ``WrongLoop`` where ``aclose`` would."""
        self._sessions.require_closable()

    async def aclose(self) -> None:
        """Closes what is ours. May be called again."""
        await self._sessions.aclose()


def _routed(
    proxy: Proxy, outgoing: Outgoing, headers: Mapping[str, str]
) -> tuple[str, Mapping[str, str], Mapping[str, str] | None]:
    """The proxy, the headers for the server, and those with which a tunnel is asked for. Without a tunnel the former log in."""
    login = {"Proxy-Authorization": proxy.authorization} if proxy.authorization else {}
    if outgoing.url.startswith("https:"):
        return proxy.url, headers, login
    return proxy.url, {**headers, **login}, None


def _peer(url: str) -> str:
    return URL(url, encoded=True).raw_authority
