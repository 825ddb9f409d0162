"""Lease, fence and checkpoint, checked in every order in which they can happen.

Covered by the search: two relays and one scope of a broker, a few events and leaderships. Calls arrive late, or
after their sender has died; responses get lost; relays die at any point; clocks run at different speeds or stand
still, as in a process that is suspended. Every state within the bounds is looked at. In each of them

- a leadership that was replaced has written nothing after its successor,
- every event is there once, whether a stream brought it or a repair made it, and in order,
- everything before the checkpoint is there, so that the rest is owed by whoever leads next,
- fences and the checkpoint have not gone back, and no two relays have the same fence.

Covered by the machine: the broker in memory does what the model's broker does, for any number of relays, scopes
and calls. The contract in ``tests/relay/brokers`` compares the other brokers with it.

Not covered: that a leader comes to be (the kill tests wait for that), several partitions, webhook receivers,
the window of ids, and the relay's program, which ``test_relay_machine.py`` runs.
"""

from __future__ import annotations

import os
from collections.abc import Coroutine
from datetime import UTC, datetime
from typing import Any, TypeVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from cortex_async.relay import MemoryBroker
from cortex_async.relay.broker import BrokerUnavailable, Checkpoint, Fenced, Record
from cortex_async.relay.memory.scopes import MemoryLeadership
from tests.realtime.scripted import ManualClock
from tests.relay.leading_model import Bounds, Broker, Careless, Divided, Violated, World, explore

T = TypeVar("T")
LONG = bool(os.environ.get("RELAY_MODEL_LONG"))
SEARCHED = [Bounds(lease=1, events=2, leaderships=2), Bounds(lease=2, events=1, leaderships=2)]
SEARCHED_LONG = [Bounds(lease=2, events=2, leaderships=2), Bounds(lease=1, events=2, leaderships=3)]
NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
SCOPES = st.sampled_from(["p", "q"])


@pytest.mark.parametrize("bounds", SEARCHED_LONG if LONG else SEARCHED, ids=str)
@pytest.mark.timeout(600)
def test_no_order_of_events_breaks_a_rule(bounds: Bounds) -> None:
    states = explore(World(bounds))
    print(f"{states} states")
    assert states > 10_000


@pytest.mark.parametrize("broker", [Careless(), Divided()], ids=["without a fence", "in two steps"])
def test_the_search_finds_what_a_weaker_broker_breaks(broker: Broker) -> None:
    with pytest.raises(Violated, match="there twice"):
        explore(World(Bounds(lease=1, events=1, leaderships=2), broker))


class BrokerMachine(RuleBasedStateMachine):
    """The broker in memory beside the model's. Whoever has ever led goes on calling."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = ManualClock()
        self.broker = MemoryBroker(partitions=2, window=10.0**9, clock=self.clock)
        self.model: dict[str, Broker] = {}
        self.leaders: list[tuple[str, MemoryLeadership]] = []
        self.ids: list[str] = []

    @initialize()
    def begin(self) -> None:
        self.model = {"p": Broker(), "q": Broker()}

    @rule(seconds=st.integers(1, 4))
    def pass_time(self, seconds: int) -> None:
        self.clock.now += seconds
        self.model = {name: one.tick(seconds) for name, one in self.model.items()}

    @rule(available=st.booleans())
    def switch(self, available: bool) -> None:
        self.broker.available = available

    @rule(scope=SCOPES, seconds=st.integers(1, 5))
    def lead(self, scope: str, seconds: int) -> None:
        if not self.broker.available:
            with pytest.raises(BrokerUnavailable):
                run(self.broker.lead(scope, "somebody", float(seconds)))
            return
        self.model[scope], fence = self.model[scope].lead(seconds)
        found = run(self.broker.lead(scope, "somebody", float(seconds)))
        assert (found and found.fence) == fence
        if found is not None:
            self.leaders.append((scope, found))

    @precondition(lambda self: self.leaders and self.broker.available)
    @rule(pick=st.integers(0), seconds=st.integers(1, 5))
    def renew(self, pick: int, seconds: int) -> None:
        scope, leader = self.leaders[pick % len(self.leaders)]
        self.model[scope], renewed = self.model[scope].renew(leader.fence, seconds)
        assert run(leader.renew(float(seconds))) == renewed

    @precondition(lambda self: self.leaders and self.broker.available)
    @rule(pick=st.integers(0), numbers=st.lists(st.integers(0, 9), max_size=4))
    def publish(self, pick: int, numbers: list[int]) -> None:
        scope, leader = self.leaders[pick % len(self.leaders)]
        events = tuple((number, "stream") for number in numbers)
        checkpoint = max([self.model[scope].checkpoint, *numbers])
        self.model[scope], new = self.model[scope].publish(leader.fence, events, checkpoint)
        call = leader.publish(
            [record(scope, number) for number in numbers],
            Checkpoint(str(checkpoint), NOON, leader.fence),
            {str(number): "1" for number in numbers},
        )
        if new is None:
            with pytest.raises(Fenced):
                run(call)
            return
        assert run(call) == new
        self.ids += [
            name for name in dict.fromkeys(map(f"{scope}{{}}".format, numbers)) if name not in self.ids
        ]

    @precondition(lambda self: self.leaders and self.broker.available)
    @rule(pick=st.integers(0))
    def read(self, pick: int) -> None:
        scope, leader = self.leaders[pick % len(self.leaders)]
        model = self.model[scope]
        if leader.fence != model.fence:
            with pytest.raises(Fenced):
                run(leader.saved())
            return
        saved = run(leader.saved())
        assert int(saved.checkpoint.event_id if saved.checkpoint else 0) == model.checkpoint
        assert set(saved.known) == {str(number) for number in model.known}

    @precondition(lambda self: self.leaders and self.broker.available)
    @rule(pick=st.integers(0))
    def release(self, pick: int) -> None:
        scope, leader = self.leaders[pick % len(self.leaders)]
        self.model[scope] = self.model[scope].release(leader.fence)
        run(leader.release())

    def teardown(self) -> None:
        assert [one.id for one in self.broker.records] == self.ids
        assert len(self.ids) == sum(len(one.log) for one in self.model.values())


def record(scope: str, number: int) -> Record:
    return Record(f"{scope}{number}", f"{scope}/{number}", "message.created", "", b"{}")


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run what waits for nothing: everything in the broker in memory does."""
    try:
        work.send(None)
    except StopIteration as end:
        result: T = end.value
        return result
    raise AssertionError("the broker in memory waits")


def test_the_broker_in_memory_does_what_the_model_does() -> None:
    run_state_machine_as_test(
        BrokerMachine, settings=settings(max_examples=60, stateful_step_count=30, deadline=None)
    )
