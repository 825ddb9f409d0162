"""Appends messages with a producer."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Sequence

from cortex_async.relay.kafka.clients import Metadata, Producer
from cortex_async.relay.kafka.messages import Message, too_large
from cortex_async.relay.kafka.problems import TOO_LARGE


async def send(producer: Producer, messages: Sequence[Message]) -> list[Metadata]:
    """Append messages, and wait until all are acknowledged. Raises ``RecordRefused`` for a large one."""
    sent = [await _send_one(producer, one) for one in messages]
    try:
        return list(await asyncio.gather(*sent))
    except TOO_LARGE:
        found = await asyncio.gather(*sent, return_exceptions=True)
        refused = next(
            one for one, result in zip(messages, found, strict=True) if isinstance(result, TOO_LARGE)
        )
        raise too_large(refused) from None


async def _send_one(producer: Producer, one: Message) -> Awaitable[Metadata]:
    try:
        return await producer.send(
            one.topic, one.value, one.key, one.partition, one.timestamp, list(one.headers)
        )
    except TOO_LARGE:  # aiokafka's own limit
        raise too_large(one) from None
