"""Reads one partition for a group: a consumer of JetStream that acknowledges nothing.

What was acknowledged is kept by ``partition.py``, so a consumer is only a cursor. If anything is wrong with
it, it is made anew after the last message that arrived.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from typing import Final
from uuid import uuid4

import nats.errors
import orjson
from attrs import frozen
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription

from cortex_async._core.runtime.swallowed import passing_cancellation_on
from cortex_async._core.timing.clock import monotonic
from cortex_async.relay.broker import BrokerUnavailable
from cortex_async.relay.nats.connection import Connection, subscribe
from cortex_async.relay.nats.responses import Refusal, status_of

_AHEAD: Final = 100
"""Messages asked for at once."""
_EXPIRES: Final = 5.0
_INACTIVE: Final = 60.0
_SECOND: Final = 1_000_000_000
_NOTHING_YET: Final = frozenset({"404", "408"})


async def create_consumer(
    connection: Connection, stream: str, name: str, subjects: Sequence[str], start: int
) -> int:
    """Create a consumer of some subjects that deletes itself when unused. Returns how many messages it has.

    Raises ``BrokerUnavailable``.
    """
    config = {
        "name": name,
        "deliver_policy": "by_start_sequence",
        "opt_start_seq": max(1, start),
        "ack_policy": "none",
        "filter_subjects": list(subjects),
        "mem_storage": True,
        "num_replicas": 1,
        "inactive_threshold": round(_INACTIVE * _SECOND),
    }
    request = {"stream_name": stream, "config": config}
    found = await connection.call(f"CONSUMER.CREATE.{stream}.{name}", request)
    if isinstance(found, Refusal):
        raise BrokerUnavailable(f"NATS: {found.description}")
    return int(found["num_pending"])


@frozen
class Entry:
    """A message of a partition. position: its stream sequence."""

    position: int
    message: Msg


class Feed:
    """The messages of some subjects from a position on.

    arrived: set when there is something new.
    """

    def __init__(
        self, connection: Connection, stream: str, subjects: Sequence[str], start: int, arrived: asyncio.Event
    ) -> None:
        self._connection = connection
        self._stream = stream
        self._subjects = list(subjects)
        self._next = start
        self._arrived = arrived
        self._consumer = ""
        self._subscription: Subscription | None = None
        self._sequence = 0  # of the consumer
        self._opened_on: tuple[Client, int] | None = None  # with how often it had reconnected
        self._due = 0  # messages that may still arrive of those asked for
        self._left = 0  # messages that the server had when the last one arrived
        self._until = 0.0
        self._inbox = ""
        self.entries: deque[Entry] = deque()

    @property
    def is_coming(self) -> bool:
        """Whether there are none here, but the server has some."""
        return not self.entries and self._left > 0

    def is_asked(self, client: Client) -> bool:
        """Whether ``ask`` has nothing to do: there are messages, or this client has asked for them."""
        if self.entries:
            return True
        is_open = self._consumer and self._opened_on == (client, client.stats["reconnects"])
        return bool(is_open and self._due) and monotonic() < self._until

    async def ask(self, client: Client) -> None:
        """Ask for further messages, unless there are some or they were asked for.

        Raises ``BrokerUnavailable``.
        """
        if self.is_asked(client):
            return
        # If some are due, neither they nor the end of the request have come.
        if self._due or self._opened_on != (client, client.stats["reconnects"]):
            self._consumer = ""
        if not self._consumer:
            await self._open(client)
        self._due, self._until = _AHEAD, monotonic() + _EXPIRES + self._connection.timeout
        request = orjson.dumps({"batch": _AHEAD, "expires": round(_EXPIRES * _SECOND)})
        subject = f"$JS.API.CONSUMER.MSG.NEXT.{self._stream}.{self._consumer}"
        try:
            async with self._connection.using() as using:
                await using.publish(subject, request, reply=self._inbox)
        except BaseException:
            self._due = 0
            raise

    async def close(self) -> None:
        """Delete the consumer, if the broker can be reached: it deletes unused ones by itself."""
        consumer, self._consumer = self._consumer, ""
        await self._unsubscribe()
        self.entries.clear()
        if consumer:
            with suppress(BrokerUnavailable):
                async with self._connection.using() as client:
                    await client.publish(f"$JS.API.CONSUMER.DELETE.{self._stream}.{consumer}", b"")

    async def _open(self, client: Client) -> None:
        await self._unsubscribe()
        name = f"reader-{uuid4().hex}"
        self._inbox, self._sequence, self._due = client.new_inbox(), 0, 0
        async with self._connection.using() as using:
            self._opened_on = using, using.stats["reconnects"]
            self._subscription = await subscribe(using, self._inbox, self._take)
        self._left = await create_consumer(self._connection, self._stream, name, self._subjects, self._next)
        self._consumer = name

    async def _unsubscribe(self) -> None:
        subscription, self._subscription = self._subscription, None
        if subscription is not None:
            # A closed connection has no subscriptions.
            with suppress(nats.errors.Error), passing_cancellation_on():
                await subscription.unsubscribe()

    async def _take(self, message: Msg) -> None:
        if message.subject == self._inbox and (status := status_of(message)):
            self._due = self._left = 0
            if status not in _NOTHING_YET:
                self._consumer = ""
        elif message.reply.startswith("$JS.ACK.") and self._consumer in message.reply:
            position, sequence, left = _numbers(message.reply)
            self._sequence += 1
            if sequence != self._sequence:  # one was lost on its way
                self._consumer, self._due = "", 0
            elif self._consumer:
                self._due -= 1
                self._left = left
                self._next = position + 1
                self.entries.append(Entry(position, message))
        self._arrived.set()


def _numbers(reply: str) -> tuple[int, int, int]:
    """A message's sequence in the stream and of the consumer, and how many there are after it.

    https://github.com/nats-io/nats-architecture-and-design/blob/main/adr/ADR-15.md#jsack (two formats)
    """
    parts = reply.split(".")
    at = 5 if len(parts) == 9 else 7
    return int(parts[at]), int(parts[at + 1]), int(parts[at + 3])
