from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.lifecycle.hanging import Hanging
from tests.sync.loopback import Loopback


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as server:
        yield server


@pytest.fixture
def hanging() -> Iterator[Hanging]:
    with Hanging() as server:
        yield server
