"""The participants of a project by name, of whom an archive needs the ids alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Self

from attrs import evolve

from cortex_async.transcripts.fetching import PAGE_SIZE

if TYPE_CHECKING:
    from cortex_async.models import Message, Participant
    from cortex_async.project import ProjectScope


class Participants:
    """All participants of a project. About half a kilobyte of each is kept."""

    def __init__(self, by_name: dict[str, list[Participant]]) -> None:
        self._by_name = by_name

    @classmethod
    async def of(cls, project: ProjectScope) -> Self:
        """Read the participants of a project. Raises what listing them raises."""
        found: dict[str, list[Participant]] = {}
        first: Participant | None = None
        async for one in project.participants.list(page_size=PAGE_SIZE):
            first = first or one
            slim = evolve(
                one,
                user_data={},
                joined_at=first.joined_at,
                project_id=first.project_id,
                tenant_id=first.tenant_id,
            )
            found.setdefault(one.display_name, []).append(slim)
        return cls(found)

    def all(self) -> Iterator[Participant]:
        """All participants."""
        return (one for found in self._by_name.values() for one in found)

    def speakers(self, messages: Iterable[Message]) -> list[Participant]:
        """All participants who have the name of a sender."""
        names = dict.fromkeys(message.sender_name for message in messages if message.type != "system")
        return [one for name in names for one in self._by_name.get(name, ())]
