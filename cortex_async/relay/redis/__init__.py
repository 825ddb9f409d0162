"""Redis Streams as a broker, with the extra ``odin-cortex[redis]``."""

from cortex_async.relay.redis.streams import RedisStreams

__all__ = ["RedisStreams"]
