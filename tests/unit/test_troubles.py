"""Few lines in the log about what goes wrong again and again."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError, Event

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cortex_async._core.timing.troubles import Trouble

LOGGER = logging.getLogger("tests.troubles")
HOUR = 3600.0


class Told(logging.Handler):
    """Collects lines, also for examples of Hypothesis, which share a fixture."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


class Failing:
    """A trouble whose clock is ``now``."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.told = Told()
        logger = logging.Logger("tests.troubles", logging.INFO)  # of its own, and known to nobody else
        logger.addHandler(self.told)
        self.trouble = Trouble(logger, lambda: self.now)

    def fail(self, kind: str = "OSError") -> None:
        self.trouble.failed("fetching failed: %s", kind, kind=kind)

    def last(self, seconds: float, step: float) -> None:
        for _ in range(round(seconds / step)):
            self.fail()
            self.now += step

    @property
    def lines(self) -> list[str]:
        return self.told.lines


def test_a_beginning_growing_distances_and_an_end_with_its_duration() -> None:
    failing = Failing()
    failing.last(500, 1)
    failing.trouble.over("fetching works")
    assert failing.lines == [
        "fetching failed: OSError",
        "fetching failed: OSError (61 failures within 60 s)",
        "fetching failed: OSError (181 failures within 180 s)",
        "fetching failed: OSError (421 failures within 420 s)",
        "fetching works, after 500 s and 500 failures",
    ]


def test_what_lasts_is_told_of_every_hour_in_the_end() -> None:
    failing = Failing()
    failing.last(24 * HOUR, 30)
    assert len(failing.lines) <= 6 + 24
    before = len(failing.lines)
    failing.last(3 * HOUR, 30)
    assert len(failing.lines) - before == 3


def test_another_kind_is_told_of_at_once_and_once() -> None:
    failing = Failing()
    for kind in ("OSError", "KeyError", "OSError", "KeyError"):
        failing.fail(kind)
    assert failing.lines == ["fetching failed: OSError", "fetching failed: KeyError (2 failures within 0 s)"]


@given(st.lists(st.tuples(st.floats(0.5, 90), st.floats(0.5, 50)), min_size=20, max_size=200))
def test_what_comes_and_goes_has_few_lines_too(times: list[tuple[float, float]]) -> None:
    failing, began = Failing(), 1000.0
    for fails, works in times:
        failing.last(fails, 0.5 + fails / 3)
        failing.trouble.over("fetching works")
        failing.now += works
    hours = (failing.now - began) / HOUR
    assert len(failing.lines) <= 2 * (8 + hours)


def test_what_begins_anew_after_a_long_time_is_told_of_at_once() -> None:
    failing = Failing()
    failing.last(10, 1)
    failing.trouble.over("fetching works")
    failing.now += HOUR
    failing.fail()
    assert failing.lines[-1] == "fetching failed: OSError"


@pytest.mark.parametrize("ends", [True, False])
def test_nothing_is_said_of_an_end_without_a_beginning_that_was_told_of(ends: bool) -> None:
    failing = Failing()
    failing.trouble.over("fetching works")
    assert failing.lines == []
    failing.fail()
    if ends:
        failing.trouble.over("fetching works")
    failing.now += 3 * HOUR  # if nobody has tried since, it does not last
    failing.fail()
    assert failing.lines[-1] == "fetching failed: OSError"


def test_two_threads_do_not_both_tell_of_the_end() -> None:
    meeting, ending = Barrier(2), Event()
    told = Told()
    logger = logging.Logger("tests.troubles", logging.INFO)
    logger.addHandler(told)

    def now() -> float:
        if ending.is_set():
            # Where both would be, if they were let in.
            with suppress(BrokenBarrierError):
                meeting.wait(0.05)
        return 1000.0

    trouble = Trouble(logger, now)
    trouble.failed("fetching failed")
    ending.set()
    with ThreadPoolExecutor(2) as threads:
        ends = list(threads.map(trouble.over, ["fetching works"] * 2))
    assert sorted(ends) == [False, True]
    assert told.lines == ["fetching failed", "fetching works, after 0 s and 1 failures"]
