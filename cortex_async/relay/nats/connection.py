"""One connection to NATS: made when it is first needed, and with errors of this package."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any, Final, cast
from urllib.parse import urlsplit

import nats.errors
import orjson
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription

from cortex_async._core.errors import ConfigError
from cortex_async._core.timing.clock import time_limit
from cortex_async.relay.broker import BrokerUnavailable
from cortex_async.relay.nats.responses import Refusal, read, status_of

_logger = logging.getLogger(__name__)

LOWEST: Final = (2, 12, 1)
"""The first server that knows both atomic batches and message ids in them."""

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

    place: addresses, or the caller's client, which is never closed.
    timeout: seconds for a connection, and for each response.
    """

    def __init__(self, place: str | Sequence[str] | Client, timeout: float) -> None:
        self._place = place
        self.timeout = timeout
        self._client: Client | None = None
        self._connecting: asyncio.Lock = asyncio.Lock()
        self._closed = False

    async def client(self) -> Client:
        """The connected client.

        Raises ``BrokerUnavailable``, and ``ConfigError`` for wrong credentials and a server that is too old.
        """
        client = self._client
        if client is not None and not client.is_closed:
            return client
        async with self._connecting:
            if self._closed:
                raise BrokerUnavailable("the connection to NATS was closed by this process")
            if self._client is None or self._client.is_closed:
                place = self._place
                client = place if isinstance(place, Client) else await self._connect(place)
                if client.is_closed or not client.connected_url:
                    raise BrokerUnavailable("NATS: the client is not connected")
                try:
                    _check_version(client)
                except ConfigError:
                    if client is not place:
                        await client.close()
                    raise
                self._client = client
            return self._client

    @asynccontextmanager
    async def using(self) -> AsyncGenerator[Client]:
        """The connected client. What it raises while the block runs becomes ``BrokerUnavailable``."""
        client = await self.client()
        try:
            yield client
        except nats.errors.NoRespondersError:
            raise BrokerUnavailable(
                "NATS: nobody responds. JetStream is off, the stream is gone, or the cluster elects its leader"
            ) from None
        except _NO_RESPONSE as error:
            state = (
                f"no response within {self.timeout:g} s"
                if isinstance(error, TimeoutError)
                else "no connection"
            )
            raise BrokerUnavailable(f"NATS: {state}") from error

    async def request(self, subject: str, body: bytes, headers: Mapping[str, str] | None = None) -> bytes:
        """The response to a message. Raises ``BrokerUnavailable``."""
        async with self.using() as client:
            given = dict(headers) if headers else None
            return (await client.request(subject, body, timeout=self.timeout, headers=given)).data

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

    async def close(self) -> None:
        """Close the connection, unless it is the caller's."""
        self._closed = True
        client, self._client = self._client, None
        if client is not None and client is not self._place and not client.is_closed:
            await client.close()

    async def _connect(self, servers: str | Sequence[str]) -> Client:
        client, last = Client(), ""

        async def on_error(error: Exception) -> None:
            nonlocal last
            last = str(error) or type(error).__name__
            _logger.debug("NATS: %s", last)
            if not client.is_connected and _is_denied(last):
                raise _Denied  # ends connect(), which would try again

        try:
            async with time_limit(self.timeout):
                await client.connect(
                    servers=servers if isinstance(servers, str) else list(servers),
                    name="odin-cortex",
                    error_cb=on_error,
                    max_reconnect_attempts=-1,
                    reconnect_time_wait=cast("int", 0.25),  # it is only compared and slept
                    connect_timeout=max(1, round(self.timeout)),
                    # What cannot be sent now must fail now, instead of going out when the lease has ended.
                    pending_size=0,
                )
        except _Denied:
            raise ConfigError(f"NATS at {_shown(servers)} refused the credentials") from None
        except (nats.errors.Error, *_NO_RESPONSE) as error:
            reason = last or str(error) or "no response"
            raise BrokerUnavailable(f"NATS at {_shown(servers)} cannot be reached: {reason}") from None
        finally:
            if not client.is_connected:
                with suppress(AttributeError):  # nats-py before 2.15, if it has never had a socket
                    await client.close()
        return client


class _Denied(Exception):
    """The server has refused the credentials."""


async def subscribe(
    client: Client, subject: str, callback: Callable[[Msg], Awaitable[None]] | None = None
) -> Subscription:
    """Subscribe to a subject. The client's own method has a parameter whose type is not complete."""
    method = cast("Callable[..., Awaitable[Subscription]]", client.subscribe)  # pyright: ignore[reportUnknownMemberType]
    return await method(subject, cb=callback)


def _is_denied(reason: str) -> bool:
    return "authorization" in reason.lower() or "authentication" in reason.lower()


def _check_version(client: Client) -> None:
    # Its ``patch`` is always 0 in nats-py 2.9, and later ones raise for what is no semantic version.
    found = tuple(map(int, re.findall(r"\d+", repr(client.connected_server_version))[:3]))
    if found < LOWEST:
        needed, has = (".".join(map(str, one)) for one in (LOWEST, found))
        raise ConfigError(f"the NATS server must be {needed} or newer, this one is {has}")


def _shown(servers: str | Sequence[str]) -> str:
    """Addresses without credentials."""
    every = servers.split(",") if isinstance(servers, str) else servers
    parts = [urlsplit(one.strip() if "//" in one else f"//{one.strip()}") for one in every]
    return ", ".join(one.netloc.rpartition("@")[2] for one in parts)
