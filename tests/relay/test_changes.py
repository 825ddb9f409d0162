"""A task that waits for a change of a relay sees one that comes before the wait has begun."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from cortex_async._core.timing.waiting import first_of
from cortex_async.relay import MemoryBroker
from cortex_async.relay.candidate import Candidate
from cortex_async.relay.repair.debt import Debt
from cortex_async.relay.settings import RelaySettings
from tests.realtime.live_caller import PlayedCaller
from tests.realtime.scripted import ManualClock, settle

SETTINGS = RelaySettings(
    types=(),
    name="one",
    since=None,
    lease=15,
    hold=30,
    give_up=600,
    resync=300,
    buffer_size=10,
    buffer_bytes=1000,
)


async def test_a_debt_that_is_paid_at_once_wakes_who_waits_for_it() -> None:
    debt = Debt(ManualClock(), lambda: None)
    debt.owe(1.0, certain=True)
    waiting = asyncio.ensure_future(first_of(debt.changed(), asyncio.Event().wait()))
    debt.paid(debt.number, 2.0)
    await settle()
    assert waiting.done()


async def test_a_phase_that_is_entered_at_once_wakes_who_waits_for_it() -> None:
    caller = PlayedCaller()
    broker = MemoryBroker()
    broker.available = False
    candidate = Candidate(caller, ("p",), broker, SETTINGS, caller.clock)
    running = asyncio.ensure_future(candidate.run())
    waiting = asyncio.ensure_future(candidate.changed())
    await settle()
    assert candidate.status.phase == "standby"
    assert waiting.done()
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
