"""Finds what was missed in a time, in the webhook log and by comparing snapshots, and reports the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import inf
from typing import TYPE_CHECKING, Final

from attrs import field, frozen

from cortex_async._core.call_errors import Forbidden
from cortex_async._generated.operations.project.webhooks import WebhooksOperations
from cortex_async.feeds.people import People
from cortex_async.relay.items import Item
from cortex_async.relay.repair.coverage import Wanted
from cortex_async.relay.repair.listing import Row, Rows
from cortex_async.relay.repair.messages import CREATED, Spoken
from cortex_async.relay.repair.snapshots import MAX_ROWS, compared
from cortex_async.relay.repair.webhook_log import from_log
from cortex_async.relay.synthetic import gap
from cortex_async.relay.versions import KINDS, SESSIONS, Changes, Kind, name_of

if TYPE_CHECKING:
    from cortex_async._core.operations import Caller

_ORDER: Final = {kind.name: place for place, kind in enumerate(KINDS)}


@frozen
class Repaired:
    """What a repair has found.

    items: what is to be published, in order.
    changes: versions of resources that need no event.
    """

    items: list[Item] = field(factory=list[Item])
    changes: Changes = field(factory=Changes)


@frozen
class ProjectRepair:
    """Repairs the events of one project.

    now: the time of the server, in Unix seconds.
    """

    project: str
    wanted: Wanted
    now: Callable[[], float]
    _webhooks: WebhooksOperations
    _rows: Rows
    _spoken: Spoken

    @classmethod
    def of(cls, caller: Caller, project: str, wanted: Wanted, now: Callable[[], float]) -> ProjectRepair:
        """Return the repair of a project that this client can read."""
        bound = (project,)
        rows = Rows(caller, bound)
        spoken = Spoken(project, rows, People(caller, bound, None))
        return cls(project, wanted, now, WebhooksOperations(caller, bound), rows, spoken)

    async def baseline(self) -> Changes:
        """Return the versions of all resources, for later comparisons."""
        changes = Changes()
        for kind in self._compared_kinds(self.wanted.types()):
            listed = await self._listed(kind)
            for row in listed or ():
                changes[name_of(self.project, f"{kind.name}:{row['id']}")] = kind.version(row)
        return changes

    async def missed(self, since: float, until: float, known: Mapping[str, str], *, report: bool) -> Repaired:
        """Find what was missed. Raises what the calls raise, and has found nothing then.

        since, until: Unix seconds of the server. What happened up to two minutes before is found as well.
        known: what was published.
        report: whether events were certainly missed, so that what cannot be found is a gap.
        """
        log = await from_log(self._webhooks, self.project, self.wanted, since, until, self.now)
        versions = dict(known)
        for item in log.items:
            _apply(versions, item.changes)
        items, changes = list(log.items), Changes()
        lacking, states = self.wanted.types() - log.covered, set[str]()
        if log.since > since:
            items.append(gap(self.project, since, log.since, log.covered, "too_many"))
        sessions: list[Row] | None = None
        for kind in self._compared_kinds(lacking):
            rows = await self._listed(kind)
            if rows is None:
                continue
            sessions = rows if kind is SESSIONS else sessions
            found = await compared(self.project, kind, rows, versions, since, until, self._rows.one)
            items += [one for one in found.items if one.record.type in lacking]
            for one in found.items:
                changes.update(one.changes if one.record.type not in lacking else {})
            changes.update(found.changes)
            states |= lacking & found.filled
        if CREATED in lacking and sessions is not None:
            said = await self._said(sessions, versions, known, since, until)
            items += said or ()
            states |= set() if said is None else {CREATED}
        if lacking and report:
            items.append(gap(self.project, since, until, lacking - states, "not_covered", states=states))
        return Repaired(_in_order(items, until), changes)

    def _compared_kinds(self, lacking: set[str]) -> list[Kind]:
        """The kinds that snapshots can show more of. Messages need the sessions."""
        return [
            kind
            for kind in KINDS
            if lacking & {kind.type("created"), kind.type("updated"), kind.type("deleted")}
            or (kind is SESSIONS and CREATED in lacking)
        ]

    async def _said(
        self,
        sessions: list[Row],
        versions: Mapping[str, str],
        known: Mapping[str, str],
        since: float,
        until: float,
    ) -> list[Item] | None:
        """The messages that are missing, None if this credential may not read them."""
        try:
            return await self._spoken.missing(sessions, versions, known, since, until)
        except Forbidden:
            return None

    async def _listed(self, kind: Kind) -> list[Row] | None:
        """All resources of a kind; None if there are too many, or this credential may not list them."""
        try:
            rows, whole = await self._rows.all(kind, MAX_ROWS)
        except Forbidden:
            return None
        return rows if whole else None


def _apply(versions: dict[str, str], changes: Changes) -> None:
    for name, version in changes.items():
        if version is None:
            versions.pop(name, None)
        else:
            versions[name] = version


def _in_order(items: list[Item], until: float) -> list[Item]:
    """By time; what has none, the state at the end, comes last.

    A session that was made from a snapshot comes before its messages; events of the log stay in its order.
    """

    def place(item: Item) -> tuple[float, int]:
        if not item.synthetic:
            return item.time, len(_ORDER)
        kind = item.record.type.partition(".")[0]
        return inf if item.at == until else item.time, _ORDER.get(kind, len(_ORDER))

    return sorted(items, key=place)
