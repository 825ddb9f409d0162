"""Thousands of live views of one project: entering them, their memory, and a change among them."""

from __future__ import annotations

import asyncio
import gc
import time
import tracemalloc
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from functools import partial
from itertools import count
from operator import itemgetter

import aiohttp
from attrs import frozen

from benchmarks.harness import growing
from benchmarks.harness.measure import Comparison, Requirement, Settings, picked
from benchmarks.harness.rounds import interleaved_async
from cortex_async import CortexClient, models
from cortex_async.client import CORTEX
from cortex_async.live import LiveCollection
from cortex_async.models import MessageCreatedEventData
from cortex_async.resources.sessions import Sessions

FEW, MANY = 2_000, 20_000
TRACED = 1_000
ROWS = 10_000
RATE = 1_000
CHANGES = 2_000
ENTERING = 50
"""Views that are entered at the same time."""

View = LiveCollection[MessageCreatedEventData]


async def compare(base_url: str, settings: Settings) -> list[Comparison]:
    crowds = {f"{size:,} views": Crowd(base_url, settings.amount(size)) for size in (FEW, MANY)}
    many = list(crowds)[-1]
    taken = await interleaved_async(
        {name: partial(crowd.round, settings.amount(CHANGES)) for name, crowd in crowds.items()},
        settings.rounds,
        warm_up=False,
    )
    weighed = await interleaved_async(
        {
            "view": Crowd(base_url, settings.amount(TRACED)).held,
            "row": partial(_bytes_besides_objects, settings.amount(ROWS)),
        },
        settings.rounds,
        warm_up=False,
    )
    return [
        Comparison(
            "entering a view",
            "us of CPU each",
            picked(taken, itemgetter(0)),
            (Requirement(None, at_most=200, subject=many),),
            f"watch_messages, its request included; {ENTERING} at a time",
        ),
        Comparison(
            "a message for one of the views",
            "us of CPU each",
            picked(taken, itemgetter(1)),
            (Requirement(next(iter(crowds)), at_most=1.15, subject=many),),
            f"{RATE:,} messages/s, each in a write of its own, to the views in turn",
        ),
        Comparison(
            "memory of a view",
            "KiB each",
            {"traced": [one / 1024 for one in weighed["view"]]},
            (Requirement(None, at_most=6, subject="traced"),),
            "an empty list, entered, without readers",
        ),
        Comparison(
            "memory of a row besides its object",
            "bytes each",
            {"traced": weighed["row"]},
            (Requirement(None, at_most=600, subject="traced"),),
            f"{ROWS:,} sessions, after a look at the value",
        ),
    ]


_projects = count()


@frozen
class Crowd:
    """A number of views of one project, each of the messages of another session."""

    base_url: str
    size: int

    async def round(self, changes: int) -> tuple[float, float]:
        """Microseconds of processor time to enter a view, and for each change."""
        project = f"steady-messages{next(_projects)}"
        begun = time.process_time()
        async with self._entered(project) as views:
            entered = (time.process_time() - begun) / self.size
            gc.collect()
            url = f"{self.base_url}/api/projects/{project}/begin/{changes}/{RATE}/0/{self.size}"
            async with aiohttp.ClientSession() as http:
                begun = time.process_time()
                async with http.get(url) as response:
                    await response.read()
                await asyncio.sleep(changes / RATE + 0.2)
                changed = (time.process_time() - begun) / changes
            seen = sum(len(view.value) for view in views)
            assert seen == changes, (seen, changes)
        return entered * 1e6, changed * 1e6

    async def held(self) -> float:
        """Bytes of each view, with its part of the client and its connections."""
        tracemalloc.start()
        try:
            async with self._entered(f"steady-messages{next(_projects)}"):
                gc.collect()
                return tracemalloc.get_traced_memory()[0] / self.size
        finally:
            tracemalloc.stop()

    @asynccontextmanager
    async def _entered(self, project: str) -> AsyncGenerator[list[View]]:
        async with CortexClient(base_url=self.base_url, api_key="key") as client:
            sessions = client.project(project).sessions
            views = [sessions.watch_messages(f"sess_{number}", resync=0) for number in range(self.size)]
            waiting = iter(views)

            async def enter() -> None:
                for view in waiting:
                    await view.__aenter__()

            try:
                await asyncio.gather(*(enter() for _ in range(ENTERING)))
                yield views
            finally:
                await asyncio.gather(*(view.aclose() for view in views))


async def _bytes_besides_objects(size: int) -> float:
    body = growing.sessions(size)
    project = growing.Project(lambda _: body)
    kind: type[list[models.Session]] = list[models.Session]
    tracemalloc.start()
    try:
        objects = CORTEX.codec.decode(body, kind)
        held = tracemalloc.get_traced_memory()[0]
        del objects
        gc.collect()
        before = tracemalloc.get_traced_memory()[0]
        async with Sessions(project.caller, project.bound).watch(resync=0) as view:
            assert len(view.value) == size
            gc.collect()
            return (tracemalloc.get_traced_memory()[0] - before - held) / size
    finally:
        tracemalloc.stop()
