"""Updates of an archive from an emulator: what a message costs in a small project and in a large one."""

from __future__ import annotations

import asyncio
import tempfile
import time
from functools import partial

from benchmarks.harness import large_projects
from benchmarks.harness.measure import Comparison, Requirement, Settings, picked
from benchmarks.harness.rounds import interleaved_async
from cortex_async import CortexClient
from cortex_async.archives import Archive

SESSIONS = (50, 100, 500)
MESSAGES = 100
LINEAR = 1.2


def updates(settings: Settings) -> list[Comparison]:
    sizes = [settings.amount(size) for size in SESSIONS]
    with large_projects.running(sizes, MESSAGES) as found:
        projects = {f"{size * MESSAGES:,}": access for size, access in zip(sizes, found, strict=True)}
        spent = asyncio.run(
            interleaved_async(
                {size: partial(_update, access) for size, access in projects.items()}, settings.rounds
            )
        )
    smallest, *_, largest = projects
    wanted = (Requirement(smallest, at_most=LINEAR, subject=largest),)
    note = f"{MESSAGES} messages in each session, WebVTT; `make archive-soak` takes a million, in each layout"
    return [
        Comparison(
            "an update with so many messages, time of each",
            "us of CPU",
            picked(spent, lambda one: one[0]),
            wanted,
            note,
        ),
        Comparison(
            "an update that finds nothing new, time of each message",
            "us of CPU",
            picked(spent, lambda one: one[1]),
            wanted,
            note,
        ),
    ]


async def _update(access: large_projects.Access) -> tuple[float, float]:
    """Microseconds per message of the first update, and of a second one."""
    with tempfile.TemporaryDirectory(prefix="benchmark-archive-") as folder:
        archive = Archive(folder, formats=("vtt",))
        async with CortexClient(base_url=access.base_url, api_key=access.api_key) as client:
            project = client.project(access.project_id)
            begun = time.process_time()
            report = await archive.update(project)
            first = time.process_time()
            again = await archive.update(project)
            second = time.process_time()
    assert (again.changed, report.new) == (0, report.messages // MESSAGES)
    return (first - begun) / report.messages * 1e6, (second - first) / report.messages * 1e6
