"""What nobody listens to costs nothing, counted in bytecodes."""

from __future__ import annotations

import orjson
import pytest

from benchmarks.harness import networkless, payloads
from cortex_async import CortexClient, Observer
from cortex_async.telemetry import CallEnded, EventReceived, StreamOpened
from tests.bytecodes import count_calls


class Streams(Observer):
    """Listens, but to nothing that a call does."""

    def stream_opened(self, stream: StreamOpened) -> None:
        raise NotImplementedError

    def event_received(self, event: EventReceived) -> None:
        raise NotImplementedError


class Ends(Observer):
    def call_ended(self, ended: CallEnded) -> None:
        """Do nothing."""


async def bytecodes(*observers: Observer) -> int:
    async with CortexClient(base_url=networkless.ORIGIN, api_key="key", observers=list(observers)) as client:
        sessions = client.project("p1").sessions
        counted = await count_calls(lambda: sessions.get("s1"))
    return counted.bytecodes + counted.c_calls


@pytest.fixture(scope="module", autouse=True)
def network() -> object:
    with networkless.responding(orjson.dumps(payloads.session(1))):
        yield


async def test_a_call_costs_the_same_without_a_listener() -> None:
    without = await bytecodes()
    assert await bytecodes(Observer(), Observer()) == without
    assert await bytecodes(Streams()) == without
    # The comparison notices an observer that does listen.
    assert without < await bytecodes(Ends()) < 1.25 * without
