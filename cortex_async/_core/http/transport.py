"""One exchange over aiohttp.

Problems come back as values, not as exceptions: the library's own hold requests with their headers, so nothing that leaves
here may be chained to them.
"""

from __future__ import annotations

import asyncio
from io import BytesIO
from typing import TYPE_CHECKING, Any, TypeAlias

import aiohttp
from attrs import evolve
from multidict import CIMultiDict
from yarl import URL

from cortex_async._core.arguments import with_article
from cortex_async._core.errors import ConfigError
from cortex_async._core.http.borrowed import is_dropped, without_session, woken_at_loss
from cortex_async._core.http.connector import StaleConnection
from cortex_async._core.http.content_encoding import Chain, Undecodable, UnknownEncoding, decoder
from cortex_async._core.http.exchange import Outgoing, Progress
from cortex_async._core.http.failures import LIBRARY_ERRORS, failure_of, silence, unconnected
from cortex_async._core.http.loop_bound import LoopBound
from cortex_async._core.http.sessions import CURRENT, Sessions, borrow_sessions, open_sessions
from cortex_async._core.outcomes import Failure, outcome_of
from cortex_async._core.response import Headers
from cortex_async._core.timing.clock import monotonic

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cortex_async._core.http.proxies import Proxy
    from cortex_async._core.http.settings import TransportSettings
    from cortex_async._core.timeouts import Timeout
    from cortex_async._core.timing.deadline import Deadline

Session: TypeAlias = aiohttp.ClientSession

_NO_CONTENT_TYPE = frozenset({"Content-Type"})
_WITH_BODY = frozenset({"POST", "PUT", "PATCH"})
"""Methods for which aiohttp calls a body that is not there ``application/octet-stream``, unless told not to."""

_AT_ONCE = 256 * 1024
"""Bytes of a body that are handed to the system at once; a longer one goes out in pieces, between which others have their turn."""

_ENCODING = "Content-Encoding"
_BODILESS = frozenset({204, 205, 304})


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
                _bare(cancelled)
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


class RawResponse:
    """An answer whose headers are in and whose body is to be read.

    streamed: the call has ended, and the limits that it had with it.
    """

    # On the class until they change: few responses are streamed or encoded.
    streamed: bool = False
    _chain: Chain | None = None
    _pieces: Iterator[bytes] | None = None
    _empty = True

    def __init__(
        self,
        response: aiohttp.ClientResponse,
        limits: Timeout,
        progress: Progress,
        lent: Sessions | None = None,
    ) -> None:
        self.status: Any = response.status
        self.headers: Headers = Headers(response.headers.items())
        self._response = response
        self._limits = limits
        self._progress = progress
        self._lent = lent

    def first(self, names: tuple[str, ...]) -> str | None:
        """The value of the first of these headers that is there."""
        present = self._response.headers
        for name in names:
            if name in present:
                return self.headers[name]
        return None

    def arrived(self) -> bytes | None:
        """The whole body if all of it has come along with the headers, as short ones do, else None."""
        content = self._response.content
        # With the end seen nothing is left to come, neither data nor an error.
        complete = content.is_eof() and content.exception() is None
        return content.read_nowait() if complete and _ENCODING not in self._response.headers else None

    async def next_chunk(self) -> bytes | Failure:
        """What has arrived of the body, decompressed; empty at its end."""
        if _ENCODING not in self._response.headers:
            return await self._received()
        try:
            return await self._decoded()
        except (Undecodable, UnknownEncoding) as error:
            permanent, problem = isinstance(error, UnknownEncoding), str(error)
        reason = f"the response of {self._peer} with status {self.status} cannot be read: {problem}"
        return Failure(outcome_of(self.status), self.status, permanent=permanent, reason=reason)

    async def _received(self) -> bytes | Failure:
        """What has arrived of the body, as it came."""
        progress = self._progress
        progress.silent_since = monotonic()
        watch = self._watch() if self.streamed else None
        try:
            if self._lent is None:
                return await self._response.content.readany()
            with woken_at_loss(self._response):
                return await self._response.content.readany()
        except asyncio.CancelledError as cancelled:
            if watch is not None and watch.passed("closed"):
                return Failure(
                    outcome_of(self.status), self.status, permanent=True, reason="the client was closed"
                )
            if progress.limit_passed() is None:
                _bare(cancelled)
                raise
            return silence(self._limits, outcome_of(self.status), self._peer, self.status)
        except LIBRARY_ERRORS as error:
            failure = failure_of(error, self._limits, progress, self._peer)
            failure = evolve(failure, outcome=outcome_of(self.status), status=self.status)
            return without_session(failure) if self._lent and self._lent.lender_closed else failure
        finally:
            progress.silent_since = None
            if watch is not None:
                watch.owner.end(watch)

    def _watch(self) -> Deadline | None:
        progress = self._progress
        if progress.deadline is None or self._limits.read is None:
            return None
        watch = progress.deadline = progress.deadline.owner.start(None, self._limits.read)
        watch.progress = progress
        return watch

    async def _decoded(self) -> bytes | Failure:
        """Raises ``UnknownEncoding`` or ``Undecodable``."""
        if self._pieces is None:
            self._chain, self._pieces = decoder(self.headers[_ENCODING]), iter(())
        while self._chain is not None:
            # Little may unfold to a lot: others have their turn in between.
            await asyncio.sleep(0)
            if piece := next(self._pieces, b""):
                return piece
            received = await self._received()
            if isinstance(received, Failure):
                return received
            if not received:
                if not self._empty or not self._may_be_empty():
                    self._chain.finish()
                return b""
            self._empty, self._pieces = False, self._chain.feed(received)
        return await self._received()

    def _may_be_empty(self) -> bool:
        """Whether the server says that there is no body, and so nothing encoded."""
        response, headers = self._response, self.headers
        bodiless = response.method == "HEAD" or response.status in _BODILESS
        return bodiless or headers.get("content-length") == "0" or "transfer-encoding" in headers

    @property
    def _peer(self) -> str:
        return self._response.url.raw_authority

    async def read(self, most: int) -> tuple[bytes, bool] | Failure:
        """The body, and whether that is all of it: past ``most`` bytes no more is read."""
        pieces: list[bytes] = []
        size = 0
        while size <= most:
            chunk = await self.next_chunk()
            if isinstance(chunk, Failure):
                return chunk
            if not chunk:
                return b"".join(pieces), True
            size += len(chunk)
            pieces.append(chunk)
        return b"".join(pieces), False

    def abort(self) -> None:
        """Ends a read that is under way, and every later one, with a failure."""
        self._response.content.set_exception(aiohttp.ClientConnectionError())
        self._response.close()

    def close(self) -> None:
        """Drops the connection unless the body was read to its end, which has given it back already."""
        self._response.close()


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


def _bare(cancelled: asyncio.CancelledError) -> None:
    """Drops the frames of the HTTP library, whose variables hold the request, and what they were at."""
    cancelled.__cause__ = cancelled.__context__ = cancelled.__traceback__ = None
