"""How the benchmarks compare: turns, medians and spreads of the rounds, and when a row is short."""

from __future__ import annotations

import asyncio
import gc
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from benchmarks.harness.measure import (
    OURS,
    ROUNDS,
    Comparison,
    Measure,
    Requirement,
    Settings,
    Spread,
    check_rounds,
    joined,
    picked,
    rates,
    scaled,
)
from benchmarks.harness.rounds import interleaved, interleaved_async, timed, timed_async, turns
from benchmarks.harness.run import NAMES
from benchmarks.plots import whiskers_of

ROOT = Path(__file__).resolve().parents[2]

PROGRAMS = {
    "plots": "bench-plots",
    "stream_soak": "soak",
    "archive_soak": "archive-soak",
    "relay_sizes": None,
}
"""Modules of benchmarks/ that compare nothing, and the make targets that run them."""


@pytest.fixture(autouse=True)
def nothing_to_collect(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A turn collects garbage first: not here, among all that the tests before have imported."""
    monkeypatch.setattr(gc, "collect", lambda: 0)
    yield
    gc.freeze()


def rising() -> Callable[[], float]:
    """A clock that goes on by one second more each time it is read: 0, 1, 3, 6, 10, ..."""
    readings = iter(range(1000))
    now = 0

    def clock() -> float:
        nonlocal now
        now += next(readings)
        return float(now)

    return clock


def test_every_round_begins_with_another_contestant() -> None:
    counted = [name for name, counts in turns("abc", 3) if counts]
    assert "".join(counted) == "abcbcacab"


def test_two_contestants_alternate_who_begins() -> None:
    assert "".join(name for name, _ in turns("ab", 4)) == "ab" + "abbaabba"


def test_everyone_warms_up_once_before_the_first_round_that_counts() -> None:
    ordered = list(turns("abc", 2))
    assert ordered[:3] == [("a", False), ("b", False), ("c", False)]
    assert all(counts for _, counts in ordered[3:])
    assert len(ordered) == 9
    assert all(counts for _, counts in turns("abc", 2, warm_up=False))


def test_what_was_in_memory_is_hidden_from_the_collector_until_the_rounds_end() -> None:
    gc.unfreeze()
    kept = [gc.get_freeze_count() > 0 for _ in turns("a", 1)]
    assert kept == [False, True]
    assert gc.get_freeze_count() == 0
    ended_early = turns("a", 2)
    next(ended_early), next(ended_early)
    ended_early.close()
    assert gc.get_freeze_count() == 0


def test_each_contestant_has_one_value_per_round_and_none_of_the_warm_up() -> None:
    numbers = iter(range(100))
    values = interleaved({"a": lambda: next(numbers), "b": lambda: -next(numbers)}, 3)
    assert values == {"a": [2, 5, 6], "b": [-3, -4, -7]}


def test_coroutines_take_turns_in_the_same_order() -> None:
    orders: list[list[str]] = [[], []]

    async def work(name: str) -> None:
        orders[1].append(name)

    interleaved({name: partial(orders[0].append, name) for name in "abc"}, 5)
    asyncio.run(interleaved_async({name: partial(work, name) for name in "abc"}, 5))
    assert orders[0] == orders[1]
    assert len(orders[0]) == 18


def test_time_is_read_around_the_work_only() -> None:
    clock, seen = rising(), list[str]()
    seconds = timed(lambda: seen.append("work"), clock)
    assert [seconds(), seconds()] == [1.0, 3.0]

    async def work() -> None:
        seen.append("awaited")

    awaited = timed_async(work, rising())

    async def twice() -> list[float]:
        return [await awaited(), await awaited()]

    assert asyncio.run(twice()) == [1.0, 3.0]
    assert seen == ["work", "work", "awaited", "awaited"]


@pytest.mark.parametrize(
    ("values", "spread"),
    [
        ([3.0], Spread(3.0, 3.0, 3.0, 1)),
        ([1.0, 3.0], Spread(2.0, 1.5, 2.5, 2)),
        ([9.0, 1.0, 2.0, 4.0, 3.0], Spread(3.0, 2.0, 4.0, 5)),
        ([2.0] * 7, Spread(2.0, 2.0, 2.0, 7)),
    ],
)
def test_the_spread_is_the_median_and_the_quartiles(values: list[float], spread: Spread) -> None:
    assert Spread.of(values) == spread


def comparison(*wanted: Requirement, ours: list[float], theirs: list[float]) -> Comparison:
    return Comparison("10 things", "ms", {OURS: ours, "peer": theirs}, wanted)


def test_a_ratio_is_the_median_of_the_rounds_ratios() -> None:
    # The ratio of the medians would be 2.
    measured = comparison(ours=[1.0, 4.0, 4.0], theirs=[2.0, 8.0, 2.0]).ratio(OURS, "peer")
    assert measured == Spread(0.5, 0.5, 1.25, 3)


def test_a_round_in_which_the_peer_measured_nothing_has_no_ratio() -> None:
    assert comparison(ours=[1.0, 4.0], theirs=[0.0, 8.0]).ratio(OURS, "peer") == Spread(0.5, 0.5, 0.5, 1)
    assert comparison(ours=[1.0, 4.0], theirs=[0.0, 0.0]).ratio(OURS, "peer") is None


@pytest.mark.parametrize(
    ("wanted", "median", "verdict"),
    [
        (Requirement("peer", at_most=0.5), 0.5, "ok"),
        (Requirement("peer", at_most=0.49), 0.5, "short"),
        (Requirement("peer", at_least=0.5), 0.5, "ok"),
        (Requirement("peer", at_least=0.51), 0.5, "short"),
        (Requirement(OURS, at_most=3, subject="peer"), 2.0, "ok"),
        (Requirement(None, at_most=4), 4.0, "ok"),
        (Requirement(None, at_most=3.9), 4.0, "short"),
        (Requirement("absent", at_most=1), None, "skipped"),
        (Requirement(None, at_most=1, subject="absent"), None, "skipped"),
    ],
)
def test_a_row_is_short_when_its_median_misses(
    wanted: Requirement, median: float | None, verdict: str
) -> None:
    (check,) = comparison(wanted, ours=[1.0, 4.0, 4.0], theirs=[2.0, 8.0, 2.0]).checks()
    assert (check.measured and check.measured.median, check.verdict) == (median, verdict)


@pytest.mark.parametrize(("limit", "verdict"), [(0.6, "ok"), (0.4, "short")])
def test_rounds_beside_the_median_do_not_decide(limit: float, verdict: str) -> None:
    wide = comparison(Requirement("peer", limit), ours=[1.0, 1.0, 5.0, 9.0, 9.0], theirs=[10.0] * 5)
    (check,) = wide.checks()
    assert check.measured == Spread(0.5, 0.1, 0.9, 5)
    assert check.verdict == verdict


def test_the_rounds_of_several_processes_are_joined() -> None:
    (both,) = joined([[comparison(ours=[1.0], theirs=[2.0])], [comparison(ours=[3.0], theirs=[4.0])]])
    assert both.samples == {OURS: [1.0, 3.0], "peer": [2.0, 4.0]}


def test_samples_are_converted_round_by_round() -> None:
    samples = {"a": [2.0, 4.0]}
    assert scaled(samples, 10) == {"a": [20.0, 40.0]}
    assert rates(samples, 8) == {"a": [4.0, 2.0]}
    assert picked({"a": [(1.0, 2.0), (3.0, 4.0)]}, lambda pair: pair[1]) == samples


def test_the_quick_form_is_one_process_with_less_work() -> None:
    measure = Measure("things", "", lambda _: [], processes=3, rounds=9, quick=Settings(rounds=2, scale=0.25))
    assert measure.plan() == (3, Settings(9))
    assert measure.plan(rounds=7) == (3, Settings(7))
    assert measure.plan(quick=True) == (1, Settings(2, 0.25))
    assert measure.plan(quick=True, rounds=3) == (1, Settings(3, 0.25))
    assert [Settings(scale=0.25).amount(full) for full in (100, 10, 1)] == [25, 2, 1]


def test_a_measure_with_too_few_rounds_is_refused() -> None:
    with pytest.raises(ValueError, match="things must have at least 5 rounds, got 4"):
        Measure("things", "", lambda _: [], rounds=ROUNDS - 1)


def test_no_requirement_is_judged_by_fewer_rounds_than_asked_for() -> None:
    few = comparison(Requirement("peer", at_most=1), ours=[1.0] * 4, theirs=[2.0] * 4)
    check_rounds([few], 4)
    check_rounds([comparison(ours=[1.0], theirs=[2.0])], 5)
    check_rounds([Comparison("10 things", "ms", {}, (Requirement("peer", at_most=1),))], 5)
    with pytest.raises(ValueError, match="10 things must have at least 5 rounds, got 4"):
        check_rounds([few], 5)


def test_contestants_with_different_numbers_of_rounds_are_not_compared() -> None:
    with pytest.raises(ValueError, match=r"10 things: all contestants .* got cortex 2, peer 1"):
        comparison(ours=[1.0, 2.0], theirs=[2.0])


def test_measures_leave_the_rounds_to_the_harness() -> None:
    loops = {
        path.name
        for path in (ROOT / "benchmarks").rglob("*.py")
        if ".venv" not in path.parts and re.search(r"\bin range\(.*rounds", path.read_text("utf-8"))
    }
    assert loops == {"rounds.py"}


def test_every_module_is_measured_or_has_a_target_of_its_own() -> None:
    modules = {path.stem for path in (ROOT / "benchmarks").glob("*.py")} - {"__init__", "__main__"}
    assert modules == {*NAMES, *PROGRAMS}
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for module, target in PROGRAMS.items():
        assert target is None or re.search(
            rf"^{target}:.*\n(?:\t.*\n)*?.*benchmarks.{module}\b", makefile, re.MULTILINE
        )


def test_the_whiskers_of_a_plot_reach_from_the_median_to_the_quartiles() -> None:
    rounds = {"a": [9.0, 1.0, 2.0, 4.0, 3.0], "b": [7.0]}
    assert whiskers_of(rounds) == ([1.0, 0.0], [1.0, 0.0])
