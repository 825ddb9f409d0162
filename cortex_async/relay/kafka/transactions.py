"""A producer whose transactions are all or nothing, and that fences its predecessors."""

from __future__ import annotations

from collections.abc import Sequence

from cortex_async.relay.broker import BrokerUnavailable
from cortex_async.relay.kafka.clients import Producer
from cortex_async.relay.kafka.connection import Connection
from cortex_async.relay.kafka.messages import Message
from cortex_async.relay.kafka.problems import FENCED
from cortex_async.relay.kafka.sending import send


class Superseded(BrokerUnavailable):
    """Another producer has started with the same id. Nothing was written."""


class Transactions:
    """Transactions under one id. After any error the next one begins with a new producer.

    transactional_id: starting a producer with it raises its epoch. The broker refuses earlier producers from
        then on, and their open transactions are aborted.
    """

    def __init__(self, connection: Connection, transactional_id: str) -> None:
        self._connection = connection
        self._id = transactional_id
        self._producer: Producer | None = None

    @property
    def is_open(self) -> bool:
        return self._producer is not None

    async def open(self) -> None:
        """Fence the predecessors. Raises ``BrokerUnavailable``."""
        await self.close()
        self._producer = await self._connection.producer(self._id)

    async def commit(self, messages: Sequence[Message]) -> None:
        """Append messages, all or none. Raises ``Superseded`` and ``BrokerUnavailable``.

        After ``BrokerUnavailable`` they may have been appended; the next ``open`` settles which.
        """
        producer = self._producer
        if producer is None:
            raise BrokerUnavailable("Kafka: there is no transaction")
        to_abort = superseded = False
        try:
            async with self._connection.using():
                try:
                    await producer.begin_transaction()
                    to_abort = True
                    await send(producer, messages)
                    to_abort = False  # from here on only the cluster knows how it ends
                    await producer.commit_transaction()
                except FENCED:
                    superseded = True
                    raise
        except BaseException as error:
            await self._close(abort=to_abort and not superseded)
            if superseded:
                raise Superseded("Kafka: another producer has the same transactional.id") from error
            raise

    async def close(self) -> None:
        """Close the producer. It has no open transaction between calls of ``commit``."""
        await self._close(abort=False)

    async def _close(self, *, abort: bool) -> None:
        # Whatever comes after an open transaction is hidden from every reader until it has ended. If it
        # cannot be aborted, the next producer with this id does that, or the cluster when its time is over.
        producer, self._producer = self._producer, None
        if producer is not None:
            await self._connection.stop(producer, abort=producer.abort_transaction if abort else None)
