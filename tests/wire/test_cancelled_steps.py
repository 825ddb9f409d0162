"""Calls, streams and live views that are cancelled at any step end as cancelled, and leave no task behind."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

import pytest

from cortex_async import CortexClient, Retry
from cortex_async.emulator import Emulator, ThreadedEmulator
from cortex_async.project import ProjectScope
from tests.cancelling import steps_that_lose_it


@pytest.fixture(scope="module")
def emulator() -> Iterator[ThreadedEmulator]:
    with Emulator.in_thread() as emulator:
        emulator.faults.always("listParticipants", status=503)
        yield emulator


@pytest.fixture
async def project(emulator: ThreadedEmulator) -> AsyncIterator[ProjectScope]:
    policy = Retry(attempts=5, base=0.0001, cap=0.0001)
    async with CortexClient(base_url=emulator.base_url, api_key=emulator.api_key, retry=policy) as client:
        yield client.project(emulator.project_id)


async def call(project: ProjectScope) -> None:
    await project.sessions.list()


async def repeated_call(project: ProjectScope) -> None:
    await project.participants.list()


async def endless_calls(project: ProjectScope) -> None:
    while True:
        await project.sessions.list()


async def stream(project: ProjectScope) -> None:
    async with project.events.stream() as stream:
        await stream.ready()


async def view(project: ProjectScope) -> None:
    async with project.sessions.watch():
        pass


async def wait(project: ProjectScope) -> None:
    await project.events.wait_for(
        "session.*", after=lambda: project.sessions.create(title="x", external_room_id="y")
    )


@pytest.mark.parametrize("work", [call, repeated_call, endless_calls, stream, view, wait])
async def test_what_is_cancelled_at_any_step_ends_as_cancelled(
    project: ProjectScope, work: Callable[[ProjectScope], Awaitable[None]]
) -> None:
    if work not in (repeated_call, endless_calls):
        await work(project)
    before = asyncio.all_tasks()
    assert await steps_that_lose_it(lambda: work(project)) == []
    assert asyncio.all_tasks() == before
