"""The settings of a broker on Kafka, and the names that follow from them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote

from attrs import frozen

from cortex_async._core.strings import surrogates

LONGEST_LEASE: Final = 10 * 60.0
"""The longest lease of a leader or worker, in seconds."""
LEASES_KEPT: Final = 3600.0
"""Seconds for which records of leases are kept: several times the longest lease."""
ROOM: Final = 64 << 10
"""Bytes of a record that are not for the body: key, headers, and the details of a dead letter."""

_SEGMENT: Final = {"segment.ms": "600000"}
_COMPACTED: Final = {"cleanup.policy": "compact", "min.cleanable.dirty.ratio": "0.1", **_SEGMENT}
# Set for each topic, because clusters have defaults of their own. With the time of the cluster the records of
# a writer whose clock is slow are not deleted early. https://kafka.apache.org/documentation/#topicconfigs
_KEPT: Final = {
    "cleanup.policy": "delete",
    "retention.bytes": "-1",
    "message.timestamp.type": "LogAppendTime",
}


@frozen
class Settings:
    """What the topics are made with, as in ``Kafka``."""

    name: str
    partitions: int
    window: float
    max_known: int
    max_age: float | None
    max_record: int
    replicas: int

    @property
    def events(self) -> str:
        return f"{self.name}-events"

    @property
    def revived(self) -> str:
        return f"{self.name}-revived"

    @property
    def leases(self) -> str:
        return f"{self.name}-leases"

    @property
    def ids(self) -> str:
        return f"{self.name}-ids"

    @property
    def state(self) -> str:
        return f"{self.name}-state"

    @property
    def positions(self) -> str:
        return f"{self.name}-positions"

    @property
    def dead(self) -> str:
        return f"{self.name}-dead"

    @property
    def topics(self) -> Mapping[str, tuple[int, Mapping[str, str]]]:
        """Each topic's partitions and configuration."""
        large = {"max.message.bytes": str(self.max_record)}
        events = {**self._kept(self.max_age), **large}
        topics = {
            self.events: (self.partitions, events),
            self.revived: (self.partitions, events),
            self.leases: (1, {**self._kept(LEASES_KEPT), **_SEGMENT}),
            self.ids: (1, {**self._kept(self.window), **_SEGMENT}),
            self.state: (1, _COMPACTED),
            self.positions: (self.partitions, _COMPACTED),
            self.dead: (1, {**_COMPACTED, **large}),
        }
        # From three replicas on, what was acknowledged is still there after one of those servers is lost.
        common = {"min.insync.replicas": "2" if self.replicas > 2 else "1"}
        return {name: (count, {**config, **common}) for name, (count, config) in topics.items()}

    @staticmethod
    def _kept(seconds: float | None) -> Mapping[str, str]:
        return {**_KEPT, "retention.ms": str(-1 if seconds is None else round(seconds * 1000))}

    def transactional_id(self, what: str, name: str) -> str:
        """The id that all processes share that write as the same leader or as the same group."""
        return f"{self.name}.{what}.{quote(name, safe='', errors='surrogatepass')}"


def to_string(data: bytes | None) -> str:
    """A string that a record has, empty if there is none."""
    return surrogates.to_string(data or b"")


def as_json(value: object) -> bytes:
    """JSON in ASCII, always the same for the same value: it is also what topics are compacted by."""
    return json.dumps(value, separators=(",", ":")).encode()


def from_json(data: bytes) -> Any:
    """The inverse of ``as_json``."""
    return json.loads(data)
