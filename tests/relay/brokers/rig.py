"""What the contract needs of a broker under test, and how its tests publish and read."""

from __future__ import annotations

import asyncio
import json
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from typing import ClassVar, Protocol

import pytest

from cortex_async.relay.broker import Checkpoint, Delivery, Leadership, Membership, Record, Sink, Source

NOON = datetime(2026, 11, 27, 12, 0, 0, 123456, tzinfo=UTC)
ROUNDS = 400
"""Rounds after which something that was to happen has not happened."""


class Broker(Sink, Source, Protocol):
    """Both sides of a broker in one object."""


class Rig(ABC):
    """A broker's storage, empty at the beginning of a test, and the processes that use it.

    lease: seconds of every lease in the contract.
    partitions: how many partitions every broker of this rig has.
    differs: test -> why it does not apply to this broker. It is skipped.
    """

    lease: ClassVar[float] = 60.0
    partitions: ClassVar[int] = 4
    differs: ClassVar[Mapping[str, str]] = {}

    @abstractmethod
    def open(self, *, window: float = 3600.0, max_known: int = 1000) -> Broker:
        """Build a broker as another process has it: on the same storage, with its own connections."""

    @abstractmethod
    async def pass_time(self, seconds: float) -> None:
        """Let this time pass, for the broker and for those who use it."""

    @abstractmethod
    def down(self) -> AbstractAsyncContextManager[None]:
        """Make the broker unreachable for as long as the body runs. What was acknowledged survives."""

    async def pause(self) -> None:
        """Wait a moment between two attempts at something that may take a few."""
        await asyncio.sleep(0)


class Contract:
    """Base class of the contract's parts. A test class for a broker has a fixture ``rig`` besides."""

    @pytest.fixture(autouse=True)
    def _skip_what_differs(self, rig: Rig, request: pytest.FixtureRequest) -> None:
        reason = rig.differs.get(request.function.__name__)
        if reason:
            pytest.skip(reason)

    @pytest.fixture
    def broker(self, rig: Rig) -> Broker:
        return rig.open()


def record(number: int | str, key: str = "p/session:a", body: bytes | None = None) -> Record:
    """A record, whose id is made of ``number``."""
    event_id = number if isinstance(number, str) else f"e{number:05}"
    data = json.dumps({"id": event_id, "type": "message.created"}).encode() if body is None else body
    return Record(event_id, key, "message.created", "message:1", data)


def records(numbers: Iterable[int], key: str = "p/session:a") -> list[Record]:
    return [record(number, key) for number in numbers]


def checkpoint(leader: Leadership, event_id: str = "e1") -> Checkpoint:
    return Checkpoint(event_id, NOON, leader.fence)


async def led(broker: Broker, rig: Rig, scope: str = "p") -> Leadership:
    """The leadership, which must be free."""
    leader = await broker.lead(scope, "here", rig.lease)
    assert leader is not None
    return leader


async def put(leader: Leadership, batch: Sequence[Record]) -> int:
    return await leader.publish(batch, checkpoint(leader), {})


async def joined(broker: Broker, rig: Rig, group: str = "g", member: str = "w") -> Membership:
    """A member that has refreshed once."""
    member_of = await broker.join(group, member, rig.lease)
    await member_of.refresh()
    return member_of


async def alone(broker: Broker, rig: Rig, group: str = "g", member: str = "w") -> Membership:
    """A member that has all partitions."""
    one = await joined(broker, rig, group, member)
    await settle(rig, [one])
    return one


async def settle(rig: Rig, members: Sequence[Membership], hand_over: bool = True) -> None:
    """Refresh until the members have all partitions and nothing is wanted back."""
    for _ in range(ROUNDS):
        for member in members:
            await member.refresh()
            for partition in member.wanted_back if hand_over else ():
                await member.release(partition)
        owned = [set(member.owned) for member in members]
        shares = [len(one) for one in owned]
        if set().union(*owned) == set(range(rig.partitions)) and max(shares) - min(shares) <= 1:
            assert sum(shares) == rig.partitions, "a partition has two owners"
            return
        await rig.pause()
    raise AssertionError(f"the partitions are not shared: {[sorted(member.owned) for member in members]}")


async def take(rig: Rig, member: Membership, count: int, limit: int = 100) -> list[Delivery]:
    """Read until there are ``count`` deliveries."""
    found: list[Delivery] = []
    for _ in range(ROUNDS):
        found += await member.read(sorted(member.owned), min(limit, count - len(found)), 0)
        if len(found) >= count:
            return found
        await rig.pause()
    raise AssertionError(f"{count} deliveries expected, got {ids(found)}")


async def nothing_left(member: Membership) -> bool:
    return await member.read(sorted(member.owned), 100, 0) == []


async def drain(rig: Rig, broker: Broker, count: int, group: str = "readers") -> list[Delivery]:
    """Everything that was published, read and acknowledged by a group of its own."""
    member = await alone(broker, rig, group)
    found = await take(rig, member, count)
    assert await nothing_left(member)
    await member.acknowledge(found)
    await member.leave()
    return found


def ids(found: Iterable[Delivery]) -> list[str]:
    return [one.id for one in found]
