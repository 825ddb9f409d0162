"""A replay store for webhooks in a cache of Django that all workers share."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Protocol

from cortex_async.webhooks.replay import RETENTION, Claim, TimedStore

_DONE = "done"


class Cache(Protocol):
    """The part of a cache of Django that is used here, e.g. ``caches["default"]``."""

    def add(self, key: str, value: Any, timeout: int | None) -> bool: ...

    def get(self, key: str) -> Any: ...

    def set(self, key: str, value: Any, timeout: int | None) -> Any: ...

    def delete(self, key: str) -> Any: ...


class CacheReplayStore(TimedStore):
    """Remembers deliveries in a cache that all workers share: Redis, Memcached, or a table of the database.

    Of two workers with the same delivery one gets it, as ``add`` is atomic in these. A cache may evict an
    entry when it is full, and a claim that expires while its worker finishes may be overwritten: a delivery
    can then be handled again, but none is lost. ``RedisReplayStore`` has neither gap.

    cache: such as ``caches["default"]``, or a function that returns it in each thread.
    prefix: prefix of the keys.
    retention: seconds for which a handled delivery is remembered; 24 hours by default.
    lease: seconds after which the claim of a worker that died expires; None for 5 s more than the router's
        ``handler_timeout``.
    """

    def __init__(
        self,
        cache: Cache | Callable[[], Cache],
        *,
        prefix: str = "cortex:webhook:",
        retention: float = RETENTION,
        lease: float | None = None,
    ) -> None:
        super().__init__(retention, lease)
        self._cache: Callable[[], Cache] = cache if callable(cache) else lambda: cache
        self._prefix = prefix

    def claim(self, key: str, token: str) -> Claim:
        name = self._prefix + key
        if self._cache().add(name, _holder(token), math.ceil(self._lease)):
            return "claimed"
        return "done" if self._cache().get(name) == _DONE else "in_progress"

    def finish(self, key: str, token: str) -> bool:
        name = self._prefix + key
        if self._cache().get(name) not in (None, _holder(token)):
            return False
        self._cache().set(name, _DONE, math.ceil(self._retention))
        return True

    def release(self, key: str, token: str) -> None:
        name = self._prefix + key
        if self._cache().get(name) == _holder(token):
            self._cache().delete(name)


def _holder(token: str) -> str:
    # A token must never equal the mark of a handled delivery.
    return f"claim:{token}"
