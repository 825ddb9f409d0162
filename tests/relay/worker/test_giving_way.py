"""A worker that keeps its partitions and can do nothing with them gives way to others."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from cortex_async import Retry
from cortex_async.relay import BrokerUnavailable
from cortex_async.relay.hindrance import HINDERED
from cortex_async.relay.memory.membership import MemoryMembership
from tests.relay.worker.playing import Stage

LEASE = 15.0
LIMIT = max(HINDERED, 4 * LEASE)
SAID = [(session, number) for number in range(3) for session in "abcdef"]


async def _refuse() -> Any:
    raise BrokerUnavailable("refused")


async def _hang() -> Any:
    await asyncio.Event().wait()


class Broken:
    """A broker that fails in some methods for the first membership.

    works: whether it is mended. seen: the memberships that have called these methods.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch, fails: Callable[[], Any], *methods: str) -> None:
        self.works = False
        self.seen: list[MemoryMembership] = []
        for method in methods:
            monkeypatch.setattr(MemoryMembership, method, self._call(method, fails))

    def _call(self, method: str, fails: Callable[[], Any]) -> Callable[..., Any]:
        original = getattr(MemoryMembership, method)

        async def call(member: MemoryMembership, *given: Any) -> Any:
            if member not in self.seen:
                self.seen.append(member)
            broken = not self.works and member is self.seen[0]
            return await (fails() if broken else original(member, *given))

        return call


@pytest.mark.parametrize("fails", [_refuse, _hang])
@pytest.mark.parametrize("methods", [["read"], ["read", "acknowledge", "bury", "release"]])
async def test_a_worker_that_can_only_renew_gives_its_partitions_to_another(
    monkeypatch: pytest.MonkeyPatch, fails: Callable[[], Any], methods: list[str]
) -> None:
    Broken(monkeypatch, fails, *methods)
    stage = Stage()
    async with stage.working("one", lease=LEASE) as first, stage.working("two", lease=LEASE) as second:
        await stage.publish(*SAID)
        await stage.clock.advance(LIMIT - 10)
        assert len(stage.handled) < len(SAID)
        assert first.status.partitions
        await stage.clock.advance(20)
        assert sorted(stage.handled) == sorted(SAID)
        assert not first.status.partitions
        assert len(second.status.partitions) == stage.broker.partitions
        # It joins again, and can work by now.
        await stage.clock.advance(2 * LEASE)
        assert first.status.partitions
    assert await stage.broker.lag("workers") == 0


@pytest.mark.parametrize("fails", [_refuse, _hang])
async def test_what_cannot_be_acknowledged_is_left_to_another(
    monkeypatch: pytest.MonkeyPatch, fails: Callable[[], Any]
) -> None:
    Broken(monkeypatch, fails, "acknowledge")
    stage = Stage()
    async with stage.working("one", lease=LEASE) as worker:
        await stage.publish(*SAID)
        await stage.clock.advance(LIMIT - 10)
        assert await stage.broker.lag("workers") == len(SAID)
        await stage.clock.advance(20 + 2 * LEASE)
        # Alone, it is its own successor; and it knows what it has handled.
        assert await stage.broker.lag("workers") == 0
        assert (worker.status.handled, worker.status.repeated) == (len(SAID), len(SAID))
    assert sorted(stage.handled) == sorted(SAID)


async def test_a_worker_whose_broker_is_mended_in_time_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = Broken(monkeypatch, _refuse, "read", "acknowledge")
    stage = Stage()
    async with stage.working("one", lease=LEASE) as worker:
        for _ in range(3):
            broken.works = False
            await stage.publish(*SAID)
            await stage.clock.advance(LIMIT - 15)
            broken.works = True
            await stage.clock.advance(10)
        assert sorted(stage.handled) == sorted(SAID)
        assert worker.status.connected
    assert len(broken.seen) == 1


async def test_a_handler_that_goes_on_does_not_keep_the_partitions_of_a_worker_that_gives_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lease = 0.2  # also of real time, in which workers drain
    Broken(monkeypatch, _hang, "acknowledge")
    stage, interrupted = Stage(partitions=1), asyncio.Event()

    @stage.router.on("message.created")
    async def forever(event: Any) -> None:
        if event.id == "a-1" and not interrupted.is_set():
            try:
                await asyncio.Event().wait()
            finally:
                interrupted.set()

    async with stage.working("one", lease=lease, drain_timeout=None, handler_timeout=None):
        await stage.publish(("a", 1), ("b", 1))
        await stage.clock.advance(HINDERED + 10)
        await interrupted.wait()
        await stage.clock.advance(10)
        assert await stage.broker.lag("workers") == 0
    assert sorted(set(stage.handled)) == [("a", 1), ("b", 1)]


async def test_a_letter_that_the_broker_refuses_keeps_no_acknowledgement_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As Redis does while its memory is full, and acknowledging is what makes room there."""
    broken = Broken(monkeypatch, _refuse, "bury")
    stage = Stage()
    stage.failing["a"] = 1
    async with stage.working("one", lease=LEASE, retry=Retry(attempts=1)) as worker:
        await stage.publish(("a", 1), ("b", 1), ("c", 1))
        await stage.clock.advance(2 * LIMIT)
        assert worker.status.handled == 2
        assert await stage.broker.lag("workers") == 1
        broken.works = True
        await stage.clock.advance(10)
        assert await stage.broker.lag("workers") == 0
    assert len(await stage.broker.dead_letters("workers")) == 1
