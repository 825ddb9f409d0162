"""Registered webhooks for blocking code: the generated operations, with a warning about unknown events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cortex_async.contrib.rtcstack.registrations import known_events
from cortex_sync.bridge.event_types import checks_events
from cortex_sync.contrib.rtcstack._generated.operations.account.webhooks import WebhooksOperations


class Webhooks(WebhooksOperations):
    """The webhooks of a service."""

    __slots__ = ()

    if not TYPE_CHECKING:  # type checkers see the generated method
        # Not create: the service itself rejects unknown events there.
        update = checks_events(WebhooksOperations.update, known_events)
