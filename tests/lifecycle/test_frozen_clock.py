"""Clocks that tests freeze or set: durations use a clock that goes on, wall times follow the set clock."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from unittest import mock

import freezegun
import pytest
import time_machine
from freezegun import freeze_time

from cortex_async import CortexClient as AsyncClient
from cortex_async import Retry, ServerError, TimedOut, Timeout
from cortex_async._core.timing.clock import SystemClock, call_later, has_frozen_clock, monotonic, time_limit
from cortex_async.models import CreateSanction
from cortex_async.webhooks import signed_headers, unwrap
from cortex_async.webhooks.errors import TimestampTooNew, TimestampTooOld
from cortex_sync import CortexClient
from tests.sync.loopback import Loopback
from tests.sync.scripts import run

FREEZERS: dict[str, Callable[[], AbstractContextManager[object]]] = {
    "freezegun": lambda: freeze_time("2030-01-01"),
    "freezegun in the past": lambda: freeze_time("1980-01-01"),
    "freezegun with asyncio left alone": lambda: freeze_time("2030-01-01", real_asyncio=True),
    "freezegun that ticks": lambda: freeze_time("2030-01-01", tick=True),
    "time-machine": lambda: time_machine.travel("2030-01-01", tick=False),
    "a mock": lambda: mock.patch("time.monotonic", return_value=5.0),
}
QUICK = Retry(attempts=2, base=0.05, cap=0.05)

# Each freeze looks for clocks in all modules that are loaded. These are of other tests in the same process, and
# thousands.
freezegun.configure(
    extend_ignore_list=[
        *("boto3", "botocore", "celery", "confluent_kafka", "django", "duckdb", "faker", "fastapi", "fsspec"),
        *("hypothesis", "IPython", "jedi", "jinja2", "kombu", "litestar", "mcp", "moto", "nats", "numpy"),
        *("openapi_python_client", "opentelemetry", "pandas", "polars", "prometheus_client", "pyarrow"),
        *("pydantic", "pygments", "redis", "rich", "s3fs", "starlette", "tomlkit", "werkzeug", "yaml"),
    ]
)


@pytest.fixture(params=FREEZERS)
def frozen(request: pytest.FixtureRequest) -> Callable[[], AbstractContextManager[object]]:
    return FREEZERS[request.param]


# A client whose first call is made while the clock is set, and one that was used before.
@pytest.fixture(params=["new", "used"])
def client(request: pytest.FixtureRequest, server: Loopback) -> Iterator[CortexClient]:
    client = CortexClient(base_url=server.base_url, api_key="k", retry=QUICK)
    if request.param == "used":
        client.request("GET", "/api/echo")
    with client:
        yield client


def test_a_sync_call_is_repeated_after_its_wait(
    client: CortexClient, server: Loopback, frozen: Callable[[], AbstractContextManager[object]]
) -> None:
    begun = monotonic()
    with frozen(), pytest.raises(ServerError) as caught:
        client.request("GET", "/api/fail", timeout=3)
    assert caught.value.attempts == 2
    assert monotonic() - begun < 3


def test_a_sync_call_meets_its_time_limits(
    client: CortexClient, frozen: Callable[[], AbstractContextManager[object]]
) -> None:
    for limit in (Timeout(total=0.2), Timeout(read=0.2)):
        with frozen(), pytest.raises(TimedOut):
            client.request("GET", "/api/hang", timeout=limit, retry=False)


def test_a_limit_that_was_set_before_is_not_reached_early(client: CortexClient) -> None:
    client.request("GET", "/api/echo", timeout=30)
    with freeze_time("2030-01-01"):
        assert client.request("GET", "/api/echo", timeout=30).status == 200
    assert client.request("GET", "/api/echo", timeout=30).status == 200


def test_a_sync_stream_notices_silence(
    client: CortexClient, frozen: Callable[[], AbstractContextManager[object]]
) -> None:
    with frozen():
        stream = client.project("silent").events.stream(idle_limit=0.2)
        with stream:
            states = stream.states()
            seen = [type(next(states)).__name__ for _ in range(2)]
    assert seen[-1] == "Disconnected"


async def test_an_async_call_is_repeated_and_limited(
    server: Loopback, frozen: Callable[[], AbstractContextManager[object]]
) -> None:
    async with AsyncClient(base_url=server.base_url, api_key="k", retry=QUICK) as client:
        with frozen():
            with pytest.raises(ServerError) as caught:
                await client.request("GET", "/api/fail", timeout=3)
            assert caught.value.attempts == 2
            for limit in (Timeout(total=0.2), Timeout(read=0.2)):
                with pytest.raises(TimedOut):
                    await client.request("GET", "/api/hang", timeout=limit, retry=False)
        # The client still works when the clock is set back.
        with pytest.raises(TimedOut):
            await client.request("GET", "/api/hang", timeout=0.2, retry=False)


async def test_an_async_stream_notices_silence(
    server: Loopback, frozen: Callable[[], AbstractContextManager[object]]
) -> None:
    async with AsyncClient(base_url=server.base_url, api_key="k") as client:
        with frozen():
            async with client.project("silent").events.stream(idle_limit=0.2) as stream:
                states = stream.states()
                seen = [type(await anext(states)).__name__ for _ in range(2)]
    assert seen[-1] == "Disconnected"


async def test_waiting_and_limits_in_a_loop_whose_clock_stands_still(
    frozen: Callable[[], AbstractContextManager[object]],
) -> None:
    with frozen():
        begun = monotonic()
        await SystemClock().sleep(0.05)
        assert 0.04 < monotonic() - begun < 2
        with pytest.raises(TimeoutError):
            async with time_limit(0.05):
                await asyncio.Event().wait()
        async with time_limit(5):
            pass
        called: list[int] = []
        call_later(asyncio.get_running_loop(), 0, lambda: called.append(1)).cancel()
        await SystemClock().sleep(0.05)
    assert called == []
    assert not has_frozen_clock(asyncio.get_running_loop())


def test_wall_time_follows(frozen: Callable[[], AbstractContextManager[object]]) -> None:
    with frozen():
        assert abs(SystemClock().unix() - time.time()) < 1


@pytest.mark.parametrize("kind", [name for name in FREEZERS if name != "a mock"])
def test_a_webhook_is_as_old_as_the_time_says_that_a_test_has_set(kind: str) -> None:
    body = b'{"id":"1","type":"test.counted","payload":{}}'
    with FREEZERS[kind]():
        then = signed_headers(body, "secret")
        unwrap(body, then, "secret")
    with pytest.raises((TimestampTooOld, TimestampTooNew)):
        unwrap(body, then, "secret")


def test_what_is_first_imported_while_the_clock_is_frozen(server: Loopback) -> None:
    ended = run(
        """
        import os
        from freezegun import freeze_time
        with freeze_time("2030-01-01"):
            from cortex_sync import CortexClient, CortexError, Retry
            client = CortexClient(api_key="k", retry=Retry(attempts=2, base=0.05))
            for path, limit in (("fail", 5), ("hang", 0.2)):
                try:
                    client.request("GET", "/api/" + path, timeout=limit)
                except CortexError as error:
                    print(type(error).__name__)
            client.close()
        """,
        server.base_url,
        prelude=False,
    )
    assert ended.lines == ["ServerError", "TimedOut"]
    # Nothing but the retry, which is logged, is printed to stderr.
    retry = r"request GET /api/fail: 500 ServerError in attempt 1, next attempt in 0\.0\d s\n"
    assert re.fullmatch(retry, ended.errors), ended.errors


@pytest.mark.parametrize("kind", [name for name in FREEZERS if name != "a mock"])
def test_datetimes_go_both_ways(kind: str, client: CortexClient) -> None:
    with FREEZERS[kind]():
        joined = client.project("p").participants.list(max_items=1).first_page().items[0].joined_at
        at = datetime.now(UTC)
        echoed = client.request("GET", "/api/echo", query={"at": at}).json()
        body = client.codec.encode([{"at": at}, CreateSanction(type="mute", end_at=at)])
    assert joined == datetime(2026, 1, 1, tzinfo=UTC)
    assert isinstance(echoed, dict)
    assert datetime.fromisoformat(str(echoed["at"])) == at
    assert body.count(at.isoformat()[:19].encode()) == 2
