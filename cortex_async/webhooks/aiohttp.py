"""Webhooks under ``aiohttp.web``::

from cortex_async.webhooks.aiohttp import handler

app.router.add_post("/cortex", handler(router))
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from cortex_async.webhooks.errors import BodyNotBytes, BodyTooLarge, Refusal
from cortex_async.webhooks.router import WebhookRouter, rejected


def handler(router: WebhookRouter) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """A request handler. The application's own ``client_max_size`` (1 MiB by default) limits the body too."""

    async def receive(request: web.Request) -> web.Response:
        answer = router.refuse_unread(request.headers)
        if answer is None:
            try:
                body = await _body(request, router.max_body_bytes)
            except Refusal as refusal:
                answer = rejected(refusal)
            else:
                answer = await router.handle(body, request.headers)
        return web.Response(status=answer.status, body=answer.body, content_type="application/json")

    return receive


async def _body(request: web.Request, limit: int) -> bytes:
    if not request.content.at_eof() and not 0 < request.client_max_size <= limit:
        return await _read(request, limit)
    try:
        # Kept by the request, for whoever reads it before or after us.
        body = await request.read()
    except web.HTTPRequestEntityTooLarge:
        raise BodyTooLarge.of(min(request.client_max_size, limit)) from None
    if not body and request.content_length:
        raise BodyNotBytes.of("a request whose body something else has read")
    return body


async def _read(request: web.Request, limit: int) -> bytes:
    body = bytearray()
    async for piece in request.content.iter_any():
        body += piece
        if len(body) > limit:
            raise BodyTooLarge.of(limit)
    return bytes(body)
