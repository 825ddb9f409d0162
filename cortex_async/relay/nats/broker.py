"""The broker on JetStream: settings, and what goes to which part."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from typing import Final
from uuid import uuid4

from nats.aio.client import Client

from cortex_async._core.arguments import check_count, check_seconds, wrong_type, wrong_value
from cortex_async._core.auth.single_flight import SingleFlight
from cortex_async._core.runtime.not_copyable import NotCopyable
from cortex_async._core.timing.clock import Clock, SystemClock
from cortex_async.api_client import creation_site
from cortex_async.relay.broker import BrokerUnavailable, DeadLetter, Record
from cortex_async.relay.nats.clients import Clients
from cortex_async.relay.nats.connection import Connection
from cortex_async.relay.nats.dead_letters import dead_letters, discard, revive
from cortex_async.relay.nats.feed import create_consumer
from cortex_async.relay.nats.leadership import JetStreamLeadership, lead
from cortex_async.relay.nats.membership import JetStreamMembership
from cortex_async.relay.nats.partition import Claim
from cortex_async.relay.nats.publishing import append, events
from cortex_async.relay.nats.reading import direct
from cortex_async.relay.nats.responses import Refusal
from cortex_async.relay.nats.streams import Settings, ensure
from cortex_async.relay.partitions import check_partitions

_NAME: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
_DAY: Final = 24 * 3600.0
_MOST_KNOWN: Final = 100_000


class JetStream(NotCopyable):
    """A broker on NATS JetStream, for relays, webhook receivers and workers::

        broker = JetStream("nats://127.0.0.1:4222")
        await Relay(project, broker).run()
        await broker.close()

    It needs a NATS server from 2.12.1, with JetStream. It creates its two streams, ``NAME`` and
    ``NAME-workers``, if they are missing. Settings marked * count only then: change them later with the
    tools of NATS.

    Args:
        servers: an address or several, e.g. ``nats://user:password@host:4222``; or your own connected client,
            which is never closed here: for TLS, NKeys and tokens, or for a password with ``/``, ``?`` or
            ``#`` in it.
        name: prefix of the streams and subjects: letters, digits, ``-`` and ``_``.
        partitions: how many there are, at most 256. All users of the streams need the same; it cannot be
            changed.
        window: seconds for which the id of a published event is remembered*; an hour by default. The server
            keeps the ids in memory.
        max_known: how many known versions are kept for each scope; 100,000 by default.
        max_age: seconds after which events are deleted*, None to keep them; a week by default.
        max_bytes: size from which the oldest events are deleted*; None for no limit.
        replicas: servers of a cluster that store each message*: 1, 3 or 5.
        timeout: seconds for a connection, and for each response; 5 by default.
        clock: by which a worker sees its own leases run out; ``SystemClock`` by default.

    Raises ``ArgumentError`` for a setting that cannot be used. Methods raise ``ConfigError`` if the server is
    too old or refuses the credentials, or the streams were made with other settings.
    """

    def __init__(
        self,
        servers: str | Sequence[str] | Client = "nats://127.0.0.1:4222",
        name: str = "cortex",
        *,
        partitions: int = 8,
        window: float = 3600.0,
        max_known: int = 100_000,
        max_age: float | None = 7 * _DAY,
        max_bytes: int | None = None,
        replicas: int = 1,
        timeout: float = 5.0,
        clock: Clock | None = None,
    ) -> None:
        _check_name(name)
        check_partitions(partitions)
        check_seconds("window", window, none=False)
        check_seconds("max_age", max_age)
        check_seconds("timeout", timeout, none=False)
        check_count("max_known", max_known)
        check_count("replicas", replicas)
        if max_known > _MOST_KNOWN:
            raise wrong_value("max_known", f"at most {_MOST_KNOWN}", max_known)
        if max_bytes is not None:
            check_count("max_bytes", max_bytes)
        if max_age is not None and window > max_age:
            raise wrong_value("window", f"at most max_age, {max_age:g} s", window)
        self._settings = Settings(name, partitions, window, max_age, max_bytes, replicas, max_known)
        self._connection = Connection(Clients(servers, timeout, creation_site()), timeout)
        self._clock = clock or SystemClock()
        self._ready = False
        self._preparing: SingleFlight[None] = SingleFlight(self._ensure)

    def __repr__(self) -> str:
        return f"JetStream(name={self._settings.name!r}, partitions={self._settings.partitions})"

    @property
    def window(self) -> float:
        """Seconds for which the id of a published event is remembered."""
        return self._settings.window

    @property
    def partitions(self) -> int:
        """How many partitions there are: as many workers of a group can work side by side."""
        return self._settings.partitions

    async def lead(self, scope: str, holder: str, seconds: float) -> JetStreamLeadership | None:
        """Take the leadership of a scope, None if somebody else has it."""
        await self._prepare()
        return await lead(self._connection, self._settings, scope, holder, seconds)

    async def publish(self, records: Sequence[Record]) -> int:
        """Append records without a leadership, as webhook receivers do. Returns how many were new."""
        await self._prepare()
        found = await append(self._connection, await events(self._connection, self._settings, records), {})
        if isinstance(found, Refusal):
            raise BrokerUnavailable(f"NATS: {found.description}")
        return found

    async def join(self, group: str, member: str, seconds: float) -> JetStreamMembership:
        """Join a group of workers, which begins with the oldest event if it is new."""
        await self._prepare()
        membership = JetStreamMembership(
            self._connection, self._settings, group, member, seconds, self._clock
        )
        await membership.join()
        return membership

    async def lag(self, group: str) -> int:
        """How many events the group has not acknowledged yet. In a cluster this may be a moment old."""
        await self._prepare()
        prefix = self._settings.group(group, "partitions.")
        request = {"multi_last": [f"{prefix}*"]}
        found = await self._connection.call_for_many(f"DIRECT.GET.{self._settings.workers}", request)
        claims: dict[int, Claim] = {}
        for message in found:
            subject, last = direct(message)
            claims[int(subject.removeprefix(prefix))] = Claim.read(last.sequence, last.data)
        counts = (self._lag(group, one, claims.get(one) or Claim()) for one in range(self.partitions))
        return sum(await asyncio.gather(*counts))

    async def dead_letters(self, group: str, limit: int = 100) -> list[DeadLetter]:
        """The oldest dead letters of a group."""
        await self._prepare()
        return await dead_letters(self._connection, self._settings, group, limit)

    async def revive(self, letters: Sequence[DeadLetter]) -> None:
        """Hand dead letters to their group again, each at the end of its partition, for that group alone."""
        await self._prepare()
        for letter in letters:
            await revive(self._connection, self._settings, letter)

    async def discard(self, letters: Sequence[DeadLetter]) -> None:
        """Delete dead letters."""
        await self._prepare()
        for letter in letters:
            await discard(self._connection, self._settings, letter)

    async def close(self) -> None:
        """Close the connection, unless it is the caller's. Closing twice is allowed."""
        await self._connection.close()

    async def _prepare(self) -> None:
        if not self._ready:
            await self._preparing.result()

    async def _ensure(self) -> None:
        await ensure(self._connection, self._settings)
        self._ready = True

    async def _lag(self, group: str, partition: int, claim: Claim) -> int:
        """What is after the highest position that was handed out, by a consumer that is deleted at once."""
        stream, name = self._settings.name, f"lag-{uuid4().hex}"
        subjects = self._settings.read_by(group, partition)
        count = await create_consumer(self._connection, stream, name, subjects, claim.handed + 1)
        await self._connection.call(f"CONSUMER.DELETE.{stream}.{name}")
        return count + len(claim.pending)


def _check_name(name: object) -> None:
    expected = "1 to 64 letters, digits, - and _"
    if not isinstance(name, str):
        raise wrong_type("name", expected, name)
    if not _NAME.fullmatch(name):
        raise wrong_value("name", expected, name)
