"""Many objects in doubt cost a view no more per object than a few."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import orjson
import pytest

from cortex_async import live as package
from cortex_async._core.options import Options
from cortex_async._core.request import Request
from cortex_async._core.response import Response
from cortex_async.live.fetch_queue import MAX_INTERVAL, MIN_INTERVAL, FetchQueue
from cortex_async.resources.sessions import Sessions
from tests.realtime.live_caller import PlayedCaller, headers, public_name
from tests.realtime.live_events import event, moment, plain, session, wire
from tests.realtime.scripted import settle

FOLDER = package.__path__[0]


class AnsweringCaller(PlayedCaller):
    """Responds with a number of sessions, titled ``B`` when they are fetched one by one."""

    def __init__(self, sessions: int) -> None:
        super().__init__()
        self.sessions = sessions
        self.seconds = 0.0
        self.asked_one = 0

    async def send(self, request: Request, options: Options) -> Response:
        await asyncio.sleep(0)
        body: object
        if public_name(request) == "sessions.list":
            body = [plain(session(f"s{number}")) for number in range(self.sessions)]
        else:
            self.asked_one += 1
            body = plain(session(request.path[-1], title="B"))
        return Response(200, headers(moment(self.seconds).timestamp()), orjson.dumps(body))


@contextmanager
def counting() -> Generator[list[int]]:
    """Counts the bytecodes of live views, in functions entered from here on."""
    count, before = [0], sys.gettrace()

    def inside(frame: FrameType, happening: str, argument: Any) -> Any:
        count[0] += happening == "opcode"
        return inside

    def enter(frame: FrameType, happening: str, argument: Any) -> Any:
        if not frame.f_code.co_filename.startswith(FOLDER):
            return None
        frame.f_trace_lines, frame.f_trace_opcodes = False, True
        return inside

    sys.settrace(enter)
    try:
        yield count
    finally:
        sys.settrace(before)


async def bytecodes_of_each(doubts: int) -> float:
    caller = AnsweringCaller(doubts)
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
    assert caller.asked_one == doubts
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
