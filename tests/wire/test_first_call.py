"""The first call of a process, or ``open`` before it, does not block the event loop."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

import cortex_sync
from cortex_async import ClientClosed, CortexClient
from cortex_async._core.runtime.background_import import BackgroundImport
from cortex_async.contrib.orga import OrgaClient

ROOT = Path(__file__).parents[2]

_SERVE = """
import asyncio, logging, sys, threading
from cortex_async import CortexClient

async def serve(reader, writer):
    try:
        while await reader.readuntil(b"\\r\\n\\r\\n"):
            writer.write(b"HTTP/1.1 200 X\\r\\nContent-Type: application/json\\r\\nContent-Length: 2\\r\\n\\r\\n[]")
    except asyncio.IncompleteReadError:
        writer.close()

async def served(work):
    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        await work(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
        await asyncio.sleep(0)
"""


def run(code: str, *options: str) -> str:
    done = subprocess.run(
        [sys.executable, *options, "-c", _SERVE + textwrap.dedent(code)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


_CALLS = {
    "opened": "async with CortexClient(base_url=url, api_key='k') as client:",
    "opened by hand": "client = await CortexClient(base_url=url, api_key='k').open()\n    if client:",
    "not opened": "client = CortexClient(base_url=url, api_key='k')\n    if client:",
}


@pytest.mark.parametrize("how", _CALLS)
def test_no_callback_of_the_first_call_is_slow(how: str) -> None:
    """Measured in processor time of the loop's thread, which does not depend on the load of the machine."""
    code = f"""
import time
from asyncio import events

async def work(url):
    {_CALLS[how]}
        await client.request("GET", "/api/a")
        await client.aclose()

took = []
run = events.Handle._run

def measured(handle):
    begun = time.thread_time()
    run(handle)
    took.append(time.thread_time() - begun)

events.Handle._run = measured
asyncio.run(served(work))
print("aiohttp" in sys.modules, len(took) > 10, max(took))
"""
    loaded, counted, longest = run(code).split()
    assert (loaded, counted) == ("True", "True")
    assert float(longest) < 0.05


def test_the_debug_mode_of_asyncio_reports_nothing() -> None:
    output = run(
        """
        async def work(url):
            async with CortexClient(base_url=url, api_key="k") as client:
                await client.request("GET", "/api/a")

        async def main():
            # Wall clock time, and debug mode is several times slower: not the limit that users get.
            asyncio.get_running_loop().slow_callback_duration = 1
            await served(work)

        logging.basicConfig(level=logging.WARNING)
        asyncio.run(main(), debug=True)
        """,
        "-X",
        "dev",
    )
    assert output == ""


def test_many_first_calls_at_once_start_one_thread() -> None:
    output = run(
        """
        started = []
        start = threading.Thread.start
        threading.Thread.start = lambda thread: (started.append(thread.name), start(thread))
        async def work(url):
            async def call():
                async with CortexClient(base_url=url, api_key="k") as client:
                    await client.request("GET", "/api/a")
            await asyncio.gather(*(call() for _ in range(50)))
        asyncio.run(served(work))
        print(started.count("cortex-import"), len(started))
        """
    )
    assert output.split() == ["1", "1"]


@pytest.mark.parametrize("frozen", ["no more threads", "import fails"])
def test_the_import_happens_even_if_no_thread_can_start(frozen: str) -> None:
    output = run(
        f"""
        def refuse(thread):
            raise RuntimeError("can't start new thread")
        if {frozen == "no more threads"}:
            threading.Thread.start = refuse
        else:
            sys.modules["aiohttp"] = None
        async def work(url):
            client = CortexClient(base_url=url, api_key="k")
            print((await client.request("GET", "/api/a")).status)
            await client.aclose()
        try:
            asyncio.run(served(work))
        except ImportError as error:
            print("ImportError")
        """
    )
    assert output.split() == (["200"] if frozen == "no more threads" else ["ImportError"])


async def test_open_is_optional_and_repeatable_until_the_client_is_closed() -> None:
    client = CortexClient(base_url="http://127.0.0.1:9", api_key="k")
    assert await client.open() is client
    assert await client.open() is client
    assert await client.with_options(retry=False).open() is not client
    await client.aclose()
    with pytest.raises(ClientClosed):
        await client.open()
    with pytest.raises(ClientClosed):
        async with client:
            pytest.fail("it is closed")


async def test_every_client_can_be_opened() -> None:
    async with OrgaClient(base_url="http://127.0.0.1:9", api_key="k") as client:
        assert await client.open() is client


def test_the_sync_client_can_be_opened_as_well() -> None:
    client = cortex_sync.CortexClient(base_url="http://127.0.0.1:9", api_key="k")
    assert client.open() is client
    client.close()
    with pytest.raises(ClientClosed):
        client.open()


async def test_a_cancelled_caller_does_not_affect_the_others() -> None:
    importing = BackgroundImport("json.tool")
    first, second = asyncio.create_task(importing.wait()), asyncio.create_task(importing.wait())
    await asyncio.sleep(0)
    first.cancel()
    await second
    assert importing.done
    assert first.cancelled() or first.cancelling()


async def test_an_error_of_the_import_reaches_all_waiting_tasks() -> None:
    importing = BackgroundImport("cortex_async.there_is_none")
    found = await asyncio.gather(*(importing.wait() for _ in range(3)), return_exceptions=True)
    assert [type(error) for error in found] == [ModuleNotFoundError] * 3
    assert not importing.done


def test_a_first_call_loads_nothing_that_it_does_not_need() -> None:
    """Half of the time that the SDK adds to aiohttp's goes into its attrs classes and regular expressions."""
    output = run("""
        async def work(url):
            async with CortexClient(base_url=url, api_key="k") as client:
                await client.project("p").sessions.list()

        asyncio.run(served(work))
        loaded = [name for name in sys.modules if name.startswith("cortex_")]
        own = [one for name in loaded for one in vars(sys.modules[name]).values()]
        # Of the others, attrs has made nothing yet.
        attributes = {one: vars(one).get("__attrs_attrs__") for one in own if isinstance(one, type)}
        classes = [one for one, fields in attributes.items() if isinstance(fields, tuple)]
        patterns = {one for one in own if type(getattr(one, "__self__", one)).__name__ == "Pattern"}
        print(len(loaded), len(classes), len(patterns), *loaded)
        """)
    modules, classes, patterns, *loaded = output.split()
    for needless in ("_core.stream", "_core.limiting", "_core.telemetry", "login", "_generated.events"):
        assert not [name for name in loaded if name.startswith(f"cortex_async.{needless}")]
    assert int(modules) <= 99
    assert int(classes) <= 18
    assert int(patterns) <= 6
