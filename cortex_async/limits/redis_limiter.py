"""A limiter for all processes and machines that use one Redis."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from cortex_async._core.arguments import wrong_type, wrong_value
from cortex_async._core.limiting import SECOND, Limit
from cortex_async._core.secrets.masking import hidden
from cortex_async._core.timing.clock import Clock
from cortex_async.api_client import creation_site
from cortex_async.limits.closing import ClosesConnections
from cortex_async.limits.plan import Counted
from cortex_async.limits.redis import ASK_TIMEOUT, Away, Redis
from cortex_async.limits.schedule import LATE, Place
from cortex_async.limits.script import SCRIPT
from cortex_async.limits.waiting import GO, MAX_WAIT, Denied, Granted, WaitingLimiter

if TYPE_CHECKING:
    from cortex_async.webhooks.redis import RedisClient

WhenAway: TypeAlias = Literal["open", "closed"]
"""What happens to calls while Redis cannot be reached: they are sent without limits, or not at all."""

PREFIX: Final = "odin-cortex:limits:"

_WITHOUT: Final = {"open": "calls are sent without limits", "closed": "calls are refused"}
_NONE: Final = Place(0, 0)


class RedisLimits(WaitingLimiter):
    """What the async and the sync version have in common."""

    def __init__(
        self,
        redis: str | RedisClient,
        limits: Limit | Mapping[str, Limit | None] | None = None,
        *,
        max_wait: float = MAX_WAIT,
        when_away: WhenAway = "open",
        ask_timeout: float = ASK_TIMEOUT,
        prefix: str = PREFIX,
        digest_key: bytes = b"",
        clock: Clock | None = None,
    ) -> None:
        redis, digest_key = hidden(redis), hidden(digest_key)
        if when_away not in _WITHOUT:
            raise wrong_value("when_away", "'open' or 'closed'", when_away)
        if not isinstance(prefix, str):  # pyright: ignore[reportUnnecessaryIsInstance]  # from outside
            raise wrong_type("prefix", "a string", prefix)
        if not isinstance(digest_key, bytes) or len(digest_key) > 64:  # pyright: ignore[reportUnnecessaryIsInstance]  # from outside
            raise wrong_type("digest_key", "at most 64 bytes", digest_key)
        super().__init__(limits, max_wait, digest_key, clock)
        self._when_away = when_away
        self._prefix = prefix
        self._redis = Redis(redis, ask_timeout, "RedisLimiter", _WITHOUT[when_away], creation_site())
        self._returning: set[asyncio.Task[None]] = set()

    async def _ask(self, counted: Counted, held: Place | None, most: float) -> Granted | Denied:
        place = held or _NONE
        try:
            reply = await self._run(counted, "take", int(most * SECOND), place)
        except Away as away:
            if self._when_away == "open":
                return GO
            return Denied(None, f"Redis is away ({away.reason}), and when_away is 'closed'")
        granted, wait, at, end = map(int, reply)
        return Granted(Place(at, end), wait / SECOND) if granted else Denied(wait / SECOND)

    async def _close(self, counted: Counted, seconds: float) -> None:
        try:
            await self._run(counted, "cool", int(seconds * SECOND), _NONE)
        except Away:
            return  # logged once; the call itself waits before it is repeated

    def _give_back(self, counted: Counted, place: Place) -> None:
        # The caller has been cancelled and must not wait for Redis.
        task = asyncio.get_running_loop().create_task(self._returned(counted, place))
        self._returning.add(task)
        task.add_done_callback(self._returning.discard)

    async def _returned(self, counted: Counted, place: Place) -> None:
        try:
            await self._run(counted, "back", 0, place)
        except Away:
            return  # the place passes unused

    async def _run(self, counted: Counted, what: str, most: int, place: Place) -> list[bytes | str | int]:
        limit = counted.limit
        # In braces: both keys are in one slot of a cluster.
        # https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/#hash-tags
        key = f"{self._prefix}{{{counted.key}}}"
        interval, tolerance = (0, 0) if limit is None else (limit.interval, limit.tolerance)
        arguments = what, interval, tolerance, most, place.at, place.end, LATE
        # A place that is given back twice may have been taken by another process in between.
        reply: list[bytes | str | int] = await self._redis.run(
            SCRIPT, (key, f"{key}:returned"), *arguments, repeatable=what != "back"
        )
        return reply

    async def _shut(self) -> None:
        here = asyncio.get_running_loop()
        if returning := [task for task in [*self._returning] if task.get_loop() is here]:
            await asyncio.wait(returning)
        await self._redis.close()

    def __repr__(self) -> str:
        return f"{type(self).__name__}(max_wait={self._max_wait:g}, when_away={self._when_away!r})"


class RedisLimiter(RedisLimits, ClosesConnections):
    """Limits shared by all processes and machines that use the same Redis::

        async with (
            RedisLimiter("redis://localhost", Limit(50)) as limiter,
            CortexClient(api_key=..., limiter=limiter) as client,
        ): ...

    A script, which Redis runs atomically and by its own clock, takes the next free place in the schedule of
    the limit. Turns come in the order in which Redis was asked, across all processes, and no two attempts get
    the same one. The names of the keys are digests, and the keys expire by themselves.

    redis: a URL, or a client of ``redis.asyncio``, also one of a cluster. A client is used as it is, in its
        own event loop, and never closed. With a URL, each event loop and process gets its own connections.
    limits, max_wait: as for ``LocalLimiter``. All processes should give the same limits.
    when_away: ``open`` (default) sends calls without limits while Redis cannot be used, ``closed`` refuses
        them with ``NotAdmitted``. An outage is logged once.
    ask_timeout: the most seconds to wait for Redis. Default 1. After a failure it is not asked for a second.
    prefix: prefix of the keys, the same for all processes that share the limits.
    digest_key: at most 64 bytes, the same for all processes. With it, someone who knows a credential and can
        read the keys cannot find out which of them belongs to it. Default: none.
    clock: for tests. Places are counted by the clock of Redis in any case.

    Raises ``ArgumentError`` for a value that cannot be used, ``ModuleNotFoundError`` that names the extra if
    the library is not installed.
    """
