"""Hot paths take no more bytecodes than the committed baseline and 10 %."""

from __future__ import annotations

import asyncio
import json
import os
import re
import subprocess
import sys
from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from types import FrameType
from unittest import mock

import aiohttp
import orjson
import pytest

from benchmarks.harness import networkless, payloads
from cortex_async import CortexClient
from tests.benchmarks.hot_paths import ALONE, VERSION, baseline, recorded
from tests.bytecodes import count, count_calls

ROOM = 1.10
BESIDE_AIOHTTP = 1.08
"""The most that a call may take, compared with what it takes with aiohttp alone."""

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def counted() -> dict[str, tuple[int, int]]:
    # In a fresh process: tracers and library hooks of other tests would be counted with it.
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.benchmarks.hot_paths"],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "0"},
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, tuple[int, int]] = json.loads(run.stdout)
    return found


def test_no_hot_path_has_grown_by_ten_percent_per_field(counted: dict[str, tuple[int, int]]) -> None:
    wanted = baseline()
    if wanted is None:
        pytest.skip(f"no baseline for Python {VERSION}: python -m tests.benchmarks.hot_paths --write")
    assert counted.keys() == wanted.keys(), (
        "record the baseline again: python -m tests.benchmarks.hot_paths --write"
    )
    grown = {
        name: f"{count} for {fields} fields -> {counted[name][0]} for {counted[name][1]}"
        for name, (count, fields) in wanted.items()
        if counted[name][0] / counted[name][1] > count / fields * ROOM
    }
    assert not grown, (
        f"{grown}: find out why, or accept it with python -m tests.benchmarks.hot_paths --write "
        "and explain it in the commit"
    )


def test_a_call_takes_little_more_than_with_aiohttp_alone(counted: dict[str, tuple[int, int]]) -> None:
    (ours, _), (theirs, _) = counted["GET an object"], counted[ALONE]
    assert ours <= theirs * BESIDE_AIOHTTP


async def turns_of(call: Callable[[], Awaitable[object]]) -> int:
    """How many turns of the loop a call takes."""
    loop = asyncio.get_running_loop()
    done, turns = asyncio.ensure_future(call()), 0

    def turn() -> None:
        nonlocal turns
        turns += 1
        if not done.done():
            loop.call_soon(turn)

    loop.call_soon(turn)
    await done
    return turns


async def test_a_call_asks_for_the_running_loop_once_and_takes_no_more_turns_than_aiohttp_alone() -> None:
    # A system call each time, with Python 3.11.
    with networkless.responding(orjson.dumps(payloads.session(1))):
        async with (
            CortexClient(base_url=networkless.ORIGIN, api_key="key") as client,
            aiohttp.ClientSession() as session,
        ):
            get = partial(client.project("proj_123").sessions.get, "sess_1")

            async def alone() -> bytes:
                async with session.get(
                    f"{networkless.ORIGIN}/api/projects/proj_123/sessions/sess_1"
                ) as response:
                    return await response.read()

            await get()
            await alone()
            with mock.patch("asyncio.get_running_loop", wraps=asyncio.get_running_loop) as asked:
                await get()
            assert asked.call_count <= 1
            assert await turns_of(get) <= await turns_of(alone)


def test_every_version_of_python_that_ci_has_has_a_baseline() -> None:
    workflow = (ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8")
    versions = re.findall(r'"(3\.\d+)"', workflow)
    assert len(versions) > 1
    assert set(versions) <= recorded().keys(), "python3.x -m tests.benchmarks.hot_paths --write"


@pytest.mark.parametrize("fails", [False, True])
def test_counting_restores_other_tracers(fails: bool) -> None:
    def tracer(frame: FrameType, event: str, arg: object) -> None:
        """Stands for a debugger or a measurement of coverage."""

    def profiler(frame: FrameType, event: str, arg: object) -> None:
        """Stands for a profiler."""

    def work() -> object:
        if fails:
            raise LookupError
        return None

    async def call() -> None:
        work()

    before = sys.gettrace(), sys.getprofile()
    sys.settrace(tracer)
    sys.setprofile(profiler)
    try:
        for counting in (partial(count, work), partial(asyncio.run, count_calls(call))):
            with nullcontext() if not fails else pytest.raises(LookupError):
                counting()
            after = sys.gettrace(), sys.getprofile()
            assert after == (tracer, profiler)
    finally:
        sys.settrace(before[0])
        sys.setprofile(before[1])


def test_a_longer_loop_counts_more() -> None:
    few = count(lambda: [str(item) for item in range(10)])
    many, again = (count(lambda: [str(item) for item in range(20)]) for _ in range(2))
    assert 1.7 < many.bytecodes / few.bytecodes < 2.1
    assert many == again
