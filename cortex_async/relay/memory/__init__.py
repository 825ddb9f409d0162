"""A broker in memory: the reference for what brokers do, and one for tests."""

from cortex_async.relay.memory.broker import MemoryBroker as MemoryBroker
