"""The recording proxy: passes requests on to the upstream and responses back, byte by byte as they arrive."""

from __future__ import annotations

import asyncio
import logging

import aiohttp
from aiohttp import web
from yarl import URL

from cortex_async.emulator._connection import Connection, json_response
from cortex_async.emulator.errors import error_body
from cortex_async.emulator.replay._passed_on import PassedOn
from cortex_async.emulator.replay.forwarding import end_to_end, recorded_headers, target_url, upstream_headers
from cortex_async.emulator.replay.scribe import COMPLETE, CUT, LEFT, STOPPED, ExchangeScribe, Scribe

_logger = logging.getLogger(__name__)

MAX_REQUEST = 64 * 1024 * 1024
"""Bytes of a request's body. It is read before it is passed on, unlike a response."""

MAX_FIELD = 64 * 1024
CONNECT_TIMEOUT = 10.0

_HIDDEN_REPEAT = "_retry_connection"
"""aiohttp repeats idempotent requests when the connection drops; only this attribute turns that off."""

_AUTOMATIC = ("Accept", "Accept-Encoding", "Content-Type", "User-Agent")


class Proxy:
    """Passes requests on to one upstream. It follows no redirects, keeps no cookies, and repeats nothing."""

    def __init__(self, upstream: URL) -> None:
        self._upstream = upstream
        self._scribe: Scribe | None = None
        self._session: aiohttp.ClientSession | None = None
        self.stopping = False

    async def open(self, scribe: Scribe) -> None:
        self._scribe = scribe
        self._session = aiohttp.ClientSession(
            # A kept connection can be closed by the server just when the next request is sent.
            connector=aiohttp.TCPConnector(limit=0, force_close=True),
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_TIMEOUT),
            auto_decompress=False,
            max_line_size=MAX_FIELD,
            max_field_size=MAX_FIELD,
        )
        if hasattr(self._session, _HIDDEN_REPEAT):
            setattr(self._session, _HIDDEN_REPEAT, False)

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Pass one request on."""
        protocol = request.protocol
        connection = 0
        if isinstance(protocol, Connection):
            protocol.headers_arrived()
            connection = protocol.id
        if self._scribe is None or self._session is None:
            return json_response(503, error_body(503, "the recorder is not running"))
        if not request.raw_path.startswith("/"):
            message = "the recorder is no forward proxy: use its address as the base URL"
            return json_response(400, error_body(400, message))
        exchange = self._scribe.begin(connection)
        try:
            return await self._exchange(self._session, request, exchange)
        except asyncio.CancelledError:
            exchange.end(STOPPED if self.stopping else LEFT)
            raise

    async def _exchange(
        self, session: aiohttp.ClientSession, request: web.BaseRequest, exchange: ExchangeScribe
    ) -> web.StreamResponse:
        headers = list(request.headers.items())
        raw = await _read(request)
        exchange.request(request.method, request.raw_path, recorded_headers(headers), raw or b"")
        if raw is None:
            message = f"request body is larger than {MAX_REQUEST} bytes"
            return _own_response(exchange, 413, message)
        try:
            upstream = await session.request(
                request.method,
                target_url(self._upstream, request.raw_path),
                headers=upstream_headers(headers),
                data=raw or None,
                skip_auto_headers=_AUTOMATIC,
                allow_redirects=False,
            )
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            return _own_response(
                exchange, 502, f"{self._upstream.origin()} cannot be reached: {_reason(error)}"
            )
        except (aiohttp.ClientError, OSError) as error:
            # It has perhaps been carried out, so the client sees what it would see without the proxy.
            exchange.end(CUT, _reason(error))
            return _closed(request)
        try:
            return await _pass_on(request, upstream, exchange)
        finally:
            upstream.close()


async def _pass_on(
    request: web.BaseRequest, upstream: aiohttp.ClientResponse, exchange: ExchangeScribe
) -> web.StreamResponse:
    headers = end_to_end(upstream.headers.items())
    exchange.response(upstream.status, headers)
    response = PassedOn(upstream.status, upstream.reason or "", headers)
    chunks = upstream.content.iter_any()
    try:
        await response.prepare(request)
        while True:
            try:
                chunk = await anext(chunks, b"")
            except (aiohttp.ClientError, OSError) as error:
                exchange.end(CUT, _reason(error))
                return _closed(request)
            if not chunk:
                break
            if exchange.is_stream:
                # An event is not delayed by recording it.
                await response.write(chunk)
                exchange.data(chunk)
                continue
            exchange.data(chunk)
            if upstream.content.at_eof():
                # Once a client has a whole response, it is in the recording.
                exchange.end(COMPLETE)
            await response.write(chunk)
    except OSError:
        exchange.end(LEFT)
        return _closed(request)
    exchange.end(COMPLETE)
    return response


async def _read(request: web.BaseRequest) -> bytes | None:
    """The request's body, None if it is too large."""
    if request.headers.get("Expect", "").lower() == "100-continue":
        await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > MAX_REQUEST:
            return None
    return bytes(body)


def _own_response(exchange: ExchangeScribe, status: int, message: str) -> web.Response:
    """An error of the recorder itself, which the recording marks as such."""
    response = json_response(status, error_body(status, message))
    exchange.response(status, list(response.headers.items()), source="recorder")
    exchange.data(response.body if isinstance(response.body, bytes) else b"")
    exchange.end(COMPLETE, message)
    if status == 413:
        response.force_close()
    return response


def _closed(request: web.BaseRequest) -> web.StreamResponse:
    """Close the client's connection as the upstream closed its own."""
    request.protocol.force_close()
    return web.Response()


def _reason(error: BaseException) -> str:
    return str(error) or type(error).__name__
