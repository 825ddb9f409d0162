"""librdkafka's mock of a Kafka cluster, in a process of its own on loopback.

It is a mock of the protocol, not a broker. It has no controller, does not fence a transactional id, shows
the records of aborted transactions, and answers a read that waits only when its time is over.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager

import pytest

from cortex_async.relay.kafka import connection
from tests.suspending import suspend

_PROGRAM = """
import sys
from confluent_kafka import Producer
mock = Producer({"bootstrap.servers": "mock:1", "test.mock.num.brokers": 1, "log_level": 0})
(broker,) = mock.list_topics(timeout=10).brokers.values()
print(f"{broker.host}:{broker.port}", flush=True)
sys.stdin.read()
"""


class MockCluster:
    """One server. New topics have four partitions."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout is not None
        self.address: str = self._process.stdout.readline().strip()
        assert self.address, "the mock cluster has not started"

    @property
    def url(self) -> str:
        return f"kafka://{self.address}"

    def freeze(self) -> None:
        """Let it respond to nothing until ``thaw``."""
        suspend(self._process.pid)

    def thaw(self) -> None:
        os.kill(self._process.pid, signal.SIGCONT)

    def stop(self) -> None:
        self._process.kill()
        self._process.communicate()


@contextmanager
def readable_mock() -> Generator[None]:
    """Read as the mock needs it: it does not end a waiting read when records come, and its markers have a wrong CRC."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setitem(connection.READING, "fetch_max_wait_ms", 5)
        patched.setitem(connection.READING, "check_crcs", False)
        yield
