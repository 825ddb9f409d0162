"""Webhook subscriptions for blocking code: the generated operations, with a warning about unknown event
types.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cortex_sync._generated.operations.project.webhooks import WebhooksOperations
from cortex_sync.bridge.event_types import checks_events


class Webhooks(WebhooksOperations):
    """The webhook subscriptions of a project."""

    __slots__ = ()

    if not TYPE_CHECKING:  # type checkers keep the signatures of the generated methods
        create_subscription = checks_events(WebhooksOperations.create_subscription)
        update_subscription = checks_events(WebhooksOperations.update_subscription)
