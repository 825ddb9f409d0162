"""Registered webhooks: the generated operations, with a warning about events that there are none of."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, cast, get_args

from cortex_async.contrib.rtcstack._generated.operations.account.webhooks import WebhooksOperations
from cortex_async.event_types import checks_events


def known_events() -> Collection[str]:
    """The events that this version knows, ``*`` among them."""
    # Late: it brings the models along.
    from cortex_async.contrib.rtcstack._generated.models import WebhookEvent

    return cast("tuple[str, ...]", get_args(WebhookEvent))


class Webhooks(WebhooksOperations):
    """The webhooks of a service."""

    __slots__ = ()

    if not TYPE_CHECKING:  # for which the name and types stay those of the generated method
        # Not create, where the service itself refuses what it does not know.
        update = checks_events(WebhooksOperations.update, known_events)
