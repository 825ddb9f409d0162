"""A forked child neither uses nor finalises what it inherits, with fork hooks or without; the parent continues to use it."""

from __future__ import annotations

import pytest

from tests.sync.loopback import WAIT, Loopback
from tests.sync.scripts import run

pytestmark = pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")

FORKS = """
import ctypes, gc, warnings, weakref
warnings.filterwarnings("ignore", "This process", DeprecationWarning)

def with_hooks():
    return os.fork()

def without_hooks():
    return fork_without_hooks()

def sockets():
    found = {}
    for name in os.listdir("/proc/self/fd"):
        try:
            found[int(name)] = os.readlink(f"/proc/self/fd/{name}")
        except OSError:
            pass
    return {fd for fd, target in found.items() if target.startswith("socket:")}

def in_child(work, fork, leave=sys.exit):
    pid = fork()
    if pid == 0:
        code = 1
        try:
            work()
            code = 0
        finally:
            sys.stdout.flush()
            leave(code)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
"""


@pytest.mark.parametrize("fork", ["with_hooks", "without_hooks"])
def test_a_child_has_connections_of_its_own(fork: str, server: Loopback) -> None:
    ended = run(
        FORKS
        + f"""
mine = echo()["port"]
def child():
    other = {{echo(number)["port"] for number in range(5)}}
    print(len(other), mine in other, flush=True)
in_child(child, {fork}, os._exit)
print(echo()["port"] == mine)
""",
        server.base_url,
    )
    assert (ended.code, ended.lines, ended.errors) == (0, ["1 False", "True"], "")


@pytest.mark.parametrize("fork", ["with_hooks", "without_hooks"])
def test_what_the_child_drops_stays_with_the_parent(fork: str, server: Loopback) -> None:
    ended = run(
        FORKS
        + f"""
stream = client.project("silent").events.stream()
stream.__enter__()
list(client.project("p").participants.list(max_items=3))
walk = iter(client.project("p").participants.list(page_size=10))
next(walk)
mine = echo()["port"]
def child():
    global client, stream, walk
    echo()
    from cortex_sync.bridge import process
    # The exit clears only modules that something refers to, and the parent's loop is never finalised.
    process._inherited[0].threads[0]._loop.kept = sys.modules["cortex_async._core.http.loop_bound"]
    known = [weakref.ref(thread) for one in process._inherited for thread in one.threads]
    client = stream = walk = None
    gc.collect()
    print(len(known), all(one() is not None for one in known), flush=True)
in_child(child, {fork})
client.project("p")
print(echo(client=client)["port"] == mine, stream.connected)
stream.close()
client.close()
""",
        server.base_url,
        "-W",
        "always::ResourceWarning",
    )
    assert ended.code == 0
    assert ended.lines == ["1 True", "True True"]
    # The child's own client, which it did not close.
    assert ended.errors.count("ResourceWarning: unclosed client") <= 1
    for noise in ("Unclosed", "ignored", "unclosed transport", "unclosed event loop", "unclosed <socket"):
        assert noise not in ended.errors, ended.errors


def test_a_child_that_makes_no_call_says_nothing(server: Loopback) -> None:
    ended = run(
        FORKS
        + """
stream = client.project("p").events.stream()
stream.__enter__()
mine = echo()["port"]
def child():
    global client, stream
    client = stream = None
    gc.collect()
in_child(child, with_hooks)
print(echo(client=client)["port"] == mine, stream.connected)
stream.close()
client.close()
""",
        server.base_url,
        "-W",
        "always",
    )
    assert (ended.code, ended.lines, ended.errors) == (0, ["True True"], "")


def test_a_child_gives_back_what_the_parent_had_open(server: Loopback) -> None:
    """Otherwise connections that the parent closes would stay open as long as the child lives."""
    ended = run(
        FORKS
        + """
stream = client.project("p").events.stream()
stream.__enter__()
echo()
open_in_parent = sockets()
def child():
    print(len(open_in_parent), len(sockets() & open_in_parent), flush=True)
in_child(child, with_hooks, os._exit)
stream.close()
client.close()
""",
        server.base_url,
    )
    assert (ended.code, ended.errors) == (0, "")
    parents, childs = map(int, ended.lines[0].split())
    # The selector watches only one socket of asyncio's own pair.
    assert parents >= 4
    assert childs <= 1
    assert server.left.acquire(timeout=WAIT)


def test_an_async_client_of_the_parent_is_left_alone_in_the_child(server: Loopback) -> None:
    ended = run(
        FORKS
        + """
import asyncio
from cortex_async import CortexClient as AsyncClient

async def main():
    client = AsyncClient(api_key="k")
    mine = (await client.request("GET", "/api/echo")).json()["port"]
    def child():
        nonlocal client
        client = None
        gc.collect()
    in_child(child, with_hooks, os._exit)
    print((await client.request("GET", "/api/echo")).json()["port"] == mine)
    await client.close()

asyncio.run(main())
""",
        server.base_url,
        "-W",
        "always",
    )
    assert (ended.code, ended.lines, ended.errors) == (0, ["True"], "")
