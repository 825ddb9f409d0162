"""What an update has to read: the listing compared with the state."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from attrs import define, field

from cortex_async.archives.records import DayState, SessionState
from cortex_async.archives.selection import Selection
from cortex_async.archives.state import State
from cortex_async.dicts import from_dict

if TYPE_CHECKING:
    from cortex_async.models import Session


@define(kw_only=True)
class Plan:
    """What is to be done.

    listed: sessions of the listing that the update concerns.
    to_read: those that are to be read, by day; days and sessions in order.
    known: those of ``to_read`` that the archive has.
    gone: sessions that the archive has and the API does not list any more.
    """

    listed: int = 0
    to_read: dict[date, list[Session]] = field(factory=dict["date", "list[Session]"])
    known: set[str] = field(factory=set[str])
    gone: list[str] = field(factory=list[str])

    @property
    def total(self) -> int:
        """How many sessions are to be read."""
        return sum(map(len, self.to_read.values()))


def plan(listing: Iterable[Session], state: State, selection: Selection) -> Plan:
    """Decide what is to be read. Blocks, and holds the state of one day at a time."""
    made = Plan()
    by_day: dict[date, dict[str, Session]] = {}
    for session in listing:
        by_day.setdefault(session.created_at.date(), {})[session.id] = session
    for day in sorted({*by_day, *state.days()}):
        _plan_day(made, state.day(day), by_day.get(day, {}), selection)
    listed = {session_id for sessions in by_day.values() for session_id in sessions}
    made.gone = [session_id for session_id in made.gone if session_id not in listed]
    return made


def _plan_day(made: Plan, state: DayState, listing: dict[str, Session], selection: Selection) -> None:
    for session in sorted(listing.values(), key=lambda one: (one.created_at, one.id)):
        if not selection.has(session):
            continue
        made.listed += 1
        known = state.sessions.get(session.id)
        if known is not None and known.final and session.status == "ended" and not selection.reread:
            continue
        made.to_read.setdefault(state.day, []).append(session)
        if known is not None:
            made.known.add(session.id)
    made.gone += (
        session_id
        for session_id, known in state.sessions.items()
        if session_id not in listing and selection.has(_session(known))
    )


def _session(known: SessionState) -> Session:
    from cortex_async.models import Session

    return from_dict(Session, known.session, names="api")
