"""Which event types a repair is about, and where it finds them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from attrs import frozen

from cortex_async._core.stream.event_patterns import covers
from cortex_async.event_types import known_types

NEVER_LOGGED: Final = "webhook.delivery.updated"
"""Webhooks cannot report their own progress: each delivery would cause another."""


@frozen
class Wanted:
    """The event types that are relayed. patterns: empty for all."""

    patterns: tuple[str, ...] = ()

    def has(self, event_type: str) -> bool:
        """Whether events of this type are relayed."""
        return not self.patterns or any(covers(pattern, event_type) for pattern in self.patterns)

    def types(self) -> set[str]:
        """Return the known types that are relayed."""
        return {one for one in known_types() if self.has(one)}


def logged_types(patterns: Iterable[str], types: Iterable[str]) -> set[str]:
    """Return those of ``types`` that the webhook log has if these patterns are subscribed to."""
    listed = tuple(patterns)
    return {one for one in types if one != NEVER_LOGGED and any(covers(pattern, one) for pattern in listed)}
