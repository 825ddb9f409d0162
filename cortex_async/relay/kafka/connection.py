"""The clients of one broker object: made when they are first needed, and with errors of this package."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any, Final

from cortex_async._core.errors import CortexError
from cortex_async._core.timing.clock import time_limit
from cortex_async._core.timing.library_limit import library_limit
from cortex_async.relay.broker import BrokerUnavailable
from cortex_async.relay.kafka.address import Address
from cortex_async.relay.kafka.clients import Consumer, Metadata, Place, Producer, new_consumer, new_producer
from cortex_async.relay.kafka.messages import Message
from cortex_async.relay.kafka.problems import KafkaError, problem
from cortex_async.relay.kafka.sending import send

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

    @property
    def _reading(self) -> dict[str, Any]:
        # The cluster waits for records for less time than the client waits for the cluster.
        longest = max(1, round(self.timeout * 500))
        return {**READING, "fetch_max_wait_ms": min(READING["fetch_max_wait_ms"], longest)}

    @asynccontextmanager
    async def using(self, seconds: float | None = None) -> AsyncGenerator[None]:
        """Limit the time of a block. What aiokafka raises in it becomes an error of this package."""
        if self._closed:
            raise BrokerUnavailable("the connection to Kafka was closed by this process")
        try:
            async with library_limit(2 * self.timeout if seconds is None else seconds):
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
            **self._reading,
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

    async def stop(
        self, client: Producer | Consumer, *, abort: Callable[[], Awaitable[None]] | None = None
    ) -> None:
        """Stop a client. While the cluster cannot be reached that goes on in the background.

        abort: called before, within its own time limit.
        """
        await asyncio.wait({self._begin_to_stop(client, abort)}, timeout=self.timeout)

    def _begin_to_stop(
        self, client: Producer | Consumer, abort: Callable[[], Awaitable[None]] | None = None
    ) -> asyncio.Task[None]:
        self._clients.discard(client)
        # If it is cancelled, it leaves sockets.
        task = asyncio.create_task(self._stop(client, abort), name="cortex-kafka-stop")
        self._stopping.add(task)
        task.add_done_callback(self._stopping.discard)
        return task

    async def _stop(self, client: Producer | Consumer, abort: Callable[[], Awaitable[None]] | None) -> None:
        if abort is not None:
            # aiokafka asserts that its producer has not failed.
            with suppress(KafkaError, TimeoutError, OSError, AssertionError):
                async with time_limit(self.timeout):
                    await abort()
        with suppress(KafkaError, TimeoutError, OSError):
            await client.stop()

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
