"""A process without free file descriptors or threads: a call raises one CortexError, prints nothing, and works again later."""

from __future__ import annotations

import sys

import pytest

from tests.sync.loopback import Loopback
from tests.sync.scripts import run

PRELUDE = """
import gc, os, resource, sys, threading
from cortex_async import CortexError
from cortex_sync import CortexClient

resource.setrlimit(resource.RLIMIT_NOFILE, (64, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))

def attempt(client):
    try:
        return client.request("GET", "/api/echo", retry=False).status
    except CortexError as error:
        return f"{type(error).__name__}: {error}"
"""


@pytest.mark.parametrize("spare", range(12))
def test_a_first_call_with_few_descriptors_left(spare: int, server: Loopback) -> None:
    ended = run(
        PRELUDE
        + f"""
client = CortexClient(api_key="k")
held = []
try:
    while True:
        held.append(os.open(os.devnull, os.O_RDONLY))
except OSError:
    pass
for _ in range({spare}):
    os.close(held.pop())
first = attempt(client)
for one in held:
    os.close(one)
print(first == 200 or "Too many open files" in first or first)
print(attempt(client))
client.close()
gc.collect()
""",
        server.base_url,
        "-W",
        "error",
        prelude=False,
    )
    assert (ended.code, ended.lines, ended.errors) == (0, ["True", "200"], "")


def test_later_calls_with_no_descriptor_left(server: Loopback) -> None:
    ended = run(
        PRELUDE
        + """
clients = [CortexClient(api_key="k") for _ in range(2)]
print(attempt(clients[0]))
held = []
try:
    while True:
        held.append(os.open(os.devnull, os.O_RDONLY))
except OSError:
    pass
print(attempt(clients[0]), attempt(clients[1]).split(":")[0])
for one in held:
    os.close(one)
print(attempt(clients[1]))
for client in clients:
    client.close()
gc.collect()
""",
        server.base_url,
        "-W",
        "error",
        prelude=False,
    )
    assert (ended.code, ended.errors) == (0, "")
    assert ended.lines == ["200", "200 ConnectionFailed", "200"]


NO_THREADS = """
name = "_start_joinable_thread" if sys.version_info >= (3, 13) else "_start_new_thread"
real = getattr(threading, name)

def refuse(*_, **__):
    raise RuntimeError("can't start new thread")

setattr(threading, name, refuse)
"""


def test_a_first_call_when_no_thread_can_start(server: Loopback) -> None:
    ended = run(
        PRELUDE
        + NO_THREADS
        + """
client = CortexClient(api_key="k")
print(attempt(client))
setattr(threading, name, real)
print(attempt(client), threading.active_count())
client.close()
""",
        server.base_url,
        "-W",
        "error",
        prelude=False,
    )
    first, *rest = ended.lines
    assert first == "LoopStopped: the loop thread of cortex_sync cannot start: can't start new thread"
    assert (ended.code, rest, ended.errors) == (0, ["200 2"], "")


def test_what_blocks_when_no_thread_can_start(server: Loopback) -> None:
    """DNS lookups and credential functions need threads of their own."""
    ended = run(
        PRELUDE
        + """
fixed = CortexClient(api_key="k")
print(attempt(fixed))
"""
        + NO_THREADS
        + """
named = CortexClient(api_key="k", base_url=os.environ["CORTEX_BASE_URL"].replace("127.0.0.1", "localhost"))
asked = CortexClient(api_key=lambda: "k")
for client in (named, asked):
    print(attempt(client))
setattr(threading, name, real)
print(attempt(named), attempt(asked))
for client in (fixed, named, asked):
    client.close()
""",
        server.base_url,
        "-W",
        "error",
        prelude=False,
    )
    assert (ended.code, ended.errors) == (0, "")
    first, *failed, last = ended.lines
    assert (first, last) == ("200", "200 200")
    assert len(failed) == 2
    assert all("can't start new thread" in line for line in failed), failed


@pytest.mark.skipif(sys.platform != "linux", reason="the limit counts threads there only")
def test_a_signal_handler_that_raises_is_not_taken_for_exhaustion(server: Loopback) -> None:
    ended = run(
        PRELUDE
        + """
from cortex_sync.bridge import loop

def raise_from(error):
    def start(*_, **__):
        raise error
    return start

name = "_start_joinable_thread" if sys.version_info >= (3, 13) else "_start_new_thread"
real = getattr(threading, name)
client = CortexClient(api_key="k")
for error in (TimeoutError("alarm"), RuntimeError("enough"), KeyboardInterrupt()):
    setattr(threading, name, raise_from(error))
    try:
        attempt(client)
    except BaseException as caught:
        print(caught is error)
setattr(threading, name, real)
print(attempt(client))
client.close()
""",
        server.base_url,
        prelude=False,
    )
    assert (ended.code, ended.lines) == (0, ["True", "True", "True", "200"])
