"""The interleavings of ``test_live_machine`` against views: a stream that breaks, late pages, slow readers."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import Coroutine, Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

import pytest
from attrs import define, field
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from cortex_async.live import (
    Added,
    Change,
    LiveCollection,
    LiveItem,
    Modified,
    Removed,
    rest_source,
    watchable,
)
from cortex_async.live.updates import Delete, Invalidate, Upsert
from cortex_async.models import Participant
from tests.realtime.live_caller import Pending, PlayedCaller
from tests.realtime.live_model import Emitted, Server, Thing, Witness
from tests.realtime.scripted import Connection, settle

T = TypeVar("T")
CONTENTS = st.integers(0, 2)
WATCHED = "t0"


def row(thing: Thing) -> dict[str, Any]:
    return {
        "id": thing.id,
        "displayName": str(thing.content),
        "externalUserId": thing.id,
        "joinedAt": datetime.fromtimestamp(thing.born, UTC).isoformat(),
        "projectId": "p",
        "tenantId": "t",
        "userData": {},
    }


def thing_of(participant: Participant) -> Thing:
    born = int(participant.joined_at.timestamp())
    return Thing(participant.id, born, int(participant.display_name))


def change_of(change: Change[Participant]) -> Change[Thing]:
    match change:
        case Added(id=key, new=new):
            return Added(key, thing_of(new))
        case Modified(id=key, old=old, new=new, fields=fields):
            return Modified(key, thing_of(old), thing_of(new), fields)
        case Removed(id=key, old=old):
            return Removed(key, thing_of(old))


NUMBERS = itertools.count()


def event_bytes(event: Emitted) -> bytes:
    update = event.update
    payload: dict[str, Any]
    match update:
        case Upsert():
            before = update.previous()
            payload = {"action": "updated", "data": row(update.value)}
            if before is not None:
                payload["changes"] = {"displayName": str(before.content)}
            kind = "participant.updated"
        case Delete():
            payload = {"action": "deleted", "data": row(Thing(update.key, 0, 0))}
            kind = "participant.deleted"
        case Invalidate():
            payload = {"action": "occurred", "data": {}}
            kind = "participant.of.tomorrow"
    envelope = {
        "id": f"event-{next(NUMBERS)}",
        "type": kind,
        "source": "cortex:api",
        "tenantId": "t",
        "projectId": "p",
        "resourceId": f"participant:{update.key}",
        "timestamp": datetime.fromtimestamp(event.at, UTC).isoformat(),
        "payload": payload,
    }
    return b"data: " + json.dumps(envelope).encode() + b"\n\n"


@define(eq=False)
class Followed:
    """A view with all its readers."""

    view: LiveCollection[Participant] | LiveItem[Participant]
    server: Server
    opening: asyncio.Task[None] | None = None
    reader: Any = None
    witnesses: dict[str, Witness] = field(factory=dict[str, Witness])

    def values(self) -> dict[str, Thing]:
        value = self.view.value
        if isinstance(value, Mapping):
            return {key: thing_of(participant) for key, participant in value.items()}
        return {} if value is None else {value.id: thing_of(value)}

    async def open(self) -> None:
        self.view.on_change(lambda change: self.witnesses["callback"].take(change_of(change)))
        await self.view.__aenter__()
        for name in ("callback", "reader", "value"):
            self.witnesses[name] = Witness(name, self.server, self.values(), "display_name")
        self.reader = aiter(self.view)

    @property
    def is_open(self) -> bool:
        return self.reader is not None

    async def read(self, most: int) -> None:
        for _ in range(most):
            waiting = asyncio.ensure_future(anext(self.reader))
            await settle()
            if not waiting.done():
                waiting.cancel()
                await asyncio.gather(waiting, return_exceptions=True)
                return
            self.witnesses["reader"].take(change_of(waiting.result()))


class ViewsMachine(RuleBasedStateMachine):
    """A view of the list and a view of one object, over one connection."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.faults: list[dict[str, Any]] = []
        self.loop.set_exception_handler(lambda _, context: self.faults.append(context))
        self.errors: list[Exception] = []
        self.connection: Connection | None = None

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        async def worked() -> T:
            result = await work
            await settle()
            return result

        result = self.loop.run_until_complete(worked())
        if self.connection is not None and self.connection.closed:
            # Silent for too long.
            self.connection = None
            self.flying.clear()
        for followed in self.followed:
            if followed.is_open:
                followed.witnesses["value"].look(followed.values())
        return result

    @initialize(
        lead=st.sampled_from([0.0, 0.0, 1.9, -1.9, 1000.0]),
        newest_first=st.booleans(),
        dated=st.sampled_from([True, True, True, False]),
        contents=st.lists(CONTENTS, min_size=1, max_size=6),
        resync=st.sampled_from([0.0, 300.0]),
    )
    def begin(self, lead: float, newest_first: bool, dated: bool, contents: list[int], resync: float) -> None:
        self.server = Server(event_lead=lead, newest_first=newest_first)
        for content in contents:
            self.server.create(content)
        self.dated = dated
        self.resync = resync
        self.lossy = False
        self.flying: list[Emitted] = []
        self.read: dict[Pending, tuple[Any, float | None]] = {}
        self.connection = None
        self.followed: list[Followed] = []
        self.run(self._make())

    async def _make(self) -> None:
        self.caller = PlayedCaller()
        caller, bound = self.caller, ("p",)
        everything = LiveCollection(watchable.all_participants(caller, bound), self.resync)
        one = LiveItem(watchable.one_participant(caller, bound, WATCHED), self.resync, WATCHED)
        self.followed = [Followed(everything, self.server), Followed(one, self.server)]
        for followed in self.followed:
            followed.view.on_error(self.errors.append)
            followed.opening = asyncio.ensure_future(followed.open())

    # -- the server

    def _now(self) -> None:
        self.server.now = self.caller.clock.unix()

    @rule(content=CONTENTS)
    def create(self, content: int) -> None:
        self._now()
        self._emit(self.server.create(content))

    @precondition(lambda self: self.server.things)
    @rule(
        pick=st.integers(0),
        content=CONTENTS,
        how=st.sampled_from(["with previous", "without previous", "hints"]),
    )
    def update(self, pick: int, content: int, how: str) -> None:
        self._now()
        key = self._key(pick)
        if how == "hints":
            self._emit(self.server.touch(key, content))
        else:
            self._emit(self.server.update(key, content, has_previous=how == "with previous"))

    @precondition(lambda self: self.server.things)
    @rule(pick=st.integers(0))
    def delete(self, pick: int) -> None:
        self._now()
        self._emit(self.server.delete(self._key(pick)))

    def _key(self, pick: int) -> str:
        keys = list(self.server.things)
        # Half of all changes concern the object with its own view.
        return WATCHED if pick % 2 and WATCHED in keys else keys[pick // 2 % len(keys)]

    def _emit(self, event: Emitted) -> None:
        if self.connection is not None:
            self.flying.append(event)

    # -- the network

    @precondition(lambda self: self.connection is None)
    @rule()
    def accept(self) -> None:
        self._accept()

    def _accept(self) -> None:
        waiting = [one for one in self.caller.script.connections if not one.closed]
        if waiting:
            self.connection = waiting[-1].accept()
            self.run(settle())

    @precondition(lambda self: self.flying)
    @rule(pick=st.integers(0), again=st.sampled_from([False, False, True]))
    def deliver(self, pick: int, again: bool) -> None:
        place = pick % len(self.flying)
        self._deliver(self.flying[place] if again else self.flying.pop(place))

    @precondition(lambda self: self.flying)
    @rule()
    def deliver_the_oldest(self) -> None:
        self._deliver(self.flying.pop(0))

    @precondition(lambda self: self.flying)
    @rule(pick=st.integers(0))
    def drop(self, pick: int) -> None:
        self.flying.pop(pick % len(self.flying))
        self.lossy = True

    @precondition(lambda self: self.connection is not None)
    @rule(broken=st.booleans())
    def disconnect(self, broken: bool) -> None:
        assert self.connection is not None
        if broken:
            self.connection.fail(OSError("reset"))
        else:
            self.connection.finish()
        self.connection = None
        self.flying.clear()
        self.run(settle())

    def _deliver(self, event: Emitted) -> None:
        assert self.connection is not None
        self.connection.send(event_bytes(event))
        self.run(settle())

    @rule(seconds=st.sampled_from([0.01, 0.3, 1.0, 4.0, 40.0]))
    def pass_time(self, seconds: float) -> None:
        self.run(self.caller.clock.advance(seconds))

    # -- responses

    @precondition(lambda self: any(call not in self.read for call in self.caller.pending))
    @rule(pick=st.integers(0))
    def look_up(self, pick: int) -> None:
        unread = [call for call in self.caller.pending if call not in self.read]
        self._look_up(unread[pick % len(unread)])

    def _look_up(self, call: Pending) -> None:
        self._now()
        date = self.server.date if self.dated else None
        query = call.request.query
        if query is not None:
            offset, limit = query["offset"], query["limit"]
            assert isinstance(offset, int)
            assert isinstance(limit, int)
            page = self.server.page(offset, limit)
            body: Any = {"participants": [row(thing) for thing in page.items], "total": page.total}
        else:
            thing = self.server.things.get(call.request.path[-1])
            body = None if thing is None else row(thing)
        self.read[call] = body, date

    @precondition(lambda self: any(call in self.read for call in self.caller.pending))
    @rule(pick=st.integers(0))
    def respond(self, pick: int) -> None:
        ready = [call for call in self.caller.pending if call in self.read]
        self._respond(ready[pick % len(ready)])

    def _respond(self, call: Pending) -> None:
        body, date = self.read.pop(call)
        if body is None:
            call.missing(date)
        else:
            call.reply(body, date)
        self.run(settle())

    @precondition(lambda self: self.caller.pending and all(one.is_open for one in self.followed))
    @rule(pick=st.integers(0))
    def fail(self, pick: int) -> None:
        pending = self.caller.pending
        pending[pick % len(pending)].fail()
        self.run(settle())

    # -- readers

    @rule(which=st.integers(0, 1), most=st.integers(1, 3))
    def follow(self, which: int, most: int) -> None:
        followed = self.followed[which]
        if followed.is_open:
            self.run(followed.read(most))

    # -- and in the end

    def teardown(self) -> None:
        try:
            if hasattr(self, "server"):
                self._quiet()
        finally:
            self.loop.run_until_complete(self.loop.shutdown_asyncgens())
            self.loop.close()

    def _quiet(self) -> None:
        self._pass_quietly(120)
        expected = self.server.things
        if self.lossy and self.resync:
            self._pass_quietly(400)
        for followed in self.followed:
            assert followed.is_open
            assert not followed.view.stale
            mine = expected if isinstance(followed.view, LiveCollection) else self._only_watched()
            if self.lossy and not self.resync:
                continue
            assert followed.values() == mine
            self.run(followed.read(100))
            assert followed.witnesses["reader"].seen == mine
            assert followed.witnesses["callback"].seen == mine
        assert not [error for error in self.errors if not hasattr(error, "status")]
        self._close()

    def _only_watched(self) -> dict[str, Thing]:
        return {key: thing for key, thing in self.server.things.items() if key == WATCHED}

    def _pass_quietly(self, seconds: int) -> None:
        for _ in range(seconds // 4):
            if self.connection is None:
                self._accept()
            if self.connection is not None:
                self.connection.send(b": alive\n\n")
            while self.flying:
                self._deliver(self.flying.pop(0))
            while self.caller.pending:
                for call in self.caller.pending:
                    if call not in self.read:
                        self._look_up(call)
                    self._respond(call)
            self.pass_time(4.0)

    def _close(self) -> None:
        streams = [one for one in self.caller.script.connections if not one.closed]
        assert len(streams) == 1, "views of a project share one connection"
        for followed in self.followed:
            self.run(followed.view.__aexit__(None, None, None))
        assert not [one for one in self.caller.script.connections if not one.closed]
        assert not asyncio.all_tasks(self.loop)
        assert not self.faults


@pytest.mark.timeout(600)  # to shrink what fails
def test_views_end_up_equal_to_the_server_and_leave_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rest_source, "PAGE_SIZE", 3)
    run_state_machine_as_test(
        ViewsMachine,
        settings=settings(
            max_examples=50,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        ),
    )
