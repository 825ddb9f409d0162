from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest

from cortex_async.relay.kafka import connection
from tests.relay.kafka.mock import MockCluster


@pytest.fixture(scope="session")
def mock_cluster() -> Iterator[MockCluster]:
    """One mock cluster for all tests of this process."""
    cluster = MockCluster()
    yield cluster
    cluster.stop()


@pytest.fixture(autouse=True)
def _readable_mock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The mock does not end a waiting read when records come, and its markers have a wrong CRC."""
    monkeypatch.setitem(connection.READING, "fetch_max_wait_ms", 5)
    monkeypatch.setitem(connection.READING, "check_crcs", False)


@pytest.fixture
def name() -> str:
    return f"t-{uuid4().hex}"
