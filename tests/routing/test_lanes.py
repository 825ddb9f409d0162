"""Which events may run, for every order of arrivals and endings."""

from __future__ import annotations

import asyncio
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from cortex_async import EventRouter
from cortex_async.events import Event
from cortex_async.routing.lanes import BACKLOG, Lane, Lanes
from cortex_async.routing.order import resources_of
from tests.routing.events import event, message

KEYS = st.lists(st.sampled_from("abcd"), min_size=1, max_size=3)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 4), st.lists(KEYS, max_size=25), st.randoms(use_true_random=False))
def test_items_with_a_common_key_run_one_after_another(
    limit: int, arrivals: list[list[str]], chance: Any
) -> None:
    lanes: Lanes[int] = Lanes(limit)
    running: list[Lane[int]] = []
    begun: list[int] = []
    waiting = list(enumerate(arrivals))
    while waiting or lanes.unfinished:
        if waiting and (not lanes.unfinished or chance.random() < 0.6):
            number, keys = waiting.pop(0)
            lanes.add(number, keys)
        while (lane := lanes.take()) is not None:
            running.append(lane)
            begun.append(lane.item)
            assert len(running) <= limit
            for other in running[:-1]:
                assert not set(arrivals[other.item]) & set(arrivals[lane.item])
        assert running or not lanes.unfinished, "nothing runs although something waits"
        if running and chance.random() < 0.5:
            lanes.done(running.pop(chance.randrange(len(running))))
    assert sorted(begun) == list(range(len(arrivals)))
    if limit == 1:
        assert begun == sorted(begun)
    for key in "abcd":
        mine = [number for number in begun if key in arrivals[number]]
        assert mine == sorted(mine)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 3), st.lists(KEYS, max_size=12), st.integers(0, 12))
def test_what_is_abandoned_does_not_run(limit: int, arrivals: list[list[str]], taken: int) -> None:
    lanes: Lanes[int] = Lanes(limit)
    for number, keys in enumerate(arrivals):
        lanes.add(number, keys)
    running = [lane for lane in (lanes.take() for _ in range(taken)) if lane is not None]
    left = lanes.abandon()
    assert sorted([*left, *(lane.item for lane in running)]) == list(range(len(arrivals)))
    assert left == sorted(left)
    for lane in running:
        lanes.done(lane)
    assert (lanes.take(), lanes.unfinished) == (None, 0)


@settings(max_examples=80, deadline=None)
@given(st.integers(1, 3), st.lists(KEYS, max_size=15), st.randoms(use_true_random=False))
def test_parked_and_dropped_items_keep_the_order_of_the_others(
    limit: int, arrivals: list[list[str]], chance: Any
) -> None:
    """What is parked holds its keys and no place; what is dropped in between holds nobody up."""
    lanes: Lanes[int] = Lanes(limit, one_line=False)
    running: list[Lane[int]] = []
    parked: list[Lane[int]] = []
    done: list[int] = []
    dropped: set[int] = set()
    waiting = list(enumerate(arrivals))
    while waiting or lanes.unfinished:
        if waiting and chance.random() < 0.6:
            lanes.add(*waiting.pop(0))
        while (lane := lanes.take()) is not None:
            running.append(lane)
            for other in [*running[:-1], *parked]:
                assert not set(arrivals[other.item]) & set(arrivals[lane.item])
        assert len(running) == lanes.running <= limit
        assert running or parked or not lanes.unfinished, "nothing runs although something waits"
        if chance.random() < 0.1:
            odd = lanes.abandon(lambda item: item % 2 == 1)
            assert odd == sorted(odd)
            assert not {lane.item for lane in running} & {*odd}
            dropped.update(odd)
            parked = [lane for lane in parked if lane.item not in dropped]
        if parked and chance.random() < 0.5:
            lanes.resume(parked.pop(0))
        if running and chance.random() < 0.7:
            lane = running.pop(chance.randrange(len(running)))
            if chance.random() < 0.4:
                lanes.park(lane)
                parked.append(lane)
            else:
                lanes.done(lane)
                done.append(lane.item)
    assert sorted([*done, *dropped]) == list(range(len(arrivals)))
    for key in "abcd":
        mine = [number for number in done if key in arrivals[number]]
        assert mine == sorted(mine)


def test_a_parked_item_that_was_dropped_does_not_come_back() -> None:
    lanes: Lanes[str] = Lanes(2, one_line=False)
    lanes.add("one", "a")
    lane = lanes.take()
    assert lane is not None
    lanes.park(lane)
    assert lanes.abandon() == ["one"]
    lanes.resume(lane)
    assert (lanes.take(), lanes.unfinished) == (None, 0)


def test_events_are_taken_ahead_only_within_the_backlog() -> None:
    alone, several = Lanes[int](1), Lanes[int](2)
    alone.add(0, "a")
    assert alone.full
    for number in range(2 * BACKLOG):
        assert not several.full
        several.add(number, "a")
    assert several.full


def test_what_an_event_concerns() -> None:
    assert resources_of(message("s1", key="m1")) == ["session:s1", "message:m1"]
    annotation = event(
        "message.annotation.created", resourceId="message:m1", payload={"data": {"messageId": "m1"}}
    )
    assert set(resources_of(annotation)) == {"message:m1"}
    joined = event("gathering.member.joined", payload={"data": {"gatheringId": "g"}}, resourceId="member:x")
    assert resources_of(joined) == ["gathering:g", "member:x"]
    assert resources_of(event("holodeck.opened", resourceId=None, payload=None)) == [""]


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 3), st.lists(st.tuples(st.sampled_from("xyz"), st.integers(0, 3)), max_size=15))
def test_a_run_handles_each_event_once_and_those_of_a_session_in_order(
    concurrency: int, plan: list[tuple[str, int]]
) -> None:
    """plan: the session of each event, and for how many turns of the loop its handler runs."""

    async def run() -> None:
        router = EventRouter(concurrency=concurrency)
        begun: dict[str, list[str]] = {"x": [], "y": [], "z": []}
        ended: dict[str, list[str]] = {"x": [], "y": [], "z": []}

        @router.on("message.*", "*")
        async def handler(found: Event) -> None:
            data: Any = found.payload
            session, number = data.data.session_id, data.data.content
            begun[session].append(number)
            for _ in range(plan[int(number)][1]):
                await asyncio.sleep(0)
            ended[session].append(number)

        async def source() -> Any:
            for number, (session, _) in enumerate(plan):
                yield message(session, str(number), key=str(number))

        await router.run(source())
        for session in "xyz":
            expected = [str(number) for number, (owner, _) in enumerate(plan) if owner == session]
            assert begun[session] == ended[session] == expected

    asyncio.run(run())
