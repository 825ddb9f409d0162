from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.generator.exchange import Wire, serving


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    async with serving() as server:
        yield server
