"""Random interleavings of speech, ends, deletions, broken streams, late responses and restarts.

Whatever happens, a run yields every message once and in order, and a restart loses nothing.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Coroutine
from datetime import UTC, datetime
from math import floor
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from cortex_async.feeds import FeedMessage, FeedPosition, MessageFeed, MissedMessages, outbox, tracking
from cortex_async.resources.messages import Messages
from tests.feeds.model import Message, Server, Session, participant
from tests.realtime.live_caller import Pending, PlayedCaller
from tests.realtime.scripted import Connection, settle

T = TypeVar("T")

EXAMPLES = int(os.environ.get("FEED_EXAMPLES", "40"))


class Run:
    """One run of a feed. handled: what a position taken now counts as handled."""

    def __init__(
        self, feed: MessageFeed, handled: set[str], wanted: set[str], latest: dict[str, datetime]
    ) -> None:
        self.feed = feed
        self.opening = asyncio.ensure_future(feed.__aenter__())
        self.handled = set(handled)
        self.before = frozenset(handled)
        self.wanted = set(wanted)
        self.yielded: dict[str, FeedMessage] = {}
        self.latest_before = latest
        self.latest = dict(latest)
        self.hand: str | None = None
        self.missed: list[MissedMessages] = []

    @property
    def is_open(self) -> bool:
        return self.opening.done()

    def take(self, message: FeedMessage) -> None:
        assert message.id not in self.yielded, "twice"
        assert message.id not in self.before, "handled in an earlier run"
        latest = self.latest.get(message.session_id, message.start)
        assert message.late == (message.start < latest), "out of order"
        self.latest[message.session_id] = max(latest, message.start)
        self.come_back()
        self.yielded[message.id] = message
        self.hand = message.id

    def come_back(self) -> None:
        if self.hand is not None:
            self.handled.add(self.hand)
        self.hand = None

    @property
    def handled_latest(self) -> dict[str, datetime]:
        """When the newest handled message of each session was said."""
        latest = dict(self.latest_before)
        for one in self.yielded.values():
            if one.id in self.handled:
                latest[one.session_id] = max(latest.get(one.session_id, one.start), one.start)
        return latest

    async def read(self, most: int) -> None:
        for _ in range(most):
            self.come_back()
            waiting = asyncio.ensure_future(anext(self.feed))
            await settle()
            if not waiting.done():
                waiting.cancel()
                await asyncio.gather(waiting, return_exceptions=True)
                return
            self.take(waiting.result())


class FeedMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.faults: list[dict[str, Any]] = []
        self.loop.set_exception_handler(lambda _, context: self.faults.append(context))
        self.connection: Connection | None = None
        self.server = Server()
        self.flying: list[bytes] = []
        self.replies: dict[Pending, tuple[Any, float]] = {}
        self.lossy = False
        self.entered: float | None = None
        self.ended: dict[str, float] = {}
        self.gone: dict[str, Session] = {}
        self.reported: set[str] = set()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        async def worked() -> T:
            result = await work
            await settle()
            return result

        result = self.loop.run_until_complete(worked())
        if self.connection is not None and self.connection.closed:
            self.connection = None
            self.flying.clear()
        return result

    @property
    def now(self) -> float:
        return self.caller.clock.unix()

    @initialize(
        from_now=st.booleans(),
        said=st.lists(st.sampled_from([0.0, 45.0, 200.0]), max_size=4),
        again=st.booleans(),
    )
    def begin(self, from_now: bool, said: list[float], again: bool) -> None:
        self.caller = PlayedCaller()
        self.from_now = from_now
        since = None if from_now else datetime.fromtimestamp(self.now - 100, UTC)
        wanted: set[str] = set()
        self.server.create(self.now - 300)
        self.server.create(self.now - 50)
        for place, ago in enumerate(said):
            session = list(self.server.sessions.values())[place % 2]
            message, _ = self.server.say(session, self.now - ago)
            if since is not None and ago <= 100:
                wanted.add(message.id)
        if again:
            session = next(iter(self.server.sessions.values()))
            self.server.set_status(session, "ended")
            self.ended[session.id] = self.now
        self.run(self._begin(since, set(), wanted, {}))
        self.saved: tuple[FeedPosition, set[str], set[str], dict[str, datetime]] | None = None

    async def _begin(
        self,
        since: datetime | FeedPosition | None,
        handled: set[str],
        wanted: set[str],
        latest: dict[str, datetime],
    ) -> None:
        missed: list[MissedMessages] = []
        feed = Messages(self.caller, ("p",)).follow(since=since, on_missed=missed.append)
        self.feed = Run(feed, handled, wanted, latest)
        self.feed.missed = missed

    # -- the server

    @rule()
    def create(self) -> None:
        self._emit(self.server.create(self.now))

    def _active(self) -> list[Session]:
        return [one for one in self.server.sessions.values() if one.status == "active"]

    @precondition(lambda self: self._active())
    @rule(pick=st.integers(0), late=st.sampled_from([0.0, 0.0, 0.0, 5.0, 60.0]), system=st.booleans())
    def say(self, pick: int, late: float, system: bool) -> None:
        active = self._active()
        message, event = self.server.say(
            active[pick % len(active)], self.now - late, None if system else "ann"
        )
        self._want(message)
        self._emit(event)

    def _want(self, message: Message) -> None:
        # A feed from now owes nothing that was said before it was entered.
        if not self.from_now or (self.entered is not None and message.at > self.entered):
            self.feed.wanted.add(message.id)

    @precondition(lambda self: self._active())
    @rule(pick=st.integers(0))
    def stop(self, pick: int) -> None:
        active = self._active()
        session = active[pick % len(active)]
        self.ended[session.id] = self.now
        self._emit(self.server.set_status(session, "ended"))

    def _stopped(self) -> list[Session]:
        return [
            self.server.sessions[one]
            for one, at in self.ended.items()
            if one in self.server.sessions
            and self.server.sessions[one].status == "ended"
            and self.now - at < 400
            and one in self.feed.latest
        ]

    @precondition(lambda self: not self.lossy and self.connection is not None and self._stopped())
    @rule(pick=st.integers(0))
    def start_again(self, pick: int) -> None:
        stopped = self._stopped()
        self._emit(self.server.set_status(stopped[pick % len(stopped)], "active"))

    @precondition(lambda self: self.server.sessions)
    @rule(pick=st.integers(0))
    def delete(self, pick: int) -> None:
        session = list(self.server.sessions.values())[pick % len(self.server.sessions)]
        self.gone[session.id] = session
        self._emit(self.server.delete(session))

    def _emit(self, event: bytes) -> None:
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
    @rule(again=st.booleans())
    def deliver(self, again: bool) -> None:
        event = self.flying.pop(0)
        self._deliver(event)
        if again:
            self._deliver(event)

    @precondition(lambda self: self.flying)
    @rule()
    def deliver_all(self) -> None:
        while self.flying:
            self._deliver(self.flying.pop(0))

    @precondition(lambda self: self.flying)
    @rule()
    def lose(self) -> None:
        self.flying.pop(0)
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

    def _deliver(self, event: bytes) -> None:
        if self.connection is not None:
            self.connection.send(event)
            self.run(settle())

    @rule(seconds=st.sampled_from([0.01, 0.3, 1.0, 4.0, 40.0]))
    def pass_time(self, seconds: float) -> None:
        self.run(self.caller.clock.advance(seconds))

    # -- responses

    @precondition(lambda self: any(call not in self.replies for call in self.caller.pending))
    @rule(pick=st.integers(0))
    def look_up(self, pick: int) -> None:
        unread = [call for call in self.caller.pending if call not in self.replies]
        self._look_up(unread[pick % len(unread)])

    def _look_up(self, call: Pending) -> None:
        match call.operation:
            case "sessions.list":
                body: Any = [one.row for one in self.server.sessions.values()]
            case "messages.list":
                body = self.server.messages(str(call.request.path[-1]))
            case _:
                body = {"participants": [participant("ann")], "total": 1}
        self.replies[call] = body, float(floor(self.now))

    @precondition(lambda self: any(call in self.replies for call in self.caller.pending))
    @rule(pick=st.integers(0))
    def respond(self, pick: int) -> None:
        ready = [call for call in self.caller.pending if call in self.replies]
        self._respond(ready[pick % len(ready)])

    def _respond(self, call: Pending) -> None:
        body, date = self.replies.pop(call)
        if body is None:
            call.missing(date)
        else:
            call.reply(body, date)
        self.run(settle())
        if self.entered is None and self.feed.is_open:
            self.entered = self.now

    @precondition(lambda self: self.caller.pending and self.feed.is_open)
    @rule(pick=st.integers(0))
    def fail(self, pick: int) -> None:
        pending = self.caller.pending
        pending[pick % len(pending)].fail()
        self.run(settle())

    @rule()
    def answer_everything(self) -> None:
        self._answer()

    def _answer(self) -> None:
        while self.caller.pending:
            for call in self.caller.pending:
                if call not in self.replies:
                    self._look_up(call)
                self._respond(call)

    # -- the consumer

    @precondition(lambda self: self.feed.is_open)
    @rule(most=st.integers(1, 4))
    def follow(self, most: int) -> None:
        self.run(self.feed.read(most))

    @precondition(lambda self: self.feed.is_open)
    @rule(acknowledged=st.booleans())
    def save(self, acknowledged: bool) -> None:
        self.run(self._save(acknowledged))

    async def _save(self, acknowledged: bool) -> None:
        if acknowledged:
            self.feed.feed.acknowledge()
            self.feed.come_back()
        position = FeedPosition.from_json(self.feed.feed.position.to_json())
        self.saved = position, set(self.feed.handled), set(self.feed.wanted), self.feed.handled_latest

    @precondition(lambda self: self.saved is not None)
    @rule()
    def restart(self) -> None:
        self.run(self._close())
        self.reported |= {one.session_id for one in self.feed.missed}
        assert self.saved is not None
        position, handled, wanted, latest = self.saved
        wanted = wanted | self.feed.wanted
        self.connection = None
        self.flying.clear()
        self.replies.clear()
        self.run(self._begin(position, handled, wanted - handled, latest))

    async def _close(self) -> None:
        if not self.feed.is_open:
            self.feed.opening.cancel()
            await asyncio.gather(self.feed.opening, return_exceptions=True)
        await self.feed.feed.close()

    # -- and in the end

    def teardown(self) -> None:
        try:
            if hasattr(self, "feed"):
                self._quiet()
        finally:
            # What a failure has left behind.
            tasks = asyncio.all_tasks(self.loop)
            for task in tasks:
                task.cancel()
            if tasks:
                self.loop.run_until_complete(asyncio.wait(tasks))
            self.loop.run_until_complete(self.loop.shutdown_asyncgens())
            self.loop.close()

    def _quiet(self) -> None:
        self._pass_quietly(120, 4.0)
        if self.lossy:
            self._pass_quietly(720, 24.0)
        run = self.feed
        assert run.is_open
        there = {one.id for session in self.server.sessions.values() for one in session.messages}
        assert run.wanted & there <= run.yielded.keys(), run.wanted & there - run.yielded.keys()
        if not self.lossy:
            self._check_missed()
        self.run(self._close())
        assert not [one for one in self.caller.script.connections if not one.closed]
        assert not asyncio.all_tasks(self.loop)
        assert not self.faults

    def _check_missed(self) -> None:
        """What was deleted before it could be fetched is reported, if the feed knew of the session."""
        reported = self.reported | {one.session_id for one in self.feed.missed}
        assert reported <= self.gone.keys()
        for session in self.gone.values():
            if session.id in self.feed.latest:
                lost = {one.id for one in session.messages} & self.feed.wanted - self.feed.yielded.keys()
                assert not lost or session.id in reported

    def _pass_quietly(self, seconds: int, step: float) -> None:
        for _ in range(int(seconds / step)):
            if self.connection is None:
                self._accept()
            if self.connection is not None:
                self.connection.send(b": alive\n\n")
            while self.flying:
                self._deliver(self.flying.pop(0))
            self._answer()
            if self.feed.is_open:
                self.run(self.feed.read(100))
            self.pass_time(step)


@pytest.mark.timeout(600)  # to shrink what fails
def test_a_run_yields_everything_once_and_a_restart_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracking, "MAX_HELD", 3)
    monkeypatch.setattr(outbox, "CAPACITY", 3)
    run_state_machine_as_test(
        FeedMachine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        ),
    )
