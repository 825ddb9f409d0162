"""What a server says of itself: whether it can be used, and whether it deletes what it should keep."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, Final, cast

from cortex_async._core.errors import ConfigError

_LEAST_VERSION: Final = (6, 2)
"""For SMISMEMBER, XTRIM MINID and ranges that exclude their beginning."""

_logger = logging.getLogger(__name__)


def check_server(info: Mapping[str, Any]) -> None:
    """Raise ``ConfigError`` if the server is too old.

    info: its response to ``INFO server``.
    """
    found = str(_of_a_node(info).get("redis_version"))
    numbers = found.split(".")[:2]
    if all(part.isdigit() for part in numbers) and tuple(map(int, numbers)) < _LEAST_VERSION:
        raise ConfigError(f"redis_or_url must be a Redis 6.2 or newer, got {found}")


def check_memory(info: Mapping[str, Any]) -> None:
    """Log a warning if the server deletes keys when its memory is full.

    info: its response to ``INFO memory``.
    """
    node = _of_a_node(info)
    policy = node.get("maxmemory_policy", "noeviction")
    if policy != "noeviction" and node.get("maxmemory"):
        _logger.warning(
            "maxmemory-policy of Redis is %s: with full memory it deletes events or the marks of published "
            "ids; set it to noeviction",
            policy,
        )


def _of_a_node(info: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the section itself, or that of the first node: a cluster's client may return them by node."""
    first: Any = next(iter(info.values()), None)
    return cast("Mapping[str, Any]", first) if isinstance(first, dict) else info
