"""A leader that cannot do its work gives way to another relay, which may be able to."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Generator
from typing import Any

import pytest

from cortex_async.relay import BrokerUnavailable
from cortex_async.relay.hindrance import HINDERED as LIMIT
from cortex_async.relay.memory.scopes import MemoryLeadership
from tests.relay.simulation import Process, Simulation


@pytest.fixture
def simulation() -> Generator[Simulation]:
    made = Simulation(2)
    made.project.subscribe()  # so that the log has everything
    made.pass_time(10)
    yield made
    made.close()


def published(simulation: Simulation) -> list[str]:
    return [one["type"] for one in simulation.data()]


def cut_off(process: Process) -> None:
    process.responding = process.accepting = False
    process.disconnect()


def test_a_leader_without_the_api_gives_way_to_one_that_has_it(simulation: Simulation) -> None:
    first, second = simulation.processes
    cut_off(first)
    simulation.emit(simulation.project.create(simulation.project.now))
    simulation.alive(LIMIT - 10)
    assert first.relay.status.leading
    assert published(simulation) == []
    simulation.alive(40)
    assert second.relay.status.phase == "relaying"
    assert published(simulation) == ["session.created"]


def test_a_leader_whose_api_comes_back_in_time_goes_on(simulation: Simulation) -> None:
    first, _ = simulation.processes
    fence = first.relay.status.fence
    for _ in range(3):
        cut_off(first)
        simulation.alive(LIMIT - 15)
        first.responding = first.accepting = True
        simulation.alive(30)
    assert first.relay.status.fence == fence


def test_while_nobody_has_the_api_the_relays_take_turns_and_lose_nothing(simulation: Simulation) -> None:
    for one in simulation.processes:
        cut_off(one)
    simulation.project.create(simulation.project.now)
    simulation.alive(10 * LIMIT)
    for one in simulation.processes:
        one.responding = one.accepting = True
    simulation.alive(60)
    assert published(simulation) == ["session.created"]
    assert "relaying" in [one.relay.status.phase for one in simulation.processes]


async def _refuse() -> int:
    raise BrokerUnavailable("refused")


async def _hang() -> int:
    await asyncio.Event().wait()
    raise AssertionError("nobody ends this")


@pytest.mark.parametrize("fails", [_refuse, _hang])
@pytest.mark.parametrize("method", ["publish", "saved"])
def test_a_leader_that_renews_its_lease_and_can_do_nothing_else_gives_way(
    monkeypatch: pytest.MonkeyPatch, fails: Callable[[], Any], method: str
) -> None:
    works, broken = getattr(MemoryLeadership, method), [1]

    async def call(leadership: MemoryLeadership, *given: Any) -> Any:
        return await (fails() if leadership.fence in broken else works(leadership, *given))

    monkeypatch.setattr(MemoryLeadership, method, call)
    simulation = Simulation(2)
    simulation.project.subscribe()
    simulation.pass_time(10)
    try:
        simulation.emit(simulation.project.create(simulation.project.now))
        simulation.alive(LIMIT + 60)
        assert simulation.leader is not None
        assert simulation.leader.relay.status.phase == "relaying"
        simulation.emit(simulation.project.create(simulation.project.now))
        simulation.alive(30)
        assert published(simulation)[-1] == "session.created"
        assert simulation.leader.relay.status.fence == 2
    finally:
        simulation.close()
