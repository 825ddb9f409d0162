"""One process: turns come in order and in time, places come back, and counts are kept apart."""

from __future__ import annotations

import asyncio
import os
import threading
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cortex_async import ArgumentError
from cortex_async.limits import Limit, LimitedAttempt, LocalLimiter, Refusal, Turn
from tests.limits.attempts import PATIENT, attempt
from tests.realtime.scripted import ManualClock

INGEST = {"ingest": Limit(100, operations=["ingest"], by=["project"])}


async def waits(limiter: LocalLimiter, *attempts: LimitedAttempt) -> list[float | None]:
    """How long each would wait that asks now, None if it is sent at once. The limiter refuses every wait."""
    turns = [await limiter.turn(one, None) for one in attempts]
    return [None if turn.refusal is None else turn.refusal.wait for turn in turns]


ACTIONS = st.lists(
    st.one_of(
        st.just(("ask", 0)),
        st.tuples(st.just("advance"), st.integers(0, 400)),
        st.tuples(st.just("cancel"), st.integers(0, 20)),
        st.tuples(st.just("cool"), st.integers(0, 500)),
    ),
    max_size=40,
)


@settings(PATIENT, max_examples=40)
@given(actions=ACTIONS, burst=st.integers(1, 3))
def test_turns_keep_the_rate_and_the_order(actions: list[tuple[str, int]], burst: int) -> None:
    async def main() -> None:
        clock = ManualClock()
        limiter = LocalLimiter(Limit(10, burst=burst), max_wait=2, clock=clock)
        admitted: list[tuple[float, int]] = []
        refused: list[Refusal] = []
        tasks: list[asyncio.Task[None]] = []
        closed_until, orderly = 0.0, True

        async def call(number: int) -> None:
            turn = await limiter.turn(attempt(), None)
            if turn.refusal is None:
                assert clock.now >= closed_until - 1e-5
                admitted.append((clock.now, number))
            else:
                refused.append(turn.refusal)

        for what, much in actions:
            if what == "ask":
                tasks.append(asyncio.create_task(call(len(tasks))))
            elif what == "advance":
                await clock.advance(much / 1000)
            elif what == "cool":
                await limiter.cool_down(attempt(), much / 1000)
                closed_until, orderly = max(closed_until, clock.now + much / 1000), False
            elif tasks and not (task := tasks[much % len(tasks)]).done():
                task.cancel()
                orderly = False
            await asyncio.sleep(0)
        await clock.advance(10)
        assert all(task.done() for task in tasks)
        # A fifth of a millisecond for numbers that are no whole microseconds.
        times = [at for at, _ in admitted]
        for first, start in enumerate(times):
            for last in range(first, len(times)):
                assert last - first + 1 <= burst + int((times[last] - start + 0.0002) / 0.1)
        assert all(one.wait is not None and one.wait > 2 - 1e-5 for one in refused)
        if orderly:
            assert admitted == sorted(admitted, key=lambda one: one[1])

    asyncio.run(main())


async def test_a_turn_says_how_long_it_has_waited() -> None:
    clock = ManualClock()
    limiter = LocalLimiter(Limit(4), clock=clock)
    assert await limiter.turn(attempt(), None) == Turn(limit="default")
    waiting = asyncio.create_task(limiter.turn(attempt(), None))
    await clock.advance(1)
    assert await waiting == Turn(limit="default", waited=0.25)


async def test_cancelled_waits_give_their_places_back() -> None:
    clock = ManualClock()
    limiter = LocalLimiter(Limit(1), max_wait=100, clock=clock)
    await limiter.turn(attempt(), None)
    tasks = [asyncio.create_task(limiter.turn(attempt(), None)) for _ in range(50)]
    await asyncio.sleep(0)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    waiting = asyncio.create_task(limiter.turn(attempt(), None))
    await clock.advance(1)
    assert (await waiting).waited == 1


async def test_who_comes_long_after_its_turn_asks_for_another() -> None:
    clock = ManualClock()
    limiter = LocalLimiter(Limit(1), max_wait=100, clock=clock)
    tasks = [asyncio.create_task(limiter.turn(attempt(), None)) for _ in range(4)]
    await asyncio.sleep(0)
    # The process was stopped for a minute: all timers ring at once.
    clock.now += 60
    await clock.advance(0)
    assert sum(task.done() for task in tasks) == 2
    await clock.advance(1)
    assert sum(task.done() for task in tasks) == 3
    await clock.advance(1)
    assert all(task.done() for task in tasks)


async def test_a_cool_down_stops_those_that_wait_already() -> None:
    clock = ManualClock()
    limiter = LocalLimiter(Limit(10), clock=clock)
    tasks = [asyncio.create_task(limiter.turn(attempt(), None)) for _ in range(3)]
    await asyncio.sleep(0)
    await limiter.cool_down(attempt(), 5)
    await clock.advance(4.9)
    assert [task.done() for task in tasks] == [True, False, False]
    await clock.advance(0.3)
    assert all(task.done() for task in tasks)


async def test_without_limits_only_a_cool_down_counts() -> None:
    clock = ManualClock()
    limiter = LocalLimiter(max_wait=0, clock=clock)
    assert await waits(limiter, *[attempt()] * 100) == [None] * 100
    await limiter.cool_down(attempt(), 7)
    assert await waits(limiter, attempt(), attempt(credential="key-2")) == [7, None]
    await limiter.cool_down(attempt(), 10**9)
    assert await waits(limiter, attempt()) == [3600]


@pytest.mark.parametrize(
    ("by", "shares"),
    [
        (["credential"], [True, True, False, False]),
        (["project"], [True, False, True, False]),
        (["credential", "project"], [True, False, False, False]),
        ([], [True, True, True, True]),
    ],
)
async def test_what_has_a_count_of_its_own(by: list[Any], shares: list[bool]) -> None:
    others = [
        attempt(),
        attempt(project_id="p2"),
        attempt(credential="key-2"),
        attempt(project_id="p2", credential="key-2"),
    ]
    for other, shared in zip(others, shares, strict=True):
        limiter = LocalLimiter(Limit(1, by=by), max_wait=0, clock=ManualClock())
        assert await waits(limiter, attempt(), other) == [None, 1 if shared else None]


async def test_servers_are_counted_apart() -> None:
    limiter = LocalLimiter(Limit(1, by=[]), max_wait=0, clock=ManualClock())
    assert await waits(limiter, attempt(), attempt(server="staging")) == [None, None]


async def test_published_limits_apply_unless_another_one_is_given() -> None:
    ingest = attempt("ingest", credential="", published=INGEST)
    clock = ManualClock()
    assert await waits(LocalLimiter(max_wait=0, clock=clock), ingest, ingest) == [None, 0.01]
    slow = {"ingest": Limit(1, operations=["ingest"])}
    assert await waits(LocalLimiter(slow, max_wait=0, clock=clock), ingest, ingest) == [None, 1]
    limits = {"ingest": None, "default": Limit(2)}
    assert await waits(LocalLimiter(limits, max_wait=0, clock=clock), ingest, ingest) == [None, 0.5]


async def test_an_operation_of_a_published_limit_under_another_name_is_refused() -> None:
    limiter = LocalLimiter({"mine": Limit(5, operations=["ingest"])})
    with pytest.raises(ArgumentError) as caught:
        await limiter.turn(attempt(published=INGEST), None)
    assert str(caught.value) == (
        "limits must name the operation ingest once, got it under 'ingest' and under 'mine'; "
        "a limit named 'ingest' replaces the published one"
    )


async def test_operations_are_under_the_limit_that_names_them() -> None:
    limits = {"default": Limit(1), "heavy": Limit(10, operations=["getMessages", "listSessions"])}
    limiter = LocalLimiter(limits, max_wait=0, clock=ManualClock())
    heavy, other = attempt("getMessages"), attempt("createSession")
    assert await waits(limiter, heavy, attempt("listSessions"), other, other) == [None, 0.1, None, 1]


async def test_idle_counts_are_forgotten() -> None:
    clock = ManualClock()
    limiter = LocalLimiter(Limit(1), max_wait=0, clock=clock)
    for number in range(2000):
        clock.now += 1
        await limiter.turn(attempt(credential=f"key-{number}"), None)
    assert len(limiter._schedules) <= 256


def test_threads_share_one_limiter() -> None:
    limiter = LocalLimiter(Limit(1, per=3600), max_wait=0)
    turns: list[Turn] = []
    start = threading.Barrier(8)

    def work() -> None:
        async def ask() -> None:
            turns.extend([await limiter.turn(attempt(), None) for _ in range(20)])

        start.wait()
        asyncio.run(ask())

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(turns) == 160
    assert sum(turn.refusal is None for turn in turns) == 1


async def test_a_forked_child_finds_no_lock_of_its_parent(monkeypatch: pytest.MonkeyPatch) -> None:
    limiter = LocalLimiter(Limit(1, per=3600), max_wait=0)
    with limiter._lock():
        child = os.getpid() + 1
        monkeypatch.setattr(os, "getpid", lambda: child)
        assert await waits(limiter, attempt()) == [None]


ANY_LIMIT: Any = Limit
ANY_LIMITER: Any = LocalLimiter
ENDLESS = "100000000000000000...0000000000000000000"


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (lambda: ANY_LIMIT(0), "limit rate must be a number > 0, got 0"),
        (lambda: ANY_LIMIT("5"), "limit rate must be a number > 0, got a str"),
        (lambda: ANY_LIMIT(float("nan")), "limit rate must be a number > 0, got nan"),
        (lambda: ANY_LIMIT(float("inf")), "limit rate must be a number > 0, got inf"),
        (lambda: ANY_LIMIT(10**400), f"limit rate must be a number > 0, got {ENDLESS}"),
        (lambda: ANY_LIMIT(1, per=10**400), f"limit per must be a number of seconds > 0, got {ENDLESS}"),
        (
            lambda: ANY_LIMIT(1e-310),
            "limit must be one whose burst takes at most 366 days, got '1 of 1e-310 in 1 s'",
        ),
        (
            lambda: ANY_LIMIT(1, per=1e308),
            "limit must be one whose burst takes at most 366 days, got '1 of 1 in 1e+308 s'",
        ),
        (lambda: ANY_LIMIT(1, per=0), "limit per must be a number of seconds > 0, got 0"),
        (
            lambda: ANY_LIMIT(1e-300),
            "limit must be one whose burst takes at most 366 days, got '1 of 1e-300 in 1 s'",
        ),
        (lambda: ANY_LIMIT(1, burst=0), "limit burst must be a whole number >= 1, got 0"),
        (lambda: ANY_LIMIT(1, operations="ingest"), "limit operations must be a list of strings, got a str"),
        (lambda: ANY_LIMIT(1, operations=["a", 5]), "limit operations[1] must be a string, got 5"),
        (lambda: ANY_LIMIT(1, by=["key"]), "limit by must be made of 'credential' and 'project', got 'key'"),
        (lambda: ANY_LIMITER(5), "limits must be a Limit, or a mapping of names to limits, got 5"),
        (lambda: ANY_LIMITER({"default": 5}), "limits['default'] must be a Limit or None, got 5"),
        (lambda: ANY_LIMITER({"": Limit(1)}), "limits must be named by printable ASCII strings, got ''"),
        (lambda: ANY_LIMITER(max_wait=-1), "max_wait must be a number of seconds >= 0, got -1"),
    ],
)
def test_bad_limits_are_refused_in_one_line(make: Any, problem: str) -> None:
    with pytest.raises(ArgumentError) as caught:
        make()
    assert str(caught.value) == problem


def test_limits_that_no_operation_is_under_are_refused() -> None:
    with pytest.raises(ArgumentError, match="must be a Limit with operations="):
        LocalLimiter({"heavy": Limit(1)})
    with pytest.raises(ArgumentError, match="must be without operations"):
        LocalLimiter({"default": Limit(1, operations=["ingest"])})
    twice = {"a": Limit(1, operations=["ingest"]), "b": Limit(1, operations=["ingest"])}
    with pytest.raises(ArgumentError, match="limits must name the operation ingest once"):
        LocalLimiter(twice)
