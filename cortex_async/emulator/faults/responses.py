"""What a call's fault does to its HTTP response."""

from __future__ import annotations

from aiohttp import web

from cortex_async.emulator._connection import json_response
from cortex_async.emulator.errors import error_body
from cortex_async.emulator.faults.calls import Fault


def fixed_response(fault: Fault, status: int) -> web.Response:
    """The response that a fault with a ``status`` sends instead of running the operation."""
    match fault.body:
        case None:
            response = json_response(status, error_body(status, "emulated fault"))
        case bytes() as raw:
            response = web.Response(status=status, body=raw)
        case str() as string:
            response = web.Response(status=status, text=string)
        case _:
            response = json_response(status, fault.body)
    response.headers.update(fault.headers)
    return response


async def damaged(request: web.BaseRequest, response: web.Response, fault: Fault) -> web.StreamResponse:
    """The response, truncated or with malformed JSON if the fault asks for it."""
    body = response.body if isinstance(response.body, bytes) else b""
    if fault.truncate:
        cut = web.StreamResponse(status=response.status, headers=response.headers)
        cut.content_length = max(len(body), 2)
        await cut.prepare(request)
        await cut.write(body[: len(body) // 2])
        return closed(request)
    if fault.malformed:
        # Half of the JSON, padded with spaces to its length: a complete HTTP response that a parser rejects.
        return web.Response(
            status=response.status,
            body=body[: len(body) // 2].ljust(len(body)) or b"{",
            headers=response.headers,
        )
    return response


def closed(request: web.BaseRequest) -> web.StreamResponse:
    """Close the connection without a response. The return value only satisfies aiohttp and is never sent."""
    request.protocol.force_close()
    return web.Response()
