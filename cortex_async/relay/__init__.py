"""Brings the events of a project onto a broker, and hands them to workers.

    sink = MemoryBroker()
    async with Relay(client.project(project_id), sink) as relay:
        await relay.ready()

docs/relay.md is the guide.
"""

from __future__ import annotations

from cortex_async._core.errors import export_errors
from cortex_async.relay.broker import (
    BrokerUnavailable,
    Checkpoint,
    DeadLetter,
    Delivery,
    Fenced,
    Leadership,
    Membership,
    Record,
    RecordRefused,
    Saved,
    Sink,
    Source,
)
from cortex_async.relay.envelope import Envelope, EnvelopeMalformed, event_of, open_envelope
from cortex_async.relay.memory import MemoryBroker
from cortex_async.relay.receiving import receiver
from cortex_async.relay.relay import Relay
from cortex_async.relay.service.brokers import broker_from_url
from cortex_async.relay.status import RelayStatus
from cortex_async.relay.worker.status import WorkerStatus
from cortex_async.relay.worker.worker import Worker

__all__ = [
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

export_errors(__name__, globals())
