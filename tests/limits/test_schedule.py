"""The schedule of a limit keeps its rate whatever is taken, given back or closed; in Python and in Redis."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from cortex_async.limits import Limit
from cortex_async.limits.schedule import LATE, Place, Schedule
from cortex_async.limits.script import SCRIPT
from tests.limits.attempts import PATIENT
from tests.redis_server import needs_redis, redis_server

FAR = 10**12


class Schedules(RuleBasedStateMachine):
    """Takes places, gives some back and closes the schedule, at any times."""

    interval, tolerance = 10, 20

    def __init__(self) -> None:
        super().__init__()
        self.now = 1000
        self.schedule = Schedule()
        self.held: list[Place] = []
        self.in_order = True

    @rule(microseconds=st.integers(0, 100))
    def wait(self, microseconds: int) -> None:
        self.now += microseconds

    @rule()
    def take(self) -> None:
        before = self.held[-1] if self.held else None
        place = self.schedule.take(self.now, self.interval, self.tolerance, FAR)
        assert isinstance(place, Place)
        assert place.at >= max(self.now, self.schedule.closed_until)
        if self.in_order and before is not None:
            assert place.at >= before.at
        self.held.append(place)

    @rule(most=st.integers(0, 60))
    def ask(self, most: int) -> None:
        taken = self.schedule.taken
        place = self.schedule.take(self.now, self.interval, self.tolerance, self.now + most)
        if isinstance(place, Place):
            assert place.at <= self.now + most
            self.held.append(place)
        else:
            assert place > self.now + most
            assert self.schedule.taken == taken

    @precondition(lambda self: any(place.at >= self.now for place in self.held))
    @rule(data=st.data())
    def give_back(self, data: st.DataObject) -> None:
        place = data.draw(st.sampled_from([one for one in self.held if one.at >= self.now]))
        self.held.remove(place)
        self.schedule.give_back(place, self.interval)
        self.in_order = False

    @rule(microseconds=st.integers(0, 50))
    def cool_down(self, microseconds: int) -> None:
        self.schedule.cool_down(self.now + microseconds)

    @invariant()
    def no_span_has_too_many(self) -> None:
        times = sorted(place.at for place in self.held)
        burst = 1 + self.tolerance // self.interval
        for first in range(len(times)):
            for last in range(first, len(times)):
                most = burst + (times[last] - times[first]) // self.interval
                assert last - first + 1 <= most, times[first : last + 1]

    @invariant()
    def no_place_is_held_twice(self) -> None:
        assert len({place.end for place in self.held}) == len(self.held)


TestSchedules = Schedules.TestCase
TestSchedules.settings = settings(PATIENT, max_examples=60, stateful_step_count=40)


def taken(schedule: Schedule, now: int, number: int) -> list[Place]:
    places = [schedule.take(now, 10, 0, FAR) for _ in range(number)]
    return [place for place in places if isinstance(place, Place)]


def test_all_places_come_back_in_whatever_order_they_are_given_back() -> None:
    for order in ([0, 1, 2, 3], [3, 2, 1, 0], [1, 3, 0, 2]):
        schedule = Schedule()
        places = taken(schedule, 1000, 4)
        for index in order:
            schedule.give_back(places[index], 10)
        assert schedule.take(1000, 10, 0, 1000) == places[0]
        assert schedule.returned == []


def test_a_place_given_back_goes_to_the_next_who_asks() -> None:
    schedule = Schedule()
    places = taken(schedule, 1000, 4)
    schedule.give_back(places[1], 10)
    assert schedule.take(1000, 10, 0, FAR) == places[1]
    assert schedule.take(1000, 10, 0, FAR) == Place(1040, 1050)


def test_a_place_is_lost_long_after_its_time_and_in_a_cool_down() -> None:
    schedule = Schedule()
    (place,) = taken(schedule, 1000, 1)
    assert schedule.holds(place, 1000)
    assert schedule.holds(place, place.at + LATE)
    assert not schedule.holds(place, place.at + LATE + 1)
    schedule.cool_down(1001)
    assert not schedule.holds(place, 1000)


@pytest.mark.parametrize(
    ("limit", "interval", "tolerance"),
    [
        (Limit(100), 10_000, 0),
        (Limit(3, burst=3), 333_334, 666_668),
        (Limit(1, per=86_400), 86_400_000_000, 0),
    ],
)
def test_a_limit_in_microseconds(limit: Limit, interval: int, tolerance: int) -> None:
    assert (limit.interval, limit.tolerance) == (interval, tolerance)


@pytest.fixture(scope="module")
def redis() -> Iterator[Any]:
    import redis

    with redis_server() as server, redis.Redis(unix_socket_path=server.socket) as client:
        yield client


# Time passes as the test says, and nothing expires by the real one.
TIMELESS = (
    SCRIPT.replace("redis.call('TIME')", "{ARGV[8], ARGV[9]}")
    .replace("redis.call('PEXPIRE', KEYS[1], whole(life))", "")
    .replace("redis.call('PEXPIRE', KEYS[2], whole(life))", "")
)
PREFIXES = count()

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["take", "take", "take", "hold", "back", "cool"]),
        st.integers(0, 150_000),
        st.integers(0, 200_000),
    ),
    max_size=25,
)


@needs_redis
@settings(PATIENT, max_examples=40)
@given(steps=STEPS, interval=st.sampled_from([0, 1, 10_000, 33_334]), burst=st.integers(1, 4))
def test_the_script_does_the_same(redis: Any, steps: Any, interval: int, burst: int) -> None:
    tolerance = (burst - 1) * interval
    schedule, key = Schedule(), f"{{{next(PREFIXES)}}}"
    now, places = 1_700_000_000_123_456, list[Place]()

    def run(what: str, most: int, place: Place) -> Any:
        clock = divmod(now, 1_000_000)
        arguments = (what, interval, tolerance, most, place.at, place.end, LATE, *clock)
        return tuple(map(int, redis.eval(TIMELESS, 2, key, f"{key}:returned", *arguments)))

    for what, passed, most in steps:
        now += passed
        if what == "take":
            place = schedule.take(now, interval, tolerance, now + most)
            found = run("take", most, Place(0, 0))
            if isinstance(place, Place):
                assert found == (1, place.at - now, place.at, place.end)
                places.append(place)
            else:
                assert found == (0, place - now, 0, 0)
        elif what == "cool":
            schedule.cool_down(now + most)
            run("cool", most, Place(0, 0))
        elif places and what == "back":
            place = places.pop(most % len(places))
            schedule.give_back(place, interval)
            run("back", 0, place)
        elif places and what == "hold":
            place = places[-1]
            held = schedule.holds(place, now)
            found = run("take", 0, place)
            if held:
                assert found == (1, max(0, place.at - now), place.at, place.end)
            else:
                other = schedule.take(now, interval, tolerance, now)
                assert found[0] == isinstance(other, Place)


@needs_redis
def test_a_clock_that_is_set_back_keeps_nobody_waiting(redis: Any) -> None:
    def ask(now: int) -> Any:
        arguments = ("take", 10_000, 0, FAR, 0, 0, LATE, *divmod(now, 1_000_000))
        return int(redis.eval(TIMELESS, 2, "{back}", "{back}:returned", *arguments)[1])

    hour = 3_600_000_000
    assert [ask(2 * hour), ask(2 * hour), ask(2 * hour)] == [0, 10_000, 20_000]
    assert ask(hour) == 30_000
