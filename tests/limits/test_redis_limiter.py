"""Many processes: one real Redis, which also stops, starts again and stands still."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import cortex_sync
import cortex_sync.limits
from cortex_async import ArgumentError, CortexClient, NotAdmitted, RateLimited
from cortex_async.emulator import Emulator
from cortex_async.limits import Limit, RedisLimiter, Turn
from tests.limits.attempts import attempt, until
from tests.ports import free_port
from tests.realtime.scripted import ManualClock
from tests.redis_server import RedisServer, needs_redis, redis_server
from tests.relay.redis_faults import proxy

pytestmark = needs_redis

ROOT = Path(__file__).resolve().parents[2]
HOUR = Limit(1, per=3600)
CANARY = "canary-key-5f2e"


@contextmanager
def children(*arguments: object) -> Iterator[subprocess.Popen[str]]:
    """Run ``tests.limits.processes``."""
    command = [sys.executable, "-m", "tests.limits.processes", *map(str, arguments)]
    pipes: Any = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, cwd=ROOT, text=True, **pipes) as process:
        try:
            yield process
        finally:
            process.kill()


def begin(process: subprocess.Popen[str]) -> tuple[list[int], float]:
    """Let the children start. Returns their ids, and when that was."""
    assert process.stdin is not None
    assert process.stdout is not None
    ids = [int(one) for one in process.stdout.readline().split()]
    process.stdin.write("\n")
    process.stdin.flush()
    return ids, float(process.stdout.readline())


def limiter_of(redis: Any, limits: Any = None, **more: Any) -> RedisLimiter:
    """A limiter for which a busy machine is no outage."""
    return RedisLimiter(redis, limits, **{"ask_timeout": 30, **more})


async def waits(limiter: RedisLimiter, *credentials: str) -> list[bool]:
    """Whether the turn of each comes later. The limiter refuses every wait."""
    turns = [await limiter.turn(attempt(credential=one), None) for one in credentials]
    return [turn.refusal is not None for turn in turns]


def test_processes_together_stay_below_the_rate(server: RedisServer) -> None:
    times: list[float] = []
    with Emulator.in_thread() as emulator:
        emulator.requests.listen(lambda request: times.append(time.time()))
        arguments = (server.url, 3, emulator.base_url, emulator.api_key, 20)
        with children("calls", *arguments) as process:
            _, start = begin(process)
            assert process.wait(60) == 0
    assert len(times) == 60
    # However late processes and requests come: never earlier than their place.
    for place, received in enumerate(times):
        assert received >= start + place * 0.005


def has_slept(clock: ManualClock, times: int) -> bool:
    return len(clock.slept) == times


async def test_turns_come_in_the_order_in_which_processes_ask(redis: Any) -> None:
    clocks = [ManualClock() for _ in range(3)]
    limiters = [limiter_of(redis, HOUR, max_wait=36_000, clock=clock) for clock in clocks]
    tasks = [asyncio.create_task(limiters[0].turn(attempt(), None))]
    await tasks[0]
    for number in range(1, 9):
        clock = clocks[number % 3]
        tasks.append(asyncio.create_task(limiters[number % 3].turn(attempt(), None)))
        await until(partial(has_slept, clock, (number + 2) // 3))
        # An hour behind the one before, whichever process that was in.
        assert round(clock.slept[-1] / 3600, 2) == number
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    for limiter in limiters:
        await limiter.close()
    async with limiter_of(redis, HOUR, max_wait=0) as limiter:
        refusal = (await limiter.turn(attempt(), None)).refusal
    assert refusal is not None
    assert refusal.wait is not None
    assert refusal.wait <= 3600


async def test_places_are_refused_shared_and_given_back(redis: Any, server: RedisServer) -> None:
    clock = ManualClock()
    async with (
        limiter_of(server.url, HOUR, max_wait=0) as one,
        limiter_of(redis, HOUR, max_wait=7000, clock=clock) as other,
    ):
        assert await waits(one, "a", "a", "b") == [False, True, False]
        task = asyncio.create_task(other.turn(attempt(credential="a"), None))
        await until(lambda: clock.slept)
        assert max(await ends(redis)) > (time.time() + 7000) * 1e6
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await other.close()
        assert max(await ends(redis)) < (time.time() + 3700) * 1e6
        # A client that was given stays open.
        assert await redis.ping()


async def ends(redis: Any) -> list[int]:
    """The TAT of each schedule."""
    keys = [key for key in await redis.keys("*") if not key.endswith(b":returned")]
    return [int(await redis.hget(key, "taken")) for key in keys]


async def test_a_killed_process_keeps_nobody_from_going_on(redis: Any, server: RedisServer) -> None:
    with children("waiting", server.url, 1) as process:
        (child,), _ = begin(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "waiting\n"
        os.kill(child, signal.SIGKILL)
    async with limiter_of(redis, Limit(1, per=0.2), max_wait=60) as limiter:
        turn = await limiter.turn(attempt(), None)
    assert turn.refusal is None
    assert turn.waited < 60


async def test_keys_expire_and_hold_no_credential(redis: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    limiter = limiter_of(redis, Limit(10), max_wait=0, digest_key=b"pepper")
    await waits(limiter, CANARY, CANARY)
    (key,) = await redis.keys("*")
    assert 0 < await redis.pttl(key) <= 1200
    kept = [key, *await redis.hkeys(key), *await redis.hvals(key)]
    assert not any(CANARY.encode() in one for one in kept)
    other = limiter_of(redis, Limit(10), max_wait=0, digest_key=b"salt")
    assert await waits(other, CANARY) == [False]
    assert len(await redis.keys("*")) == 2
    for shown in (repr(limiter), repr(vars(limiter)), caplog.text):
        assert CANARY not in shown
        assert "pepper" not in shown


async def test_a_password_in_the_url_is_never_shown(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"redis://user:{CANARY}@127.0.0.1:{free.getsockname()[1]}"
        async with RedisLimiter(url, Limit(10), when_away="closed") as limiter:
            turn = await limiter.turn(attempt(), None)
            shown = [repr(limiter), repr(vars(limiter)), repr(vars(limiter._redis)), repr(turn), caplog.text]
    assert turn.refusal is not None
    assert not any(CANARY in one for one in shown)
    for wrong in (f"http://{CANARY}", f"redis://{CANARY}:{CANARY}", f"redis://{CANARY}:12/3@localhost"):
        with pytest.raises(ArgumentError, match="redis must be a URL") as caught:
            RedisLimiter(wrong)
        assert CANARY not in str(caught.value)
        assert caught.value.__cause__ is caught.value.__context__ is None


async def test_an_idle_connection_that_redis_has_closed_is_no_outage(
    server: RedisServer, redis: Any, caplog: pytest.LogCaptureFixture
) -> None:
    async with limiter_of(server.url, HOUR, max_wait=0) as limiter:
        assert await waits(limiter, "a", "a") == [False, True]
        await redis.client_kill_filter(_type="normal", skipme=True)
        assert await waits(limiter, "a", "a") == [True, True]
    assert caplog.messages == []


async def test_a_place_is_given_back_once(server: RedisServer, redis: Any) -> None:
    """Even if the response gets lost: another process may have it already."""
    clock = ManualClock()
    async with proxy(server.socket) as between:
        url = f"redis://127.0.0.1:{between.port}"
        async with limiter_of(url, HOUR, max_wait=36_000, clock=clock) as limiter:
            await limiter.turn(attempt(), None)
            waiting = asyncio.create_task(limiter.turn(attempt(), None))
            await until(lambda: clock.slept)
            await redis.config_resetstat()
            between.lose = True
            waiting.cancel()
            await asyncio.wait([waiting])
        assert between.lost == 1
    assert (await redis.info("commandstats"))["cmdstat_eval"]["calls"] == 1


@pytest.mark.usefixtures("no_pause")
async def test_redis_away_and_back(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "cortex_async.limits")
    with redis_server() as server:
        async with (
            limiter_of(server.url, HOUR, max_wait=0) as opened,
            limiter_of(server.url, HOUR, max_wait=0, when_away="closed") as closed,
        ):
            assert await waits(opened, "a", "a") == [False, True]
            server.stop()
            assert await waits(opened, "a", "a", "a") == [False, False, False]
            for _ in range(3):
                refusal = (await closed.turn(attempt(credential="a"), None)).refusal
                assert refusal is not None
                assert refusal.wait is None
                assert refusal.reason == (
                    "limit 'default' of 1 in 3600 s: Redis is away (ConnectionError), and when_away is 'closed'"
                )
            await opened.cool_down(attempt(), 5)
            server.start()
            # It has forgotten everything, and counts from the start.
            assert await waits(opened, "a", "a") == [False, True]
            assert await waits(closed, "a", "b") == [True, False]
    lines = [(record.levelname, record.getMessage().partition(", after")[0]) for record in caplog.records]
    assert lines == [
        ("WARNING", "RedisLimiter: Redis is away (ConnectionError); calls are sent without limits"),
        ("WARNING", "RedisLimiter: Redis is away (ConnectionError); calls are refused"),
        ("INFO", "RedisLimiter: Redis is back"),
        ("INFO", "RedisLimiter: Redis is back"),
    ]


async def test_redis_that_stands_still_stops_nobody(server: RedisServer) -> None:
    async with limiter_of(server.url, HOUR, ask_timeout=0.05) as limiter:
        with server.paused():
            turns = [await limiter.turn(attempt(), None) for _ in range(3)]
            turns += await asyncio.gather(*(limiter.turn(attempt(), None) for _ in range(100)))
    assert turns == [Turn(limit="default")] * 103


async def test_a_place_outlives_an_outage(redis: Any) -> None:
    with redis_server() as server:
        async with limiter_of(server.url, Limit(1, per=0.05)) as limiter:
            await limiter.turn(attempt(), None)
            waiting = asyncio.create_task(limiter.turn(attempt(), None))
            await asyncio.sleep(0)
            server.stop()
            assert (await waiting).refusal is None


async def test_a_429_stops_all_processes(redis: Any, server: RedisServer) -> None:
    async with Emulator() as emulator:
        emulator.faults.next("getData", status=429, headers={"Retry-After": "30"})
        settings: Any = {"base_url": emulator.base_url, "api_key": emulator.api_key, "retry": False}
        async with (
            limiter_of(server.url) as one,
            limiter_of(redis) as other,
            CortexClient(limiter=one, **settings) as first,
            CortexClient(limiter=other, **settings) as second,
        ):
            with pytest.raises(RateLimited):
                await first.health.check()
            with pytest.raises(NotAdmitted) as caught:
                await second.health.check()
            assert caught.value.wait is not None
            assert 20 < caught.value.wait <= 30
            await second.with_options(limiter=None).health.check()


def test_one_limiter_serves_several_loops_and_the_sync_version(server: RedisServer) -> None:
    limiter = limiter_of(server.url, Limit(1, per=3600, by=[]), max_wait=0, prefix="loops:")

    async def ask() -> bool:
        refused = (await limiter.turn(attempt(), None)).refusal is not None
        await limiter.close()
        return refused

    assert [asyncio.run(ask()), asyncio.run(ask())] == [False, True]
    with (
        Emulator.in_thread() as emulator,
        cortex_sync.limits.RedisLimiter(
            server.url, HOUR, max_wait=0, ask_timeout=30, prefix="sync:"
        ) as shared,
        cortex_sync.CortexClient(
            base_url=emulator.base_url, api_key=emulator.api_key, limiter=shared
        ) as client,
    ):
        client.health.check()
        with pytest.raises(cortex_sync.NotAdmitted):
            client.health.check()
        shared.close()
        with pytest.raises(cortex_sync.NotAdmitted):
            client.health.check()


def test_a_loop_that_ends_closes_its_connections(server: RedisServer) -> None:
    async def ask() -> None:
        await limiter.turn(attempt(), None)

    limiter = limiter_of(server.url)
    asyncio.run(ask())
    asyncio.run(ask())


async def test_a_client_that_decodes_and_a_cluster(server: RedisServer) -> None:
    from redis.asyncio import Redis, RedisCluster

    async with Redis(unix_socket_path=server.socket, decode_responses=True) as client:
        assert await waits(limiter_of(client, HOUR, max_wait=0, prefix="text:"), "a", "a") == [False, True]
    port, bus = free_port(), free_port()
    more = ("--port", str(port), "--cluster-enabled", "yes", "--cluster-port", str(bus))
    with redis_server(*more) as node:
        admin: Any
        async with Redis(unix_socket_path=node.socket) as admin:
            await admin.execute_command("CLUSTER", "ADDSLOTSRANGE", 0, 16383)
            while b"cluster_state:ok" not in await admin.execute_command("CLUSTER", "INFO"):  # noqa: ASYNC110  (no event)
                await asyncio.sleep(0.01)
        async with RedisCluster(host="127.0.0.1", port=port) as cluster:
            limiter = limiter_of(cluster, HOUR, max_wait=0, when_away="closed")
            assert await waits(limiter, "a", "a", "b") == [False, True, False]


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (
            {"redis": 5},
            "redis must be a URL (redis://, rediss://, unix://) or a client of redis.asyncio, got 5",
        ),
        ({"when_away": "maybe"}, "when_away must be 'open' or 'closed', got 'maybe'"),
        ({"prefix": 5}, "prefix must be a string, got 5"),
        ({"digest_key": "x"}, "digest_key must be at most 64 bytes, got a str"),
        ({"ask_timeout": 0}, "ask_timeout must be a number of seconds > 0, got 0"),
    ],
)
def test_bad_arguments_are_refused_in_one_line(arguments: dict[str, Any], problem: str) -> None:
    limiter: Any = RedisLimiter
    with pytest.raises(ArgumentError) as caught:
        limiter(**{"redis": "redis://localhost", **arguments})
    assert str(caught.value) == problem


def test_a_blocking_client_is_refused() -> None:
    import redis

    client: Any
    with (
        redis.Redis() as client,
        pytest.raises(ArgumentError, match=r"or a client of redis\.asyncio, got a Redis"),
    ):
        RedisLimiter(client)
