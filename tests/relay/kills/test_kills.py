"""Relays and workers that die, hang and lose their network: nothing is lost, doubled or out of order.

KILLS, RATE and LEASE choose how much happens, how many messages are said a second, and how long leases last;
``make kill-test`` is the long form. SEED repeats a run: which disruptions happen, in which order and with which
pauses. The pauses are real time, so what they hit depends on the machine.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random
from typing import Any

import pytest

from cortex_async.relay.repair.coverage import NEVER_LOGGED
from cortex_async.relay.service.brokers import Broker
from tests.ports import free_port
from tests.redis_server import needs_redis, redis_server
from tests.relay.kills.brokers import KINDS, broker_server, client
from tests.relay.kills.disrupting import Disruption, plan
from tests.relay.kills.fleet import LEASE, Fleet, Strike, started
from tests.relay.kills.journal import Journal, until
from tests.relay.kills.judging import Handled, Happened, Log, judge_log, judge_work, missing_in, read_log
from tests.relay.kills.nursery import nursery
from tests.relay.kills.watching import Watch

KILLS = int(os.environ.get("KILLS", "50"))
SEED = int(os.environ.get("SEED") or Random().getrandbits(32))
RATE = float(os.environ.get("RATE", "50"))
LOGGED_RATE = float(os.environ.get("LOGGED_RATE", min(RATE, 50)))
"""Messages a second while each event is also delivered to a webhook."""

PATIENCE = 120.0
"""Seconds in which what has to happen happens, on a machine that does much else."""

MOST_GROWTH = 100.0
"""MiB that a process may grow by. A relay knows the versions of up to 100,000 resources, and so does
the client of NATS; the rest does not grow."""

pytestmark = [
    pytest.mark.timeout(2 * PATIENCE + KILLS * 10 * LEASE),
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs /proc"),
    needs_redis,
]


@pytest.mark.parametrize("kind", KINDS)
async def test_nothing_is_lost_or_doubled(tmp_path: Path, kind: str) -> None:
    await kill(tmp_path, kind, share(0 if kind == "redis" else 1), RATE, logged=False)


async def test_with_the_webhook_log_no_event_is_replaced(tmp_path: Path) -> None:
    await kill(tmp_path, "redis", share(2), LOGGED_RATE, logged=True)


def share(number: int) -> int:
    """All of many disruptions for each test, but a part of the few that the whole suite has time for."""
    return (
        KILLS if KILLS >= 200 else (KILLS * 4 // 10, KILLS * 4 // 10, KILLS - 2 * (KILLS * 4 // 10))[number]
    )


async def kill(folder: Path, kind: str, times: int, rate: float, *, logged: bool) -> None:
    print(f"\n{kind}, logged={logged}: SEED={SEED} KILLS={times} RATE={rate:g} LEASE={LEASE:g}")
    begun = time.monotonic()
    with redis_server() as store, nursery(folder / "errors") as births, broker_server(kind, folder) as server:
        port = free_port()
        task = {
            "kind": kind,
            "store": store.url,
            "api_key": "ots_live_kills",
            "project": "kills",
            "port": port,
            "logged": logged,
            "seed": SEED,
            "rate": rate,
            **{name: str(folder / name) for name in ("go", "stop")},
        }
        producer = Journal(folder / "produce.log")
        pid = births.start("produce", {**task, "log": str(producer.path)})
        await until(lambda: bool(producer.lines("ready")), "the emulator did not start", PATIENCE)
        fleet = Fleet(births, folder, server, task, port)
        async with started(fleet), watched(fleet, pid) as watch:
            await until(lambda: bool(fleet.lines("relay", "ready")), "no relay is ready", PATIENCE)
            (folder / "go").touch()
            disruption = Disruption(fleet)
            await disruption.run(plan(SEED, times))
            (folder / "stop").touch()
            await until(lambda: bool(producer.lines("end")), "the emulator did not end", PATIENCE)
            happened = [Happened(*line) for line in producer.lines("event")]
            # Not judged yet: reports about deliveries, which the log never has and a relay lists in gaps.
            happened = [one for one in happened if one.type != NEVER_LOGGED]
            left = {(one.session, one.number) for one in happened if one.number >= 0}
            await until(lambda: not still_left(left, fleet), "not everything was handled", PATIENCE)
            judge = client(kind, fleet.members[0].broker.port, 60.0)
            log = await settled_log(judge, happened, logged=logged)
            await judge.close()
        judge_log(happened, log, logged=logged)
        again = judge_work(log, handlers(fleet), strikes(fleet), LEASE)
        judge_memory(fleet, watch)
        report(fleet, log, happened, disruption, again, watch, time.monotonic() - begun)


async def settled_log(broker: Broker, happened: list[Happened], *, logged: bool) -> Log:
    """What the broker has as soon as nothing is missing, or after the time in which it has to be there."""
    assert not await broker.dead_letters("workers")
    for attempt in range(int(PATIENCE / 2)):
        log = await read_log(broker, f"judge-{attempt}")
        if not missing_in(log, happened, logged=logged):
            break
        await asyncio.sleep(1.0)
    return log


@asynccontextmanager
async def watched(fleet: Fleet, producer: int) -> AsyncIterator[Watch]:
    watch = Watch(lambda: [producer, os.getpid(), *(member.pid for member in fleet.members)])
    task = asyncio.create_task(watch.run())
    try:
        yield watch
    finally:
        task.cancel()


def handlers(fleet: Fleet) -> list[Handled]:
    return [Handled(*line) for line in fleet.lines("work", "handled")]


def still_left(left: set[tuple[str, int]], fleet: Fleet) -> set[tuple[str, int]]:
    """Remove from ``left`` what was handled. Proxies run beside this, so it looks at new lines only."""
    for member in fleet.of("work"):
        for about, *line in member.journal.further():
            if about == "handled":
                one = Handled(*line)
                left.discard((one.session, one.number))
    return left


def strikes(fleet: Fleet) -> list[Strike]:
    """What happened to workers, and when the machine let them stand still."""
    stalls = [Strike(pid, "stalled", begin, end) for pid, begin, end in fleet.lines("work", "stalled")]
    return [*fleet.strikes, *stalls]


def judge_memory(fleet: Fleet, watch: Watch) -> None:
    for member in fleet.members:
        if member.durable:
            grown = watch.growth(member.pid)
            assert grown <= MOST_GROWTH, f"a {member.role} has grown by {grown:.0f} MiB"


def report(
    fleet: Fleet,
    log: Log,
    happened: list[Happened],
    disruption: Disruption,
    again: Counter[str],
    watch: Watch,
    seconds: float,
) -> None:
    """Print what happened, for people who run the long form."""
    made = sum(one.synthetic for one in log.said)
    late: Any = Counter(how for _, how in fleet.lines("relay", "late"))
    print(f"  {disruption.counts.total()} disruptions in {seconds:.0f} s: {dict(disruption.counts)}")
    print(
        f"  {len(happened)} events, {len(log.said)} messages, {made} of them repaired from snapshots, {len(log.gaps)} gaps"
    )
    print(f"  handled again: {again.total()} {dict(again)}")
    refused = len(fleet.lines("relay", "refused"))
    print(f"  leaderships: {len({fence for _, fence in fleet.lines('relay', 'leads') if fence})}", end=", ")
    print(f"writes refused by a fence: {refused}, late writes: {dict(late)}")
    grown = {one.role: f"{watch.growth(one.pid):+.1f} MiB" for one in fleet.members if one.durable}
    print(f"  memory: {grown}; processor time as seen: {sum(watch.cpu.values()):.1f} s")
