"""Redis Streams as the broker of relays, webhook receivers and workers."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any, Final

from redis.asyncio import Redis, RedisCluster

from cortex_async._core.arguments import check_count, check_seconds, wrong_type, wrong_value
from cortex_async._core.runtime.not_copyable import NotCopyable
from cortex_async._core.strings.surrogates import to_bytes
from cortex_async._core.timing.clock import Clock, SystemClock
from cortex_async.api_client import creation_site
from cortex_async.relay.broker import DeadLetter, Leadership, Membership, Record
from cortex_async.relay.partitions import check_partitions
from cortex_async.relay.redis import letters as dead
from cortex_async.relay.redis.clients import Clients
from cortex_async.relay.redis.connection import Connection
from cortex_async.relay.redis.group_scripts import COUNT, FORGET, JOIN, LAG
from cortex_async.relay.redis.keys import Keys
from cortex_async.relay.redis.leadership import Publisher, lead
from cortex_async.relay.redis.membership import RedisMembership

WINDOW: Final = 24 * 3600.0
_COUNTED: Final = 1000


class RedisStreams(NotCopyable):
    """Redis Streams as a broker, with all that a ``Sink`` and a ``Source`` promise::

        async with CortexClient() as client:
            broker = RedisStreams("redis://localhost:6379/0")
            await Relay(client.project(project_id), broker).run()

    Nothing connects before the first call. It raises ``ConfigError`` if Redis is older than 6.2, refuses the
    credentials, or has another window or number of partitions under this name. A Redis that cannot be
    reached, does not respond in time or has no memory left raises ``BrokerUnavailable``, and the same object
    works again afterwards.

    Args:
        redis_or_url: a URL, e.g. ``redis://``, ``rediss://`` or ``unix://``, or your own client, which is not
            closed: ``redis.asyncio.Redis`` or ``RedisCluster``, without ``decode_responses``. A worker that
            waits for events keeps one of its connections busy.
        name: the first part of all keys, so that several brokers may use one Redis.
        partitions: how many workers of a group can work side by side, at most 256. It cannot be changed
            later.
        window: seconds for which the id of a published event is remembered; a day by default. Choose more
            than the time for which webhook deliveries are retried.
        max_length: how many events each partition keeps after all groups have acknowledged them. Events that
            a group has not acknowledged are never deleted.
        max_known: how many known versions are kept for each scope; 100,000 by default.
        timeout: seconds within which Redis has to respond.
        clock: for tests; measures until when this process may consider a lease its own.

    Raises ``ArgumentError`` for a setting that cannot be used.
    """

    def __init__(
        self,
        redis_or_url: str | Redis | RedisCluster,
        name: str = "cortex",
        *,
        partitions: int = 8,
        window: float = WINDOW,
        max_length: int = 10_000,
        max_known: int = 100_000,
        timeout: float = 5.0,
        clock: Clock | None = None,
    ) -> None:
        _check_name(name)
        check_partitions(partitions)
        check_seconds("window", window, none=False)
        check_count("max_length", max_length)
        check_count("max_known", max_known)
        check_seconds("timeout", timeout, none=False)
        self._keys = Keys(name, partitions)
        clients = Clients(redis_or_url, creation_site())
        shared = {"partitions": str(partitions), "window": f"{window:.10g}"}
        self._connection = Connection(clients, self._keys, timeout, shared)
        self._publisher = Publisher(self._connection, self._keys, window, max_length, max_known)
        self._clock = clock or SystemClock()

    def __repr__(self) -> str:
        return f"RedisStreams(name={self._keys.name!r}, partitions={self._keys.partitions})"

    @property
    def window(self) -> float:
        """Seconds for which the id of a published event is remembered."""
        return self._publisher.window

    @property
    def partitions(self) -> int:
        """How many partitions there are."""
        return self._keys.partitions

    # -- for relays and webhook receivers

    async def lead(self, scope: str, holder: str, seconds: float) -> Leadership | None:
        """Take the leadership of a scope, None if somebody else has it."""
        check_seconds("seconds", seconds, none=False)
        return await lead(self._publisher, scope, holder, seconds)

    async def publish(self, records: Sequence[Record]) -> int:
        """Append records without a leadership. Returns how many were new."""
        return await self._publisher.publish(records) if records else 0

    # -- for workers

    async def join(self, group: str, member: str, seconds: float) -> Membership:
        """Join a group of workers, which begins with the oldest event if it is new."""
        check_seconds("seconds", seconds, none=False)
        keys = self._keys
        names = [keys.owners(group), keys.members(group)]
        arguments = (to_bytes(f"{secrets.token_hex(8)}:{member}"), max(1, round(seconds * 1000)))
        token = await self._connection.run(JOIN, names, arguments)
        length = self._publisher.max_length
        return RedisMembership(self._connection, keys, group, token, seconds, self._clock, length)

    async def lag(self, group: str) -> int:
        """How many events the group has not acknowledged yet."""
        names = [*self._keys.events, *self._keys.revived(group)]
        found: tuple[int, list[Any]] = await self._connection.run(LAG, names, (to_bytes(group),))
        count, uncounted = found
        for i in range(0, len(uncounted), 2):
            count += await self._count(names[int(uncounted[i]) - 1], uncounted[i + 1])
        return count

    async def dead_letters(self, group: str, limit: int = 100) -> list[DeadLetter]:
        """The oldest dead letters of a group."""
        return await dead.read_letters(self._connection, self._keys, group, limit)

    async def revive(self, letters: Sequence[DeadLetter]) -> None:
        """Hand dead letters to their group again: each goes to the end of its partition."""
        await dead.revive(self._connection, self._keys, letters)

    async def discard(self, letters: Sequence[DeadLetter]) -> None:
        """Delete dead letters."""
        await dead.discard(self._connection, self._keys, letters)

    async def remove_group(self, group: str) -> None:
        """Remove a group that nobody works for any more: what it has not acknowledged is kept for ever.

        Its dead letters stay. A worker that still has a place in the group begins with the oldest event.
        """
        keys = self._keys
        names = [keys.owners(group), keys.members(group), *keys.revived(group), *keys.events]
        await self._connection.run(FORGET, names, (to_bytes(group),))

    async def _count(self, stream: bytes, position: bytes) -> int:
        """Count the entries after a position, a bounded number at a time."""
        count, found = 0, _COUNTED
        while found == _COUNTED:
            found, position = await self._connection.run(COUNT, [stream], (position, _COUNTED))
            count += found
        return count

    async def close(self) -> None:
        """Close the connections that this object has opened. Closing twice is allowed."""
        await self._connection.close()


def _check_name(name: object) -> None:
    if not isinstance(name, str):
        raise wrong_type("name", "a non-empty string without braces", name)
    if not name or "{" in name or "}" in name:
        raise wrong_value("name", "a non-empty string without braces", name)
