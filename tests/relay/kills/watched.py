"""A broker as relays of a kill test use it: it marks what they publish, and tries to publish too late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs
import orjson

from cortex_async.relay.broker import BrokerUnavailable, Checkpoint, Fenced, Leadership, Record, Saved, Sink
from cortex_async.relay.envelope import seal
from tests.relay.kills.brokers import PARTITIONS
from tests.relay.kills.journal import Log

LATE = "kills.late"
"""The type of events that a leader publishes without knowing whether it still leads."""


class WatchedSink:
    """Everything that a relay publishes says under which fence.

    log: where refusals are written.
    """

    def __init__(self, sink: Sink, log: Log) -> None:
        self._sink = sink
        self._log = log
        self.window: float = sink.window

    async def lead(self, scope: str, holder: str, seconds: float) -> Leadership | None:
        found = await self._sink.lead(scope, holder, seconds)
        return None if found is None else _WatchedLeadership(found, self._log)

    async def publish(self, records: Sequence[Record]) -> int:
        return await self._sink.publish(records)

    async def close(self) -> None:
        await self._sink.close()


class _WatchedLeadership:
    def __init__(self, leadership: Leadership, log: Log) -> None:
        self._leadership = leadership
        self._log = log
        self._latest: Checkpoint | None = None
        self.fence: int = leadership.fence

    async def renew(self, seconds: float) -> bool:
        return await self._leadership.renew(seconds)

    async def saved(self) -> Saved:
        return await self._leadership.saved()

    async def publish(
        self, records: Sequence[Record], checkpoint: Checkpoint, known: Mapping[str, str | None]
    ) -> int:
        try:
            new = await self._leadership.publish([self._marked(one) for one in records], checkpoint, known)
        except Fenced:
            self._log.write("refused", self.fence)
            raise
        self._latest = checkpoint
        return new

    async def release(self) -> None:
        """Whatever a relay knows about its lease: publish once more, and only then release it."""
        if self._latest is not None:
            try:
                await self.publish(_late_records(self.fence), self._latest, {})
            except (Fenced, BrokerUnavailable) as error:
                self._log.write("late", self.fence, type(error).__name__)
            else:
                self._log.write("late", self.fence, "published")
        await self._leadership.release()

    def _marked(self, record: Record) -> Record:
        return attrs.evolve(record, body=record.body[:-1] + b',"fence":%d}' % self.fence)


def _late_records(fence: int) -> list[Record]:
    """Some for most partitions."""
    found: list[Record] = []
    for number in range(2 * PARTITIONS):
        raw = {"id": f"late-{fence}-{number}", "type": LATE, "projectId": "kills", "payload": None}
        raw["resourceId"] = f"session:late-{number}"
        found.append(seal(raw, orjson.dumps(raw)))
    return found
