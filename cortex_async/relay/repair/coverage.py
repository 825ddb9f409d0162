"""Which event types a repair is about, and where it finds them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from attrs import frozen

from cortex_async._core.stream.event_patterns import covers
from cortex_async.event_types import known_types

ALL: Final = "*"
"""The pattern of all types."""

NEVER_LOGGED: Final = "webhook.delivery.updated"
"""Webhooks cannot report their own progress: each delivery would cause another."""


@frozen
class Wanted:
    """The event types that are relayed. patterns: empty for all."""

    patterns: tuple[str, ...] = ()

    def has(self, event_type: str) -> bool:
        """Whether events of this type are relayed."""
        return not self.patterns or _any_covers(self.patterns, event_type)

    def types(self) -> set[str]:
        """Return the known types whose missing events are repaired or reported as a gap.

        Progress of webhook deliveries is among them only if a pattern other than ``*`` covers it: nothing
        repairs it, so otherwise every lost connection would be a gap.
        """
        named = [one for one in self.patterns if one != ALL]
        found = {one for one in known_types() if self.has(one)}
        return found if _any_covers(named, NEVER_LOGGED) else found - {NEVER_LOGGED}


def logged_types(patterns: Iterable[str], types: Iterable[str]) -> set[str]:
    """Return those of ``types`` that the webhook log has if these patterns are subscribed to."""
    listed = tuple(patterns)
    return {one for one in types if one != NEVER_LOGGED and _any_covers(listed, one)}


def _any_covers(patterns: Iterable[str], event_type: str) -> bool:
    return any(covers(pattern, event_type) for pattern in patterns)
