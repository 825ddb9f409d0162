"""One exchange over aiohttp.

Problems come back as values, not as exceptions: the library's own hold requests with their headers, so nothing that leaves
here may be chained to them.
"""

from __future__ import annotations

import asyncio
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

import aiohttp
from yarl import URL

from .connections import LoopBound
from .errors import ConfigError
from .exchange import Outgoing, Progress
from .response import Headers
from .retry import Failure
from .wire import Sessions, borrow_sessions, open_sessions

if TYPE_CHECKING:
    from .errors import Outcome
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


class Transport:
    """Makes single exchanges. Owns its connections, or uses those of ``session``, which it never closes or changes."""

    def __init__(self, wiring: Wiring, session: object = None) -> None:
        if session is not None and not isinstance(session, aiohttp.ClientSession):
            raise ConfigError(f"session: an aiohttp.ClientSession expected, got {type(session).__name__}")
        self._proxy = wiring.proxy

        def make() -> Sessions:
            return open_sessions(wiring) if session is None else borrow_sessions(session)

        self._sessions = LoopBound(make, movable=session is None, site=wiring.site)

    async def begin(
        self, outgoing: Outgoing, limits: Timeout, progress: Progress, *, streamed: bool = False
    ) -> Answer | Failure:
        """Sends once and waits for the headers. The answer must be closed."""
        sessions = await self._sessions.get()
        session = sessions.get(streamed)
        progress.started = True
        try:
            response = await session.request(
                outgoing.method,
                URL(outgoing.url, encoded=True),
                data=outgoing.body,
                timeout=_client_timeout(limits.connect, limits.read),
                allow_redirects=False,
                raise_for_status=False,
                skip_auto_headers=_NO_CONTENT_TYPE if outgoing.body is None else None,
                trace_request_ctx=progress,
                **self._addressed(outgoing, _under(sessions.default_headers, outgoing.headers)),
            )
        except _LIBRARY_ERRORS as error:
            return _failure(error, limits, progress)
        return Answer(response, limits, progress)

    def _addressed(self, outgoing: Outgoing, headers: dict[str, str]) -> dict[str, Any]:
        """The arguments that say what to send, and by which proxy."""
        proxy = self._proxy
        if proxy is None:
            return {"headers": headers}
        login = {"Proxy-Authorization": proxy.authorization} if proxy.authorization else {}
        if outgoing.url.startswith("https:"):
            return {"headers": headers, "proxy": proxy.url, "proxy_headers": login}
        return {"headers": {**headers, **login}, "proxy": proxy.url}

    async def aclose(self) -> None:
        """Closes what is ours. May be called again."""
        await self._sessions.aclose()


class Answer:
    """An answer whose headers are in and whose body is to be read."""

    def __init__(self, response: aiohttp.ClientResponse, limits: Timeout, progress: Progress) -> None:
        self.status: Any = response.status
        self.headers: Headers = Headers(response.headers.items())
        self._response = response
        self._limits = limits
        self._progress = progress

    async def next_chunk(self) -> bytes | Failure:
        """What has arrived of the body, empty at its end."""
        try:
            return await self._response.content.readany()
        except _LIBRARY_ERRORS as error:
            return _failure(error, self._limits, self._progress)

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

    def close(self) -> None:
        """Drops the connection unless the body was read to its end, which has given it back already."""
        self._response.close()


@lru_cache
def _client_timeout(connect: float | None, read: float | None) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=None, connect=connect, sock_connect=connect, sock_read=read)


def _under(defaults: Any, headers: Any) -> dict[str, str]:
    merged = dict(headers)
    if defaults:
        given = {name.lower() for name in merged}
        merged.update((name, value) for name, value in defaults.items() if name.lower() not in given)
    return merged


def _failure(error: BaseException, limits: Timeout, progress: Progress) -> Failure:
    """What the library's exception means for the call."""
    connecting = isinstance(error, _CONNECT_ERRORS) if not progress.followed else not progress.sent
    outcome: Outcome = "not_sent" if connecting else "unknown"
    if isinstance(error, aiohttp.ConnectionTimeoutError):
        return Failure(outcome, reason=f"no connection within {limits.connect} s", limit="connect")
    if isinstance(error, aiohttp.SocketTimeoutError):
        return Failure(outcome, reason=f"silence of the server for {limits.read} s", limit="read")
    return Failure(outcome, permanent=_is_permanent(error), reason=_reason(error))


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
