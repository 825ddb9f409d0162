"""A NATS server in a process of its own, on loopback and with its files in a folder."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.ports import free_port
from tests.suspending import suspend

PROGRAM = Path(sys.executable).with_name("nats-server")

# A reconnect of nats-py (2.16) that fails after the connection was made, e.g. because the server ends then,
# does not close it: TcpTransport.connect replaces it. Its StreamWriter closes it when it is collected.
LOSES_SOCKETS = pytest.mark.filterwarnings(
    "ignore:Exception ignored in.*(_SelectorTransport|StreamWriter|socket):pytest.PytestUnraisableExceptionWarning"
)


class Server:
    """A NATS server, which can be stopped and started again with what it has stored.

    settings: further lines of its configuration.
    """

    def __init__(self, folder: Path, settings: Sequence[str] = ()) -> None:
        self.port = free_port()
        self._config = folder / "nats.conf"
        lines = [
            f"listen: 127.0.0.1:{self.port}",
            f"jetstream: {{store_dir: {folder / 'store'}}}",
            "max_payload: 2MB",
            *settings,
        ]
        self._config.write_text("\n".join(lines), "utf-8")
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"nats://127.0.0.1:{self.port}"

    def start(self) -> None:
        self._process = subprocess.Popen(
            [PROGRAM, "--config", self._config], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    async def ready(self) -> None:
        """Wait until the server accepts connections."""
        for _ in range(1000):
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", self.port)
            except OSError:
                await asyncio.sleep(0.01)
            else:
                writer.close()
                return
        raise AssertionError("the NATS server does not start")

    def stop(self) -> None:
        """Kill the server, as a crash does."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()

    def freeze(self) -> None:
        assert self._process is not None
        suspend(self._process.pid)

    def thaw(self) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)


@asynccontextmanager
async def cluster(folder: Path, count: int = 3) -> AsyncGenerator[list[Server]]:
    """Servers that store everything together."""
    ports = [free_port() for _ in range(count)]
    routes = ", ".join(f"nats://127.0.0.1:{port}" for port in ports)
    servers = []
    for number, port in enumerate(ports):
        (folder / str(number)).mkdir()
        together = f"cluster: {{name: c, listen: 127.0.0.1:{port}, routes: [{routes}]}}"
        servers.append(Server(folder / str(number), [f"server_name: s{number}", together]))
    try:
        for server in servers:
            server.start()
        yield servers
    finally:
        for server in servers:
            server.stop()
