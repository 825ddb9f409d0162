"""A client belongs to a loop, moves to another when that one is gone, and raises ``WrongLoop`` when it
cannot."""

from __future__ import annotations

import asyncio
import gc
import os
import subprocess
import sys
import textwrap
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest

from cortex_async import ClientClosed, ConfigError, CortexClient, WrongLoop
from tests.wire.server import OK, RawServer

ROOT = Path(__file__).parents[2]


class ServerThread:
    """A server in a loop of its own, so that tests may open and close loops."""

    def __init__(self) -> None:
        self.url = ""
        self._ready = threading.Event()
        self._stop: asyncio.Event | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()))

    async def _run(self) -> None:
        self._stop, self._loop = asyncio.Event(), asyncio.get_running_loop()
        async with RawServer(OK) as server:
            self.url = server.url
            self._ready.set()
            await self._stop.wait()

    def __enter__(self) -> ServerThread:
        self._thread.start()
        self._ready.wait(30)
        return self

    def __exit__(self, *_: object) -> None:
        assert self._loop is not None
        assert self._stop is not None
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(30)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with ServerThread() as server:
        yield server.url


async def call(client: CortexClient) -> int:
    return (await client.request("GET", "/api/a")).status


def test_one_client_over_three_runs(url: str) -> None:
    client = CortexClient(base_url=url, api_key="k")
    assert [asyncio.run(call(client)) for _ in range(3)] == [200] * 3
    asyncio.run(client.aclose())
    gc.collect()


# asyncio itself warns of transports and sockets that outlive a loop closed this way.
@pytest.mark.filterwarnings("ignore:unclosed [t<]:ResourceWarning")
def test_one_client_over_loops_that_are_not_shut_down_properly(url: str) -> None:
    client = CortexClient(base_url=url, api_key="k")
    for _ in range(3):
        loop = asyncio.new_event_loop()
        assert loop.run_until_complete(call(client)) == 200
        loop.close()
    asyncio.run(client.aclose())
    gc.collect()


def test_two_loops_in_two_threads_at_once(url: str) -> None:
    client = CortexClient(base_url=url, api_key="k")
    inside, leave = threading.Event(), threading.Event()

    async def hold() -> None:
        await call(client)
        inside.set()
        await asyncio.to_thread(leave.wait, 5)
        await call(client)
        await client.aclose()

    thread = threading.Thread(target=lambda: asyncio.run(hold()))
    thread.start()
    inside.wait(30)
    with pytest.raises(WrongLoop, match="another event loop that is still open"):
        asyncio.run(call(client))
    with pytest.raises(WrongLoop, match="close the client in the event loop"):
        asyncio.run(client.aclose())
    leave.set()
    thread.join(30)


def test_many_threads_take_turns_or_get_an_error(url: str) -> None:
    """The first thread gets the client; the others get an error at once and never hang."""
    client = CortexClient(base_url=url, api_key="k")
    results: list[object] = []

    def run() -> None:
        try:
            results.append(asyncio.run(call(client)))
        except WrongLoop as error:
            results.append(error)

    threads = [threading.Thread(target=run) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(results) == 16
    assert 200 in results
    asyncio.run(client.aclose())


async def test_closing_is_final_and_may_be_repeated(url: str) -> None:
    client = CortexClient(base_url=url, api_key="k")
    await call(client)
    await client.aclose()
    await client.aclose()
    with pytest.raises(ClientClosed):
        await call(client)


async def test_closing_at_once_from_two_tasks(url: str) -> None:
    client = CortexClient(base_url=url, api_key="k")
    await call(client)
    await asyncio.gather(client.aclose(), client.aclose())


async def test_a_client_that_was_never_used_closes_too(url: str) -> None:
    client = CortexClient(base_url=url, api_key="k")
    await client.aclose()
    with pytest.raises(ClientClosed):
        await call(client)


async def test_variants_share_the_pool_and_do_not_close_it(url: str) -> None:
    async with CortexClient(base_url=url, api_key="k") as client:
        async with client.with_options(timeout=5, retry=False, headers={"X-A": "1"}) as variant:
            assert await call(variant) == 200
        assert await call(client) == 200
    with pytest.raises(ClientClosed):
        await call(variant)


def test_an_unclosed_client_warns_once_and_names_its_creation_site(url: str) -> None:
    async def forget() -> None:
        client = CortexClient(base_url=url, api_key="canary")
        await call(client)
        await call(client.with_options(timeout=5))
        del client
        gc.collect()
        # The loop closes the connections in its next turns.
        await asyncio.sleep(0.01)
        gc.collect()

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        asyncio.run(forget())
        gc.collect()
    texts = [str(warning.message) for warning in caught if warning.category is ResourceWarning]
    assert len(texts) == 1, texts
    assert texts[0].startswith("unclosed client")
    assert f"{Path(__file__).name}:" in texts[0]
    assert "canary" not in texts[0]


def test_an_unused_client_does_not_warn(url: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        CortexClient(base_url=url, api_key="k")
        gc.collect()


def test_the_callers_session_cannot_move_to_another_loop(url: str) -> None:
    async def make() -> tuple[CortexClient, aiohttp.ClientSession]:
        session = aiohttp.ClientSession()
        client = CortexClient(base_url=url, api_key="k", session=session)
        assert await call(client) == 200
        await session.close()
        return client, session

    client, _ = asyncio.run(make())
    with pytest.raises((WrongLoop, ConfigError)):
        asyncio.run(call(client))


def test_a_script_that_never_closes_ends_silently(url: str) -> None:
    script = f"""
        import asyncio
        from cortex_async import CortexClient
        client = CortexClient(base_url={url!r}, api_key="k")
        async def main():
            return (await client.request("GET", "/api/a")).status
        assert [asyncio.run(main()) for _ in range(2)] == [200, 200]
    """
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", textwrap.dedent(script)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=30,
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this platform")
def test_a_forked_child_makes_connections_of_its_own(url: str) -> None:
    """Forked while the parent's loop is busy: both continue."""
    script = f"""
        import asyncio, multiprocessing
        from cortex_async import CortexClient
        client = CortexClient(base_url={url!r}, api_key="k")
        async def call():
            return (await client.request("GET", "/api/a")).status
        async def close():
            await other.aclose()
            return await call()
        def child(queue):
            queue.put(asyncio.run(close()))
        other = client.without_credentials(base_url={url!r})
        async def main():
            assert await call() == 200
            assert (await other.request("GET", "/api/a")).status == 200
            context = multiprocessing.get_context("fork")
            queue = context.Queue()
            process = context.Process(target=child, args=(queue,))
            process.start()
            assert await asyncio.to_thread(queue.get, True, 10) == 200
            await asyncio.to_thread(process.join, 10)
            assert await call() == 200
            assert (await other.request("GET", "/api/a")).status == 200
        asyncio.run(main())
    """
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", textwrap.dedent(script)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=30,
    )
    assert (done.returncode, done.stderr) == (0, "")
