"""Clients of nats-py: the caller's, or our own for one event loop after the other."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from contextlib import suppress
from typing import Final, cast
from urllib.parse import SplitResult, urlsplit

import nats.errors
from nats.aio.client import Client

from cortex_async._core.arguments import wrong_type
from cortex_async._core.auth.single_flight import SingleFlight
from cortex_async._core.errors import ArgumentValueError, ConfigError
from cortex_async._core.http.loop_bound import LoopBound
from cortex_async._core.secrets.masking import hidden
from cortex_async._core.timing.clock import monotonic, time_limit
from cortex_async.relay.broker import BrokerUnavailable

_logger = logging.getLogger(__name__)

_EXPECTED: Final = "an address, a list of addresses, or a client of nats-py"
_PATIENCE: Final = 12
"""How many time limits a client has to be connected again."""
LOWEST: Final = (2, 12, 1)
"""The first server that knows both atomic batches and message ids in them."""


class Clients:
    """The caller's client, or one of our own for each event loop and process that come one after the other.

    place: addresses, or the caller's client, which is never closed.
    timeout: seconds for a connection.
    site: where the broker was constructed.

    Raises ``ArgumentError`` for anything else. The error shows no address, which may have a password in it.
    """

    def __init__(self, place: str | Sequence[str] | Client, timeout: float, site: str) -> None:
        self._given: Client | None = None
        self._own: LoopBound[_Own] | None = None
        if isinstance(place, Client):
            self._given = place
        else:
            servers = _addresses(place)
            self._own = LoopBound(lambda: _Own(servers, timeout), movable=True, site=site)
        self._closed = False

    async def get(self) -> Client:
        """Return the connected client.

        Raises ``BrokerUnavailable``, and ``ConfigError`` for wrong credentials and a server that is too old.
        """
        if self._closed:
            raise BrokerUnavailable("the connection to NATS was closed by this process")
        if self._own is not None:
            return await (await self._own.get()).connected()
        client = self._given
        if client is None or client.is_closed or not client.connected_url:
            raise BrokerUnavailable("NATS: the client is not connected")
        check_version(client)
        return client

    async def close(self) -> None:
        """Close our own connection. The caller's client stays open."""
        self._closed = True
        if self._own is not None:
            await self._own.aclose()


class _Own:
    """A client of our own, in one event loop.

    One that nats-py has closed is replaced, and so is one that does not come to be connected again: nats-py's
    attempts end for good with an error that it does not expect, e.g. in what a dying server has sent.
    """

    def __init__(self, servers: list[str], timeout: float) -> None:
        self._servers = servers
        self._timeout = timeout
        self._client: Client | None = None
        self._lost_at: float | None = None
        self._connecting: SingleFlight[Client] = SingleFlight(self._connect)
        self.closed: bool = False

    async def connected(self) -> Client:
        client = self._client
        if client is None or client.is_closed or self._has_given_up(client):
            return await self._connecting.result()
        return client

    def _has_given_up(self, client: Client) -> bool:
        if client.is_connected:
            self._lost_at = None
            return False
        if self._lost_at is None:
            self._lost_at = monotonic()
        return monotonic() - self._lost_at >= _PATIENCE * self._timeout

    async def aclose(self) -> None:
        self.closed = True
        client, self._client = self._client, None
        if client is not None and not client.is_closed:
            await client.close()

    def abandon(self) -> None:
        """The loop is closed, and nothing can be awaited any more."""
        self.closed = True

    async def _connect(self) -> Client:
        before, self._client, self._lost_at = self._client, None, None
        if before is not None and not before.is_closed:
            with suppress(nats.errors.Error, OSError):  # a time limit as well
                async with time_limit(self._timeout):
                    await before.close()
        client = await _connect(self._servers, self._timeout)
        try:
            check_version(client)
            if self.closed:
                raise BrokerUnavailable("the connection to NATS was closed by this process")
        except (ConfigError, BrokerUnavailable):
            await client.close()
            raise
        self._client = client
        return client


async def _connect(servers: list[str], timeout: float) -> Client:
    client, last = Client(), ""

    async def on_error(error: Exception) -> None:
        nonlocal last
        last = str(error) or type(error).__name__
        _logger.debug("NATS: %s", last)
        if not client.is_connected and _is_denied(last):
            raise _Denied  # ends connect(), which would try again

    try:
        async with time_limit(timeout):
            await client.connect(
                servers=servers,
                name="odin-cortex",
                error_cb=on_error,
                max_reconnect_attempts=-1,
                reconnect_time_wait=cast("int", 0.25),  # it is only compared and slept
                connect_timeout=max(1, round(timeout)),
                # After three pings without a response it connects anew: a network that drops packets reports
                # no error, and the default is to notice after six minutes.
                ping_interval=cast("int", timeout),  # it is only slept
                # What cannot be sent now must fail now, instead of going out when the lease has ended.
                pending_size=0,
            )
    except _Denied:
        raise ConfigError(f"NATS at {_shown(servers)} refused the credentials") from None
    except (nats.errors.Error, TimeoutError, OSError) as error:
        reason = last or str(error) or "no response"
        raise BrokerUnavailable(f"NATS at {_shown(servers)} cannot be reached: {reason}") from None
    finally:
        if not client.is_connected:
            with suppress(AttributeError):  # nats-py before 2.15, if it has never had a socket
                await client.close()
    return client


class _Denied(Exception):
    """The server has refused the credentials."""


def _is_denied(reason: str) -> bool:
    return "authorization" in reason.lower() or "authentication" in reason.lower()


def check_version(client: Client) -> None:
    """Raise ``ConfigError`` if the server of a connected client is too old."""
    # Its ``patch`` is always 0 in nats-py 2.9, and later ones raise for what is no semantic version.
    found = tuple(map(int, re.findall(r"\d+", repr(client.connected_server_version))[:3]))
    if found < LOWEST:
        needed, has = (".".join(map(str, one)) for one in (LOWEST, found))
        raise ConfigError(f"the NATS server must be {needed} or newer, this one is {has}")


def _addresses(servers: object) -> list[str]:
    """Return the addresses of servers. Raises ``ArgumentError``, which shows none."""
    every = cast("Sequence[object]", [servers] if isinstance(servers, str) else servers)
    if not isinstance(every, (list, tuple)) or not all(isinstance(one, str) for one in every):
        raise wrong_type("servers", _EXPECTED, servers)
    addresses = [hidden(one) for one in cast("Sequence[str]", every)]
    if not addresses or not all(map(_is_address, addresses)):
        raise ArgumentValueError(
            f"servers must be {_EXPECTED}, got one that is empty or cannot be parsed", parameter="servers"
        )
    return addresses


def _is_address(address: str) -> bool:
    try:
        parts = _parsed(address)
        host, _ = parts.hostname or "", parts.port  # raises for one that is no number
    except ValueError:
        return False
    # What follows an @ in the rest is the host: the password has a character that must not be in it.
    return host != "" and "," not in host and "@" not in f"{parts.path}{parts.query}{parts.fragment}"


def _shown(servers: list[str]) -> str:
    """Addresses without credentials."""
    return ", ".join(_parsed(one).netloc.rpartition("@")[2] for one in servers)


def _parsed(address: str) -> SplitResult:
    return urlsplit(address if "//" in address else f"//{address}")
