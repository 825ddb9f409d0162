"""Redis Streams as a broker, with the extra ``odin-cortex[redis]``."""

from cortex_async._core.runtime.optional_library import require

require("redis", "redis", "cortex_async.relay.redis needs")

from cortex_async.relay.redis.streams import RedisStreams  # noqa: E402  (after the check)

__all__ = ["RedisStreams"]
