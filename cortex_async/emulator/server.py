"""The HTTP server: reads requests within limits, applies faults, records requests, writes responses."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from email.utils import formatdate
from typing import Any

from aiohttp import web

from cortex_async.emulator._connection import Connection, Listener, json_response
from cortex_async.emulator.bodies import read_body
from cortex_async.emulator.control.surface import ControlSurface
from cortex_async.emulator.dispatch import Incoming, call_handler, route
from cortex_async.emulator.errors import HTTPError, error_body
from cortex_async.emulator.exchanges import EMPTY, Body, Exchanges
from cortex_async.emulator.faults.calls import NO_FAULT, Fault, Faults
from cortex_async.emulator.faults.responses import closed, damaged, fixed_response
from cortex_async.emulator.page.handler import StatusPage
from cortex_async.emulator.recording import Recorded, Recording, redact_body, redact_headers, redact_url
from cortex_async.emulator.registry import Raw
from cortex_async.emulator.spec import Match, Operation
from cortex_async.emulator.sse import Hub, Stream
from cortex_async.emulator.standins.functions import FunctionHost
from cortex_async.emulator.standins.urls import INVOKE, invocation
from cortex_async.emulator.world import World

_logger = logging.getLogger(__name__)

SPEC_PATH = "/api/docs-json"
BELOW = "/api/"
"""What all paths of the API begin with, but that of the health check."""

REQUEST_ID = "X-Request-Id"
SANDBOX = "sandbox allow-scripts allow-forms"
"""For markup that functions and faults send: in a browser it must not have the origin of the status page."""


class Server:
    """The HTTP server of one emulator."""

    def __init__(
        self,
        world: World,
        recording: Recording,
        exchanges: Exchanges,
        faults: Faults,
        hub: Hub,
        page: StatusPage,
        control: ControlSurface,
        functions: FunctionHost,
    ) -> None:
        self._world = world
        self._recording = recording
        self._exchanges = exchanges
        self._faults = faults
        self._hub = hub
        self._page = page
        self._control = control
        self._functions = functions
        self._second: int | None = None
        self._formatted = ""
        self._listener: Listener | None = None
        self._socket: asyncio.Server | None = None

    async def start(self, host: str, port: int) -> int:
        """Start listening; returns the port."""
        self._listener = Listener(
            self._handle,
            header_timeout=self._world.settings.header_timeout,
            error_headers=lambda: {REQUEST_ID: self._world.ids.request_id()},
        )
        self._socket = await asyncio.get_running_loop().create_server(self._listener, host, port)
        bound: int = self._socket.sockets[0].getsockname()[1]
        return bound

    async def stop(self) -> None:
        """Close the socket and every connection, even in the middle of a response."""
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
        response: web.StreamResponse | None
        if path == SPEC_PATH and request.method == "GET":
            response = web.Response(body=self._world.spec.raw, content_type="application/json")
        elif path.startswith(BELOW):
            response = await self._exchange(request, incoming)
        else:
            response = await self._page.respond(request, path)
            if response is None:
                response = await self._control.respond(request, path)
            if response is None:
                response = await self._exchange(request, incoming)
        if not response.prepared and REQUEST_ID not in response.headers:
            response.headers[REQUEST_ID] = self._world.ids.request_id()
        return response

    async def _exchange(self, request: web.BaseRequest, incoming: Incoming) -> web.StreamResponse:
        match, raw, fault = None, b"", NO_FAULT
        started = asyncio.get_running_loop().time()
        response: web.Response | Stream | None = None
        try:
            match = None if incoming.path.startswith(BELOW) else invocation(incoming.method, incoming.path)
            match = match or route(self._world.spec, incoming)
            fault = self._faults.take(match.operation)
            wait = self._world.settings.latency + fault.delay
            if wait:
                await asyncio.sleep(wait)
            if fault.close != "before":
                raw = await self._read(request) if request.can_read_body else b""
                if fault.stall:
                    await asyncio.Event().wait()
                result = await self._respond(match, incoming, raw, fault)
                response = None if fault.close == "after" else result
        except HTTPError as error:
            fault = NO_FAULT
            response = self._error_response(error)
        finally:
            headers = self._response_headers(response)
            recorded = self._record(incoming, match, raw, response)
            seconds = asyncio.get_running_loop().time() - started
            self._exchanges.add(
                recorded,
                Body.of(raw, incoming.headers.get("Content-Type", "")),
                headers,
                _body(response),
                seconds,
                stream=isinstance(response, Stream),
                fault=fault,
            )
        return await self._send(request, response, headers, fault)

    def _response_headers(self, response: web.Response | Stream | None) -> dict[str, str]:
        """The headers that the emulator sets on a response, with its request id."""
        if response is None:
            return {}
        request_id = self._world.ids.request_id()
        if isinstance(response, Stream):
            return {REQUEST_ID: request_id}
        response.headers.setdefault(REQUEST_ID, request_id)
        # By its own clock, as a server would, so that clients can tell what came before their request.
        response.headers.setdefault("Date", self._date())
        content_type = response.headers.get("Content-Type", "").partition(";")[0].lower()
        if "html" in content_type or "xml" in content_type:
            response.headers.add("Content-Security-Policy", SANDBOX)
        return dict(response.headers)

    def _date(self) -> str:
        """The emulator's time as HTTP writes it, formatted once a second."""
        second = int(self._world.clock.timestamp())
        if second != self._second:
            self._second, self._formatted = second, formatdate(second, usegmt=True)
        return self._formatted

    async def _send(
        self,
        request: web.BaseRequest,
        response: web.Response | Stream | None,
        headers: Mapping[str, str],
        fault: Fault,
    ) -> web.StreamResponse:
        if response is None:
            return closed(request)
        if isinstance(response, Stream):
            return await self._hub.serve(request, response, headers)
        return response if fault is NO_FAULT else await damaged(request, response, fault)

    async def _respond(
        self, match: Match, incoming: Incoming, raw: bytes, fault: Fault
    ) -> web.Response | Stream:
        if fault.status is not None:
            return fixed_response(fault, fault.status)
        try:
            if match.operation.id == INVOKE:
                response = await self._invoke(match, incoming, raw)
            else:
                response = self._run(match, incoming, raw)
        except Exception:
            _logger.exception("%s failed", match.operation.id)
            return json_response(500, error_body(500, "Internal server error"))
        if fault.headers and isinstance(response, web.Response):
            response.headers.update(fault.headers)
        return response

    async def _invoke(self, match: Match, incoming: Incoming, raw: bytes) -> web.Response | Stream:
        """Call a function, whose response no spec describes."""
        try:
            return await self._functions.respond(match, incoming, raw)
        except HTTPError as error:
            return self._error_response(error)

    def _run(self, match: Match, incoming: Incoming, raw: bytes) -> web.Response | Stream:
        """Run the operation and check its response against the spec."""
        try:
            value = call_handler(self._world, match, incoming, raw)
        except HTTPError as error:
            response = self._error_response(error)
            self._world.conformance.check_status(match.operation, response.status)
            return response
        return value if isinstance(value, Stream) else self._response(match.operation, value)

    def _response(self, operation: Operation, value: Any) -> web.Response:
        status = operation.status
        if isinstance(value, Raw):
            response = web.Response(status=status, body=value.body, content_type=value.content_type)
        elif value is None:
            response = web.Response(status=status)
        else:
            self._world.conformance.check_response(operation, value)
            response = json_response(status, value)
        return response

    def _error_response(self, error: HTTPError) -> web.Response:
        status = error.status or self._world.settings.validation_status
        response = json_response(status, error_body(status, error.message))
        response.headers.update(error.headers)
        return response

    async def _read(self, request: web.BaseRequest) -> bytes:
        settings = self._world.settings
        return await read_body(request, settings.body_limit, settings.body_timeout)

    def _record(
        self, incoming: Incoming, match: Match | None, raw: bytes, response: web.Response | Stream | None
    ) -> Recorded:
        url = incoming.path
        if incoming.query:
            declared = [parameter.name for parameter in match.operation.query] if match else []
            url = redact_url(incoming.path, incoming.query, declared)
        path: Mapping[str, str] = match.path if match else {}
        operation = match.operation.id if match else None
        headers = redact_headers(incoming.headers)
        match response:
            case None:
                status = None
            case Stream():
                status = 200
            case _:
                status = response.status
        at = self._world.clock.iso()
        recorded = Recorded(incoming.method, url, operation, path, headers, redact_body(raw), status, at)
        self._recording.add(recorded)
        return recorded


def _body(response: web.Response | Stream | None) -> Body:
    if not isinstance(response, web.Response) or not isinstance(response.body, bytes):
        return EMPTY
    return Body.of(response.body, response.headers.get("Content-Type", ""))
