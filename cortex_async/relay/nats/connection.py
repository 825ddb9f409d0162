"""Requests to NATS, with time limits and errors of this package."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any, cast

import nats.errors
import orjson
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription

from cortex_async._core.runtime.swallowed import passing_cancellation_on
from cortex_async.relay.broker import BrokerUnavailable
from cortex_async.relay.nats.clients import Clients
from cortex_async.relay.nats.responses import Refusal, read, status_of

_NO_RESPONSE = (
    nats.errors.TimeoutError,
    nats.errors.NoRespondersError,
    nats.errors.ConnectionClosedError,
    nats.errors.ConnectionDrainingError,
    nats.errors.OutboundBufferLimitError,
    nats.errors.StaleConnectionError,
    nats.errors.NoServersError,
    TimeoutError,
    OSError,
)


class Connection:
    """A connection to NATS.

    timeout: seconds for each response.
    """

    def __init__(self, clients: Clients, timeout: float) -> None:
        self._clients = clients
        self.timeout = timeout

    async def client(self) -> Client:
        """The connected client.

        Raises ``BrokerUnavailable``, and ``ConfigError`` for wrong credentials and a server that is too old.
        """
        return await self._clients.get()

    @asynccontextmanager
    async def using(self) -> AsyncGenerator[Client]:
        """The connected client. What it raises while the block runs becomes ``BrokerUnavailable``."""
        client = await self.client()
        try:
            with passing_cancellation_on():
                yield client
        except _NO_RESPONSE as error:
            raise self._unavailable(error) from error

    async def request(self, subject: str, body: bytes, headers: Mapping[str, str] | None = None) -> bytes:
        """The response to a message. Raises ``BrokerUnavailable``."""
        client = await self.client()
        given = dict(headers) if headers else None
        try:
            with passing_cancellation_on():
                return (await client.request(subject, body, timeout=self.timeout, headers=given)).data
        except _NO_RESPONSE as error:
            raise self._unavailable(error) from error

    async def call(self, name: str, body: object = None) -> dict[str, Any] | Refusal:
        """The response of JetStream's API, e.g. ``STREAM.INFO.cortex``. Raises ``BrokerUnavailable``."""
        return read(await self.request(f"$JS.API.{name}", b"" if body is None else orjson.dumps(body)))

    async def call_for_many(self, name: str, body: object) -> list[Msg]:
        """The messages that JetStream's API responds with before its last, empty one."""
        async with self.using() as client:
            inbox = client.new_inbox()
            found: list[Msg] = []
            subscription = await subscribe(client, inbox)
            try:
                await client.publish(f"$JS.API.{name}", orjson.dumps(body), reply=inbox)
                while not (status := status_of(message := await subscription.next_msg(self.timeout))):
                    found.append(message)
            finally:
                if not client.is_closed:
                    await subscription.unsubscribe()
        if status not in {"204", "404"}:
            raise BrokerUnavailable(f"NATS has refused to read: status {status}")
        return found

    def _unavailable(self, error: Exception) -> BrokerUnavailable:
        if isinstance(error, nats.errors.NoRespondersError):
            return BrokerUnavailable(
                "NATS: nobody responds. JetStream is off, the stream is gone, or the cluster elects its leader"
            )
        is_late = isinstance(error, TimeoutError)
        return BrokerUnavailable(
            f"NATS: {f'no response within {self.timeout:g} s' if is_late else 'no connection'}"
        )

    async def close(self) -> None:
        """Close the connection, unless it is the caller's."""
        await self._clients.close()


async def subscribe(
    client: Client, subject: str, callback: Callable[[Msg], Awaitable[None]] | None = None
) -> Subscription:
    """Subscribe to a subject. The client's own method has a parameter whose type is not complete."""
    method = cast("Callable[..., Awaitable[Subscription]]", client.subscribe)  # pyright: ignore[reportUnknownMemberType]
    return await method(subject, cb=callback)
