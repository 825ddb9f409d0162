"""Verified webhooks, by the names of ``cortex_async.webhooks``: ``unwrap`` verifies one delivery,
``WebhookRouter`` handles each once.

The adapters ``webhooks.flask`` and ``webhooks.django`` are for blocking servers; elsewhere call
``router.handle_sync``. ``webhooks.redis`` has the replay store for several workers; give it a
``redis.Redis``.
"""

from __future__ import annotations

from cortex_async import webhooks as _webhooks
from cortex_async.webhooks import *  # noqa: F403

__all__ = _webhooks.__all__  # pyright: ignore[reportUnsupportedDunderAll]  # the star import above
