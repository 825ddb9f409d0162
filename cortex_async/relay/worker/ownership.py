"""Which deliveries a worker may begin: those of partitions that are certainly its own at this moment."""

from __future__ import annotations

from cortex_async._core.timing.clock import Clock
from cortex_async.relay.broker import Delivery, Membership


class Ownership:
    """The partitions of a membership, and until when they are safe.

    A process may be suspended at any point, so what counts is the clock at the moment of use: the lease runs
    from before the request that renewed it was sent.

    seconds: the length of the lease.
    """

    def __init__(self, membership: Membership, seconds: float, clock: Clock) -> None:
        self._membership = membership
        self._seconds = seconds
        self._clock = clock
        self._until = clock.monotonic()

    async def refresh(self) -> None:
        """Renew the leases. Raises ``BrokerUnavailable``."""
        asked = self._clock.monotonic()
        await self._membership.refresh()
        self._until = asked + self._seconds

    @property
    def valid(self) -> bool:
        """Whether the leases have certainly not run out."""
        return self._clock.monotonic() < self._until

    def holds(self, delivery: Delivery) -> bool:
        """Whether the delivery was read under the ownership that this worker has now.

        One that was not is handed out again, here or elsewhere.
        """
        return self._membership.owned.get(delivery.partition) == delivery.fence
