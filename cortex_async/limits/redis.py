"""Connections to Redis for limits and tokens, one set for each event loop and process; and how long to leave
a Redis alone that cannot be used. Needs the extra ``odin-cortex[redis]``.
"""

from __future__ import annotations

import asyncio
import inspect
import logging
from typing import TYPE_CHECKING, Any, Final, cast

from cortex_async._core.arguments import check_seconds, wrong_type
from cortex_async._core.errors import ArgumentValueError
from cortex_async._core.http.loop_bound import LoopBound
from cortex_async._core.runtime.loops import running_loop
from cortex_async._core.runtime.optional_library import require
from cortex_async._core.runtime.own_redis import OwnRedis
from cortex_async._core.secrets.masking import Secret
from cortex_async._core.timing.clock import monotonic
from cortex_async._core.timing.library_limit import library_limit
from cortex_async._core.timing.troubles import Trouble

if TYPE_CHECKING:
    from cortex_async.webhooks.redis import RedisClient

ASK_TIMEOUT: Final = 1.0
"""Seconds to wait for Redis, unless set otherwise."""

_PAUSE: Final = 1.0
"""Seconds after a failure during which Redis is not asked again."""

_logger = logging.getLogger(__name__)


class Away(Exception):
    """Redis cannot be used now. ``reason`` is the name of an error's class."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Redis:
    """Runs scripts in one Redis, each within ``timeout`` seconds.

    redis: a URL, or a client of the caller's, which is never closed.
    user: what uses it, for the log.
    without: what happens while Redis is away, for the log.
    site: where the owner was constructed.
    """

    def __init__(self, redis: object, timeout: float, user: str, without: str, site: str) -> None:
        check_seconds("ask_timeout", timeout, none=False)
        require("redis", "redis", f"{user} needs")
        self._timeout = timeout
        self._user, self._without, self._site = user, without, site
        self._url, self._given = _checked(redis)
        self._bound: dict[asyncio.AbstractEventLoop, LoopBound[OwnRedis]] = {}
        self._away = False
        self._trouble = Trouble(_logger)
        self._ask_again = 0.0
        self._reason = ""

    async def run(
        self,
        script: str,
        keys: tuple[str, ...],
        *arguments: object,
        anyway: bool = False,
        repeatable: bool = True,
    ) -> Any:
        """Return what a script returns. Raises ``Away`` if Redis cannot be used.

        anyway: ask also right after a failure.
        repeatable: whether the script may run twice if its connection breaks.
        """
        from redis.exceptions import RedisError

        if self._away:
            if not anyway and monotonic() < self._ask_again:
                raise Away(self._reason)
            # Only this one asks; the others need not wait for it.
            self._ask_again = monotonic() + self._timeout + _PAUSE
        try:
            async with library_limit(self._timeout):
                reply: Any = await self._evaluate(script, len(keys), *keys, *arguments, repeatable=repeatable)
        except (RedisError, OSError) as error:  # a TimeoutError is an OSError
            reason = type(error).__name__
        else:
            self._back()
            return reply
        self._gone(reason)
        raise Away(reason)

    async def _evaluate(self, script: str, *arguments: object, repeatable: bool) -> Any:
        from redis.exceptions import ConnectionError as ConnectionLost

        client: Any = self._given or await self._own()
        try:
            return await client.eval(script, *arguments)
        except ConnectionLost:
            # Most likely an idle connection that Redis has closed meanwhile. The next one is new.
            if not repeatable:
                raise
        return await client.eval(script, *arguments)

    async def _own(self) -> RedisClient:
        loop = running_loop()
        bound = self._bound.get(loop)
        if bound is None:
            for closed in [other for other in [*self._bound] if other.is_closed()]:
                self._bound.pop(closed, None)
            own = LoopBound(lambda: OwnRedis(self._url), movable=True, site=self._site)
            bound = self._bound.setdefault(loop, own)
        return cast("RedisClient", (await bound.get()).client)

    def _gone(self, reason: str) -> None:
        self._ask_again, self._reason = monotonic() + _PAUSE, reason
        self._away = True
        # The error's message may hold an address, and what a server says.
        self._trouble.failed("%s: Redis is away (%s); %s", self._user, reason, self._without)

    def _back(self) -> None:
        if self._away:
            self._away = False
            self._trouble.over("%s: Redis is back", self._user)

    async def close(self) -> None:
        """Close the connections that the running loop has opened."""
        bound = self._bound.pop(running_loop(), None)
        if bound is not None:
            await bound.aclose()


def _checked(redis: object) -> tuple[str, RedisClient | None]:
    """Return the URL or the client. Raises ``ArgumentError``, which shows neither."""
    expected = "a URL (redis://, rediss://, unix://) or a client of redis.asyncio"
    if not isinstance(redis, str):
        # Async in redis.asyncio and its cluster, unlike ``eval``, which returns what this returns.
        if not inspect.iscoroutinefunction(getattr(redis, "execute_command", None)):
            raise wrong_type("redis", expected, redis)
        return "", cast("RedisClient", redis)
    try:
        OwnRedis(redis)
    except ValueError:
        pass
    else:
        return Secret(redis), None
    # The value is not shown, since it may contain a password.
    raise ArgumentValueError(
        f"redis must be {expected}; a URL is redis://USER:PASSWORD@HOST:PORT/NUMBER, with special characters "
        "percent-encoded",
        parameter="redis",
    )
