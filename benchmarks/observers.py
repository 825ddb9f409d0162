"""What observers cost: ``GET`` of one small object over loopback, with and without them, and one event."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from functools import partial

from benchmarks.get import Call, many_calls
from benchmarks.harness import machine, server
from benchmarks.harness.measure import Comparison, Measure, Requirement, Samples, Settings, scaled
from benchmarks.harness.rounds import interleaved_async, timed_async
from cortex_async import CortexClient, Observer
from cortex_async.telemetry import CallEnded

CALLS = 500

WITHOUT, NOTHING, ENDS, EVERYTHING = (
    "no observer",
    "one that overrides nothing",
    "one that overrides call_ended",
    "one that overrides every method",
)


class Ends(Observer):
    """Listens to the end of calls, and does nothing about it."""

    def call_ended(self, ended: CallEnded) -> None:
        """Do nothing."""


class Everything(Observer):
    """Listens to everything, and does nothing about it."""


def _ignore(self: Observer, value: object) -> None:
    """Do nothing."""


for _name, _method in vars(Observer).items():
    if callable(_method):
        setattr(Everything, _name, _ignore)


def take(settings: Settings) -> list[Comparison]:
    machine.pin("client")
    with server.running() as base_url:
        samples = asyncio.run(_compare(base_url, settings))
    wanted = (
        Requirement(WITHOUT, at_most=1.05, subject=NOTHING),
        Requirement(WITHOUT, at_most=1.1, subject=ENDS),
        Requirement(WITHOUT, at_most=1.3, subject=EVERYTHING),
    )
    title = f"GET {len(server.SESSION)} bytes, one after the other"
    note = "the observers do nothing with what they get"
    return [Comparison(title, "us of processor time", samples, wanted, note)]


async def _compare(base_url: str, settings: Settings) -> Samples:
    observers = {WITHOUT: None, NOTHING: [Observer()], ENDS: [Ends()], EVERYTHING: [Everything()]}
    async with AsyncExitStack() as stack:
        amount, calls = settings.amount(CALLS), dict[str, Call]()
        for name, given in observers.items():
            client = CortexClient(base_url=base_url, api_key="key", observers=given)
            sessions = (await stack.enter_async_context(client)).project("proj_123").sessions
            calls[name] = lambda sessions=sessions: sessions.get("sess_1")
        seconds = await interleaved_async(
            {name: timed_async(partial(many_calls, call, amount, 1)) for name, call in calls.items()},
            settings.rounds,
        )
        return scaled(seconds, 1e6 / amount)


MEASURE = Measure("observers", "GET over loopback, observed", take, rounds=20)
