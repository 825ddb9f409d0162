"""Webhooks in ``aiohttp.web``::

    from cortex_async.webhooks.aiohttp import handler

    app.router.add_post("/cortex", handler(router))

The guide is docs/webhooks.md.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

from aiohttp import web

from cortex_async.webhooks.errors import BodyNotBytes, BodyTooLarge
from cortex_async.webhooks.router import WebhookRouter

__all__ = ["handler"]


def handler(router: WebhookRouter) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """A request handler. The application's own ``client_max_size`` (1 MiB by default) limits the body too."""

    async def receive(request: web.Request) -> web.Response:
        response = await router.receive(request.headers, partial(_body, request, router.max_body_bytes))
        return web.Response(status=response.status, body=response.body, content_type="application/json")

    return receive


async def _body(request: web.Request, limit: int) -> bytes:
    if not request.content.at_eof() and not 0 < request.client_max_size <= limit:
        return await _read(request, limit)
    try:
        # The request keeps the body, so middleware may read it before or after this.
        body = await request.read()
    except web.HTTPRequestEntityTooLarge:
        raise BodyTooLarge.of(min(request.client_max_size, limit)) from None
    if not body and request.content_length:
        raise BodyNotBytes.of("a request whose body was already read")
    return body


async def _read(request: web.Request, limit: int) -> bytes:
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > limit:
            raise BodyTooLarge.of(limit)
    return bytes(body)
