"""What a relay is doing, as a value."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, TypeAlias

from attrs import define, frozen

Phase: TypeAlias = Literal["starting", "standby", "repairing", "relaying", "stopped"]
"""What a relay is doing: it has not begun; another one leads, or the broker is away; it fills in what was
missed; it passes events on as they come; it has ended."""


@frozen(kw_only=True)
class RelayStatus:
    """What a relay is doing.

    phase: ``starting``, ``standby``, ``repairing``, ``relaying`` or ``stopped``.
    fence: the number of its leadership, None if it does not lead.
    connected: whether its event stream has a connection.
    complete_until: the time of the server up to which nothing is missing in the broker, None if unknown.
    lag: seconds since then, None if unknown.
    buffered: events that were read and not published yet.
    published: events that this relay has published, repaired ones included.
    duplicates: events that the broker had already.
    repaired: events that it has published from the webhook log or from snapshots.
    synthetic: those among them that it has made from snapshots.
    gaps: events about missing events that it has published.
    """

    phase: Phase
    fence: int | None
    connected: bool
    complete_until: datetime | None
    lag: float | None
    buffered: int
    published: int
    duplicates: int
    repaired: int
    synthetic: int
    gaps: int

    @property
    def leading(self) -> bool:
        """Whether this relay is the one that publishes."""
        return self.fence is not None


@define
class Tally:
    """Counts for ``RelayStatus``, which see."""

    published: int = 0
    duplicates: int = 0
    repaired: int = 0
    synthetic: int = 0
    gaps: int = 0
