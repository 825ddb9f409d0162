"""The brokers of kill tests: servers that can be killed and started again, and clients for them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from cortex_async.relay.service.brokers import Broker
from tests.redis_server import DURABLE, RedisServer, redis_server
from tests.relay.nats.server import Server

PARTITIONS = 8
KINDS = ("redis", "nats")


class BrokerServer(Protocol):
    """A broker's process. address: a port or the path of a socket."""

    @property
    def address(self) -> int | str: ...

    def start(self) -> None: ...

    def kill(self) -> None: ...


class _Redis:
    def __init__(self, server: RedisServer) -> None:
        self._server = server
        self.address = server.socket
        self.start = server.start
        self.kill = server.kill


class _Nats:
    def __init__(self, server: Server) -> None:
        self._server = server
        self.address = server.port
        self.kill = server.stop

    def start(self) -> None:
        self._server.start()
        asyncio.run(self._server.ready())


@contextmanager
def broker_server(kind: str, folder: Path) -> Iterator[BrokerServer]:
    """Run a broker that survives being killed, and stop it at the end."""
    if kind == "redis":
        with redis_server(*DURABLE) as found:
            yield _Redis(found)
        return
    server = Server(folder)
    server.start()
    try:
        yield _Nats(server)
    finally:
        server.stop()


def client(kind: str, port: int, timeout: float) -> Broker:
    """A client of a broker that keeps everything. timeout: less than leases last."""
    if kind == "nats":
        from cortex_async.relay.nats import JetStream

        return JetStream(f"nats://127.0.0.1:{port}", partitions=PARTITIONS, timeout=timeout)
    from cortex_async.relay.redis import RedisStreams

    url = f"redis://127.0.0.1:{port}"
    return RedisStreams(url, partitions=PARTITIONS, max_length=10**8, timeout=timeout)
