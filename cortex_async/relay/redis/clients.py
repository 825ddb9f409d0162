"""Clients of redis-py: the caller's, or one for a URL."""

from __future__ import annotations

import math
from typing import Any, Final

from redis.asyncio import Redis, RedisCluster

from cortex_async._core.arguments import wrong_type
from cortex_async._core.errors import ArgumentValueError
from cortex_async._core.http.loop_bound import LoopBound
from cortex_async._core.runtime.own_redis import OwnRedis
from cortex_async._core.secrets.masking import Secret
from cortex_async.relay.redis.lines import Lines

_EXPECTED: Final = "a URL (redis://, rediss://, unix://) or a client of redis.asyncio"


class Clients:
    """The caller's client, or one of our own for each event loop and process that come one after the other.

    Raises ``ArgumentError`` for anything but a URL or a client that returns bytes. The error does not show
    the URL, which may have a password in it.
    """

    def __init__(self, redis_or_url: str | Redis | RedisCluster, site: str) -> None:
        self._given: Redis | RedisCluster | None = None
        self._own: LoopBound[_Own] | None = None
        if isinstance(redis_or_url, str):
            url = Secret(redis_or_url)
            client = _client_for(url)
            if client is None:
                raise ArgumentValueError(
                    f"redis_or_url must be {_EXPECTED}; a URL is redis://USER:PASSWORD@HOST:PORT/NUMBER, "
                    "with special characters percent-encoded",
                    parameter="redis_or_url",
                )
            self._own = LoopBound(lambda: _Own(url), movable=True, site=site)
        else:
            client = self._given = redis_or_url
        _check_client(client)
        self.socket_timeout: float = _socket_timeout(client)
        """The client's own limit for a response, in seconds."""

    async def get(self) -> Any:
        """Return the client, whose methods have no types that are of use. Raises ``ClientClosed``."""
        return self._given if self._own is None else (await self._own.get()).client

    async def lines(self) -> Lines | None:
        """Return the connections for what happens with each event. None if all are in use, and for the
        caller's client, which has limits of its own. Raises ``ClientClosed``.
        """
        if self._own is None:
            return None
        lines = (await self._own.get()).lines
        return lines if lines.is_free else None

    async def close(self) -> None:
        """Close our own connections. The caller's client stays open."""
        if self._own is not None:
            await self._own.aclose()


class _Own(OwnRedis):
    """A client of our own, and connections beside its pool."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.lines: Lines = Lines(self.client)

    async def aclose(self) -> None:
        await self.lines.close()
        await super().aclose()

    def abandon(self) -> None:
        self.lines.abandon()
        super().abandon()


def _client_for(url: str) -> Any:
    """An unconnected client, by which a URL is checked, None if it cannot be parsed."""
    try:
        return OwnRedis(url).client
    except ValueError:
        return None


def _check_client(client: object) -> None:
    if not isinstance(client, (Redis, RedisCluster)):
        raise wrong_type("redis_or_url", _EXPECTED, client)
    if client.get_encoder().decode_responses:
        raise ArgumentValueError(
            "redis_or_url must be without decode_responses, since events are bytes", parameter="redis_or_url"
        )


def _socket_timeout(client: Any) -> float:
    options = client if isinstance(client, RedisCluster) else client.connection_pool
    limit = options.connection_kwargs.get("socket_timeout")
    return math.inf if limit is None else float(limit)
