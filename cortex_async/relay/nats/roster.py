"""Who is in a group, and who has which partition: as the stream of the workers says.

Every member signs now and then. It judges the signatures of others by the server's timestamp of its own
latest one, so no clock but the server's counts.
"""

from __future__ import annotations

import math
from datetime import datetime
from typing import Final
from uuid import uuid4

from attrs import evolve, frozen

from cortex_async._core.timing.clock import Clock, SystemClock
from cortex_async.relay.broker import BrokerUnavailable
from cortex_async.relay.groups.roster import GroupView
from cortex_async.relay.nats.connection import Connection
from cortex_async.relay.nats.messages import Message
from cortex_async.relay.nats.partition import Claim, Partition
from cortex_async.relay.nats.publishing import send
from cortex_async.relay.nats.reading import direct
from cortex_async.relay.nats.responses import Refusal
from cortex_async.relay.nats.streams import Settings, as_json, from_json

_TRIES: Final = 20


@frozen
class _Signature:
    sequence: int
    time: datetime
    seconds: float


class Roster:
    """The members of a group and its partitions.

    token: names this membership. until: when the latest signature expires, by the clock of this process.
    """

    def __init__(
        self,
        connection: Connection,
        settings: Settings,
        group: str,
        member: str,
        seconds: float,
        clock: Clock,
    ) -> None:
        self._connection = connection
        self._clock = clock
        self._settings = settings
        self._group = group
        self._member = member
        self._seconds = seconds
        self._signed = 0
        self._signatures: dict[str, _Signature] = {}
        self._claims: dict[int, Claim] = {}
        self.token: str = uuid4().hex
        self.until: float = -math.inf

    @property
    def view(self) -> GroupView:
        """What was read of the group."""
        now = self._signatures[self.token].time
        living = [
            token for token, one in self._signatures.items() if (now - one.time).total_seconds() < one.seconds
        ]
        owners = {number: claim.owner for number, claim in self._claims.items()}
        return GroupView(self._settings.partitions, self.token, living, owners)

    async def sign(self) -> None:
        """Sign for ``seconds``. Raises ``BrokerUnavailable``."""
        before = self._clock.monotonic()
        self._signed = await self._sign(self._seconds)
        self.until = before + self._seconds

    async def strike(self) -> None:
        """Take the signature back."""
        self.until = -math.inf
        await self._sign(0)

    async def read(self) -> None:
        """Read what everybody has written, up to the own latest signature at least."""
        prefix = self._settings.group(self._group, "")
        for tries in range(1, _TRIES + 1):
            stream = self._settings.workers
            found = await self._connection.call_for_many(
                f"DIRECT.GET.{stream}", {"multi_last": [f"{prefix}>"]}
            )
            self._signatures, self._claims = {}, {}
            for message in found:
                subject, last = direct(message)
                kind, _, name = subject.removeprefix(prefix).partition(".")
                if kind == "members":
                    seconds = from_json(last.data)["seconds"]
                    self._signatures[name] = _Signature(last.sequence, last.time, seconds)
                elif kind == "partitions":
                    self._claims[int(name)] = Claim.read(last.sequence, last.data)
            own = self._signatures.get(self.token)
            if own is not None and own.sequence >= self._signed:
                return
            await SystemClock().sleep(0.01 * tries)  # any replica may respond, and it may be behind
        raise BrokerUnavailable(f"NATS: the replicas of the stream {self._settings.workers} do not agree")

    def is_lost(self, partition: Partition) -> bool:
        """Whether somebody has taken an owned partition."""
        claim = self._claims.get(partition.number)
        return claim is None or not partition.is_that_of(claim)

    def partition(self, number: int) -> Partition:
        """A partition to be taken."""
        known = self._claims.get(number) or Claim()
        claim = evolve(known, owner=self.token, ownership=uuid4().hex)
        subject = self._settings.group(self._group, f"partitions.{number}")
        stream = self._settings.workers
        return Partition(self._connection, stream, subject, number, claim, self._member)

    async def _sign(self, seconds: float) -> int:
        subject = self._settings.group(self._group, f"members.{self.token}")
        body = as_json({"member": self._member, "seconds": seconds})
        kept = {"Nats-TTL": f"{math.ceil(3 * seconds) + 1}s"}  # whole seconds, at least one
        found = await send(self._connection, Message(subject, body, kept))
        if isinstance(found, Refusal):
            raise BrokerUnavailable(f"NATS: {found.description}")
        return found.sequence
