"""The ids that were published within the window."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from cortex_async._core.strings.surrogates import to_bytes
from cortex_async._core.timing.clock import Clock
from cortex_async.relay.broker import Record
from cortex_async.relay.kafka.clients import Entry, place
from cortex_async.relay.kafka.connection import Connection
from cortex_async.relay.kafka.messages import Message
from cortex_async.relay.kafka.settings import Settings
from cortex_async.relay.kafka.tail import Tail

MOST: Final = 1_000_000
"""How many ids are remembered at most: about 150 MB."""


class PublishedIds:
    """What is in the topic of ids, of which there is one record for each event."""

    def __init__(self, connection: Connection, settings: Settings, clock: Clock) -> None:
        self._topic = settings.ids
        self._window = settings.window
        self._clock = clock
        self._times: dict[bytes, float] = {}
        self._tail = Tail(connection, [place(settings.ids, 0)], self._apply)

    async def new(self, records: Iterable[Record]) -> list[Record]:
        """The records whose ids were not published before. Raises ``BrokerUnavailable``."""
        await self._tail.sync()
        self._forget()
        found: dict[bytes, Record] = {}
        for one in records:
            event_id = to_bytes(one.id)
            if event_id not in self._times:
                found.setdefault(event_id, one)
        return list(found.values())

    def marks(self, records: Sequence[Record]) -> list[Message]:
        """The messages that mark ids as published."""
        now = round(self._clock.unix() * 1000)
        return [Message(self._topic, 0, to_bytes(one.id), b"", timestamp=now) for one in records]

    async def close(self) -> None:
        """Stop reading."""
        await self._tail.close()

    def _apply(self, entry: Entry) -> None:
        event_id = entry.key or b""
        self._times.pop(event_id, None)
        self._times[event_id] = entry.timestamp / 1000
        if len(self._times) > MOST:
            del self._times[next(iter(self._times))]

    def _forget(self) -> None:
        """Forget what is older than the window. The oldest come first, as far as clocks agree."""
        oldest = self._clock.unix() - self._window
        while self._times and self._times[first := next(iter(self._times))] <= oldest:
            del self._times[first]
