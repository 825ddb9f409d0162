"""Registered webhooks, blocking: the generated operations, with a warning about events that there are none of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cortex_async.contrib.rtcstack.registrations import known_events
from cortex_sync.bridge.event_types import checks_events
from cortex_sync.contrib.rtcstack._generated.operations.account.webhooks import WebhooksOperations


class Webhooks(WebhooksOperations):
    """The webhooks of a service."""

    __slots__ = ()

    if not TYPE_CHECKING:  # for which the name and types stay those of the generated method
        # Not create, where the service itself refuses what it does not know.
        update = checks_events(WebhooksOperations.update, known_events)
