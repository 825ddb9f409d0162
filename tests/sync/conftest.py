from __future__ import annotations

from collections.abc import Iterator

import pytest

from cortex_sync.runner import Runner


async def _nothing_to_close() -> None:
    return None


@pytest.fixture
def runner() -> Iterator[Runner]:
    runner = Runner(_nothing_to_close)
    yield runner
    runner.close()
