"""No hot path grows unnoticed: counted against a committed baseline, with 10 % room."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from types import FrameType

import pytest

from tests.architecture.hot_paths import VERSION, baseline

ROOM = 1.10
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def counted() -> dict[str, int]:
    # A process of its own: whatever else traces or has hooked into the libraries here would be counted with it.
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.architecture.hot_paths"],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "0"},
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, int] = json.loads(run.stdout)
    return found


def test_no_hot_path_has_grown_by_a_tenth(counted: dict[str, int]) -> None:
    wanted = baseline()
    if wanted is None:
        pytest.skip(f"no baseline for Python {VERSION}: python -m tests.architecture.hot_paths --write")
    assert counted.keys() == wanted.keys(), (
        "record the baseline anew: python -m tests.architecture.hot_paths --write"
    )
    grown = {
        name: f"{wanted[name]} -> {counted[name]}" for name in wanted if counted[name] > wanted[name] * ROOM
    }
    assert not grown, (
        f"{grown}: find out why, or accept it with python -m tests.architecture.hot_paths --write and say so in the commit"
    )


@pytest.mark.parametrize("fails", [False, True])
def test_the_count_leaves_other_tracers_as_they_were(fails: bool) -> None:
    from benchmarks.harness.bytecodes import count, count_calls

    def tracer(frame: FrameType, event: str, arg: object) -> None:
        """Of a debugger, or of whoever measures coverage."""

    def profiler(frame: FrameType, event: str, arg: object) -> None:
        """As above."""

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


def test_the_count_sees_a_loop_that_grows() -> None:
    from benchmarks.harness.bytecodes import count

    few = count(lambda: [str(item) for item in range(10)])
    many, again = (count(lambda: [str(item) for item in range(20)]) for _ in range(2))
    assert 1.7 < many.bytecodes / few.bytecodes < 2.1
    assert many == again
