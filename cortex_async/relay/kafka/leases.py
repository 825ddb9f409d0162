"""The lease topic, as one broker object reads and writes it."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from typing import Any, Final

from cortex_async._core.timing.clock import Clock
from cortex_async.relay.kafka.clients import Entry, place
from cortex_async.relay.kafka.connection import Connection
from cortex_async.relay.kafka.messages import Message
from cortex_async.relay.kafka.settings import Settings, as_json, from_json
from cortex_async.relay.kafka.tail import Tail
from cortex_async.relay.kafka.tenures import Realm, Tenures


class Leases:
    """Who leads which scope, and who has which partition of which group."""

    def __init__(self, connection: Connection, settings: Settings, clock: Clock) -> None:
        self._connection = connection
        self._clock = clock
        self._place: Final = place(settings.leases, 0)
        self._tail = Tail(connection, [self._place], self._apply)
        self._tenures = Tenures()
        self._writing: asyncio.Lock = asyncio.Lock()

    async def sync(self) -> None:
        """Learn what was written before this call. Raises ``BrokerUnavailable``."""
        await self._tail.sync()

    def realm(self, name: str) -> Realm:
        """The realm as it was at the last ``sync``."""
        return self._tenures.realm(name)

    def fence(self, realm: str, thing: int, token: str) -> int:
        """The fence under which a holder has a thing, -1 if it has not."""
        tenure = self.realm(realm).tenures.get(thing)
        return tenure.fence if tenure is not None and tenure.token == token else -1

    async def write(
        self,
        realm: str,
        token: str,
        seconds: float,
        *,
        holder: str = "",
        take: Collection[int] = (),
        give: Collection[int] = (),
    ) -> int:
        """Write a record, and learn how it was judged. Returns its offset. Raises ``BrokerUnavailable``."""
        async with self._writing:
            tenures = self.realm(realm).tenures
            body: dict[str, Any] = {
                "realm": realm,
                "token": token,
                "seconds": seconds,
                "holder": holder,
                "take": list(take),
                "give": list(give),
                "holds": {n: one.fence for n, one in tenures.items() if one.token == token and n not in give},
            }
            now = round(self._clock.unix() * 1000)
            message = Message(self._place.topic, 0, None, as_json(body), timestamp=now)
            (written,) = await self._connection.send([message])
            await self.sync()
            return written.offset

    def may_be_free(self, realm: str, thing: int) -> bool:
        """Whether it is worth trying to take something.

        A clock that is slow is no reason to wait for longer than the lease lasts. One that is fast only leads
        to an attempt in vain.
        """
        found = self.realm(realm)
        tenure = found.tenures.get(thing)
        if tenure is None:
            return True
        sign = found.sign(tenure.token)
        return not sign.covers(self._clock.unix()) or self._clock.monotonic() - sign.seen >= sign.seconds

    async def close(self) -> None:
        """Stop reading."""
        await self._tail.close()

    def _apply(self, entry: Entry) -> None:
        if entry.value is not None:
            record = from_json(entry.value)
            self._tenures.apply(entry.offset, entry.timestamp / 1000, record, self._clock.monotonic())
