"""Replay store in Redis, shared by all workers: the extra ``odin-cortex[redis]``."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from typing import Any, Protocol, TypeVar, cast

from cortex_async._core.runtime.swallowed import passing_cancellation_on
from cortex_async.webhooks.replay import RETENTION, Claim, TimedStore

__all__ = ["RedisClient", "RedisReplayStore"]

T = TypeVar("T")

# Each step is one script on one key. Redis runs a script atomically, so two workers cannot interleave within
# it: https://redis.io/docs/latest/develop/programmability/eval-intro/
_CLAIM = """
local held = redis.call('GET', KEYS[1])
if held == 'done' then return 'done' end
if held then return 'in_progress' end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 'claimed'
"""
_FINISH = """
local held = redis.call('GET', KEYS[1])
if held and held ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], 'done', 'PX', ARGV[2])
return 1
"""
_RELEASE = """
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
return 0
"""


class RedisClient(Protocol):
    """``redis.asyncio.Redis`` for asynchronous servers, ``redis.Redis`` for synchronous ones, or their
    cluster clients.
    """

    def eval(self, script: str, numkeys: int, /, *keys_and_args: Any) -> Any: ...


class RedisReplayStore(TimedStore):
    """A replay store for any number of processes and machines.

    client: your Redis client, which the store never closes. It has the connection, credentials and time
        limits.
    prefix: prefix of the keys. Two endpoints that both have to handle the same event need different prefixes.
    retention: seconds for which a handled delivery is remembered; 24 hours by default.
    lease: seconds after which the claim of a worker that died expires; None for 5 s more than the router's
        ``handler_timeout``.

    When Redis cannot be reached the delivery is not handled and the response is 500, so the sender retries.
    """

    def __init__(
        self,
        client: RedisClient,
        *,
        prefix: str = "odin-cortex:webhook:",
        retention: float = RETENTION,
        lease: float | None = None,
    ) -> None:
        super().__init__(retention, lease)
        self._client = client
        self._prefix = prefix

    def claim(self, key: str, token: str) -> Claim | Awaitable[Claim]:
        return self._run(_claim, _CLAIM, key, _holder(token), _milliseconds(self._lease))

    def finish(self, key: str, token: str) -> bool | Awaitable[bool]:
        return self._run(bool, _FINISH, key, _holder(token), _milliseconds(self._retention))

    def release(self, key: str, token: str) -> Awaitable[None] | None:
        return self._run(_nothing, _RELEASE, key, _holder(token))

    def _run(self, read: Callable[[Any], T], script: str, key: str, *arguments: str) -> T | Awaitable[T]:
        reply = self._client.eval(script, 1, self._prefix + key, *arguments)
        return _later(reply, read) if inspect.isawaitable(reply) else read(reply)


async def _later(reply: Awaitable[Any], read: Callable[[Any], T]) -> T:
    with passing_cancellation_on():
        return read(await reply)


def _claim(reply: str | bytes) -> Claim:
    return cast("Claim", reply.decode() if isinstance(reply, bytes) else reply)


def _holder(token: str) -> str:
    # A token must never equal the mark of a handled delivery.
    return f"claim:{token}"


def _nothing(reply: object) -> None:
    return None


def _milliseconds(seconds: float) -> str:
    return str(max(1, round(seconds * 1000)))
