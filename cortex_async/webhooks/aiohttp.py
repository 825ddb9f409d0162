"""Webhooks under ``aiohttp.web``::

from cortex_async.webhooks.aiohttp import handler

app.router.add_post("/cortex", handler(router))
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from .router import WebhookRouter


def handler(router: WebhookRouter) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """A request handler. The application's own ``client_max_size`` (1 MiB by default) limits the body too."""

    async def receive(request: web.Request) -> web.Response:
        answer = await router.handle(await request.read(), request.headers)
        return web.Response(status=answer.status, body=answer.body, content_type="application/json")

    return receive
