"""What observers see of relays."""

from __future__ import annotations

from attrs import frozen


@frozen(eq=False, slots=False, kw_only=True)
class RelayChanged:
    """A relay does something else.

    project_id: its project, None for an account.
    phase: ``standby``, ``repairing``, ``relaying`` or ``stopped``; see ``RelayStatus``.
    fence: the number of its leadership, None if it does not lead.
    """

    project_id: str | None
    phase: str
    fence: int | None


@frozen(eq=False, slots=False, kw_only=True)
class RelayPublished:
    """A broker has acknowledged events of a relay.

    project_id: its project, None for an account.
    events: how many there were.
    duplicates: how many of them the broker had already.
    synthetic: how many the relay has made from snapshots.
    gaps: how many are about missing events.
    """

    project_id: str | None
    events: int
    duplicates: int
    synthetic: int
    gaps: int
