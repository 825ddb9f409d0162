"""Reading request bodies within limits of size and time."""

from __future__ import annotations

import asyncio

from aiohttp import web

from cortex_async.emulator.errors import HTTPError


async def read_body(request: web.BaseRequest, limit: int, timeout: float) -> bytes:
    """The body, of at most ``limit`` bytes, received within ``timeout`` seconds. Raises ``HTTPError`` 400,
    408 or 413.
    """
    too_large = HTTPError(413, f"request body is larger than {limit} bytes", {"Connection": "close"})
    if (request.content_length or 0) > limit:
        raise too_large
    if request.headers.get("Expect", "").lower() == "100-continue":
        await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
    chunks = bytearray()
    try:
        async with asyncio.timeout(timeout):
            async for chunk in request.content.iter_any():
                chunks += chunk
                if len(chunks) > limit:
                    raise too_large
    except TimeoutError:
        raise HTTPError(408, "request body took too long", {"Connection": "close"}) from None
    except web.RequestPayloadError:
        raise HTTPError(400, "request body is malformed", {"Connection": "close"}) from None
    return bytes(chunks)
