"""What events, rows and views cost, in counts that no load of the machine changes."""

from __future__ import annotations

import asyncio
import gc
import tracemalloc
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest

from cortex_async import models
from cortex_async.live import LiveView
from cortex_async.live.object_state import MergeRules
from cortex_async.live.reconcile import Snapshot
from cortex_async.live.replica import Replica
from cortex_async.live.time_bounds import bounds_of_response
from cortex_async.live.updates import Upsert
from cortex_async.resources.sessions import Sessions
from tests.realtime.live_caller import CODEC
from tests.realtime.live_events import event, session, spoken, wire
from tests.realtime.live_model import Thing
from tests.realtime.responding import RespondingCaller, counting
from tests.realtime.scripted import Connection, settle

EVENTS = 50
LATER = 10


@asynccontextmanager
async def entered(
    caller: RespondingCaller, make: Callable[[Sessions], Sequence[LiveView[Any, Any]]]
) -> AsyncGenerator[tuple[Sequence[LiveView[Any, Any]], Connection]]:
    views = make(Sessions(caller, ("p",)))
    entering = [asyncio.ensure_future(view.__aenter__()) for view in views]
    connection = (await caller.script.next()).accept()
    while entering:
        await entering.pop()
    # By more than clocks differ, so that events are certainly newer than the responses.
    connection.send(b": alive\n\n")
    await caller.clock.advance(LATER)
    try:
        yield views, connection
    finally:
        await asyncio.gather(*(view.aclose() for view in views))


def updates(kind: str, key: str, first: int) -> bytes:
    return wire(
        *(
            event(kind, session(key, title=f"{number}"), at=LATER + number / 1000, changes={"title": "x"})
            for number in range(first, first + EVENTS)
        )
    )


async def bytecodes(connection: Connection, kind: str, key: str, first: int = 0) -> float:
    """Of live views, for each event."""
    data = updates(kind, key, first)
    with counting() as count:
        connection.send(data)
        await settle()
    return count[0] / EVENTS


async def test_an_event_takes_few_bytecodes() -> None:
    async with entered(RespondingCaller(1), lambda sessions: [sessions.watch("s0", resync=0)]) as (
        [view],
        connection,
    ):
        heard: list[Any] = []
        view.on_change(heard.append)
        await bytecodes(connection, "session.updated", "s0")
        concerned = await bytecodes(connection, "session.updated", "s0", EVENTS)
        assert len(heard) == 2 * EVENTS
        idle = await bytecodes(connection, "session.updated", "another")
        of_another_kind = await bytecodes(connection, "gathering.updated", "another")
    # 816, 142 and 71 with Python 3.11.
    assert concerned <= 860
    assert idle <= 155
    assert of_another_kind <= 80


async def bytecodes_of_a_message(views: int) -> float:
    async with entered(
        RespondingCaller(0),
        lambda sessions: [sessions.watch_messages(f"s{number}", resync=0) for number in range(views)],
    ) as (followed, connection):
        messages = [
            event("message.created", spoken(f"m{number}", sessionId=f"s{number * 7 % views}"), at=LATER)
            for number in range(EVENTS)
        ]
        with counting() as count:
            connection.send(wire(*messages))
            await settle()
        assert sum(len(view.value) for view in followed) == EVENTS
        return count[0] / EVENTS


async def test_a_change_takes_as_many_bytecodes_among_a_thousand_views_as_among_fifty() -> None:
    few = await bytecodes_of_a_message(EVENTS)
    assert await bytecodes_of_a_message(1000) == pytest.approx(few, rel=0.02)


# -- memory


async def held(rows: int) -> tuple[int, int]:
    """Bytes and objects tracked by the garbage collector while a view has so many rows."""
    async with entered(RespondingCaller(rows), lambda sessions: [sessions.watch(resync=0)]) as ([view], _):
        assert len(view.value) == rows
        gc.collect()
        return tracemalloc.get_traced_memory()[0], len(gc.get_objects())


@pytest.fixture
def traced() -> Any:
    gc.collect()
    tracemalloc.start()
    yield
    tracemalloc.stop()


async def test_a_row_takes_an_entry_in_a_dict_besides_its_object(traced: None) -> None:
    few, many = 500, 2500
    await held(few)
    small, large = await held(few), await held(many)
    gc.collect()
    before = tracemalloc.get_traced_memory()[0]
    kind: type[list[models.Session]] = list[models.Session]
    objects = CODEC.decode(CODEC.encode([session(f"s{number}") for number in range(many - few)]), kind)
    gc.collect()
    own = tracemalloc.get_traced_memory()[0] - before
    rows = len(objects)
    assert (large[0] - small[0] - own) / rows <= 40
    # The object itself.
    assert (large[1] - small[1]) / rows <= 1.05


def test_rows_share_what_is_known_of_them_also_after_an_early_event_and_a_second_list() -> None:
    things = {f"t{number}": Thing(f"t{number}", number, 0) for number in range(1000)}
    replica: Replica[Thing] = Replica(MergeRules(), lambda thing: thing.born)
    replica.apply_event(Upsert("t7", things["t7"], 1_000_000.0))
    gc.collect()
    before = len(gc.get_objects())
    replica.load(Snapshot(things, bounds_of_response(1_000_100.0), 1))
    assert replica.apply_snapshot(Snapshot(things, bounds_of_response(1_000_200.0), 1)) == []
    gc.collect()
    assert len(replica) == len(things)
    assert len(gc.get_objects()) - before < 20


async def held_by_views(count: int) -> tuple[int, int]:
    async with entered(
        RespondingCaller(0),
        lambda sessions: [sessions.watch_messages(f"s{number}", resync=0) for number in range(count)],
    ):
        gc.collect()
        return tracemalloc.get_traced_memory()[0], len(gc.get_objects())


async def test_a_view_without_readers_takes_two_kibibytes(traced: None) -> None:
    few, many = 50, 550
    await held_by_views(few)
    small, large = await held_by_views(few), await held_by_views(many)
    assert (large[0] - small[0]) / (many - few) <= 2048
    assert (large[1] - small[1]) / (many - few) <= 16
