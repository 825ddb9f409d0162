"""Webhooks under ``aiohttp.web``, for programs that receive in an event loop and call Cortex from other
threads::

    from cortex_sync.webhooks.aiohttp import handler

    app.router.add_post("/cortex", handler(router))

The guide is docs/webhooks.md.
"""

from __future__ import annotations

from cortex_async.webhooks.aiohttp import handler

__all__ = ["handler"]
