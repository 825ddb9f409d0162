"""The contract of the stores: in memory with a manual clock, and in Redis against a real server with both
clients.
"""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import pytest

from cortex_async.webhooks import MemoryReplayStore, ReplayStore, WebhookResponse, WebhookRouter
from cortex_async.webhooks.redis import RedisReplayStore
from tests.bytecodes import Counter
from tests.redis_server import needs_redis, redis_server
from tests.webhooks.deliveries import SECRET, delivery

T = TypeVar("T")


@pytest.fixture(scope="module")
def redis_socket() -> Iterator[str]:
    """A Redis server on a Unix socket, stopped after the tests."""
    with redis_server() as server:
        yield server.socket


@pytest.fixture
async def asynchronous(redis_socket: str) -> AsyncIterator[Any]:
    import redis.asyncio

    client = redis.asyncio.Redis(unix_socket_path=redis_socket)
    await client.flushall()
    yield client
    await client.aclose()


@pytest.fixture(params=[False, True], ids=["bytes", "text"])
def synchronous(redis_socket: str, request: pytest.FixtureRequest) -> Iterator[Any]:
    import redis

    client = redis.Redis(unix_socket_path=redis_socket, decode_responses=request.param)
    client.flushall()
    yield client
    client.close()


async def settled(value: T | Awaitable[T]) -> T:
    return await value if inspect.isawaitable(value) else value


async def keeps_the_contract(store: ReplayStore, other: ReplayStore) -> None:
    """``other`` is the same store as another worker sees it."""
    assert await settled(store.claim("a", "one")) == "claimed"
    assert await settled(other.claim("a", "two")) == "in_progress"
    assert await settled(other.claim("b", "two")) == "claimed"
    # A release by a worker without the claim changes nothing.
    await settled(other.release("a", "two"))
    assert await settled(store.claim("a", "three")) == "in_progress"
    await settled(store.release("a", "one"))
    assert await settled(other.claim("a", "two")) == "claimed"
    # Nor does finishing.
    assert await settled(store.finish("a", "one")) is False
    assert await settled(store.claim("a", "three")) == "in_progress"
    assert await settled(other.finish("a", "two")) is True
    assert await settled(store.claim("a", "three")) == "done"
    # A finished delivery stays finished.
    await settled(store.release("a", "two"))
    await settled(store.release("a", "done"))
    assert await settled(store.claim("a", "three")) == "done"
    assert await settled(store.finish("a", "one")) is False
    # A claim that expired without another worker: the work was done nevertheless.
    assert await settled(store.finish("c", "one")) is True
    assert await settled(other.claim("c", "two")) == "done"


# -- memory


async def test_memory() -> None:
    store = MemoryReplayStore()
    await keeps_the_contract(store, store)


def test_memory_forgets_after_the_retention_and_claims_lapse() -> None:
    now = [0.0]
    store = MemoryReplayStore(retention=100, lease=10, clock=lambda: now[0])
    store.claim("done", "t")
    store.finish("done", "t")
    store.claim("open", "t")
    now[0] = 9.9
    assert store.claim("open", "u") == "in_progress"
    now[0] = 10
    assert store.claim("open", "u") == "claimed"
    now[0] = 99.9
    assert store.claim("done", "u") == "done"
    now[0] = 100
    assert store.claim("done", "u") == "claimed"


def test_memory_is_bounded_by_what_can_no_longer_be_replayed() -> None:
    now = [0.0]
    store = MemoryReplayStore(max_entries=3, lease=10, clock=lambda: now[0])
    for number in range(1000):
        store.claim(f"{number}", "t")
        store.finish(f"{number}", "t")
    assert len(store._done) == 1000
    now[0] = 601
    store.claim("x", "t")
    assert len(store._done) == 3
    assert store.claim("999", "u") == "done"
    for number in range(1001):
        store.claim(f"dead worker {number}", "t")
    now[0] = 612
    store.claim("y", "t")
    assert len(store._claims) == 1


def test_a_full_memory_claims_nothing_more_until_there_is_room() -> None:
    now = [0.0]
    store = MemoryReplayStore(max_entries=1, limit=3, lease=10, clock=lambda: now[0])
    for key in "ab":
        assert store.claim(key, "t") == "claimed"
        store.finish(key, "t")
    assert store.claim("c", "t") == "claimed"
    assert store.claim("d", "t") == "full"
    assert [store.claim(key, "u") for key in "abc"] == ["done", "done", "in_progress"]
    # A finished delivery is remembered nevertheless.
    assert store.finish("late", "t") is True
    assert store.claim("late", "u") == "done"
    now[0] = 601
    assert store.claim("d", "t") == "claimed"


def test_a_claim_costs_the_same_however_many_are_open() -> None:
    def bytecodes_of_each(claims: int) -> float:
        store = MemoryReplayStore(clock=lambda: 0.0)

        def claim_all() -> None:
            for number in range(claims):
                store.claim(f"msg_{number}", "t")

        counter = Counter()
        counter.start()
        claim_all()
        counter.stop()
        return counter.bytecodes / claims

    assert bytecodes_of_each(4000) <= 1.1 * bytecodes_of_each(500)


@pytest.mark.parametrize(
    "options",
    [{"retention": 0}, {"lease": -1}, {"retention": float("inf")}, {"max_entries": 0}, {"limit": 0}],
)
def test_memory_refuses_nonsense(options: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="must be a"):
        MemoryReplayStore(**options)


# -- Redis


@needs_redis
async def test_redis_asynchronous(asynchronous: Any) -> None:
    await keeps_the_contract(RedisReplayStore(asynchronous), RedisReplayStore(asynchronous))


@needs_redis
async def test_redis_synchronous(synchronous: Any) -> None:
    await keeps_the_contract(RedisReplayStore(synchronous), RedisReplayStore(synchronous))


@needs_redis
def test_redis_forgets_by_itself(synchronous: Any) -> None:
    store = RedisReplayStore(synchronous, prefix="p:", retention=7200, lease=60)
    store.claim("a", "t")
    assert 59_000 < synchronous.pttl("p:a") <= 60_000
    store.finish("a", "t")
    assert 7_199_000 < synchronous.pttl("p:a") <= 7_200_000
    assert RedisReplayStore(synchronous, prefix="q:").claim("a", "t") == "claimed"


@needs_redis
async def test_two_workers_race_and_one_runs(asynchronous: Any) -> None:
    handled: list[object] = []
    entered = asyncio.Event()

    async def handler(event: object) -> None:
        handled.append(event)
        entered.set()
        await asyncio.sleep(0)

    workers = [WebhookRouter(SECRET, replay=RedisReplayStore(asynchronous)) for _ in range(2)]
    for worker in workers:
        worker.on("*")(handler)
    for _ in range(50):
        body, headers = delivery()
        before = len(handled)
        responses = await asyncio.gather(*(worker.handle(body, headers) for worker in workers * 3))
        assert len(handled) == before + 1
        outcomes = [response.outcome for response in responses]
        assert outcomes.count("handled") == 1
        assert set(outcomes) <= {"handled", "in_progress", "duplicate"}
        assert (await workers[0].handle(body, headers)).outcome == "duplicate"


@needs_redis
def test_threads_of_several_workers_race_and_one_runs(synchronous: Any) -> None:
    handled: list[object] = []
    workers = [WebhookRouter(SECRET, replay=RedisReplayStore(synchronous)) for _ in range(4)]
    for worker in workers:
        worker.on("*")(handled.append)
    with ThreadPoolExecutor(8) as pool:
        for round_ in range(20):
            body, headers = delivery()
            responses = list(
                pool.map(lambda worker, b=body, h=headers: worker.handle_sync(b, h), workers * 2)
            )
            assert len(handled) == round_ + 1
            assert [response.outcome for response in responses].count("handled") == 1


@needs_redis
async def test_a_failed_handler_frees_the_delivery_for_another_worker(asynchronous: Any) -> None:
    def fail(event: object) -> None:
        raise RuntimeError

    failing, working = (WebhookRouter(SECRET, replay=RedisReplayStore(asynchronous)) for _ in range(2))
    failing.on("*")(fail)
    handled: list[object] = []
    working.on("*")(handled.append)
    body, headers = delivery()
    assert (await failing.handle(body, headers)).outcome == "failed"
    assert await working.handle(body, headers) == WebhookResponse("handled", 200)
    assert (await failing.handle(body, headers)).outcome == "duplicate"


async def test_an_unavailable_redis_makes_the_sender_retry(tmp_path: Path) -> None:
    redis: Callable[..., Any] = pytest.importorskip("redis.asyncio").Redis
    from redis.asyncio.retry import Retry
    from redis.backoff import NoBackoff

    client = redis(unix_socket_path=str(tmp_path / "nobody"), retry=Retry(NoBackoff(), 0))
    router = WebhookRouter(SECRET, replay=RedisReplayStore(client))
    handled: list[object] = []
    router.on("*")(handled.append)
    assert await router.handle(*delivery()) == WebhookResponse("failed", 500)
    assert handled == []
    await client.aclose()
