"""Relays and workers for blocking code, by the names of ``cortex_async.relay``.

    Relay(client.project(project_id), sink).run()      # until Ctrl-C

Brokers are those of ``cortex_async.relay``; ``BlockingBroker`` makes one usable in threads.
"""

from __future__ import annotations

from cortex_async.relay import (
    BrokerUnavailable,
    Checkpoint,
    DeadLetter,
    Delivery,
    Envelope,
    EnvelopeMalformed,
    Fenced,
    Leadership,
    Membership,
    MemoryBroker,
    Record,
    RecordRefused,
    RelayStatus,
    Saved,
    Sink,
    Source,
    WorkerStatus,
    broker_from_url,
    event_of,
    open_envelope,
)
from cortex_sync.relay.brokers import BlockingBroker, receiver
from cortex_sync.relay.relay import Relay
from cortex_sync.relay.worker import Worker

__all__ = [
    "BlockingBroker",
    "BrokerUnavailable",
    "Checkpoint",
    "DeadLetter",
    "Delivery",
    "Envelope",
    "EnvelopeMalformed",
    "Fenced",
    "Leadership",
    "Membership",
    "MemoryBroker",
    "Record",
    "RecordRefused",
    "Relay",
    "RelayStatus",
    "Saved",
    "Sink",
    "Source",
    "Worker",
    "WorkerStatus",
    "broker_from_url",
    "event_of",
    "open_envelope",
    "receiver",
]
