"""Calls of clients with a limiter: each attempt waits, what is refused says why, and observers see it."""

from __future__ import annotations

import asyncio
import copy
import logging
import pickle
import socket
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from prometheus_client import CollectorRegistry

import cortex_sync
from cortex_async import (
    APIError,
    ClientClosed,
    ConfigError,
    CortexClient,
    NotAdmitted,
    RateLimited,
    RequestFailed,
    Retry,
    TimedOut,
    Timeout,
)
from cortex_async.contrib.orga import OrgaClient
from cortex_async.contrib.rtcstack import RTCStackClient
from cortex_async.emulator import Emulator
from cortex_async.limits import Limit, LimitedAttempt, LocalLimiter, Refusal, Turn
from cortex_async.telemetry import AttemptStarted, CallEnded, CallLimited, Observer
from cortex_async.telemetry.prometheus import PrometheusObserver
from tests.limits.attempts import until
from tests.realtime.scripted import ManualClock

HOUR = Limit(1, per=3600)


class Noting:
    """A limiter that lets everything pass and notes what it is asked."""

    def __init__(self) -> None:
        self.attempts: list[LimitedAttempt] = []
        self.cool_downs: list[float] = []

    async def turn(self, attempt: LimitedAttempt, remaining: float | None, /) -> Turn:
        self.attempts.append(attempt)
        return Turn(limit="noted")

    async def cool_down(self, attempt: LimitedAttempt, seconds: float, /) -> None:
        self.cool_downs.append(seconds)


class Seeing(Observer):
    """Collects what it sees of limits; ``each`` also of attempts."""

    def __init__(self) -> None:
        self.seen: list[CallLimited | CallEnded] = []

    def call_limited(self, limited: CallLimited, /) -> None:
        self.seen.append(limited)

    def call_ended(self, ended: CallEnded, /) -> None:
        self.seen.append(ended)


class SeeingEach(Seeing):
    def __init__(self) -> None:
        super().__init__()
        self.attempts: list[int] = []

    def attempt_started(self, attempt: AttemptStarted, /) -> None:
        self.attempts.append(attempt.number)


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    async with Emulator() as emulator:
        yield emulator


def client_of(emulator: Emulator, limiter: Any, **settings: Any) -> CortexClient:
    settings = {"retry": Retry(base=0), **settings}
    return CortexClient(base_url=emulator.base_url, api_key=emulator.api_key, limiter=limiter, **settings)


async def test_a_turn_that_comes_too_late_is_an_error_of_its_own(emulator: Emulator) -> None:
    async with client_of(emulator, LocalLimiter(HOUR, clock=ManualClock())) as client:
        sessions = client.project(emulator.project_id).sessions
        await sessions.list()
        with pytest.raises(NotAdmitted) as caught:
            await sessions.list()
    error = caught.value
    assert isinstance(error, RequestFailed)
    assert not isinstance(error, (TimedOut, RateLimited))
    assert (error.limit_name, error.wait, error.max_wait) == ("default", 3600, 10)
    assert (error.operation, error.attempts, error.outcome, error.status) == (
        "listSessions",
        0,
        "not_sent",
        None,
    )
    assert str(error) == (
        "listSessions GET /api/projects/{projectId}/sessions: limit 'default' of 1 in 3600 s: the turn would come "
        f"after 3600 s, and at most 10 s are allowed (projectId={emulator.project_id}, 0 attempts, not sent)"
    )
    for same in (copy.copy(error), pickle.loads(pickle.dumps(error))):
        assert (str(same), same.limit_name, same.wait) == (str(error), "default", 3600)
    assert len(emulator.requests.all("listSessions")) == 1


async def test_every_attempt_asks_retries_included(emulator: Emulator) -> None:
    noting = Noting()
    emulator.faults.next("listSessions", times=2, status=503)
    async with client_of(emulator, noting) as client:
        await client.project(emulator.project_id).sessions.list()
    assert [one.operation for one in noting.attempts] == ["listSessions"] * 3
    one = noting.attempts[0]
    assert (one.project_id, one.credential) == (emulator.project_id, emulator.api_key)
    assert emulator.base_url.endswith(one.server)
    assert emulator.api_key not in repr(one)


async def test_a_retry_that_is_not_admitted_keeps_the_worst_outcome(emulator: Emulator) -> None:
    emulator.faults.always("createSession", status=503)
    seen: list[int] = []
    limiter = LocalLimiter(HOUR, clock=ManualClock())
    async with client_of(emulator, limiter, retry=Retry(base=0)) as client:
        sessions = client.project(emulator.project_id).sessions
        emulator.faults.clear()
        emulator.faults.next("listSessions", status=500)
        with pytest.raises(NotAdmitted) as caught:
            await sessions.list(on_response=lambda response: seen.append(response.status))
    assert (caught.value.attempts, caught.value.outcome) == (1, "unknown")
    assert seen == [500]


async def test_the_connection_of_a_stream_asks(emulator: Emulator) -> None:
    noting = Noting()
    async with (
        client_of(emulator, noting) as client,
        client.project(emulator.project_id).events.stream() as stream,
    ):
        await stream.ready(timeout=30)
    assert [one.operation for one in noting.attempts] == ["streamProject"]


async def test_a_429_cools_down_all_that_share_the_limiter(emulator: Emulator) -> None:
    clock = ManualClock()
    limiter = LocalLimiter(max_wait=0, clock=clock)
    emulator.faults.next("listSessions", status=429, headers={"Retry-After": "30"})
    async with client_of(emulator, limiter, retry=False) as one, client_of(emulator, limiter) as other:
        with pytest.raises(RateLimited):
            await one.project(emulator.project_id).sessions.list()
        with pytest.raises(NotAdmitted) as caught:
            await other.project(emulator.project_id).gatherings.list()
        assert caught.value.wait == 30
        assert "limit 'default': the turn would come after 30 s" in str(caught.value)
        clock.now += 30
        await other.project(emulator.project_id).gatherings.list()


async def test_a_429_without_retry_after_cools_down_nobody(emulator: Emulator) -> None:
    noting = Noting()
    emulator.faults.next("listSessions", status=429)
    async with client_of(emulator, noting) as client:
        await client.project(emulator.project_id).sessions.list()
    assert (len(noting.attempts), noting.cool_downs) == (2, [])


async def test_ingest_is_limited_per_project_by_default(emulator: Emulator) -> None:
    body: Any = {"type": "session.created", "resource_id": "r", "payload": {}, "source": "voice-server"}
    noting = Noting()
    async with client_of(emulator, noting) as client:
        for project_id in ("p1", "p2"):
            with pytest.raises(APIError):
                await client.events.ingest(project_id=project_id, secret="s", **body)
    first, second = noting.attempts
    assert (first.project_id, second.project_id) == ("p1", "p2")
    assert first.published == {"ingest": Limit(100, operations=["ingest"], by=["project"])}
    limiter = LocalLimiter(max_wait=0, clock=ManualClock())
    turns = [await limiter.turn(one, None) for one in (first, first, second)]
    assert [(turn.limit, turn.refusal is None) for turn in turns] == [
        ("ingest", True),
        ("ingest", False),
        ("ingest", True),
    ]


async def test_the_total_limit_bounds_the_wait(emulator: Emulator) -> None:
    limiter = LocalLimiter(Limit(1, per=5), max_wait=100, clock=ManualClock())
    async with client_of(emulator, limiter, timeout=Timeout(total=4)) as client:
        sessions = client.project(emulator.project_id).sessions
        await sessions.list()
        with pytest.raises(NotAdmitted) as caught:
            await sessions.list()
    assert caught.value.max_wait is not None
    assert caught.value.max_wait <= 4


class Stopped(Noting):
    """A limiter that never lets anything pass."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = asyncio.Event()
        self.cancelled = 0

    async def turn(self, attempt: LimitedAttempt, remaining: float | None, /) -> Turn:
        self.asked.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        return Turn(limit="never")


async def test_the_total_limit_ends_the_wait_of_any_limiter(emulator: Emulator) -> None:
    stopped = Stopped()
    async with client_of(emulator, stopped, timeout=Timeout(connect=0.01, read=0.01, total=0.1)) as client:
        with pytest.raises(TimedOut) as caught:
            await client.health.check()
    assert (caught.value.limit, caught.value.outcome, caught.value.attempts) == ("total", "not_sent", 0)
    assert stopped.cancelled == 1


async def test_closing_the_client_and_cancelling_the_call_end_the_wait(emulator: Emulator) -> None:
    for end, error in (("close", ClientClosed), ("cancel", asyncio.CancelledError)):
        stopped = Stopped()
        client = client_of(emulator, stopped)
        call = asyncio.create_task(client.health.check())
        await stopped.asked.wait()
        if end == "close":
            await client.close()
        else:
            call.cancel()
        with pytest.raises(error):
            await call
        assert stopped.cancelled == 1
        await client.close()


class Slow(Noting):
    """A limiter whose turns come after a fifth of a second."""

    async def turn(self, attempt: LimitedAttempt, remaining: float | None, /) -> Turn:
        await asyncio.sleep(0.2)
        return await super().turn(attempt, remaining)


async def test_the_time_to_connect_begins_after_the_wait() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        held = [socket.socket() for _ in range(4)]
        for one in held:
            one.setblocking(False)
            one.connect_ex(listener.getsockname())
        timeout = Timeout(connect=0.2, total=60)
        async with CortexClient(
            base_url=url, api_key="k", limiter=Slow(), retry=False, timeout=timeout
        ) as client:
            for _ in range(2):  # the second call knows its credential
                begun = time.monotonic()
                with pytest.raises(TimedOut) as caught:
                    await client.health.check()
                assert time.monotonic() - begun >= 0.4
                assert caught.value.limit == "connect"
        for one in held:
            one.close()


@pytest.mark.parametrize("observer", [Seeing, SeeingEach])
async def test_observers_see_waits_and_refusals(
    emulator: Emulator, observer: Callable[[], Seeing], caplog: pytest.LogCaptureFixture
) -> None:
    observing, clock = observer(), ManualClock()
    limiter = LocalLimiter(Limit(1, per=5), max_wait=5, clock=clock)
    caplog.set_level(logging.DEBUG, "cortex_async.calls")
    async with client_of(emulator, limiter, observers=[observing]) as client:
        calls = [asyncio.create_task(client.health.check()) for _ in range(3)]
        await until(lambda: clock.slept)
        await clock.advance(5)
        results = await asyncio.gather(*calls, return_exceptions=True)
    assert [type(result) is NotAdmitted for result in results] == [False, False, True]
    limited = [one for one in observing.seen if isinstance(one, CallLimited)]
    assert [(one.limit, one.number, one.waited, one.refused) for one in limited] == [
        ("default", 1, 0, True),
        ("default", 1, 5, False),
    ]
    ended = [one for one in observing.seen if isinstance(one, CallEnded)]
    assert [one.call for one in limited if one.refused] == [one.call for one in ended if one.error]
    assert [(one.error, one.attempts, one.limit) for one in ended if one.error] == [("NotAdmitted", 0, None)]
    if isinstance(observing, SeeingEach):
        assert observing.attempts == [1, 1]
    assert "getData GET /api failed: NotAdmitted" in caplog.text


async def test_metrics_show_the_wait(emulator: Emulator) -> None:
    registry = CollectorRegistry()
    limiter = LocalLimiter(HOUR, max_wait=0)
    async with client_of(emulator, limiter, observers=[PrometheusObserver(registry=registry)]) as client:
        await client.health.check()
        with pytest.raises(NotAdmitted):
            await client.health.check()
    labels = {
        "odin_cortex_operation_name": "getData",
        "server_address": "127.0.0.1",
        "odin_cortex_limiter_limit": "default",
        "odin_cortex_limiter_admitted": "no",
    }
    assert registry.get_sample_value("odin_cortex_limiter_wait_seconds_count", labels) == 1


async def test_variants_share_the_limiter_or_have_another(emulator: Emulator) -> None:
    async with client_of(emulator, LocalLimiter(HOUR, max_wait=0)) as client:
        await client.health.check()
        for limited in (client, client.with_options(timeout=5)):
            with pytest.raises(NotAdmitted):
                await limited.health.check()
        await client.with_options(limiter=None).health.check()
        await client.with_options(limiter=LocalLimiter(HOUR)).health.check()


async def test_a_token_is_counted_by_its_account(emulator: Emulator) -> None:
    email, password = emulator.credentials
    noting = Noting()
    for _ in range(2):
        login = CortexClient.login(base_url=emulator.base_url, email=email, password=password, limiter=noting)
        async with login as client:
            await client.auth.get_profile()
    logins, profiles = noting.attempts[::2], noting.attempts[1::2]
    assert [one.operation for one in logins] == ["loginWithCredentials"] * 2
    assert {one.credential for one in logins} == {""}
    assert len({one.credential for one in profiles}) == 1


async def test_other_apis_are_limited_as_well() -> None:
    noting = Noting()
    rtc = RTCStackClient(
        base_url="http://127.0.0.1:9", api_key="key-rtc", api_secret="s", limiter=noting, retry=False
    )
    orga = OrgaClient(base_url="http://127.0.0.1:9", api_key="key-orga", limiter=noting, retry=False)
    async with rtc, orga:
        with pytest.raises(RequestFailed):
            await rtc.rooms.list()
        with pytest.raises(RequestFailed):
            await orga.realtime.get_ice_config(retry=False)
    assert [one.credential for one in noting.attempts] == ["key-rtc", "key-orga"]


def test_sync_and_async_clients_share_one_limiter() -> None:
    limiter = LocalLimiter(HOUR, max_wait=0)
    with Emulator.in_thread() as emulator:
        settings: Any = {"base_url": emulator.base_url, "api_key": emulator.api_key, "limiter": limiter}

        async def main() -> None:
            async with CortexClient(**settings) as client:
                await client.health.check()

        asyncio.run(main())
        with cortex_sync.CortexClient(**settings) as client:
            with pytest.raises(cortex_sync.NotAdmitted):
                client.health.check()
            client.with_options(limiter=None).health.check()


@pytest.mark.parametrize("limiter", [LocalLimiter, 5, Limit(5)])
def test_what_is_no_limiter_is_refused(limiter: Any) -> None:
    with pytest.raises(ConfigError, match="limiter must be "):
        CortexClient(api_key="k", limiter=limiter)


async def test_an_own_limiter_says_why_it_refuses(emulator: Emulator) -> None:
    class Closed(Noting):
        async def turn(self, attempt: LimitedAttempt, remaining: float | None, /) -> Turn:
            refusal = Refusal(reason="it is night", wait=None, max_wait=0)
            return Turn(limit="night", refusal=refusal)

    async with client_of(emulator, Closed()) as client:
        with pytest.raises(NotAdmitted, match="getData GET /api: it is night") as caught:
            await client.health.check()
    assert (caught.value.limit_name, caught.value.wait) == ("night", None)
