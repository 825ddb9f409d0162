"""The servers that pieces of code connect to, besides the emulator: Redis and NATS."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

import pytest

from tests.redis_server import redis_server
from tests.relay.nats.server import PROGRAM, Server


@contextmanager
def _redis() -> Generator[str]:
    if shutil.which("redis-server") is None:
        pytest.skip("no redis-server on this machine")
    with redis_server() as server:
        yield server.url


@contextmanager
def _nats() -> Generator[str]:
    if not PROGRAM.exists():
        pytest.skip("no nats-server on this machine")
    with tempfile.TemporaryDirectory(prefix="cortex-nats") as folder:
        server = Server(Path(folder))
        server.start()
        try:
            yield server.url
        finally:
            server.stop()


_SERVERS: Final = {
    re.compile(r"redis://localhost(:6379/0)?"): _redis,
    re.compile(r"nats://127\.0\.0\.1:4222"): _nats,
}
"""The addresses that pieces write, and what runs a server for them."""


class Servers:
    """Servers that are started when a piece first needs them."""

    def __init__(self) -> None:
        self._running: dict[re.Pattern[str], str] = {}
        self._stack = ExitStack()

    def connected(self, code: str) -> str:
        """The code with the addresses of servers that run."""
        for address, start in _SERVERS.items():
            if address.search(code):
                if address not in self._running:
                    self._running[address] = self._stack.enter_context(start())
                code = address.sub(self._running[address], code)
        return code

    def stop(self) -> None:
        self._stack.close()
