"""The two streams of a relay on JetStream, and their subjects.

``NAME`` has what relays write::

    NAME.events.N               the events of partition N
    NAME.events.N.SCOPE         those that a leader has published one by one: they carry what it saves
    NAME.revived.GROUP.N        revived dead letters, for one group
    NAME.relay.SCOPE.leader     who leads a scope; its stream sequence is the fence
    NAME.relay.SCOPE.lease      until when
    NAME.relay.SCOPE.state      the checkpoint and the changes of known versions

``NAME-workers`` has what workers write, and keeps the last message of each subject::

    NAME.workers.GROUP.members.TOKEN     who is in a group
    NAME.workers.GROUP.partitions.N      who has partition N, and how far it has come
    NAME.dead.GROUP.N.POSITION           a dead letter
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote

import orjson
from attrs import frozen

from cortex_async._core.errors import ConfigError
from cortex_async.relay.broker import BrokerUnavailable
from cortex_async.relay.nats.connection import Connection
from cortex_async.relay.nats.responses import Refusal

NEVER: Final = {"Nats-TTL": "never"}
"""Exempts a message from the stream's ``max_age``."""
ONLY: Final = {"Nats-Rollup": "sub"}
"""Replaces what the subject had before."""

_PARTITIONS: Final = "cortex_partitions"
_NOT_FOUND: Final = 10059
_NANOSECONDS: Final = 1_000_000_000


@frozen
class Settings:
    """What the streams are made with, as in ``JetStream``."""

    name: str
    partitions: int
    window: float
    max_age: float | None
    max_bytes: int | None
    replicas: int
    max_known: int

    @property
    def workers(self) -> str:
        """The name of the stream of the workers."""
        return f"{self.name}-workers"

    def events(self, partition: int) -> str:
        return f"{self.name}.events.{partition}"

    def carriers(self, scope: str) -> str:
        """All events that carry what the leaders of a scope save."""
        return carrier(f"{self.name}.events.*", scope)

    def read_by(self, group: str, partition: int) -> list[str]:
        """All that a group reads of a partition."""
        events = self.events(partition)
        return [events, f"{events}.*", self.revived(group, partition)]

    def revived(self, group: str, partition: int) -> str:
        return f"{self.name}.revived.{token(group)}.{partition}"

    def relay(self, scope: str, what: str) -> str:
        return f"{self.name}.relay.{token(scope)}.{what}"

    def group(self, group: str, what: str) -> str:
        return f"{self.name}.workers.{token(group)}.{what}"

    def dead(self, group: str, what: str) -> str:
        return f"{self.name}.dead.{token(group)}.{what}"


def token(name: str) -> str:
    """One token of a subject: ``.``, ``*``, ``>`` and blanks are escaped as in URLs."""
    return quote(name, safe="!$&'()+,:;=@", errors="surrogatepass").replace(".", "%2E")


def carrier(events: str, scope: str) -> str:
    """The subject of events that carry what the leaders of a scope save. events: that of their partition."""
    return f"{events}.{token(scope)}"


def as_json(value: object) -> bytes:
    """JSON. Names and messages may hold what UTF-8 cannot, and then it is in ASCII."""
    try:
        return orjson.dumps(value)
    except TypeError:
        return json.dumps(value, separators=(",", ":")).encode()


def from_json(data: bytes | str) -> Any:
    """The inverse of ``as_json``."""
    return json.loads(data)


def expected(sequence: int, subject: str | None = None) -> dict[str, str]:
    """Headers for a message that is refused unless a subject is still at a sequence. Its own, by default."""
    headers = {"Nats-Expected-Last-Subject-Sequence": str(sequence)}
    if subject is not None:
        headers["Nats-Expected-Last-Subject-Sequence-Subject"] = subject
    return headers


async def ensure(connection: Connection, settings: Settings) -> None:
    """Create the streams if they are missing.

    Raises ``ConfigError`` for a stream that is there and has other settings, and ``BrokerUnavailable``.
    """
    common = {
        "storage": "file",
        "num_replicas": settings.replicas,
        "allow_atomic": True,
        "allow_msg_ttl": True,
        "allow_direct": True,
        "metadata": {_PARTITIONS: str(settings.partitions)},
    }
    relayed = [f"{settings.name}.{part}.>" for part in ("events", "revived", "relay")]
    await _ensure(
        connection,
        {
            **common,
            "name": settings.name,
            "subjects": relayed,
            "allow_rollup_hdrs": True,
            "duplicate_window": round(settings.window * _NANOSECONDS),
            "max_age": round((settings.max_age or 0) * _NANOSECONDS),
            "max_bytes": settings.max_bytes or -1,
        },
    )
    kept = [f"{settings.name}.{part}.>" for part in ("workers", "dead")]
    await _ensure(
        connection, {**common, "name": settings.workers, "subjects": kept, "max_msgs_per_subject": 1}
    )


async def _ensure(connection: Connection, wanted: Mapping[str, Any]) -> None:
    name = wanted["name"]
    found = await connection.call(f"STREAM.INFO.{name}")
    if isinstance(found, Refusal) and found.code == _NOT_FOUND:
        found = await connection.call(f"STREAM.CREATE.{name}", wanted)
        if isinstance(found, Refusal):  # another process may have created it meanwhile
            again = await connection.call(f"STREAM.INFO.{name}")
            found = found if isinstance(again, Refusal) else again
    if isinstance(found, Refusal):
        raise BrokerUnavailable(f"the stream {name} cannot be used: {found.description}")
    _check(name, found["config"], wanted)


def _check(name: str, config: Mapping[str, Any], wanted: Mapping[str, Any]) -> None:
    partitions = config.get("metadata", {}).get(_PARTITIONS)
    if partitions != wanted["metadata"][_PARTITIONS]:
        has = "was not made for a relay" if partitions is None else f"has {partitions} partitions"
        raise ConfigError(f"the stream {name} {has}: use the same partitions everywhere, or another name")
    needed = ("allow_atomic", "allow_msg_ttl", "allow_direct", "allow_rollup_hdrs", "max_msgs_per_subject")
    wrong = [key for key in needed if key in wanted and config.get(key) != wanted[key]]
    missing = set(wanted["subjects"]).difference(config["subjects"])
    if wrong or missing:
        raise ConfigError(f"the stream {name} lacks {', '.join([*wrong, *sorted(missing)])}")
    if config["duplicate_window"] < wanted.get("duplicate_window", 0):
        has = config["duplicate_window"] / _NANOSECONDS
        raise ConfigError(
            f"window must be at most the duplicate_window of the stream {name}, {has:g} s: change one of them"
        )
