"""The expiring lock of an archive: whatever order runs work in, get killed and stand still, one has the lock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.archives.storage.lock_model import EXPIRY, ROOT, Run, World

RUNS = 4
STOPS = 16
CALLS = 100
"""More than a run makes."""
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("advance"), st.integers(0, RUNS - 1), st.integers(1, 12)),
        st.tuples(st.just("kill"), st.integers(0, RUNS - 1), st.just(1)),
        st.tuples(st.just("pass"), st.sampled_from([10, 60, 130]), st.just(1)),
    ),
    max_size=60,
)


@contextmanager
def world(*, whole: bool) -> Iterator[World]:
    with pytest.MonkeyPatch.context() as patch:
        made = World(patch, whole=whole)
        try:
            yield made
        finally:
            made.end()


def play(made: World, steps: list[tuple[str, int, int]]) -> None:
    runs = [made.add() for _ in range(RUNS)]
    for kind, which, times in steps:
        if kind == "pass":
            made.pass_time(which)
            continue
        if runs[which].ended:
            runs[which] = made.add()
        if kind == "kill":
            runs[which].kill()
            continue
        for _ in range(times):
            if not runs[which].ended:
                runs[which].advance()
        made.check()


@given(whole=st.booleans(), steps=STEPS)
def test_one_run_has_the_lock_in_any_order(whole: bool, steps: list[tuple[str, int, int]]) -> None:
    with world(whole=whole) as made:
        play(made, steps)
        made.end()
        made.pass_time(EXPIRY + 1)
        with made.storage().lock():
            pass
        assert lock_files(made) == []


@pytest.mark.parametrize("whole", [True, False], ids=["objects", "directories"])
def test_one_run_takes_over_from_a_run_that_was_killed_while_it_took_over(whole: bool) -> None:
    """One run stops after each of its calls while others find the same, and a third one after each of its own."""
    for first in range(STOPS):
        for second in range(STOPS):
            with world(whole=whole) as made:
                leave_killed_runs(made)
                one = go(made.add(), first)
                go(made.add(), None)
                other = go(made.add(), second)
                go(one, None)
                last = go(made.add(), None)
                go(other, None)
                go(last, CALLS)
                made.check()
                assert made.entered > 1


def leave_killed_runs(made: World) -> None:
    """Kill a run that has the lock, and one that takes it over, when its file is there."""
    go(killed := made.add(), None)
    killed.kill()
    made.pass_time(EXPIRY + 1)
    killed = made.add()
    while len(lock_files(made)) < 2:
        killed.advance()
    killed.kill()
    made.pass_time(EXPIRY + 1)


def go(run: Run, calls: int | None) -> Run:
    """Let a run make some calls; or go on until it has the lock and has written one file, or has ended."""
    while not run.ended and calls != 0 and not (calls is None and run.wrote):
        run.advance()
        calls = calls and calls - 1
    return run


def lock_files(made: World) -> list[str]:
    """The files of the lock, without those that a killed run wrote to find out the time."""
    found = sorted(path.removeprefix(f"{ROOT}/") for path in made.files)
    return [path for path in found if path not in ("a", "b") and len(path) != len(".lock.") + 32]
