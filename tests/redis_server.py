"""A Redis server for tests, on a Unix socket. It can be stopped, started again, and paused."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

needs_redis = pytest.mark.skipif(
    shutil.which("redis-server") is None, reason="no redis-server on this machine"
)


class RedisServer:
    """A server that keeps nothing on disk. ``more``: further arguments of ``redis-server``."""

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
        self._wait_until_it_listens(self._process)

    def _wait_until_it_listens(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + 10
        while True:
            with socket.socket(socket.AF_UNIX) as probe:
                try:
                    probe.connect(self.socket)
                except OSError:
                    assert process.poll() is None, "redis-server did not start"
                    assert time.monotonic() < deadline, "redis-server does not listen"
                    time.sleep(0.01)
                else:
                    return

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(10)
            self._process = None

    @contextmanager
    def paused(self) -> Generator[None]:
        """Stop the process without closing its connections."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._process.send_signal(signal.SIGCONT)


@contextmanager
def redis_server(*more: str) -> Generator[RedisServer]:
    """Run a server, and stop it at the end."""
    with tempfile.TemporaryDirectory(prefix="cortex-redis") as folder:
        server = RedisServer(folder, *more)
        server.start()
        try:
            yield server
        finally:
            server.stop()
