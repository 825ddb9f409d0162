"""Registered webhooks: the generated operations, with a warning about unknown events."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, cast, get_args

from cortex_async.contrib.rtcstack._generated.operations.account.webhooks import WebhooksOperations
from cortex_async.event_types import checks_events


def known_events() -> Collection[str]:
    """The events that this version knows, including ``*``."""
    # Imported late, because it loads the models.
    from cortex_async.contrib.rtcstack._generated.models import WebhookEvent

    return cast("tuple[str, ...]", get_args(WebhookEvent))


class Webhooks(WebhooksOperations):
    """The webhooks of a service."""

    __slots__ = ()

    if not TYPE_CHECKING:  # type checkers see the generated method
        # Not create: the service itself rejects unknown events there.
        update = checks_events(WebhooksOperations.update, known_events)
