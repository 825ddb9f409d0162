"""Programs that run in processes of their own, against a loopback server."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

from attrs import frozen

import cortex_sync
from tests.sync.loopback import WAIT
from tests.sync.unqueued import unqueued

ROOT = Path(cortex_sync.__file__).parent.parent

PRELUDE = """
import atexit, ctypes, os, signal, sys, threading, time
from cortex_sync import CortexClient

url = os.environ["CORTEX_BASE_URL"]
client = CortexClient(api_key="k")

def echo(number=0, client=client):
    return client.request("GET", "/api/echo", query={"number": number}).json()

def state_of(task):
    with open(f"/proc/self/task/{task}/stat") as status:
        return status.read().rpartition(")")[2].split()[0]

def fork_without_hooks():
    # What uWSGI does by default: Python does not learn of the fork. A thread that is about to take the GIL
    # holds a mutex of it for a moment, and a child forked then hangs, whatever it runs: the other threads must
    # be asleep. After the sleep none of them waits for the GIL, which was free meanwhile.
    mine = str(threading.get_native_id())
    while True:
        time.sleep(0.001)
        others = [task for task in os.listdir("/proc/self/task") if task != mine]
        states = [state_of(task) for task in others]
        if set(states) <= {"S"}:
            return ctypes.PyDLL(None).fork()

def leave_mark():
    from tests.sync.unqueued import unqueued
    print("END", unqueued(), flush=True)
"""


SOON = 5.0
"""Seconds in which a program ends, on any machine. What it must not wait for never ends."""


@frozen
class Outcome:
    """lines: of standard output, without the mark. ending: seconds from ``leave_mark()`` to the end of the process,
    by ``unqueued``.
    """

    code: int
    lines: list[str]
    errors: str
    ending: float


def environment(url: str) -> dict[str, str]:
    # A developer's own credentials must not reach the program.
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CORTEX_", "PYTHON"))}
    return {**kept, "CORTEX_BASE_URL": url, "PYTHONPATH": str(ROOT)}


def program(source: str, *, prelude: bool = True) -> str:
    return (PRELUDE if prelude else "") + textwrap.dedent(source)


def start(
    source: str, url: str, *flags: str, prelude: bool = True, stdin: bool = False
) -> subprocess.Popen[str]:
    command = [sys.executable, *flags, "-c", program(source, prelude=prelude)]
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE if stdin else None,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(url),
    )


def outcome(process: subprocess.Popen[str]) -> Outcome:
    try:
        output, errors = _read(process)
        ended = _ended(process)
        process.wait(WAIT)
    finally:
        process.kill()
    lines = output.splitlines()
    marks = [float(line.split()[1]) for line in lines if line.startswith("END ")]
    printed = [line for line in lines if not line.startswith("END ")]
    return Outcome(process.returncode, printed, errors, ended - marks[-1] if marks else float("nan"))


def _read(process: subprocess.Popen[str]) -> list[str]:
    """What a process prints until it ends. ``communicate`` would reap it as well."""
    if process.stdin is not None:
        process.stdin.close()
    streams = [stream for stream in (process.stdout, process.stderr) if stream is not None]
    texts = ["" for _ in streams]

    def read(number: int) -> None:
        texts[number] = streams[number].read()

    readers = [threading.Thread(target=read, args=(number,), daemon=True) for number in range(len(streams))]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join(WAIT)
        if reader.is_alive():
            raise subprocess.TimeoutExpired(process.args, WAIT)
    for stream in streams:
        stream.close()
    return texts


def _ended(process: subprocess.Popen[str]) -> float:
    """Wait until a process has ended, and return its time by ``unqueued``."""
    if process.returncode is None and sys.platform == "linux":
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    else:
        process.wait(WAIT)
    return unqueued(process.pid)


def run(source: str, url: str, *flags: str, prelude: bool = True) -> Outcome:
    return outcome(start(source, url, *flags, prelude=prelude))
