"""Repairs everything that a relay is for: one project, or those of an account."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from typing import TYPE_CHECKING

from attrs import field, frozen

from cortex_async._core.call_errors import Forbidden
from cortex_async._generated.operations.account.projects import ProjectsOperations
from cortex_async.relay.known import Snapshot
from cortex_async.relay.repair.coverage import ALL, Wanted
from cortex_async.relay.repair.project import ProjectRepair
from cortex_async.relay.repair.repaired import Repaired
from cortex_async.relay.synthetic import gap
from cortex_async.relay.versions import BEGUN, Changes, name_of

if TYPE_CHECKING:
    from cortex_async._core.operations import Caller
    from cortex_async.relay.items import Item


@frozen
class Repairs:
    """bound: the project's id, or nothing for an account. now: the time of the server, in Unix seconds."""

    _caller: Caller
    _bound: tuple[str, ...]
    _wanted: Wanted
    _now: Callable[[], float]
    _projects: dict[str, ProjectRepair] = field(factory=dict[str, ProjectRepair], init=False)

    def begun(self, since: float) -> Changes:
        """Return what says that nothing before this time is missing."""
        return {name_of(self._name, BEGUN): f"{since:.3f}"}

    async def baseline(self) -> Changes:
        """Return the versions of all resources, for later comparisons."""
        changes = Changes()
        for project in await self._listed() or ():
            changes.update(await self._of(project).baseline())
        return changes

    async def missed(
        self, since: float, until: float, known: Snapshot, *, report: bool
    ) -> AsyncGenerator[Repaired]:
        """Find what was missed, see ``ProjectRepair.missed``. Of an account, project by project.

        What belongs to no project, and projects that this credential cannot list, are reported as a gap.
        """
        gaps: list[Item] = []
        for project in await self._listed() or ():
            async for part in self._of(project).missed(since, until, known, gaps, report=report):
                yield part
        if report and not self._bound:
            gaps.append(gap("", since, until, self._wanted.patterns or (ALL,), "not_covered"))
        yield Repaired(gaps)

    @property
    def _name(self) -> str:
        return self._bound[0] if self._bound else ""

    def unavailable(self, since: float, until: float) -> Repaired:
        """Return the gap of a time that could not be read."""
        types = self._wanted.patterns or (ALL,)
        return Repaired([gap(self._name, since, until, types, "unavailable")])

    async def _listed(self) -> list[str] | None:
        """The ids of the projects, None if this credential may not list them."""
        if self._bound:
            return [self._bound[0]]
        try:
            return [one.id for one in await ProjectsOperations(self._caller).list()]
        except Forbidden:
            return None

    def _of(self, project: str) -> ProjectRepair:
        found = self._projects.get(project)
        if found is None:
            found = ProjectRepair.of(self._caller, project, self._wanted, self._now)
            self._projects[project] = found
        return found
