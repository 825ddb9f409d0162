"""A replay store in Redis, shared by all workers: the extra ``odin-cortex[redis]``."""

from __future__ import annotations

from cortex_async.webhooks.redis import RedisClient, RedisReplayStore

__all__ = ["RedisClient", "RedisReplayStore"]
