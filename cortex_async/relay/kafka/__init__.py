"""The broker on Apache Kafka: the extra ``odin-cortex[kafka]``."""

from cortex_async._core.runtime.optional_library import require

require("aiokafka", "kafka", "cortex_async.relay.kafka needs")

from cortex_async.relay.kafka.broker import Kafka  # noqa: E402  (after the check)

__all__ = ["Kafka"]
