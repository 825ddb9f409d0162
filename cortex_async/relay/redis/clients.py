"""Clients of redis-py: the caller's, or one for a URL."""

from __future__ import annotations

import math
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final, TypeAlias, cast

import redis.asyncio
from redis.asyncio.cluster import RedisCluster
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from cortex_async._core.arguments import wrong_type, wrong_value
from cortex_async._core.errors import ConfigError

AnyRedis: TypeAlias = "redis.asyncio.Redis | RedisCluster"

_LEAST_VERSION: Final = (6, 2)
"""For SMISMEMBER, XTRIM MINID and ranges that exclude their beginning."""


def check_client(client: object) -> None:
    """Raise ``ArgumentError`` for anything but a client that returns bytes."""
    if not isinstance(client, (redis.asyncio.Redis, RedisCluster)):
        raise wrong_type("redis_or_url", "a URL or a client of redis.asyncio", client)
    if client.get_encoder().decode_responses:
        raise wrong_value("redis_or_url", "a client without decode_responses, since events are bytes", client)


def from_url(url: str) -> AnyRedis:
    """Build a client. Raises ``ConfigError``, which does not show the URL."""
    build = cast("Any", redis.asyncio.Redis.from_url)  # pyright: ignore[reportUnknownMemberType]  (its settings have no types)
    client: AnyRedis | None = None
    with suppress(ValueError):
        # Each command has a time limit here. Repeating is left to callers, who know whether it still makes sense.
        client = build(url, socket_timeout=None, socket_connect_timeout=None, retry=Retry(NoBackoff(), 0))
    if client is None:
        # Not chained: the error of redis-py may show the URL, which may have a password in it.
        raise ConfigError("redis_or_url must be a URL such as redis://localhost:6379/0")
    check_client(client)
    return client


def socket_timeout(client: AnyRedis) -> float:
    """Return the client's own limit for a response."""
    kwargs: Mapping[str, Any] = cast(
        "Any",
        client.connection_kwargs
        if isinstance(client, RedisCluster)
        else client.connection_pool.connection_kwargs,
    )
    limit = kwargs.get("socket_timeout")
    return math.inf if limit is None else float(limit)


def check_version(info: Mapping[str, Any]) -> None:
    """Raise ``ConfigError`` if the server is too old.

    info: its response to ``INFO server``. A cluster's client may return that of each node by its name.
    """
    nodes: list[Mapping[str, Any]] = [info] if "redis_version" in info else list(info.values())
    found = str(nodes[0].get("redis_version"))
    numbers = found.split(".")[:2]
    if all(part.isdigit() for part in numbers) and tuple(map(int, numbers)) < _LEAST_VERSION:
        raise ConfigError(f"redis_or_url must be a Redis 6.2 or newer, got {found}")
