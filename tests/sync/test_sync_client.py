"""The blocking client against a real socket."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

import cortex_async
import cortex_sync
from cortex_async._core.response import Response
from cortex_sync import (
    ClientClosed,
    ConfigError,
    ConnectionFailed,
    CortexClient,
    NotFound,
    TimedOut,
    Timeout,
    Unauthorized,
)
from cortex_sync.bridge import loop
from tests.sync.loopback import WAIT, Loopback


def echo(client: CortexClient, number: int = 0) -> dict[str, object]:
    seen = client.request("GET", "/api/echo", query={"number": number}).json()
    assert isinstance(seen, dict)
    return dict(seen)


def test_a_call_gets_its_response(client: CortexClient) -> None:
    assert echo(client, 7)["number"] == "7"


def test_errors_are_those_of_the_async_client(client: CortexClient, server: Loopback) -> None:
    with pytest.raises(NotFound) as caught:
        client.project("p").sessions.get("s")
    assert isinstance(caught.value, cortex_async.NotFound)
    assert (caught.value.method, caught.value.path) == ("GET", "/api/projects/{projectId}/sessions/{id}")
    assert caught.value.__context__ is None
    with pytest.raises(ConfigError, match="CORTEX_API_KEY"):
        CortexClient(base_url=server.base_url)


def test_a_server_that_is_not_there_is_an_error_of_the_call(unused_tcp_port: int) -> None:
    with (
        CortexClient(base_url=f"http://127.0.0.1:{unused_tcp_port}", api_key="k", retry=False) as client,
        pytest.raises(ConnectionFailed) as caught,
    ):
        echo(client)
    assert caught.value.outcome == "not_sent"


def test_a_time_limit_ends_the_call_and_the_request(client: CortexClient, server: Loopback) -> None:
    with pytest.raises(TimedOut) as caught:
        client.request("GET", "/api/hang", timeout=Timeout(total=0.2), retry=False)
    assert caught.value.limit == "total"
    assert server.left.acquire(timeout=WAIT)


def test_ctrl_c_ends_the_call_and_the_server_sees_it(
    client: CortexClient, server: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop, "CLEAN_UP", 10 * WAIT)
    echo(client)
    server.on_arrival = lambda: os.kill(os.getpid(), signal.SIGINT)
    started = time.perf_counter()
    with pytest.raises(KeyboardInterrupt) as caught:
        client.request("GET", "/api/hang")
    assert time.perf_counter() - started < WAIT
    assert caught.value.__context__ is None
    assert server.left.acquire(timeout=WAIT)
    assert echo(client, 3)["number"] == "3"


def test_one_connection_serves_call_after_call(client: CortexClient) -> None:
    assert len({echo(client)["port"] for _ in range(20)}) == 1


def test_fifty_threads_share_a_client(client: CortexClient) -> None:
    def numbers(start: int) -> list[object]:
        return [echo(client, number)["number"] for number in range(start, start + 10)]

    with ThreadPoolExecutor(50) as pool:
        results = list(pool.map(numbers, range(0, 500, 10)))
    assert [result for part in results for result in part] == [str(number) for number in range(500)]


def test_two_tenants_never_cross_keys(server: Loopback) -> None:
    clients = {key: CortexClient(base_url=server.base_url, api_key=key) for key in ("red", "blue")}

    def keys(name: str) -> set[object]:
        return {echo(clients[name])["key"] for _ in range(20)}

    with ThreadPoolExecutor(16) as pool:
        seen = list(pool.map(keys, ["red", "blue"] * 8))
    assert seen == [{"red"}, {"blue"}] * 8
    for client in clients.values():
        client.close()


def test_a_pager_walks_as_the_async_one_does(client: CortexClient, server: Loopback) -> None:
    pager = client.project("p").participants.list(page_size=60)
    assert server.served["participants"] == 0
    first = pager.first_page()
    assert (len(first.items), first.total, first.offset) == (60, 200, 0)
    assert [participant.id for participant in pager] == [f"p{number}" for number in range(200)]
    assert [len(page.items) for page in pager.pages()] == [60, 60, 60, 20]


def test_an_abandoned_walk_leaves_nothing_running(client: CortexClient, server: Loopback) -> None:
    for participant in client.project("p").participants.list(page_size=60):
        assert participant.id == "p0"
        break
    gc.collect()
    assert server.served["participants"] == 1
    assert echo(client, 2)["number"] == "2"


def test_a_closed_client_refuses_calls(server: Loopback) -> None:
    client = CortexClient(base_url=server.base_url, api_key="k")
    sessions = client.project("p").sessions
    echo(client)
    client.close()
    client.close()
    with pytest.raises(ClientClosed):
        sessions.list()


def test_other_options_share_the_connections(client: CortexClient) -> None:
    port = echo(client)["port"]
    with client.with_options(timeout=5, headers={"X-API-Key": "ignored"}) as patient:
        assert (echo(patient)["port"], echo(patient)["key"]) == (port, "k1")
    assert echo(client)["port"] == port


def test_the_operations_of_a_dropped_client_still_work(server: Loopback) -> None:
    participants = CortexClient(base_url=server.base_url, api_key="k").project("p").participants
    gc.collect()
    assert participants.list(page_size=3).first_page().total == 200
    # The warning names the line above, whichever object of the client is dropped last.
    with pytest.warns(ResourceWarning, match=r"test_sync_client\.py:\d+: use `with`"):
        del participants


def test_a_client_without_credentials_sends_none(server: Loopback) -> None:
    with CortexClient.without_credentials(base_url=server.base_url) as client:
        assert echo(client)["key"] is None


def test_a_credential_function_runs_in_a_thread_and_may_make_calls(server: Loopback) -> None:
    with CortexClient(base_url=server.base_url, api_key="first") as outer:

        def key() -> str:
            assert threading.current_thread().name == "cortex-sync-blocking"
            return f"{echo(outer)['key']}-then-second"

        with CortexClient(base_url=server.base_url, api_key=key) as client:
            assert echo(client)["key"] == "first-then-second"


def test_a_slow_credential_function_holds_up_nobody_else(client: CortexClient, server: Loopback) -> None:
    asked, go_on = threading.Event(), threading.Event()

    def key() -> str:
        asked.set()
        assert go_on.wait(WAIT)
        return "late"

    with CortexClient(base_url=server.base_url, api_key=key) as slow, ThreadPoolExecutor(1) as pool:
        pending = pool.submit(echo, slow)
        assert asked.wait(WAIT)
        assert echo(client, 1)["number"] == "1"
        go_on.set()
        assert pending.result(WAIT)["key"] == "late"


def test_an_async_credential_function_works(server: Loopback) -> None:
    async def key() -> str:
        await asyncio.sleep(0)
        return "async"

    with CortexClient(base_url=server.base_url, api_key=key) as client:
        assert echo(client)["key"] == "async"


def test_a_failed_credential_fails_every_waiting_call_with_an_error_of_its_own(server: Loopback) -> None:
    threads = 8
    together = threading.Barrier(threads)

    def key() -> str:
        raise LookupError("the vault is sealed")

    with CortexClient(base_url=server.base_url, api_key=key, retry=False) as client:

        def attempt(_: int) -> BaseException:
            together.wait(WAIT)
            try:
                echo(client)
            except Exception as error:
                return error
            raise AssertionError

        with ThreadPoolExecutor(threads) as pool:
            errors = list(pool.map(attempt, range(threads)))
    assert len({id(error) for error in errors}) == threads
    assert all("vault" in f"{error} {error.__cause__}" for error in errors)


def test_a_rejected_credential_is_an_error_for_each_caller(client: CortexClient) -> None:
    with pytest.raises(Unauthorized):
        client.request("GET", "/api/refuse")


def test_on_response_runs_in_the_calling_thread_before_the_call_ends(client: CortexClient) -> None:
    here = threading.get_ident()
    seen: list[tuple[int, int, int]] = []

    def hook(response: Response) -> None:
        assert echo(client)["number"] == "0"  # the hook may make calls itself
        seen.append((response.status, response.attempts, threading.get_ident()))

    client.request("GET", "/api/echo", on_response=hook)
    assert seen == [(200, 1, here)]
    with pytest.raises(NotFound):
        client.project("p").sessions.get("s", on_response=hook)
    assert seen[1:] == [(404, 1, here)]
    for _ in client.project("p").participants.list(page_size=100, on_response=hook):
        pass
    assert seen[2:] == [(200, 1, here), (200, 1, here)]


def test_a_failing_hook_is_logged_and_the_call_succeeds(
    client: CortexClient, caplog: pytest.LogCaptureFixture
) -> None:
    def hook(response: Response) -> None:
        raise RuntimeError("hook is broken")

    assert client.request("GET", "/api/echo", on_response=hook).status == 200
    assert [(record.levelno, record.message) for record in caplog.records] == [
        (logging.WARNING, "on_response raised")
    ]


def test_context_reaches_credential_functions(server: Loopback) -> None:
    import contextvars

    tenant: contextvars.ContextVar[str] = contextvars.ContextVar("tenant", default="nobody")
    with CortexClient(base_url=server.base_url, api_key=tenant.get) as client:
        tenant.set("somebody")
        assert echo(client)["key"] == "somebody"


async def test_a_client_can_be_made_and_used_inside_a_running_loop(
    server: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.ps1", ">>> ", raising=False)
    with CortexClient(base_url=server.base_url, api_key="k") as client:
        assert echo(client, 5)["number"] == "5"
        assert (await asyncio.to_thread(echo, client, 6))["number"] == "6"


def test_the_public_names_are_there() -> None:
    assert sorted(cortex_sync.__all__) == sorted(set(cortex_sync.__all__))
    for name in cortex_sync.__all__:
        assert getattr(cortex_sync, name) is not None
    only_async = set(cortex_async.__all__) - set(cortex_sync.__all__)
    assert only_async == {"StreamedResponse"}
    assert set(cortex_sync.__all__) - set(cortex_async.__all__) == {"LoopStopped"}
