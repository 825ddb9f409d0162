from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest

from tests.relay.kafka.mock import MockCluster, readable_mock


@pytest.fixture(scope="session")
def mock_cluster() -> Iterator[MockCluster]:
    """One mock cluster for all tests of this process."""
    cluster = MockCluster()
    yield cluster
    cluster.stop()


@pytest.fixture(autouse=True)
def _readable_mock() -> Iterator[None]:
    with readable_mock():
        yield


@pytest.fixture
def name() -> str:
    return f"t-{uuid4().hex}"
