"""The relays and workers of a kill test, their network, and what can happen to them."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import Any

from attrs import define, frozen

from tests.relay.kills.brokers import BrokerServer
from tests.relay.kills.journal import Journal
from tests.relay.kills.nursery import Nursery
from tests.relay.kills.proxy import Proxy

LEASE = float(os.environ.get("LEASE", "1.0"))
RELAYS = WORKERS = 3


@frozen
class Strike:
    """What happened to a process, from when until when: nanoseconds of the machine's monotonic clock."""

    pid: int
    kind: str
    begin: int
    end: int


@define(eq=False)
class Member:
    """A relay or a worker. busy: whether something is happening to it. durable: whether it is never killed."""

    role: str
    durable: bool
    journal: Journal
    task: dict[str, Any]
    api: Proxy
    broker: Proxy
    pid: int = 0
    busy: bool = False


class Fleet:
    """Three relays and three workers, each with connections of its own that can be cut.

    The first of each is never killed, only suspended and cut off, so that its memory can be watched.
    """

    def __init__(
        self, nursery: Nursery, folder: Path, server: BrokerServer, task: dict[str, Any], api_port: int
    ) -> None:
        self._nursery = nursery
        self._folder = folder
        self._server = server
        self._task = task
        self._api_port = api_port
        self.members: list[Member] = []
        self.strikes: list[Strike] = []
        self.restarting = False

    async def start(self) -> None:
        for role, count in (("relay", RELAYS), ("work", WORKERS)):
            for number in range(count):
                api, broker = Proxy(self._api_port), Proxy(self._server.address)
                await api.start()
                await broker.start()
                journal = Journal(self._folder / f"{role}-{number}.log")
                task = {
                    **self._task,
                    "log": str(journal.path),
                    "base_url": f"http://127.0.0.1:{api.port}",
                    "broker": broker.port,
                    "lease": LEASE,
                }
                member = Member(role, number == 0, journal, task, api, broker)
                self.members.append(member)
                self.run(member)

    def run(self, member: Member) -> None:
        member.pid = self._nursery.start(member.role, member.task)

    async def stop(self) -> None:
        for member in self.members:
            await member.api.stop()
            await member.broker.stop()

    def of(self, role: str) -> list[Member]:
        return [member for member in self.members if member.role == role]

    def lines(self, role: str, about: str) -> list[list[Any]]:
        """What the processes of a role have written about something."""
        return [line for member in self.of(role) for line in member.journal.lines(about)]

    def pick(self, role: str, kind: str, choice: float, *, leader: bool) -> Member | None:
        """A member to which nothing happens right now, None if there is none."""
        free = [one for one in self.of(role) if not one.busy and not (one.durable and kind == "killed")]
        if not free:
            return None
        leading = [one for one in free if leader and one.pid == self._leader()]
        return leading[0] if leading else free[int(choice * len(free))]

    def _leader(self) -> int | None:
        found = [(fence, pid) for pid, fence in self.lines("relay", "leads") if fence is not None]
        return max(found)[1] if found else None

    @contextmanager
    def noted(self, member: Member, kind: str) -> Iterator[None]:
        """Note what happens to a member meanwhile."""
        pid, begin = member.pid, time.monotonic_ns()
        yield
        self.strikes.append(Strike(pid, kind, begin, time.monotonic_ns()))

    # -- what happens; length: a part of the longest

    async def killed(self, member: Member, length: float) -> None:
        with suppress(ProcessLookupError):
            os.kill(member.pid, signal.SIGKILL)
        await asyncio.sleep(length * LEASE / 2)
        self.run(member)

    async def suspended(self, member: Member, length: float) -> None:
        """For longer than its lease lasts."""
        os.kill(member.pid, signal.SIGSTOP)
        await asyncio.sleep(LEASE * (1.2 + length))
        os.kill(member.pid, signal.SIGCONT)

    async def without_api(self, member: Member, length: float) -> None:
        await self._cut(member.api, length)

    async def without_broker(self, member: Member, length: float) -> None:
        await self._cut(member.broker, length)

    async def broker_restarted(self, length: float) -> None:
        self._server.kill()
        await asyncio.sleep(length * LEASE)
        await asyncio.to_thread(self._server.start)

    async def _cut(self, proxy: Proxy, length: float) -> None:
        """Half of the cuts last longer than the lease, and half of each kind deliver late what was sent."""
        proxy.cut()
        await asyncio.sleep(LEASE * (0.3 if length < 0.5 else 2.0))
        proxy.mend(late=int(length * 100) % 2 == 0)


@asynccontextmanager
async def started(fleet: Fleet) -> AsyncIterator[Fleet]:
    await fleet.start()
    try:
        yield fleet
    finally:
        await fleet.stop()
