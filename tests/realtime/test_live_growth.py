"""Many objects in doubt cost a view no more per object than a few."""

from __future__ import annotations

import asyncio

import pytest

from cortex_async.live.fetch_queue import MAX_INTERVAL, MIN_INTERVAL, FetchQueue
from cortex_async.resources.sessions import Sessions
from tests.realtime.live_events import event, session, wire
from tests.realtime.responding import RespondingCaller, counting
from tests.realtime.scripted import settle


async def bytecodes_of_each(doubts: int) -> float:
    caller = RespondingCaller(doubts)
    view = Sessions(caller, ("p",)).watch(resync=0)
    entering = asyncio.ensure_future(view.__aenter__())
    connection = (await caller.script.next()).accept()
    live = await entering
    caller.seconds = 10
    # In the same second as the list: only a fetch of the object can tell which is newer.
    changed = (event("session.updated", session(f"s{number}", title="B"), at=0.5) for number in range(doubts))
    with counting() as count:
        connection.send(wire(*changed))
        async with asyncio.timeout(20):
            while any(one.title != "B" for one in live.value.values()):
                await settle()
    assert caller.fetched_one == doubts
    await view.aclose()
    return count[0] / doubts


async def test_a_doubt_costs_the_same_however_many_there_are() -> None:
    assert await bytecodes_of_each(800) <= 1.2 * await bytecodes_of_each(200)


# -- the order of fetches


@pytest.fixture
def wanted() -> set[str]:
    return set("abc")


@pytest.fixture
def queue(wanted: set[str]) -> FetchQueue:
    return FetchQueue(wanted.__contains__)


def test_fetches_come_in_the_order_of_doubts(queue: FetchQueue) -> None:
    assert [queue.add(key, 5) for key in "bacb"] == [5] * 4
    assert queue.take(4.9, 8) == []
    assert queue.take(5, 2) == ["b", "a"]
    assert queue.take(5, 2) == ["c"]
    assert queue.take(5, 2) == []
    assert queue.next_due() == float("inf")


def test_a_fetched_object_waits_and_others_come_first(queue: FetchQueue) -> None:
    queue.start_cooldown("a", 5, MAX_INTERVAL)
    assert queue.add("a", 5) == 5 + MIN_INTERVAL
    assert queue.add("b", 5.1) == 5.1
    assert queue.next_due() == 5.1
    assert queue.take(5 + MIN_INTERVAL, 8) == ["b", "a"]
    queue.start_cooldown("a", 5.3, MAX_INTERVAL)
    assert queue.add("a", 5.3) == 5.3 + 2 * MIN_INTERVAL
    assert queue.add("b", 5.3) == 5.3


def test_a_settled_object_is_not_fetched(queue: FetchQueue, wanted: set[str]) -> None:
    for key in "abc":
        queue.add(key, 5)
    wanted.remove("a")
    assert queue.next_due() == 5
    wanted.remove("c")
    assert queue.take(5, 8) == ["b"]
    wanted.add("a")
    assert queue.add("a", 6) == 6
    assert queue.take(6, 8) == ["a"]


def test_old_cooldowns_are_forgotten(queue: FetchQueue) -> None:
    for number in range(1000):
        queue.start_cooldown(f"{number}", number, MAX_INTERVAL)
    # A cooldown ends a quarter of a second after the fetch, and is kept for the longest interval from then
    # on.
    assert len(queue._cooldowns) == int(MIN_INTERVAL + MAX_INTERVAL) + 1
    assert queue.add("0", 1000) == 1000
