"""Time limits of calls in a simulated event loop: which one fires, when, and at which cost."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cortex_async import CortexClient, TimedOut, Timeout
from cortex_async._core.http.exchange import Progress
from cortex_async._core.timing.deadline import GRAIN, TURNS, Deadlines

T = TypeVar("T")


class SimulatedLoop(asyncio.SelectorEventLoop):
    """An event loop with simulated time, which jumps to the next timer when nothing else is ready."""

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
        # Over the loopback interface, what was sent is readable at once.
        if due and not loop._ready and not loop._selector.select(0):
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
    """How and when a call ends that waits ``seconds`` for the server."""
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
def test_the_earliest_limit_fires(
    total: float | None, patience: float | None, seconds: float, expected: str
) -> None:
    assert simulated(lambda loop: limited(Deadlines(loop), total, patience, seconds)) == expected


def test_the_read_limit_counts_each_silence_separately_and_ignores_pauses() -> None:
    async def work(loop: SimulatedLoop) -> list[str]:
        deadlines, seen = Deadlines(loop), list[str]()
        deadline = deadlines.start(None, 10)
        for silence in (8, 30, 8, 30):
            deadline.progress = Progress(silent_since=loop.now)
            try:
                await asyncio.sleep(silence)
                seen.append("response")
            except asyncio.CancelledError:
                assert deadline.passed("read")
                seen.append("read")
            deadline.progress.silent_since = None
            await asyncio.sleep(100)
        deadlines.end(deadline)
        assert loop.now == pytest.approx(1000 + 8 + 10 + 8 + 10 + 400, abs=4 * GRAIN)
        return seen

    assert simulated(work) == ["response", "read", "response", "read"]


def test_a_cancellation_by_the_caller_remains_a_cancellation() -> None:
    async def work(loop: SimulatedLoop) -> tuple[str, int]:
        task = loop.create_task(limited(Deadlines(loop), 5, None, 100))
        loop.call_later(2, task.cancel)
        return await task, task.cancelling()

    assert simulated(work) == ("cancelled 2.00", 1)


def test_a_cancellation_at_the_same_moment_as_the_limit_is_not_swallowed() -> None:
    async def work(loop: SimulatedLoop) -> tuple[str, int]:
        deadlines = Deadlines(loop)
        task = loop.create_task(limited(deadlines, 5, None, 100))
        await asyncio.sleep(0)
        loop.call_later(5, task.cancel)
        return await task, task.cancelling()

    outcome, left = simulated(work)
    assert outcome == "cancelled 5.00"
    assert left == 1


def test_work_that_swallows_the_cancellation_leaves_the_task_uncancelled() -> None:
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
def test_each_of_many_calls_ends_at_its_own_time(
    calls: list[tuple[float, float, float | None, float]],
) -> None:
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


def test_a_thousand_calls_share_one_timer() -> None:
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


def turns_of(
    total: float | None, patience: float | None, seconds: float, connect: float | None = None
) -> int:
    """Number of turns of the loop during a call that waits ``seconds`` for the server."""

    async def work(loop: SimulatedLoop) -> int:
        deadlines, before = Deadlines(loop), loop.turns
        deadline = deadlines.start(total, patience, connect)
        deadline.progress = Progress(silent_since=loop.now, tracked=True, sent=True)
        with suppress(asyncio.CancelledError):
            await asyncio.sleep(seconds)
        deadlines.end(deadline)
        return loop.turns - before

    return simulated(work)


@pytest.mark.parametrize(
    ("total", "patience", "connect", "seconds", "looks"),
    [
        (120, 30, 10, 29, 1),
        (120, 30, 0.05, 29, 1),
        (120, 30, 10, 31, 2),
        (120, None, None, 119, 0),
        (120, None, None, 121, 1),
        (3600, 3000, 10, 2999, 1),
        (None, None, None, 10_000, 0),
    ],
)
def test_a_waiting_call_does_not_wake_the_loop(
    total: float | None, patience: float | None, connect: float | None, seconds: float, looks: int
) -> None:
    """Limits are checked only when one can have been reached."""
    # Two turns belong to the wait itself, and a limit that fires takes a few.
    fires = seconds > min(total or math.inf, patience or math.inf)
    assert turns_of(total, patience, seconds, connect) <= 2 + looks + (TURNS + 2) * fires


def test_a_hundred_waiting_calls_are_checked_together() -> None:
    async def work(loop: SimulatedLoop, limits: tuple[float | None, ...]) -> int:
        deadlines, before = Deadlines(loop), loop.turns

        async def one(start: float) -> None:
            await asyncio.sleep(start)
            deadline = deadlines.start(*limits)
            deadline.progress = Progress(silent_since=loop.now, tracked=True, sent=True)
            await asyncio.sleep(25)
            deadlines.end(deadline)

        await asyncio.gather(*(one(number / 1000) for number in range(100)))
        return loop.turns - before

    unwatched = simulated(lambda loop: work(loop, (None, None, None)))
    assert simulated(lambda loop: work(loop, (120, 30, 10))) - unwatched < 5


def test_the_connect_limit_counts_separately_in_each_attempt() -> None:
    async def work(loop: SimulatedLoop) -> list[float]:
        deadlines, took = Deadlines(loop), list[float]()
        deadline = deadlines.start(None, 30, 2)
        for _ in range(3):
            begun = loop.now
            deadline.restart_connect()
            deadline.progress = Progress(tracked=True)
            with pytest.raises(asyncio.CancelledError):
                await asyncio.sleep(100)
            assert deadline.passed("connect")
            took.append(loop.now - begun)
            # The next one gets its response after five seconds.
            deadline.progress = Progress(tracked=True, sent=True, silent_since=loop.now)
            await asyncio.sleep(5)
            deadline.progress = None
        deadlines.end(deadline)
        return took

    assert simulated(work) == pytest.approx([2, 2, 2], abs=4 * GRAIN)


def stand_still(loop: SimulatedLoop, seconds: float) -> None:
    loop.now += seconds


@pytest.mark.parametrize("turns", range(TURNS))
@pytest.mark.parametrize("limit", ["total", "read"])
def test_a_response_that_takes_a_few_turns_to_arrive_comes_before_the_limit(limit: str, turns: int) -> None:
    async def work(loop: SimulatedLoop) -> bool:
        deadlines = Deadlines(loop)
        arrived: asyncio.Future[None] = loop.create_future()

        def hand_on(left: int) -> None:
            if left:
                loop.call_soon(hand_on, left - 1)
            else:
                arrived.set_result(None)

        deadline = deadlines.start(1 if limit == "total" else None, 1 if limit == "read" else None)
        deadline.progress = Progress(silent_since=loop.now, tracked=True, sent=True)
        loop.call_later(0.5, stand_still, loop, 5)
        loop.call_at(loop.now + 1.5, hand_on, max(0, turns - 1))
        await arrived
        deadlines.end(deadline)
        return deadline.reached is None

    assert simulated(work)


def test_the_connect_limit_is_extended_by_the_time_the_loop_was_blocked() -> None:
    async def work(loop: SimulatedLoop, needs: float) -> str:
        deadlines = Deadlines(loop)
        deadline = deadlines.start(None, None, 2)
        deadline.progress = Progress(tracked=True)
        loop.call_later(1, stand_still, loop, 3)
        try:
            await asyncio.sleep(4 + needs)
        except asyncio.CancelledError:
            return "connect" if deadline.passed("connect") else "cancelled"
        finally:
            deadlines.end(deadline)
        return "connected"

    # The loop was two seconds late, so the limit is two seconds later.
    assert simulated(lambda loop: work(loop, 1.9)) == "connected"
    assert simulated(lambda loop: work(loop, 2.1)) == "connect"


async def test_a_deadline_outside_of_a_task_is_refused() -> None:
    loop = asyncio.get_running_loop()
    caught: asyncio.Future[Exception] = loop.create_future()

    def start() -> None:
        try:
            Deadlines(loop).start(5, None)
        except RuntimeError as error:
            caught.set_result(error)

    loop.call_soon(start)
    assert "in a task" in str(await caught)


def test_the_silence_of_a_server_is_measured_by_the_clock_of_a_loop_that_simulates_time() -> None:
    async def fall_silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        await asyncio.sleep(20)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n")
        await reader.read()
        writer.close()

    async def work(loop: SimulatedLoop) -> tuple[str, float]:
        begun = loop.now = time.monotonic() + 1_000_000
        server = await asyncio.start_server(fall_silent, "127.0.0.1", 0)
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        limits = Timeout(connect=None, read=30, total=None)
        async with server, CortexClient(base_url=url, api_key="k", timeout=limits) as client:
            with pytest.raises(TimedOut) as caught:
                await client.request("GET", "/api/echo", retry=False)
            return caught.value.limit, loop.now - begun

    limit, seconds = simulated(work)
    assert limit == "read"
    assert seconds == pytest.approx(50, abs=4 * GRAIN)
