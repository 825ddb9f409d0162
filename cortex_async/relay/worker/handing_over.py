"""Hands partitions over to other workers of the group."""

from __future__ import annotations

import logging

from cortex_async.relay.broker import BrokerUnavailable, Delivery, Membership
from cortex_async.relay.worker.acknowledging import Acknowledging
from cortex_async.relay.worker.in_hand import InHand

_logger = logging.getLogger(__name__)


class HandingOver:
    """Releases partitions that others are to have, as soon as nothing of them is in hand.

    A partition that has begun to leave is released even if nobody wants it any more: what was dropped of it
    is handed out again only under another ownership.
    """

    def __init__(self, membership: Membership, in_hand: InHand, acknowledging: Acknowledging) -> None:
        self._membership = membership
        self._in_hand = in_hand
        self._acknowledging = acknowledging
        self._leaving: dict[int, int] = {}
        """Partitions, with the fences of their ownerships."""

    def leaves(self, partition: int) -> bool:
        """Whether nothing more is to be read of a partition."""
        return partition in self._leaving or partition in self._membership.wanted_back

    def drops(self, delivery: Delivery) -> bool:
        """Whether a delivery that was still on its way comes after others that were dropped."""
        return self._leaving.get(delivery.partition) == delivery.fence

    async def step(self) -> None:
        """Release what can be released by now."""
        for partition in self._membership.wanted_back:
            self._leaving.setdefault(partition, self._membership.owned.get(partition, -1))
        for partition, fence in list(self._leaving.items()):
            if self._membership.owned.get(partition) != fence or await self._released(partition):
                del self._leaving[partition]

    async def _released(self, partition: int) -> bool:
        self._in_hand.drop(lambda delivery: delivery.partition == partition)
        if self._in_hand.of(partition) or self._acknowledging.concerns(partition):
            return False
        try:
            await self._membership.release(partition)
        except BrokerUnavailable as error:
            _logger.debug("partition %d is handed over later: %s", partition, error)
            return False
        return True
