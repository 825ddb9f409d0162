"""Random failures of the stream, of the API, of the broker and of processes.

In the end every event is in the broker once, or an event made from a snapshot or a gap stands for it. What was
neither lost without a sign nor held up for too long is in order within its key.
"""

from __future__ import annotations

import json
import os
from collections.abc import Container
from typing import Any

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

from cortex_async._core.stream.event_patterns import covers
from cortex_async.relay import repairing
from cortex_async.relay.envelope import seal
from cortex_async.relay.keys import key_of
from cortex_async.relay.known import LATENESS
from cortex_async.relay.repair import messages
from tests.relay.simulation import Process, Simulation, unix

EXAMPLES = int(os.environ.get("RELAY_EXAMPLES", "25"))
WHO = st.sampled_from([0, 0, 1])
HOLD = 30.0


class RelayMachine(RuleBasedStateMachine):
    """lost: ids of events that a stream has lost without a sign. disorderly: whether order is not promised."""

    def __init__(self) -> None:
        super().__init__()
        self.lost: set[str] = set()
        self.fences: list[int] = []
        self.disorderly = False
        self.simulation: Simulation | None = None
        self.patches = pytest.MonkeyPatch()

    @property
    def sim(self) -> Simulation:
        assert self.simulation is not None
        return self.simulation

    @initialize(
        subscribed=st.booleans(),
        whole=st.booleans(),
        part=st.sampled_from([1, 2, 1000]),
        max_known=st.sampled_from([1000, 1000, 4]),
    )
    def begin(self, subscribed: bool, whole: bool, part: int, max_known: int) -> None:
        for module in (messages, repairing):
            self.patches.setattr(module, "PART", part)
        self.patches.setattr(messages, "MAX_CONCURRENT", min(part, 4))
        options: dict[str, Any] = {"lease": 9.0, "hold": HOLD, "resync": 60.0, "buffer_size": 3}
        self.simulation = Simulation(2, max_known=max_known, **options)
        self.sim.project.whole_payload = whole
        if subscribed:
            self.sim.project.subscribe()

    # -- the project

    @rule()
    def create(self) -> None:
        self._emit(self.sim.project.create(self.sim.project.now))

    @precondition(lambda self: self.sim.project.active())
    @rule(pick=st.integers(0), late=st.sampled_from([0.0, 0.0, 5.0]))
    def say(self, pick: int, late: float) -> None:
        active = self.sim.project.active()
        self._emit(self.sim.project.say(active[pick % len(active)], self.sim.project.now - late)[1])

    @precondition(lambda self: self.sim.project.active())
    @rule(pick=st.integers(0))
    def stop(self, pick: int) -> None:
        active = self.sim.project.active()
        self._emit(self.sim.project.set_status(active[pick % len(active)], "ended"))

    @precondition(lambda self: self.sim.project.sessions)
    @rule(pick=st.integers(0))
    def delete(self, pick: int) -> None:
        sessions = list(self.sim.project.sessions.values())
        self._emit(self.sim.project.delete(sessions[pick % len(sessions)]))

    def _emit(self, event: bytes) -> None:
        self.sim.emit(event)

    # -- the network

    @rule(who=WHO, times=st.sampled_from([1, 1, 2]))
    def deliver(self, who: int, times: int) -> None:
        if self._process(who).flying:
            self._process(who).deliver(times)

    @rule()
    def deliver_all(self) -> None:
        self.sim.deliver_all()

    @rule(who=WHO)
    def lose(self, who: int) -> None:
        process = self._process(who)
        if process.flying:
            self.lost.add(_raw(process.flying.pop(0))["id"])

    @rule(who=WHO)
    def disconnect(self, who: int) -> None:
        self._process(who).disconnect()

    @rule(who=WHO)
    def webhook(self, who: int) -> None:
        """A receiver publishes an event that a stream also brings."""
        if self._process(who).flying and self.sim.broker.available:
            data = self._process(who).flying[-1].removeprefix(b"data: ").strip()
            self.disorderly = True
            self._process(who).run(self.sim.broker.publish([seal(_raw(data), data)]))

    @rule(who=WHO, responding=st.booleans())
    def stall(self, who: int, responding: bool) -> None:
        self._process(who).responding = responding
        self._process(who).work()

    @rule(who=WHO)
    def fail(self, who: int) -> None:
        if not self._process(who).paused:
            self._process(who).fail_calls()

    # -- the broker and the processes

    @rule(available=st.booleans())
    def switch_broker(self, available: bool) -> None:
        self.sim.broker.available = available

    @rule(who=WHO)
    def pause(self, who: int) -> None:
        process = self._process(who)
        if process.paused:
            process.resume()
        else:
            process.paused = True

    @rule(seconds=st.sampled_from([1.0, 3.0, 12.0]))
    def pass_time(self, seconds: float) -> None:
        self.sim.keep_alive()
        self.sim.pass_time(seconds)
        # Behind a repair that takes longer than ``hold``, newer events do not wait.
        self.disorderly |= any(not one.responding for one in self.sim.processes)

    @rule(end=st.sampled_from(["", "stop", "stop", "delete"]), leaders=st.sampled_from([0, 1, 1, 2]))
    def outlast(self, end: str, leaders: int) -> None:
        """The API shows nobody what the leader has missed, and newer events do not wait for that any more.

        end: what happens to the session meanwhile, which was there long before.
        leaders: how often the leader changes meanwhile.
        """
        self.create()
        session = self.sim.project.active()[-1]
        for _ in range(15):
            self.sim.deliver_all()
            self.sim.keep_alive()
            self.sim.pass_time(10, 10)
        for process in self.sim.processes:
            process.responding = False
        if self.sim.leader is not None:
            self.sim.leader.disconnect()
        self._emit(self.sim.project.say(session, self.sim.project.now)[1])
        self.sim.pass_time(2)
        if end:
            ended = self.sim.project.set_status(session, "ended") if end == "stop" else None
            self._emit(ended or self.sim.project.delete(session))
        self.sim.deliver_all()
        self.pass_time(HOLD + 2)
        for _ in range(leaders):
            self.change_leader()

    @rule()
    def change_leader(self) -> None:
        """The leader is paused until another one leads. It goes on when it does not lead any more."""
        leader = self.sim.leader
        if leader is not None:
            leader.paused = True
            self.pass_time(15)
            leader.resume()

    def _process(self, who: int) -> Process:
        return self.sim.processes[who]

    # -- and in the end

    def teardown(self) -> None:
        if self.simulation is None:
            return
        try:
            self.sim.quiet(200)
            self._check()
        finally:
            self.sim.close()
            self.patches.undo()

    def _check(self) -> None:
        published = self.sim.data()
        ids = [one["id"] for one in published]
        assert len(ids) == len(set(ids)), "twice"
        for event in self.sim.project.emitted:
            assert event["id"] in ids or self._stands_for(event, published), (event, published)
        if not self.disorderly:
            self._check_order(published)

    def _stands_for(self, event: dict[str, Any], published: list[dict[str, Any]]) -> bool:
        if any(_covers(one, event, self.sim.project.sessions) for one in published):
            return True
        # What was lost without a sign is found if the API still shows it, and no later event shows the state.
        state = event["type"].startswith("session.")
        if event["id"] in self.lost and state and any(_same(one, event) for one in published):
            return True
        session = key_of(event).partition("/session:")[2]
        return event["id"] in self.lost and session not in self.sim.project.sessions

    def _check_order(self, published: list[dict[str, Any]]) -> None:
        place = {one["id"]: number for number, one in enumerate(self.sim.project.emitted)}
        last: dict[str, int] = {}
        for one in published:
            if one["id"] in place and one["id"] not in self.lost:
                assert place[one["id"]] > last.get(key_of(one), -1), (one, published)
                last[key_of(one)] = place[one["id"]]


def _same(one: dict[str, Any], event: dict[str, Any]) -> bool:
    """Whether two events are about the same resource."""
    return bool(one["resourceId"] == event["resourceId"])


def _covers(one: dict[str, Any], event: dict[str, Any], sessions: Container[str]) -> bool:
    """Whether an event that a relay has made stands for one of the project.

    sessions: the ids of those that exist.
    """
    if not one.get("synthetic"):
        # A newer state of the same resource, for an update that was lost.
        return event["type"] == "session.updated" and _same(one, event)
    if one["type"] == "cortex.relay.gap":
        gap = one["payload"]["data"]
        within = unix(gap["from"]) - LATENESS <= unix(event["timestamp"]) <= unix(gap["to"]) + 1
        session = key_of(event).partition("/session:")[2]
        mine = gap.get("sessionId") in (None, session)
        # Messages that were missed are made one by one, as long as their session exists.
        states = gap["states"] if event["type"] != "message.created" or session not in sessions else []
        return within and mine and any(covers(pattern, event["type"]) for pattern in gap["types"] + states)
    return bool((one["type"], one["resourceId"]) == (event["type"], event["resourceId"]))


def _raw(event: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(event.removeprefix(b"data: "))
    return found


@pytest.mark.timeout(600)  # to shrink what fails
def test_nothing_is_missing_twice_or_out_of_order() -> None:
    run_state_machine_as_test(
        RelayMachine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        ),
    )
