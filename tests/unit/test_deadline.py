from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cortex_async.core.deadline import GRAIN, Deadlines
from cortex_async.core.exchange import Progress

T = TypeVar("T")


class SimulatedLoop(asyncio.SelectorEventLoop):
    """Time passes only when nothing else is to be done, and then at once."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 1000.0
        self.turns = 0

    def time(self) -> float:
        return self.now

    def _run_once(self) -> None:
        self.turns += 1
        loop: Any = self
        due: list[float] = [handle.when() for handle in loop._scheduled if not handle.cancelled()]
        if due and not loop._ready:
            self.now = max(self.now, min(due))
        loop_class: Any = super()
        loop_class._run_once()


def simulated(work: Callable[[SimulatedLoop], Awaitable[T]]) -> T:
    loop = SimulatedLoop()

    async def run() -> T:
        return await work(loop)

    try:
        return loop.run_until_complete(run())
    finally:
        loop.close()


async def limited(deadlines: Deadlines, total: float | None, patience: float | None, seconds: float) -> str:
    """How a call ends that listens to the server for ``seconds``, and when."""
    deadline = deadlines.start(total, patience)
    begun, outcome = deadlines.loop.time(), "ended"
    try:
        deadline.progress = Progress(silent_since=begun)
        await asyncio.sleep(seconds)
    except asyncio.CancelledError:
        outcome = "read" if deadline.passed("read") else "total" if deadline.passed("total") else "cancelled"
    finally:
        deadlines.end(deadline)
    return f"{outcome} {deadlines.loop.time() - begun:.2f}"


@pytest.mark.parametrize(
    ("total", "patience", "seconds", "expected"),
    [
        (None, None, 1000, "ended 1000.00"),
        (5, None, 3, "ended 3.00"),
        (5, None, 8, "total 5.00"),
        (5, 30, 8, "total 5.00"),
        (120, 30, 8, "ended 8.00"),
        (120, 30, 50, "read 30.00"),
        (None, 0.05, 1, "read 0.05"),
        (0.05, None, 1, "total 0.05"),
    ],
)
def test_the_limit_that_comes_first(
    total: float | None, patience: float | None, seconds: float, expected: str
) -> None:
    assert simulated(lambda loop: limited(Deadlines(loop), total, patience, seconds)) == expected


def test_every_silence_counts_anew_and_a_rest_does_not() -> None:
    async def work(loop: SimulatedLoop) -> list[str]:
        deadlines, seen = Deadlines(loop), list[str]()
        deadline = deadlines.start(None, 10)
        for silence in (8, 30, 8, 30):
            deadline.progress = Progress(silent_since=loop.now)
            try:
                await asyncio.sleep(silence)
                seen.append("answer")
            except asyncio.CancelledError:
                assert deadline.passed("read")
                seen.append("read")
            deadline.progress.silent_since = None
            await asyncio.sleep(100)
        deadlines.end(deadline)
        assert loop.now == pytest.approx(1000 + 8 + 10 + 8 + 10 + 400, abs=4 * GRAIN)
        return seen

    assert simulated(work) == ["answer", "read", "answer", "read"]


def test_a_cancellation_by_others_stays_one() -> None:
    async def work(loop: SimulatedLoop) -> tuple[str, int]:
        task = loop.create_task(limited(Deadlines(loop), 5, None, 100))
        loop.call_later(2, task.cancel)
        return await task, task.cancelling()

    assert simulated(work) == ("cancelled 2.00", 1)


def test_a_cancellation_in_the_same_moment_as_the_limit_is_not_swallowed() -> None:
    async def work(loop: SimulatedLoop) -> tuple[str, int]:
        deadlines = Deadlines(loop)
        task = loop.create_task(limited(deadlines, 5, None, 100))
        await asyncio.sleep(0)
        loop.call_later(5, task.cancel)
        return await task, task.cancelling()

    outcome, left = simulated(work)
    assert outcome == "cancelled 5.00"
    assert left == 1


def test_work_that_swallows_the_cancellation_leaves_no_trace_of_it() -> None:
    async def work(loop: SimulatedLoop) -> int:
        deadlines = Deadlines(loop)
        deadline = deadlines.start(5, None)
        with pytest.raises(asyncio.CancelledError):
            await asyncio.sleep(100)
        deadlines.end(deadline)
        await asyncio.sleep(1)
        task = asyncio.current_task()
        assert task is not None
        return task.cancelling()

    assert simulated(work) == 0


@given(
    st.lists(
        st.tuples(
            st.floats(0.1, 50),
            st.floats(0.1, 20),
            st.one_of(st.none(), st.floats(0.1, 20)),
            st.floats(0.1, 50),
        ),
        min_size=1,
        max_size=30,
    )
)
def test_each_of_many_ends_at_its_own_time(calls: list[tuple[float, float, float | None, float]]) -> None:
    async def one(
        deadlines: Deadlines, start: float, total: float, patience: float | None, lasts: float
    ) -> None:
        await asyncio.sleep(start)
        outcome, _, took = (await limited(deadlines, total, patience, lasts)).partition(" ")
        end, first = min((lasts, "ended"), (total, "total"), (patience or 99, "read"))
        assert end - 0.02 <= float(took) <= end + GRAIN + 0.02
        ends = sorted((lasts, total, patience or 99))
        assert outcome == first or ends[1] - ends[0] <= GRAIN + 0.02

    async def work(loop: SimulatedLoop) -> None:
        deadlines = Deadlines(loop)
        await asyncio.gather(*(one(deadlines, *call) for call in calls))

    simulated(work)


def test_a_thousand_calls_cost_no_thousand_timers() -> None:
    async def work(loop: SimulatedLoop) -> int:
        deadlines, timers = Deadlines(loop), 0
        call_at = loop.call_at

        def counted(*args: object, **more: object) -> asyncio.TimerHandle:
            nonlocal timers
            timers += 1
            return call_at(*args, **more)  # type: ignore[arg-type]  # handed on as they came

        loop.call_at = counted  # type: ignore[method-assign]  # counts what goes through
        for _ in range(1000):
            deadline = deadlines.start(120, 30)
            deadline.progress = Progress(silent_since=loop.now)
            loop.now += 0.001
            deadlines.end(deadline)
        return timers

    assert simulated(work) == 1


async def test_outside_of_a_task_there_is_nothing_to_cancel() -> None:
    loop = asyncio.get_running_loop()
    caught: asyncio.Future[Exception] = loop.create_future()

    def start() -> None:
        try:
            Deadlines(loop).start(5, None)
        except RuntimeError as error:
            caught.set_result(error)

    loop.call_soon(start)
    assert "in a task" in str(await caught)
