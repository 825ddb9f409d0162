"""HTTP around the dispatcher: reads bounded requests, applies faults, records, writes answers."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from cortex_async.emulator._connection import Connection, Listener, json_response
from cortex_async.emulator.dispatch import Incoming, answer, route
from cortex_async.emulator.document import Found
from cortex_async.emulator.errors import Refusal, error_body
from cortex_async.emulator.faults.calls import NO_FAULT, Fault, Faults
from cortex_async.emulator.page import StatusPage
from cortex_async.emulator.recording import Recorded, Recording, redact_body, redact_headers, redact_url
from cortex_async.emulator.registry import Raw
from cortex_async.emulator.sse import Hub, Stream
from cortex_async.emulator.world import World

_logger = logging.getLogger(__name__)

DOCUMENT_PATH = "/api/docs-json"


class Server:
    """The socket of one emulated Cortex."""

    def __init__(
        self, world: World, recording: Recording, faults: Faults, hub: Hub, page: StatusPage
    ) -> None:
        self._world = world
        self._recording = recording
        self._faults = faults
        self._hub = hub
        self._page = page
        self._listener: Listener | None = None
        self._socket: asyncio.Server | None = None

    async def start(self, host: str, port: int) -> int:
        """Listen; returns the port."""
        self._listener = Listener(self._handle, header_timeout=self._world.settings.header_timeout)
        self._socket = await asyncio.get_running_loop().create_server(self._listener, host, port)
        bound: int = self._socket.sockets[0].getsockname()[1]
        return bound

    async def stop(self) -> None:
        """Close the socket and every connection, in the middle of an answer if need be."""
        if self._socket is None or self._listener is None:
            return
        self._socket.close()
        self._hub.cut()
        await self._listener.shutdown(0.1)
        await self._socket.wait_closed()
        self._socket = self._listener = None

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        if isinstance(request.protocol, Connection):
            request.protocol.headers_arrived()
        path, _, query = request.raw_path.partition("?")
        incoming = Incoming(request.method, path, query, request.headers)
        if path == DOCUMENT_PATH and request.method == "GET":
            return web.Response(body=self._world.document.raw, content_type="application/json")
        page = await self._page.answer(request, path)
        return page if page is not None else await self._exchange(request, incoming)

    async def _exchange(self, request: web.BaseRequest, incoming: Incoming) -> web.StreamResponse:
        found, raw = None, b""
        response: web.Response | Stream | None = None
        try:
            found = route(self._world.document, incoming)
            fault = self._faults.take(found.operation)
            await asyncio.sleep(self._world.settings.latency + fault.delay)
            if fault.close != "before":
                raw = await self._read(request)
                if fault.stall:
                    await asyncio.Event().wait()
                answered = self._respond(found, incoming, raw, fault)
                response = None if fault.close == "after" else answered
        except Refusal as refusal:
            fault = NO_FAULT
            response = self._refuse(refusal)
        finally:
            self._record(incoming, found, raw, response)
        return await self._send(request, response, fault)

    async def _send(
        self, request: web.BaseRequest, response: web.Response | Stream | None, fault: Fault
    ) -> web.StreamResponse:
        if response is None:
            return _closed(request)
        if isinstance(response, Stream):
            return await self._hub.serve(request, response)
        return await _mangled(request, response, fault)

    def _respond(self, found: Found, incoming: Incoming, raw: bytes, fault: Fault) -> web.Response | Stream:
        if fault.status is not None:
            return _canned(fault, fault.status)
        try:
            response = self._carry_out(found, incoming, raw)
        except Exception:
            _logger.exception("%s failed", found.operation.id)
            return json_response(500, error_body(500, "Internal server error"))
        if isinstance(response, web.Response):
            response.headers.update(fault.headers)
        return response

    def _carry_out(self, found: Found, incoming: Incoming, raw: bytes) -> web.Response | Stream:
        """The operation's answer, held to the document."""
        try:
            value = answer(self._world, found, incoming, raw)
        except Refusal as refusal:
            response = self._refuse(refusal)
            self._world.conformance.check_status(found.operation, response.status)
            return response
        return value if isinstance(value, Stream) else self._write(found, value)

    def _write(self, found: Found, value: Any) -> web.Response:
        status = found.operation.status
        if isinstance(value, Raw):
            response = web.Response(status=status, body=value.body, content_type=value.content_type)
        elif value is None:
            response = web.Response(status=status)
        else:
            self._world.conformance.check_answer(found.operation, value)
            response = json_response(status, value)
        response.headers["X-Request-Id"] = self._world.ids.uuid()
        return response

    def _refuse(self, refusal: Refusal) -> web.Response:
        status = refusal.status or self._world.settings.validation_status
        response = json_response(status, error_body(status, refusal.message))
        response.headers.update(refusal.headers)
        response.headers["X-Request-Id"] = self._world.ids.uuid()
        return response

    async def _read(self, request: web.BaseRequest) -> bytes:
        """The body, within its limits of size and time. Raises ``Refusal``."""
        limit = self._world.settings.body_limit
        too_large = Refusal(413, f"request body is larger than {limit} bytes", {"Connection": "close"})
        if (request.content_length or 0) > limit:
            raise too_large
        if request.headers.get("Expect", "").lower() == "100-continue":
            await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        chunks = bytearray()
        try:
            async with asyncio.timeout(self._world.settings.body_timeout):
                async for chunk in request.content.iter_any():
                    chunks += chunk
                    if len(chunks) > limit:
                        raise too_large
        except TimeoutError:
            raise Refusal(408, "request body took too long", {"Connection": "close"}) from None
        except web.RequestPayloadError:
            raise Refusal(400, "request body is malformed", {"Connection": "close"}) from None
        return bytes(chunks)

    def _record(
        self, incoming: Incoming, found: Found | None, raw: bytes, response: web.Response | Stream | None
    ) -> None:
        declared = [parameter.name for parameter in found.operation.query] if found else []
        url = redact_url(incoming.path, incoming.query, declared)
        path: Mapping[str, str] = found.path if found else {}
        operation = found.operation.id if found else None
        headers = redact_headers(incoming.headers)
        match response:
            case None:
                status = None
            case Stream():
                status = 200
            case _:
                status = response.status
        at = self._world.clock.iso()
        self._recording.add(
            Recorded(incoming.method, url, operation, path, headers, redact_body(raw), status, at)
        )


def _canned(fault: Fault, status: int) -> web.Response:
    match fault.body:
        case None:
            response = json_response(status, error_body(status, "emulated fault"))
        case bytes() as raw:
            response = web.Response(status=status, body=raw)
        case str() as text:
            response = web.Response(status=status, text=text)
        case _:
            response = json_response(status, fault.body)
    response.headers.update(fault.headers)
    return response


async def _mangled(request: web.BaseRequest, response: web.Response, fault: Fault) -> web.StreamResponse:
    """The answer as the fault spoils it."""
    whole = response.body if isinstance(response.body, bytes) else b""
    if fault.truncate:
        cut = web.StreamResponse(status=response.status, headers=response.headers)
        cut.content_length = max(len(whole), 2)
        await cut.prepare(request)
        await cut.write(whole[: len(whole) // 2])
        return _closed(request)
    if fault.malformed:
        # Half of the JSON, padded with blanks to its length: complete for HTTP, broken for a parser.
        return web.Response(
            status=response.status,
            body=whole[: len(whole) // 2].ljust(len(whole)) or b"{",
            headers={"Content-Type": response.headers.get("Content-Type", "application/json")},
        )
    return response


def _closed(request: web.BaseRequest) -> web.StreamResponse:
    """No answer: the connection goes, and what is returned goes nowhere."""
    request.protocol.force_close()
    return web.Response()
