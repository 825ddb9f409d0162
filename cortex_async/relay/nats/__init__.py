"""The broker on NATS JetStream: the extra ``odin-cortex[nats]``."""

from cortex_async._core.runtime.optional_library import require

require("nats", "nats", "cortex_async.relay.nats needs")

from cortex_async.relay.nats.broker import JetStream  # noqa: E402  (after the check)

__all__ = ["JetStream"]
