"""Live views of one project: cost of an event with one view and with 1,000, and delay until ``on_change``."""

from __future__ import annotations

import asyncio
import statistics
import time
from contextlib import AsyncExitStack
from functools import partial

import aiohttp
from attrs import field, frozen

from benchmarks.harness import crowd, machine, server, without_sdk
from benchmarks.harness.measure import Comparison, Measure, Requirement, Settings, picked
from benchmarks.harness.rounds import interleaved_async, timed_async
from cortex_async import CortexClient
from cortex_async.live import Change, Modified
from cortex_async.models import Session

VIEWS = 1_000
RATE = 2_000
EVENTS = 2_000

ONE, MANY = "one view", "1,000 views"
ONE_IDLE, MANY_IDLE = "one view, of another session", "1,000 views, of other sessions"
_UNIT = "us of processor time per event"
PACED = f"{RATE:,} events/s, each in a write of its own"


def take(settings: Settings) -> list[Comparison]:
    machine.pin("client")
    with server.running() as base_url:
        of_one_or_many = asyncio.run(_compare(base_url, settings))
        return [*of_one_or_many, *asyncio.run(crowd.compare(base_url, settings))]


async def _compare(base_url: str, settings: Settings) -> list[Comparison]:
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(aiohttp.ClientSession())
        audiences = [
            Audience(ONE, session, f"{base_url}/api/projects/steady-one", 1),
            Audience(MANY, session, f"{base_url}/api/projects/steady-many", VIEWS),
        ]
        for audience in audiences:
            await audience.open(stack, base_url)
        await without_sdk.listen(stack, session, base_url)
        count = settings.amount(EVENTS)
        heard = await interleaved_async(
            {audience.name: partial(_heard, audience, count) for audience in audiences}, settings.rounds
        )
        least = await interleaved_async(
            {
                name: partial(
                    _microseconds, Audience(name, session, f"{base_url}/api/projects/{project}", 1), count, 0
                )
                for name, project in without_sdk.PROJECTS.items()
            },
            settings.rounds,
        )
    note = f"session.updated, {PACED}: the least that views over aiohttp can take"
    return [*_costs(heard), Comparison("events without the SDK", _UNIT, least, (), note), _delays(heard)]


def _costs(heard: dict[str, list[Heard]]) -> list[Comparison]:
    concerned = picked(heard, lambda one: one.concerned)
    idle = picked({ONE_IDLE: heard[ONE], MANY_IDLE: heard[MANY]}, lambda one: one.idle)
    return [
        Comparison(
            "events that concern one view each",
            _UNIT,
            concerned,
            (
                Requirement(ONE, at_most=2, subject=MANY),
                *(Requirement(None, at_most=25, subject=name) for name in (ONE, MANY)),
            ),
            f"session.updated, {PACED}; the one view gets all of them, each of the {VIEWS:,} a part",
        ),
        Comparison(
            "events that concern no view",
            _UNIT,
            idle,
            (
                Requirement(ONE_IDLE, at_most=1.25, subject=MANY_IDLE),
                *(Requirement(None, at_most=12, subject=name) for name in (ONE_IDLE, MANY_IDLE)),
            ),
            f"{PACED}: views that an event does not concern cost nothing",
        ),
    ]


def _delays(heard: dict[str, list[Heard]]) -> Comparison:
    samples = {
        f"{name}, p{percent}": [statistics.quantiles(one.delays, n=100)[percent - 1] * 1000 for one in rounds]
        for name, rounds in heard.items()
        for percent in (50, 99)
    }
    return Comparison("event sent to on_change called", "ms", samples, (), f"loopback, {PACED}")


@frozen
class Heard:
    """One round of an audience: microseconds of processor time per event that concerns a view and that
    concerns none, and the seconds from the server's write of each event to the call of ``on_change``.
    """

    concerned: float
    idle: float
    delays: list[float]


@frozen
class Audience:
    """A number of views of one project, each of another session. delays: of the latest events."""

    name: str
    http: aiohttp.ClientSession
    project_url: str
    views: int
    delays: list[float] = field(factory=list[float])

    async def open(self, stack: AsyncExitStack, base_url: str) -> None:
        client = await stack.enter_async_context(CortexClient(base_url=base_url, api_key="key"))
        sessions = client.project(self.project_url.rpartition("/")[2]).sessions
        for number in range(self.views):
            view = await stack.enter_async_context(sessions.watch(f"sess_{number}", resync=0))
            view.on_change(self._changed)
        # Responses are dated to the second, so events soon after one may cause a request. Only the first
        # event does.
        await self.events(self.views, 0, self.views)

    def _changed(self, change: Change[Session]) -> None:
        now = time.monotonic()
        assert isinstance(change, Modified)
        self.delays.append(now - float(change.new.title))

    async def events(self, count: int, first: int, sessions: int) -> None:
        """Make the server send ``count`` events. Returns shortly after the last of them."""
        self.delays.clear()
        async with self.http.get(f"{self.project_url}/begin/{count}/{RATE}/{first}/{sessions}") as response:
            await response.read()
        await asyncio.sleep(count / RATE + 0.1)


async def _heard(audience: Audience, count: int) -> Heard:
    """Events that concern a view, then events that concern none."""
    concerned, delays = await _microseconds(audience, count, 0), audience.delays.copy()
    assert len(delays) == count, audience.name
    idle = await _microseconds(audience, count, VIEWS)
    assert not audience.delays, audience.name
    return Heard(concerned, idle, delays)


async def _microseconds(audience: Audience, count: int, first: int) -> float:
    seconds = await timed_async(partial(audience.events, count, first, audience.views))()
    return seconds / count * 1e6


MEASURE = Measure("views", "live views", take, quick=Settings(scale=0.1))
