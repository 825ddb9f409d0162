"""The clients of one broker object: made when they are first needed, and with errors of this package."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any, Final

from cortex_async._core.errors import CortexError
from cortex_async._core.timing.clock import time_limit
from cortex_async.relay.broker import BrokerUnavailable
from cortex_async.relay.kafka.address import Address
from cortex_async.relay.kafka.clients import Consumer, Metadata, Place, Producer, new_consumer, new_producer
from cortex_async.relay.kafka.messages import Message, too_large
from cortex_async.relay.kafka.problems import TOO_LARGE, KafkaError, problem

READING: Final[dict[str, Any]] = {"fetch_max_wait_ms": 500, "check_crcs": True}
"""Options of all consumers."""

_CLIENT_ID: Final = "odin-cortex"
_BACKOFF: Final = 20
"""Milliseconds between attempts."""


class Connection:
    """Clients of a cluster.

    timeout: seconds for a connection, and for each response.
    max_record: bytes of the largest record.
    """

    def __init__(self, address: Address, timeout: float, max_record: int) -> None:
        self._address = address
        self._max_record = max_record
        self.timeout = timeout
        self._producer: Producer | None = None
        self._query: Consumer | None = None
        self._clients: set[Producer | Consumer] = set()
        self._stopping: set[asyncio.Task[None]] = set()
        self._making: asyncio.Lock = asyncio.Lock()
        self._closed = False

    @property
    def options(self) -> dict[str, Any]:
        """What every client needs."""
        return {
            **self._address.options,
            "bootstrap_servers": list(self._address.servers),
            "client_id": _CLIENT_ID,
            "retry_backoff_ms": _BACKOFF,
            "request_timeout_ms": max(1, round(self.timeout * 1000)),
        }

    @asynccontextmanager
    async def using(self, seconds: float | None = None) -> AsyncGenerator[None]:
        """Limit the time of a block. What aiokafka raises in it becomes an error of this package."""
        if self._closed:
            raise BrokerUnavailable("the connection to Kafka was closed by this process")
        try:
            async with time_limit(2 * self.timeout if seconds is None else seconds):
                yield
        except (KafkaError, TimeoutError, OSError) as error:
            raise problem(error, self._address.shown) from None

    async def producer(self, transactional_id: str | None = None) -> Producer:
        """A started producer of one's own. With an id it has fenced all earlier ones with the same id."""
        made = new_producer(
            **self.options,
            acks="all",
            enable_idempotence=True,
            max_request_size=self._max_record,
            max_batch_size=64 << 10,
            transactional_id=transactional_id,
            transaction_timeout_ms=max(1000, round(4 * self.timeout * 1000)),
        )
        await self._start(made)
        return made

    async def consumer(self, places: Sequence[Place]) -> Consumer:
        """A started consumer of one's own. It reads what was committed, from the oldest on."""
        made = new_consumer(
            **self.options,
            **READING,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            isolation_level="read_committed",
            max_partition_fetch_bytes=max(1 << 20, self._max_record),
        )
        await self._start(made)
        made.assign(places)
        return made

    async def send(self, messages: Sequence[Message]) -> list[Metadata]:
        """Append messages without a transaction, in order within each partition."""
        async with self._using_producer() as producer:
            return await send(producer, messages)

    async def partitions_for(self, topic: str) -> set[int]:
        """The partitions of a topic. A broker may create the topic for that."""
        async with self._using_producer() as producer:
            return set(await producer.partitions_for(topic))

    async def ends(self, places: Sequence[Place]) -> dict[Place, int]:
        """Where the partitions end. A client of its own asks, because others wait for records."""
        query = await self._shared_query()
        async with self.using():
            return dict(await query.end_offsets(places))

    async def beginnings(self, places: Sequence[Place]) -> dict[Place, int]:
        """Where the partitions begin."""
        query = await self._shared_query()
        async with self.using():
            return dict(await query.beginning_offsets(places))

    async def close(self) -> None:
        """Close every client."""
        self._closed = True
        self._producer = self._query = None
        stopping = {*self._stopping, *map(self._begin_to_stop, list(self._clients))}
        if stopping:
            await asyncio.wait(stopping, timeout=2 * self.timeout)

    async def stop(self, client: Producer | Consumer) -> None:
        """Stop a client. While the cluster cannot be reached that goes on in the background."""
        await asyncio.wait({self._begin_to_stop(client)}, timeout=self.timeout)

    def _begin_to_stop(self, client: Producer | Consumer) -> asyncio.Task[None]:
        self._clients.discard(client)
        task = asyncio.create_task(_stop(client), name="cortex-kafka-stop")  # if cancelled, it leaves sockets
        self._stopping.add(task)
        task.add_done_callback(self._stopping.discard)
        return task

    @asynccontextmanager
    async def _using_producer(self) -> AsyncGenerator[Producer]:
        async with self._making:
            if self._producer is None:
                self._producer = await self.producer()
            producer = self._producer
        try:
            async with self.using():
                yield producer
        except CortexError:
            # The numbers of its records have a gap now, which brokers refuse: the next call has a new one.
            if self._producer is producer:
                self._producer = None
                self._begin_to_stop(producer)
            raise

    async def _shared_query(self) -> Consumer:
        async with self._making:
            if self._query is None:
                made = new_consumer(**self.options, enable_auto_commit=False)
                await self._start(made)
                self._query = made
            return self._query

    async def _start(self, client: Producer | Consumer) -> None:
        self._clients.add(client)
        try:
            async with self.using():
                await client.start()
        except BaseException:
            await self.stop(client)
            raise


async def send(producer: Producer, messages: Sequence[Message]) -> list[Metadata]:
    """Append messages, and wait until all are acknowledged. Raises ``RecordRefused`` for a large one."""
    sent = [
        await producer.send(one.topic, one.value, one.key, one.partition, one.timestamp, list(one.headers))
        for one in messages
    ]
    try:
        return list(await asyncio.gather(*sent))
    except TOO_LARGE:
        found = await asyncio.gather(*sent, return_exceptions=True)
        refused = next(
            one for one, result in zip(messages, found, strict=True) if isinstance(result, TOO_LARGE)
        )
        raise too_large(refused) from None


async def _stop(client: Producer | Consumer) -> None:
    with suppress(KafkaError, TimeoutError, OSError):
        await client.stop()
