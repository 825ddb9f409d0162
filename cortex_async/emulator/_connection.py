"""HTTP connections: aiohttp's, with a time limit for headers and NestJS's error body for malformed HTTP.

Private, because the base classes are aiohttp's and their types are not complete.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
from collections.abc import Awaitable, Callable, Mapping

import orjson
from aiohttp import web

from cortex_async.emulator.errors import error_body

_logger = logging.getLogger(__name__)

# The emulator records requests itself.
SILENT = logging.Logger("silent", logging.CRITICAL)

Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


class Connection(web.RequestHandler):
    """A connection that closes unless complete headers arrive within ``header_timeout`` seconds.

    id: number of the connection at its listener, from 1.
    """

    __slots__ = ("_error_headers", "_header_limit", "_header_timeout", "id")

    def __init__(
        self,
        server: web.Server,
        *,
        loop: asyncio.AbstractEventLoop,
        id: int,  # noqa: A002  (the public name of the attribute)
        header_timeout: float,
        error_headers: Callable[[], Mapping[str, str]],
        auto_decompress: bool,
    ) -> None:
        super().__init__(
            server,
            loop=loop,
            access_log=SILENT,
            keepalive_timeout=60.0,
            lingering_time=0.5,
            auto_decompress=auto_decompress,
        )
        self.id = id
        self._header_timeout = header_timeout
        self._error_headers = error_headers
        self._header_limit: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        loop = asyncio.get_running_loop()
        self._header_limit = loop.call_later(self._header_timeout, self.force_close)

    def connection_lost(self, exc: BaseException | None) -> None:
        self.headers_arrived()
        super().connection_lost(exc)

    def headers_arrived(self) -> None:
        """Stop the time limit."""
        if self._header_limit is not None:
            self._header_limit.cancel()
            self._header_limit = None

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """Respond to malformed HTTP with an error body like any other error, then close the connection."""
        self.headers_arrived()
        if status >= 500 and exc is not None:
            _logger.error("request failed", exc_info=exc)
        description = "Malformed HTTP request" if status < 500 else "Internal server error"
        response = json_response(status, error_body(status, description))
        response.headers.update(self._error_headers())
        response.force_close()
        return response


class Listener(web.Server):
    """An aiohttp server that uses ``Connection``.

    error_headers: makes additional headers for the response to malformed HTTP.
    auto_decompress: whether handlers read bodies without their content coding.
    """

    def __init__(
        self,
        handler: Handler,
        *,
        header_timeout: float,
        error_headers: Callable[[], Mapping[str, str]] = dict,
        auto_decompress: bool = True,
    ) -> None:
        super().__init__(handler, handler_cancellation=True)
        self._header_timeout = header_timeout
        self._error_headers = error_headers
        self._auto_decompress = auto_decompress
        self._ids = itertools.count(1)

    def __call__(self) -> web.RequestHandler:
        return Connection(
            self,
            loop=asyncio.get_running_loop(),
            id=next(self._ids),
            header_timeout=self._header_timeout,
            error_headers=self._error_headers,
            auto_decompress=self._auto_decompress,
        )


def json_response(status: int, value: object) -> web.Response:
    """A response with ``value`` as its JSON body."""
    return web.Response(
        status=status, body=orjson.dumps(value), headers={"Content-Type": "application/json; charset=utf-8"}
    )
