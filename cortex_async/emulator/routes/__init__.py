"""One module per tag. Importing this package registers every handler."""

from __future__ import annotations

from cortex_async.emulator.registry import HANDLERS

from . import (
    events,
    gatherings,
    health,
    invitations,
    members,
    messages,
    participants,
    sanctions,
    sessions,
    settings,
    webhooks,
)

__all__ = [
    "HANDLERS",
    "events",
    "gatherings",
    "health",
    "invitations",
    "members",
    "messages",
    "participants",
    "sanctions",
    "sessions",
    "settings",
    "webhooks",
]
