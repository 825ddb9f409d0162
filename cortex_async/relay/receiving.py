"""Receives webhook deliveries for a broker."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from cortex_async.webhooks.options import VerifyOptions
from cortex_async.webhooks.router import WebhookRouter

if TYPE_CHECKING:
    from cortex_async.webhooks.forwarding import Forward
    from cortex_async.webhooks.signature import Secrets


def receiver(sink: Forward, secrets: Secrets, **verification: Unpack[VerifyOptions]) -> WebhookRouter:
    """Return a router that publishes each verified delivery, and does nothing else::

        app.router.add_post("/cortex", handler(receiver(sink, os.environ["WEBHOOK_SECRET"])))

    The broker recognises repeated deliveries, those that a relay has published, and those that another
    receiver gets, so no replay store is needed. The sender gets a 2xx only after the broker has the event.

    sink: the broker; in a synchronous server a ``cortex_sync.relay.BlockingBroker``.
    secrets and ``verification``: as for ``WebhookRouter``.
    """
    return WebhookRouter(secrets, forward=sink, replay=False, **verification)
