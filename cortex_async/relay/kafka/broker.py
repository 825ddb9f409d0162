"""The broker on Kafka: settings, and what goes to which part."""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import Sequence
from typing import Final

from cortex_async._core.arguments import check_count, check_seconds, wrong_type, wrong_value
from cortex_async._core.runtime.not_copyable import NotCopyable
from cortex_async._core.timing.clock import Clock, SystemClock
from cortex_async.relay.broker import DeadLetter, Record
from cortex_async.relay.kafka.address import parse_address
from cortex_async.relay.kafka.backlog import lag
from cortex_async.relay.kafka.connection import Connection
from cortex_async.relay.kafka.ids import PublishedIds
from cortex_async.relay.kafka.leadership import KafkaLeadership, lead
from cortex_async.relay.kafka.leases import Leases
from cortex_async.relay.kafka.letters import discard, read_letters, revive
from cortex_async.relay.kafka.membership import KafkaMembership
from cortex_async.relay.kafka.messages import event, require_takable
from cortex_async.relay.kafka.settings import LONGEST_LEASE, ROOM, Settings
from cortex_async.relay.kafka.topics import ensure

_NAME: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
_DAY: Final = 24 * 3600.0


class Kafka(NotCopyable):
    """A broker on Apache Kafka, for relays, webhook receivers and workers::

        broker = Kafka("kafka://127.0.0.1:9092")
        await Relay(project, broker).run()
        await broker.close()

    It uses transactions. The topics ``NAME-events``, ``-revived``, ``-leases``, ``-ids``, ``-state``,
    ``-positions`` and ``-dead`` are created if they are missing. Settings marked * count only then: change
    them later with the tools of Kafka.

    This broker was tested against a mock of the protocol, which does not refuse an old leader.

    An event that two webhook receivers publish at the same time, or a receiver and the leader, may be there
    twice. A worker's ``replay`` store removes the second one.

    Args:
        url: ``kafka://host:port,host:port``, with ``user:password@`` for SASL, percent-encoded, and
            ``?sasl=SCRAM-SHA-512`` (or ``SCRAM-SHA-256``; ``PLAIN`` by default) and ``?tls=true``.
        name: prefix of the topics: letters, digits, ``-`` and ``_``.
        partitions: how many there are. All users of the topics need the same; it cannot be changed.
        window: seconds for which the id of a published event is remembered*; an hour by default. Every
            process that publishes keeps the newest million ids in memory.
        max_known: how many known versions are kept for each scope; 10,000 by default.
        max_age: seconds after which events are deleted*, None to keep them; a week by default.
        max_record: bytes of the largest record*, 64 KiB of which are for other things than the event; 2 MiB
            by default.
        replicas: servers of a cluster that store each record*.
        timeout: seconds for a connection, and for each response; 10 by default.
        tls: for TLS with certificates of your own.
        clock: by which a worker knows that its own lease is over, and which ids are older than ``window``.

    Raises ``ArgumentError`` for a setting that cannot be used. Methods raise ``ConfigError`` if the cluster
    refuses the credentials, or a topic has other partitions or cannot be created.
    """

    def __init__(
        self,
        url: str = "kafka://127.0.0.1:9092",
        name: str = "cortex",
        *,
        partitions: int = 8,
        window: float = 3600.0,
        max_known: int = 10_000,
        max_age: float | None = 7 * _DAY,
        max_record: int = 2 << 20,
        replicas: int = 1,
        timeout: float = 10.0,
        tls: ssl.SSLContext | None = None,
        clock: Clock | None = None,
    ) -> None:
        address = parse_address(url, tls)
        _check_name(name)
        for parameter, count in (
            ("partitions", partitions),
            ("max_known", max_known),
            ("replicas", replicas),
        ):
            check_count(parameter, count)
        check_count("max_record", max_record, 2 * ROOM)
        check_seconds("window", window, none=False)
        check_seconds("max_age", max_age)
        check_seconds("timeout", timeout, none=False)
        self._settings = Settings(name, partitions, window, max_known, max_age, max_record, replicas)
        self._connection = Connection(address, timeout, max_record)
        self._clock = clock or SystemClock()
        self._leases = Leases(self._connection, self._settings, self._clock)
        self._ids = PublishedIds(self._connection, self._settings, self._clock)
        self._ready = False
        self._preparing: asyncio.Lock = asyncio.Lock()
        self._publishing: asyncio.Lock = asyncio.Lock()

    def __repr__(self) -> str:
        return f"Kafka(name={self._settings.name!r}, partitions={self._settings.partitions})"

    @property
    def window(self) -> float:
        """Seconds for which the id of a published event is remembered."""
        return self._settings.window

    @property
    def partitions(self) -> int:
        """How many partitions there are: as many workers of a group can work side by side."""
        return self._settings.partitions

    async def lead(self, scope: str, holder: str, seconds: float) -> KafkaLeadership | None:
        """Take the leadership of a scope, None if somebody else has it."""
        _check_lease(seconds)
        await self._prepare()
        return await lead(self._connection, self._settings, self._leases, self._ids, scope, holder, seconds)

    async def publish(self, records: Sequence[Record]) -> int:
        """Append records without a leadership, as webhook receivers do. Returns how many were new."""
        await self._prepare()
        require_takable(self._settings, records)
        async with self._publishing:
            new = await self._ids.new(records)
            if new:
                await self._connection.send([event(self._settings, one) for one in new])
                await self._connection.send(self._ids.marks(new))
            return len(new)

    async def join(self, group: str, member: str, seconds: float) -> KafkaMembership:
        """Join a group of workers, which begins with the oldest event if it is new."""
        _check_lease(seconds)
        await self._prepare()
        membership = KafkaMembership(
            self._connection, self._settings, self._leases, group, member, seconds, self._clock
        )
        await membership.join()
        return membership

    async def lag(self, group: str) -> int:
        """How many events the group has not acknowledged yet. Of more than 10,000 it is an upper bound."""
        await self._prepare()
        return await lag(self._connection, self._settings, group)

    async def dead_letters(self, group: str, limit: int = 100) -> list[DeadLetter]:
        """The oldest dead letters of a group."""
        await self._prepare()
        return await read_letters(self._connection, self._settings, group, limit)

    async def revive(self, letters: Sequence[DeadLetter]) -> None:
        """Hand dead letters to their group again, each at the end of its partition, for that group alone."""
        await self._prepare()
        await revive(self._connection, self._settings, letters)

    async def discard(self, letters: Sequence[DeadLetter]) -> None:
        """Delete dead letters."""
        await self._prepare()
        await discard(self._connection, self._settings, letters)

    async def close(self) -> None:
        """Close the connections. Closing twice is allowed."""
        await self._leases.close()
        await self._ids.close()
        await self._connection.close()

    async def _prepare(self) -> None:
        if self._ready:
            return
        async with self._preparing:
            if not self._ready:
                await ensure(self._connection, self._settings)
                self._ready = True


def _check_lease(seconds: float) -> None:
    check_seconds("seconds", seconds, none=False)
    if seconds > LONGEST_LEASE:
        raise wrong_value("seconds", f"at most {LONGEST_LEASE:g}", seconds)


def _check_name(name: object) -> None:
    expected = "1 to 64 letters, digits, - and _"
    if not isinstance(name, str):
        raise wrong_type("name", expected, name)
    if not _NAME.fullmatch(name):
        raise wrong_value("name", expected, name)
