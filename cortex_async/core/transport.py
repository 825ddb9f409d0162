"""One exchange over aiohttp.

Problems come back as values, not as exceptions: the library's own hold requests with their headers, so nothing that leaves
here may be chained to them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Generator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

import aiohttp
from attrs import evolve
from yarl import URL

from .connections import LoopBound
from .errors import ConfigError
from .exchange import Outgoing, Progress
from .response import Headers
from .retry import Failure
from .wire import CURRENT, Sessions, borrow_sessions, open_sessions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .errors import Outcome
    from .proxies import Proxy
    from .timeouts import Timeout
    from .wiring import Wiring

Session: TypeAlias = aiohttp.ClientSession

_LIBRARY_ERRORS = (aiohttp.ClientError, asyncio.TimeoutError, OSError)
_CONNECT_ERRORS = (
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.ClientHttpProxyError,
    aiohttp.InvalidURL,
)
_NO_CONTENT_TYPE = frozenset({"Content-Type"})
_WITH_BODY = frozenset({"POST", "PUT", "PATCH"})
"""Methods for which aiohttp calls a body that is not there ``application/octet-stream``, unless told not to."""


class Transport:
    """Makes single exchanges. Owns its connections, or uses those of ``session``, which it never closes or changes."""

    def __init__(self, wiring: Wiring, session: object = None) -> None:
        if session is not None and not isinstance(session, aiohttp.ClientSession):
            raise ConfigError(f"session: an aiohttp.ClientSession expected, got {type(session).__name__}")
        self._proxy = wiring.proxy

        def make() -> Sessions:
            return open_sessions(wiring) if session is None else borrow_sessions(wiring, session)

        self._sessions = LoopBound(make, movable=session is None, site=wiring.site)

    async def begin(
        self,
        outgoing: Outgoing,
        credential: Mapping[str, str],
        limits: Timeout,
        progress: Progress,
        streamed: bool,
    ) -> Answer | Failure:
        """Sends once and waits for the headers. The answer must be closed."""
        sessions = self._sessions.opened() or await self._sessions.get()
        session = sessions.get(streamed)
        untyped = outgoing.body is None and outgoing.method in _WITH_BODY
        headers: Mapping[str, str] = credential
        if outgoing.headers or sessions.lent:
            headers = sessions.base_headers()
            headers.update(outgoing.headers)
            headers.update(credential)
        proxy = tunnel_headers = None
        if self._proxy is not None:
            proxy, headers, tunnel_headers = _routed(self._proxy, outgoing, headers)
        progress.started = True
        CURRENT.set(progress)
        try:
            response = await _sender(session)(
                outgoing.method,
                URL(outgoing.url, encoded=True),
                headers=headers,
                data=outgoing.body,
                timeout=_client_timeout(limits.connect, limits.read if streamed else None),
                allow_redirects=False,
                raise_for_status=False,
                skip_auto_headers=_NO_CONTENT_TYPE if untyped else None,
                proxy=proxy,
                proxy_headers=tunnel_headers,
            )
        except asyncio.CancelledError:
            if progress.silenced():
                return _silence(limits, "unknown")
            if not _is_dropped(sessions):
                raise
            return _without_session(Failure("not_sent"))
        except _LIBRARY_ERRORS as error:
            failure = _failure(error, limits, progress)
            return _without_session(failure) if sessions.lender_closed else failure
        progress.silent_since = None
        return Answer(response, limits, progress, sessions if sessions.lent else None)

    def require_closable(self) -> None:
        """Raises ``WrongLoop`` where ``aclose`` would."""
        self._sessions.require_closable()

    async def aclose(self) -> None:
        """Closes what is ours. May be called again."""
        await self._sessions.aclose()


class Answer:
    """An answer whose headers are in and whose body is to be read."""

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
        return content.read_nowait() if content.is_eof() and content.exception() is None else None

    async def next_chunk(self) -> bytes | Failure:
        """What has arrived of the body, empty at its end."""
        self._progress.silent_since = asyncio.get_running_loop().time()
        try:
            if self._lent is None:
                return await self._response.content.readany()
            with _woken_at_loss(self._response):
                return await self._response.content.readany()
        except asyncio.CancelledError:
            if not self._progress.silenced():
                raise
            return _silence(self._limits, "unknown")
        except _LIBRARY_ERRORS as error:
            failure = _failure(error, self._limits, self._progress)
            return _without_session(failure) if self._lent and self._lent.lender_closed else failure
        finally:
            self._progress.silent_since = None

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


@lru_cache
def _client_timeout(connect: float | None, read: float | None) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=None, connect=connect, sock_connect=connect, sock_read=read)


def _sender(session: aiohttp.ClientSession) -> Any:
    # What session.request only wraps for use with ``async with``, which alone costs a thirtieth of the call.
    return getattr(session, "_request", None) or session.request


def _routed(
    proxy: Proxy, outgoing: Outgoing, headers: Mapping[str, str]
) -> tuple[str, Mapping[str, str], Mapping[str, str] | None]:
    """The proxy, the headers for the server, and those with which a tunnel is asked for. Without a tunnel the former log in."""
    login = {"Proxy-Authorization": proxy.authorization} if proxy.authorization else {}
    if outgoing.url.startswith("https:"):
        return proxy.url, headers, login
    return proxy.url, {**headers, **login}, None


def _failure(error: BaseException, limits: Timeout, progress: Progress) -> Failure:
    """What the library's exception means for the call."""
    connecting = isinstance(error, _CONNECT_ERRORS) if not progress.followed else not progress.sent
    outcome: Outcome = "not_sent" if connecting else "unknown"
    if isinstance(error, aiohttp.ConnectionTimeoutError):
        return Failure(outcome, reason=f"no connection within {limits.connect} s", limit="connect")
    if isinstance(error, aiohttp.SocketTimeoutError):
        return _silence(limits, outcome)
    return Failure(outcome, permanent=_is_permanent(error), reason=_reason(error))


@contextmanager
def _woken_at_loss(response: aiohttp.ClientResponse) -> Generator[None]:
    """Whose session is closed by its owner has its connections closed, and the library forgets whoever reads from one."""
    lost: asyncio.Future[None] | None = getattr(
        getattr(response.connection, "protocol", None), "closed", None
    )
    if lost is None:
        yield
        return

    def wake(_: object) -> None:
        content = response.content
        if not content.is_eof() and content.exception() is None:
            content.set_exception(aiohttp.ClientConnectionError())

    # Once for each connection, however many responses it carries: asked for, the future complains if nobody looks at its error.
    lost.remove_done_callback(_look_at)
    lost.add_done_callback(_look_at)
    lost.add_done_callback(wake)
    try:
        yield
    finally:
        lost.remove_done_callback(wake)


def _look_at(lost: asyncio.Future[None]) -> None:
    if not lost.cancelled():
        lost.exception()


def _is_dropped(sessions: Sessions) -> bool:
    """Whether a ``CancelledError`` just caught is the library's, which drops whoever waits for a place in a closed pool."""
    task = asyncio.current_task()
    return sessions.lender_closed and task is not None and not task.cancelling()


def _without_session(failure: Failure) -> Failure:
    return evolve(failure, permanent=True, limit=None, reason="the session given to this client was closed")


def _silence(limits: Timeout, outcome: Outcome) -> Failure:
    return Failure(outcome, reason=f"silence of the server for {limits.read} s", limit="read")


def _is_permanent(error: BaseException) -> bool:
    if isinstance(error, aiohttp.ClientHttpProxyError):
        return error.status < 500
    return isinstance(
        error,
        (aiohttp.ClientConnectorCertificateError, aiohttp.ServerFingerprintMismatch, aiohttp.InvalidURL),
    )


def _reason(error: BaseException) -> str:
    """Own words: the library's texts may hold URLs, and with them what callers put there."""
    match error:
        case aiohttp.ClientConnectorCertificateError():
            detail = getattr(error.certificate_error, "verify_message", "") or "not trusted"
            return f"the certificate of {error.host}:{error.port} was not accepted: {detail}"
        case aiohttp.ClientConnectorDNSError():
            return f"the host name {error.host} was not found"
        case aiohttp.ClientConnectorError():
            return f"no connection to {error.host}:{error.port}: {_system_text(error.os_error)}"
        case aiohttp.ClientHttpProxyError():
            return f"the proxy answered {error.status}"
        case aiohttp.ServerDisconnectedError():
            return "the server closed the connection before it answered"
        case aiohttp.ClientPayloadError():
            return "the answer broke off or could not be decompressed"
        case aiohttp.ClientResponseError():
            return "the answer is not legible HTTP"
        case OSError():
            return f"the connection broke: {_system_text(error)}"
        case _:
            return f"the connection broke ({type(error).__name__})"


def _system_text(error: OSError) -> str:
    return error.strerror or type(error).__name__
