"""Handlers, one module for each group of operations. Importing this package registers all of them."""

from __future__ import annotations

from cortex_async.emulator.registry import handler_of
from cortex_async.emulator.routes import (
    api_keys,
    auth,
    events,
    functions,
    gatherings,
    health,
    invitations,
    members,
    messages,
    participants,
    plugins,
    projects,
    runtime,
    sanctions,
    sessions,
    settings,
    voice,
    webhooks,
)

__all__ = [
    "api_keys",
    "auth",
    "events",
    "functions",
    "gatherings",
    "handler_of",
    "health",
    "invitations",
    "members",
    "messages",
    "participants",
    "plugins",
    "projects",
    "runtime",
    "sanctions",
    "sessions",
    "settings",
    "voice",
    "webhooks",
]
