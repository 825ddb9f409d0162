"""Finds what was missed in a time, in the webhook log and by comparing snapshots, and reports the rest."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from attrs import define, field, frozen

from cortex_async._core.call_errors import Forbidden
from cortex_async._generated.operations.project.webhooks import WebhooksOperations
from cortex_async.feeds.people import People
from cortex_async.relay.items import Item
from cortex_async.relay.keys import key_of
from cortex_async.relay.known import Snapshot, earliest
from cortex_async.relay.repair.coverage import Wanted
from cortex_async.relay.repair.listing import Row, Rows
from cortex_async.relay.repair.messages import CREATED, Spoken
from cortex_async.relay.repair.repaired import Repaired
from cortex_async.relay.repair.snapshots import MAX_ROWS, compared
from cortex_async.relay.repair.webhook_log import from_log
from cortex_async.relay.synthetic import gap
from cortex_async.relay.versions import KINDS, MESSAGE, SESSIONS, Changes, Kind, apply, is_of, name_of

if TYPE_CHECKING:
    from cortex_async._core.operations import Caller


MAX_FORGOTTEN: Final = 200
"""Sessions that are read because nobody knows whether they had ended before something was missed."""


@define
class _Missed:
    """What was missed, messages in sessions aside.

    lacking: the types that the log does not have. states: those of which the latest state is not missing.
    versions: what was known, messages aside, and what the log has. logged: messages that the log has.
    sessions: those that exist, None if they are not compared.
    """

    lacking: set[str]
    versions: dict[str, str]
    items: list[Item]
    logged: dict[str, str] = field(factory=dict[str, str])
    changes: Changes = field(factory=Changes)
    states: set[str] = field(factory=set[str])
    sessions: dict[str, Row] | None = None


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

    async def missed(
        self, since: float, until: float, known: Snapshot, gaps: list[Item], *, report: bool
    ) -> AsyncGenerator[Repaired]:
        """Find what was missed, part by part: all that was missed of a key is in one part.

        A part may be published before the next one is read. Raises what the calls raise.

        since, until: Unix seconds of the server. What happened up to two minutes before is found as well.
        known: what was published.
        gaps: gets what is to be reported once everything else is published. A repair that fails is tried
            again from its beginning, and would report it every time.
        report: whether events were certainly missed, so that what cannot be found is a gap.
        """
        found = await self._compared(since, until, known.states, gaps)
        spoken: list[str] = []
        if CREATED in found.lacking and found.sessions is not None:
            spoken_in = self._spoken.spoken_in(known.messages, known.older, found.logged)
            spoken = self._spoken.sessions_with_news(found.sessions, spoken_in, known.before, since)
            if report and not known.is_whole(self.project):
                spoken += self._of_forgotten(found, known.before, spoken, since, until)
            gone = self._spoken.deleted(found.sessions, spoken_in, known.before, since, until)
            found.items += gone.values()
            found.changes.update(dict.fromkeys(gone))
            found.states.add(CREATED)
        start = earliest(self.project, found.versions, since)

        def is_missing(name: str, at: float | None) -> bool:
            return (at is None or at >= start) and name not in found.logged and known.lacks(name, at)

        apart = self._taken_apart(found, spoken)
        yield self._rest(found, frozenset(apart))
        try:
            async for sessions, said in self._spoken.missing(spoken, is_missing, since, until):
                yield self._together(map(self._key, sessions), apart, said)
        except Forbidden:
            found.states.discard(CREATED)
            yield self._together(list(apart), apart)
        if found.lacking and report:
            lost = found.lacking - found.states
            states = found.lacking & found.states
            gaps.append(gap(self.project, since, until, lost, "not_covered", states=states))

    def _of_forgotten(
        self, found: _Missed, before: Mapping[str, str], spoken: Collection[str], since: float, until: float
    ) -> list[str]:
        """Return the ids of further sessions whose versions the broker may have forgotten.

        If there are too many of them, what may be missing in them is a gap.
        """
        forgotten = self._spoken.unknown(found.sessions or (), before, spoken)
        if len(forgotten) <= MAX_FORGOTTEN:
            return forgotten
        # At once: the versions of these sessions are known from then on.
        found.items.append(gap(self.project, since, until, [CREATED], "too_many"))
        return []

    async def _compared(
        self, since: float, until: float, known: Mapping[str, str], gaps: list[Item]
    ) -> _Missed:
        """What the log has, and what the snapshots show besides."""
        log = await from_log(self._webhooks, self.project, self.wanted, since, until, self.now)
        found = _Missed(self.wanted.types() - log.covered, dict(known), list(log.items))
        for item in log.items:
            for name, version in item.changes.items():
                apply(found.logged if is_of(name, MESSAGE) else found.versions, {name: version})
        if log.since > since:
            gaps.append(gap(self.project, since, log.since, log.covered, "too_many"))
        for kind in self._compared_kinds(found.lacking):
            rows = await self._listed(kind)
            if rows is None:
                continue
            if kind is SESSIONS:
                found.sessions = {row["id"]: row for row in rows}
            more = await compared(self.project, kind, rows, found.versions, since, until, self._rows.one)
            for one in more.items:
                if one.record.type in found.lacking:
                    found.items.append(one)
                else:
                    found.changes.update(one.changes)
            found.changes.update(more.changes)
            found.states |= more.filled
        return found

    def _taken_apart(self, found: _Missed, sessions: Iterable[str]) -> dict[str, Repaired]:
        """Take what concerns these sessions out of ``found``, by their keys.

        Their versions too: one says that the messages before it are published, so it must not come first.
        """
        apart = {self._key(session): Repaired() for session in sessions}
        items, found.items = found.items, []
        for item in items:
            apart.get(item.record.key, found).items.append(item)
        for session in sessions:
            name = name_of(self.project, f"session:{session}")
            if name in found.changes:
                apart[self._key(session)].changes[name] = found.changes.pop(name)
        return apart

    def _rest(self, found: _Missed, others: frozenset[str]) -> Repaired:
        """Return what was found of all keys of this project, or of none, but for ``others``."""
        # A key is quoted as a whole if anything in it has to be.
        projects = dict.fromkeys(("", self.project, quote(self.project, safe=":")), others)
        return Repaired(found.items, found.changes, projects=projects)

    @staticmethod
    def _together(keys: Iterable[str], apart: dict[str, Repaired], said: Iterable[Item] = ()) -> Repaired:
        """Take what concerns these keys out of ``apart``, and return it with these messages."""
        taken = {key: apart.pop(key) for key in keys}
        own = Repaired(list(said), keys=frozenset(taken))
        return Repaired.of((own, *taken.values()))

    def _key(self, session: str) -> str:
        return key_of({"type": CREATED, "projectId": self.project, "resourceId": f"session:{session}"})

    def _compared_kinds(self, lacking: set[str]) -> list[Kind]:
        """The kinds that snapshots can show more of. Messages need the sessions."""
        return [
            kind
            for kind in KINDS
            if lacking & {kind.type("created"), kind.type("updated"), kind.type("deleted")}
            or (kind is SESSIONS and CREATED in lacking)
        ]

    async def _listed(self, kind: Kind) -> list[Row] | None:
        """All resources of a kind; None if there are too many, or this credential may not list them."""
        try:
            rows, whole = await self._rows.all(kind, MAX_ROWS)
        except Forbidden:
            return None
        return rows if whole else None
