"""Who is in a group, and who has which partition, as the lease topic says; and one member's signs of life."""

from __future__ import annotations

import math
from collections.abc import Collection
from uuid import uuid4

from cortex_async._core.timing.clock import Clock
from cortex_async.relay.groups.roster import GroupView
from cortex_async.relay.kafka.leases import Leases
from cortex_async.relay.kafka.settings import Settings


class Roster:
    """The members of a group and its partitions, seen by one member.

    token: names this membership. until: when its last sign of life expires, by the clock of this process.
    """

    def __init__(
        self, leases: Leases, settings: Settings, group: str, member: str, seconds: float, clock: Clock
    ) -> None:
        self._leases = leases
        self._count = settings.partitions
        self._name = f"group/{group}"
        self._member = member
        self._seconds = seconds
        self._clock = clock
        self.token: str = uuid4().hex
        self.until: float = -math.inf

    async def sign(self, give: Collection[int] = ()) -> None:
        """Sign for ``seconds``, and give partitions back. Raises ``BrokerUnavailable``."""
        before = self._clock.monotonic()
        await self._write(self._seconds, give=give)
        if not give:
            self.until = before + self._seconds

    async def read(self) -> None:
        """Do nothing: to sign includes reading the lease topic up to there."""

    async def strike(self, give: Collection[int]) -> None:
        """Leave, and give partitions back."""
        self.until = -math.inf
        await self._write(0, give=give)

    async def take(self, wanted: Collection[int]) -> dict[int, int]:
        """Take partitions. Returns those that nobody else was faster to take, with the fence of each."""
        fence = await self._write(self._seconds, take=wanted)
        return {one: fence for one in wanted if self.fence(one) == fence}

    def fence(self, partition: int) -> int:
        """The fence under which this member has a partition, -1 if it has not."""
        return self._leases.fence(self._name, partition, self.token)

    @property
    def view(self) -> GroupView:
        """The group after what was last read of the lease topic.

        Signs of life are judged by the broker's time of one's own last one.
        """
        realm = self._leases.realm(self._name)
        living = realm.living(realm.sign(self.token).time)
        owners = {number: tenure.token for number, tenure in realm.tenures.items()}
        return GroupView(self._count, self.token, living, owners)

    async def _write(self, seconds: float, *, take: Collection[int] = (), give: Collection[int] = ()) -> int:
        return await self._leases.write(
            self._name, self.token, seconds, holder=self._member, take=take, give=give
        )
