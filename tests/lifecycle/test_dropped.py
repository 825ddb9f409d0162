"""Async clients that are never closed: one ResourceWarning that names the line, and closed connections."""

from __future__ import annotations

import pytest

from tests.sync.loopback import Loopback
from tests.sync.scripts import run

# Python imports tracemalloc to show the first ResourceWarning. A collection during that import can emit
# another one, which then fails.
PRELUDE = """
import asyncio, gc, os, sys, threading, tracemalloc
from cortex_async import CortexClient

url = os.environ["CORTEX_BASE_URL"]

async def used():
    client = CortexClient(api_key="k")
    await client.request("GET", "/api/echo")
    return client

def sockets():
    found = (os.readlink(f"/proc/self/fd/{fd}") for fd in os.listdir("/proc/self/fd") if os.path.exists(f"/proc/self/fd/{fd}"))
    return sum(one.startswith("socket:") for one in found)
"""

ENDS = {
    "in a running loop": """
        async def main():
            before = sockets()
            await used()
            gc.collect()
            while sockets() > before:
                await asyncio.sleep(0)
        asyncio.run(main())
    """,
    "as the last thing in asyncio.run": """
        async def main():
            await used()
            gc.collect()
        asyncio.run(main())
    """,
    "in a cycle": """
        async def main():
            client = await used()
            client.itself = client
            del client
            gc.collect()
            await asyncio.sleep(0.05)
        asyncio.run(main())
    """,
    "by another thread": """
        async def main():
            held = [await used()]
            await asyncio.to_thread(lambda: (held.clear(), gc.collect()))
            await asyncio.sleep(0.05)
        asyncio.run(main())
    """,
    "with a second one": """
        async def main():
            pair = [await used(), await used()]
            pair[0].close_with = pair[1]
            pair.clear()
            gc.collect()
            await asyncio.sleep(0.05)
        asyncio.run(main())
    """,
    "while its loop stands still": """
        loop = asyncio.new_event_loop()
        client = CortexClient(api_key="k")
        loop.run_until_complete(client.request("GET", "/api/echo"))
        del client
        gc.collect()
        loop.run_until_complete(asyncio.sleep(0.05))
        loop.close()
    """,
}

QUIET = {
    "kept until the end of asyncio.run": """
        client = asyncio.run(used())
    """,
    "used in one loop after the other": """
        client = CortexClient(api_key="k")
        for _ in range(3):
            asyncio.run(client.request("GET", "/api/echo"))
    """,
    "closed": """
        async def main():
            async with CortexClient(api_key="k") as client:
                await client.request("GET", "/api/echo")
            del client
            gc.collect()
        asyncio.run(main())
    """,
    "never used": """
        CortexClient(api_key="k")
        gc.collect()
    """,
}


def errors_of(source: str, server: Loopback) -> str:
    ended = run(PRELUDE + _flush(source), server.base_url, "-W", "always", prelude=False)
    assert ended.code == 0, ended.errors
    return ended.errors


def _flush(source: str) -> str:
    lines = source.strip("\n").splitlines()
    indent = len(lines[0]) - len(lines[0].lstrip())
    return "\n".join(line[indent:] for line in lines)


@pytest.mark.parametrize("end", ENDS)
def test_a_client_that_is_dropped_warns_once(end: str, server: Loopback) -> None:
    errors = errors_of(ENDS[end], server)
    clients = 2 if end == "with a second one" else 1
    assert errors.count("ResourceWarning: unclosed client, created at <string>:") == clients, errors
    assert errors.count("ResourceWarning") == 2 * clients, errors  # each with the hint at tracemalloc
    for noise in ("Unclosed", "ignored", "never awaited", "destroyed", "Traceback", "unclosed transport"):
        assert noise not in errors, errors


@pytest.mark.parametrize("end", QUIET)
def test_a_client_whose_connections_end_with_the_loop_says_nothing(end: str, server: Loopback) -> None:
    assert errors_of(QUIET[end], server) == ""


def test_a_client_that_outlives_its_loop_adds_one_warning_to_those_of_asyncio(server: Loopback) -> None:
    errors = errors_of(
        """
        loop = asyncio.new_event_loop()
        client = CortexClient(api_key="k")
        loop.run_until_complete(client.request("GET", "/api/echo"))
        loop.close()
        del client
        gc.collect()
        """,
        server,
    )
    assert errors.count("ResourceWarning: unclosed client, created at <string>:") == 1, errors
    for noise in ("Unclosed", "ignored", "never awaited", "destroyed", "Traceback"):
        assert noise not in errors, errors
