"""The examples of docs/live-views.md run as printed, and its numbers are those of the code."""

from __future__ import annotations

import asyncio
import inspect
import re
import textwrap
from pathlib import Path
from typing import Any

import pytest

from cortex_async import CortexClient
from cortex_async._core.stream import CONNECT_GRACE
from cortex_async.emulator import Emulator
from cortex_async.live import (
    Added,
    LiveCollection,
    LiveView,
    fetch_queue,
    fetching,
    hook_tasks,
    replica,
    time_bounds,
)
from cortex_async.resources import RESYNC, functions, gatherings, participants, sanctions, sessions

GUIDE = (Path(__file__).parents[2] / "docs" / "live-views.md").read_text("utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)
WORDS = " ".join(GUIDE.split())


async def running(number: int, **names: Any) -> None:
    """The example as the body of a function."""
    source = "async def example():\n" + textwrap.indent(EXAMPLES[number], "    ")
    namespace: dict[str, Any] = dict(names)
    exec(compile(source, f"docs/live-views.md, example {number + 1}", "exec"), namespace)
    await namespace["example"]()


async def test_the_first_example(monkeypatch: pytest.MonkeyPatch) -> None:
    async with Emulator() as emulator:
        monkeypatch.setenv("CORTEX_BASE_URL", emulator.base_url)
        monkeypatch.setenv("CORTEX_API_KEY", emulator.api_key)
        printed: asyncio.Queue[str] = asyncio.Queue()
        example = asyncio.ensure_future(
            running(
                0,
                project_id=emulator.project_id,
                print=lambda *words: printed.put_nowait(" ".join(map(str, words))),
            )
        )
        async with asyncio.timeout(10), CortexClient() as client:
            assert await printed.get() == "0 sessions"
            project = client.project(emulator.project_id)
            session = await project.sessions.create(title="Round 1", external_room_id="room")
            assert await printed.get() == "+ Round 1"
            await project.sessions.stop(session.id)
            assert await printed.get() == "~ Round 1 ['status']"
        example.cancel()
        with pytest.raises(asyncio.CancelledError):
            await example


async def test_the_example_of_a_coroutine_function() -> None:
    async with (
        Emulator() as emulator,
        CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client,
    ):
        project = client.project(emulator.project_id)
        async with asyncio.timeout(10):
            await running(1, project=project, Added=Added)


async def test_the_example_of_waiting() -> None:
    async with (
        Emulator(activation_step=0.0) as emulator,
        CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client,
    ):
        project = client.project(emulator.project_id)
        session = await project.sessions.create(title="Round 1", external_room_id="room")
        await project.sessions.stop(session.id)
        place = (await project.functions.list_locations())[0]
        await project.functions.activate(
            location_city=place.city, location_continent=place.continent, location_country=place.country
        )
        await emulator.settle()
        async with asyncio.timeout(20):
            await running(2, project=project, session_id=session.id)


def test_every_way_to_watch_is_documented() -> None:
    for module in (sessions, participants, sanctions, gatherings):
        kind = getattr(module, module.__name__.rpartition(".")[2].capitalize())
        for name in dir(kind):
            if name.startswith("watch"):
                assert f"project.{kind.__name__.lower()}.{name}(" in GUIDE
    for name in dir(LiveView):
        if not name.startswith(("_", "aclose")):
            assert f"live.{name}" in GUIDE
    assert functions.ActivationFailed.__name__ in GUIDE


def test_the_numbers_are_those_of_the_code() -> None:
    assert RESYNC == 300
    assert "every 300 seconds" in WORDS
    assert inspect.signature(sessions.Sessions.watch).parameters["resync"].default == RESYNC
    assert CONNECT_GRACE == 3
    assert "three seconds at most" in WORDS
    assert fetching.MAX_CONCURRENT == 4
    assert "at most four fetches" in WORDS
    assert time_bounds.SLACK == 2
    assert "plus two seconds" in WORDS
    assert "more than two seconds before" in WORDS
    assert (fetch_queue.MIN_INTERVAL, fetch_queue.MAX_INTERVAL) == (0.25, 4)
    assert "every quarter of a second to four seconds" in WORDS
    assert replica.MAX_REMEMBERED == 10_000
    assert "The newest 10,000 are remembered" in WORDS
    assert hook_tasks.HOOK_END == 1
    assert "has a second to end" in WORDS
    assert issubclass(LiveCollection, LiveView)
