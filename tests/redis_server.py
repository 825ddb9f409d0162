"""A Redis server of a test's own: a real one, on a free port of the loopback interface."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

needs_redis = pytest.mark.skipif(
    shutil.which("redis-server") is None, reason="no redis-server on this machine"
)

_START = 20.0
"""Seconds after which the server counts as not starting."""


class RedisServer:
    """A server with its own folder, whose acknowledged writes survive ``kill``.

    settings: of redis-server, e.g. ``{"maxmemory": "10mb"}``.
    """

    def __init__(self, folder: str, settings: dict[str, str] | None = None) -> None:
        self._folder = folder
        self._settings = {"appendonly": "yes", "appendfsync": "no", **(settings or {})}
        self._process: subprocess.Popen[bytes] | None = None
        self.port: int = _free_port()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        settings = {
            "bind": "127.0.0.1",
            "port": str(self.port),
            "dir": self._folder,
            "save": "",
            **self._settings,
        }
        arguments = [part for name, value in settings.items() for part in (f"--{name}", value)]
        self._process = subprocess.Popen(["redis-server", *arguments], stdout=subprocess.DEVNULL)
        end = time.monotonic() + _START
        while not self._responds():
            assert self._process.poll() is None, "redis-server did not start"
            assert time.monotonic() < end, "redis-server does not respond"
            time.sleep(0.005)

    def kill(self) -> None:
        """End it at once, as a crash does. Allowed if it has ended already."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    @contextmanager
    def suspended(self) -> Iterator[None]:
        """Stop it from running, as a machine that hangs does: connections stay open and nothing responds."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._process.send_signal(signal.SIGCONT)

    def _responds(self) -> bool:
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1) as probe:
            probe.sendall(b"PING\r\n")
            return probe.recv(100) == b"+PONG\r\n"
        return False


@contextmanager
def redis_server(settings: dict[str, str] | None = None) -> Iterator[RedisServer]:
    """A running server."""
    with tempfile.TemporaryDirectory(prefix="cortex-redis") as folder:
        server = RedisServer(folder, settings)
        try:
            server.start()
            yield server
        finally:
            server.kill()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
