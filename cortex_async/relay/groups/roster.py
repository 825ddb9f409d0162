"""Who is in a group, and which partitions are whose turn to take or to give up."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Protocol

from attrs import frozen

from cortex_async.relay.partitions import fair_share


@frozen
class GroupView:
    """A group, as one of its members sees it.

    partitions: how many there are.
    token: names this membership.
    living: the tokens of the members that have not expired.
    owners: the token under whose name each partition is. One that was given back may be missing, or empty.
    """

    partitions: int
    token: str
    living: Collection[str]
    owners: Mapping[int, str]

    @property
    def share(self) -> int:
        """How many partitions this member is due."""
        return fair_share(self.partitions, self.living, self.token)

    def free(self, owned: Collection[int]) -> list[int]:
        """The partitions that nobody has, or somebody who has expired.

        So are those under this member's name that it does not own: it has given them up.
        """
        others = set(self.living) - {self.token}
        every = range(self.partitions)
        return [one for one in every if one not in owned and self.owners.get(one) not in others]

    def given_up(self, owned: Collection[int]) -> list[int]:
        """The partitions under this member's name that it does not own.

        To others they are owned as long as this member lives.
        """
        return sorted(one for one, owner in self.owners.items() if one not in owned and owner == self.token)


class Roster(Protocol):
    """The members of a group and its partitions, as a broker keeps them; and one member's signs of life."""

    @property
    def view(self) -> GroupView:
        """What is known of the group. It includes this member after ``read``."""
        ...

    @property
    def until(self) -> float:
        """When this member's last sign of life expires, by the clock of this process."""
        ...

    async def sign(self) -> None:
        """Give a sign of life. Raises ``BrokerUnavailable``."""
        ...

    async def read(self) -> None:
        """Read what everybody has written up to this member's last sign of life, at least.

        Raises ``BrokerUnavailable``.
        """
        ...
