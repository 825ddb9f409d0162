"""Lets one thing after another happen to a fleet, as a plan says that follows from a seed."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Coroutine
from random import Random
from typing import Any

from attrs import frozen

from tests.relay.kills.fleet import LEASE, Fleet, Member

KINDS = (
    # what happens, to whom, how often compared with the others
    ("killed", "relay", 3),
    ("suspended", "relay", 3),
    ("without_api", "relay", 2),
    ("without_broker", "relay", 2),
    ("killed", "work", 2),
    ("suspended", "work", 2),
    ("without_broker", "work", 2),
    ("broker_restarted", "", 1),
)
WEIGHTS = [weight for *_, weight in KINDS]


@frozen
class Step:
    """One disruption.

    pause: leases that pass before it. kind, role: what happens to whom. leader: whether it prefers the leader.
    choice, length: which one, and for how long, as parts of all and of the longest.
    """

    pause: float
    kind: str
    role: str
    leader: bool
    choice: float
    length: float


def plan(seed: int, times: int) -> list[Step]:
    """Most disruptions follow each other closely; before some there is time to work for a while."""
    dice = Random(seed)
    steps: list[Step] = []
    for _ in range(times):
        ((kind, role, _),) = dice.choices(KINDS, WEIGHTS)
        pause = dice.random() * (3.0 if dice.random() < 0.25 else 0.6)
        steps.append(Step(pause, kind, role, dice.random() < 0.7, dice.random(), dice.random()))
    return steps


class Disruption:
    """The disruptions of one run. counts: how often each has happened."""

    def __init__(self, fleet: Fleet) -> None:
        self._fleet = fleet
        self._tasks: set[asyncio.Task[None]] = set()
        self.counts: Counter[str] = Counter()

    async def run(self, steps: list[Step]) -> None:
        """Disrupt, and wait until everybody runs and has its network again."""
        for step in steps:
            await asyncio.sleep(step.pause * LEASE)
            await self._begin(step)
        await asyncio.gather(*self._tasks)

    async def _begin(self, step: Step) -> None:
        if not step.role:
            while self._fleet.restarting:  # noqa: ASYNC110  (a few milliseconds matter to nobody)
                await asyncio.sleep(0.02)
            self._start(step.kind, self._restart(step))
            return
        member = None
        while member is None:
            member = self._fleet.pick(step.role, step.kind, step.choice, leader=step.leader)
            if member is None:
                await asyncio.sleep(0.02)
        self._start(f"{step.role} {step.kind}", self._strike(member, step))

    def _start(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        self.counts[name] += 1
        for task in [task for task in self._tasks if task.done()]:
            self._tasks.discard(task)
            task.result()
        self._tasks.add(asyncio.create_task(work))

    async def _strike(self, member: Member, step: Step) -> None:
        member.busy = True
        with self._fleet.noted(member, step.kind):
            await getattr(self._fleet, step.kind)(member, step.length)
        member.busy = False

    async def _restart(self, step: Step) -> None:
        self._fleet.restarting = True
        await self._fleet.broker_restarted(step.length)
        self._fleet.restarting = False
