"""Webhooks under Django: the extra ``odin-cortex[django]``::

    from cortex_sync.webhooks.django import view

    urlpatterns = [path("cortex", view(router))]

``view`` is synchronous, for WSGI and for handlers that use the ORM. ``async_view`` is for ASGI and handlers
that are coroutines.
"""

from __future__ import annotations

from cortex_async.webhooks.django import async_view, view

__all__ = ["async_view", "view"]
