"""Leaderships: taken in the lease topic, and fenced by the epoch of a transactional id.

Three steps, in this order, make a leader safe:

1. its record in the lease topic takes the leadership, by the order of that topic;
2. it starts a producer with the scope's transactional id, which fences the producer of the last leader;
3. it reads the lease topic again, and gives up if somebody else has the leadership by now.

A leader that was suspended anywhere in between is found out in step 3, or its epoch is lower than that of
its successor. Before each transaction the lease topic is read as well: so a leader usually learns of
its successor without an error. What makes it safe is the epoch.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from uuid import uuid4

from cortex_async.relay.broker import BrokerUnavailable, Checkpoint, Fenced, Record, Saved
from cortex_async.relay.kafka.connection import Connection
from cortex_async.relay.kafka.ids import PublishedIds
from cortex_async.relay.kafka.leases import Leases
from cortex_async.relay.kafka.messages import event, require_takable
from cortex_async.relay.kafka.scope_state import ScopeState
from cortex_async.relay.kafka.settings import Settings
from cortex_async.relay.kafka.transactions import Superseded, Transactions

_LEADERSHIP = 0


async def lead(
    connection: Connection,
    settings: Settings,
    leases: Leases,
    ids: PublishedIds,
    scope: str,
    holder: str,
    seconds: float,
) -> KafkaLeadership | None:
    """Take the leadership of a scope, None if somebody else has it."""
    realm, token = f"relay/{scope}", uuid4().hex
    await leases.sync()
    if not leases.may_be_free(realm, _LEADERSHIP):
        return None
    fence = await leases.write(realm, token, seconds, holder=holder, take=[_LEADERSHIP])
    if leases.fence(realm, _LEADERSHIP, token) != fence:
        return None
    leader = KafkaLeadership(connection, settings, leases, ids, scope, token, fence)
    try:
        await leader.open()
    except Fenced:
        return None
    return leader


class KafkaLeadership:
    """A leadership on Kafka."""

    def __init__(
        self,
        connection: Connection,
        settings: Settings,
        leases: Leases,
        ids: PublishedIds,
        scope: str,
        token: str,
        fence: int,
    ) -> None:
        self._settings = settings
        self._leases = leases
        self._ids = ids
        self._scope = scope
        self._token = token
        self._fence = fence
        self._state = ScopeState(connection, settings, scope)
        self._is_read = False
        self._transactions = Transactions(connection, settings.transactional_id("relay", scope))
        self._writing: asyncio.Lock = asyncio.Lock()

    @property
    def fence(self) -> int:
        """The offset in the lease topic with which this leadership was taken."""
        return self._fence

    def __repr__(self) -> str:
        return f"KafkaLeadership(scope={self._scope!r}, fence={self._fence})"

    async def open(self) -> None:
        """Fence the last leader. Raises ``Fenced`` and ``BrokerUnavailable``."""
        async with self._writing:
            await self._reopen()

    async def renew(self, seconds: float) -> bool:
        """Extend the lease to ``seconds`` from now. False if it was lost."""
        await self._leases.sync()
        if not self._is_held:
            return False
        await self._leases.write(self._realm, self._token, seconds)
        return self._is_held

    async def saved(self) -> Saved:
        """What leaders have saved so far."""
        async with self._writing:
            await self._require()
            await self._read_state()
            return self._state.saved

    async def publish(
        self, records: Sequence[Record], checkpoint: Checkpoint, known: Mapping[str, str | None]
    ) -> int:
        """Append the records that were not published before, and save the checkpoint: all or nothing."""
        require_takable(self._settings, records)
        async with self._writing:
            if not self._transactions.is_open:
                await self._reopen()
            _, new = await asyncio.gather(self._require(), self._ids.new(records))
            if not self._is_read:
                await self._read_state()
            events = [event(self._settings, one) for one in new]
            state = self._state.messages(checkpoint, known)
            self._is_read = False  # until it is known how this ends
            try:
                await self._transactions.commit([*events, *self._ids.marks(new), *state])
            except Superseded as error:
                await self._require()
                raise BrokerUnavailable(f"{error}, which gives it up again") from None
            self._state.stored(checkpoint, known)
            self._is_read = True
            return len(new)

    async def release(self) -> None:
        """Give the leadership up, if it is still held."""
        async with self._writing:
            await self._leases.write(self._realm, self._token, 0, give=[_LEADERSHIP])
            await self._transactions.close()

    @property
    def _realm(self) -> str:
        return f"relay/{self._scope}"

    @property
    def _is_held(self) -> bool:
        return self._leases.fence(self._realm, _LEADERSHIP, self._token) == self._fence

    async def _reopen(self) -> None:
        await self._require()
        self._is_read = False
        await self._transactions.open()
        try:
            await self._require()
        except BaseException:
            await self._transactions.close()
            raise

    async def _require(self) -> None:
        """Raise ``Fenced`` if somebody else has led since."""
        await self._leases.sync()
        if not self._is_held:
            await self._transactions.close()
            raise Fenced(f"another relay leads {self._scope} by now")

    async def _read_state(self) -> None:
        await self._state.read()
        self._is_read = True
