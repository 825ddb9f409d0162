"""A Redis server for tests, on a Unix socket. It can be stopped, killed, started again, and paused."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.suspending import suspend

needs_redis = pytest.mark.skipif(
    shutil.which("redis-server") is None, reason="no redis-server on this machine"
)


DURABLE = ("--appendonly", "yes", "--appendfsync", "no")
"""Arguments with which acknowledged writes survive ``kill``; a crash of the machine is not tested."""


class RedisServer:
    """A server that keeps nothing on disk.

    more: further arguments of ``redis-server``, e.g. ``DURABLE``.
    """

    def __init__(self, folder: str, *more: str) -> None:
        self.socket = str(Path(folder) / "redis.sock")
        self._folder = folder
        self._more = more
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"unix://{self.socket}"

    def start(self) -> None:
        place = ["--port", "0", "--unixsocket", self.socket, "--dir", self._folder]
        kept = ["--save", "", "--appendonly", "no"]
        self._process = subprocess.Popen(
            ["redis-server", *place, *kept, *self._more], stdout=subprocess.DEVNULL
        )
        self._wait_until_it_responds(self._process)

    def _wait_until_it_responds(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + 30
        while not self._responds():
            assert process.poll() is None, "redis-server did not start"
            assert time.monotonic() < deadline, "redis-server does not respond"
            time.sleep(0.01)

    def _responds(self) -> bool:
        """Whether it listens and has loaded its data."""
        with socket.socket(socket.AF_UNIX) as probe, suppress(OSError):
            probe.connect(self.socket)
            probe.sendall(b"PING\r\n")
            return probe.recv(100).startswith((b"+PONG", b"-NOAUTH"))
        return False

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(10)
            self._process = None

    def kill(self) -> None:
        """End it at once, as a crash does. Allowed if it has ended already."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    @contextmanager
    def paused(self) -> Generator[None]:
        """Stop the process without closing its connections."""
        assert self._process is not None
        suspend(self._process.pid)
        try:
            yield
        finally:
            self._process.send_signal(signal.SIGCONT)


@contextmanager
def redis_server(*more: str) -> Generator[RedisServer]:
    """Run a server, and stop it at the end."""
    with tempfile.TemporaryDirectory(prefix="cortex-redis") as folder:
        server = RedisServer(folder, *more)
        try:
            server.start()
            yield server
        finally:
            server.stop()
