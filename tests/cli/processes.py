"""Runs ``cortex`` as a process that goes on, and reads what it writes while it does."""

from __future__ import annotations

import json
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import IO, Any

from attrs import frozen

from cortex_async.emulator import Emulator, ThreadedEmulator
from tests.cli.running import Ran, environment, ran
from tests.ports import free_port

LIMIT = 60.0
"""Seconds after which something that should have happened has not."""


class Lines:
    """The lines of a pipe, as they come."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self.seen: list[str] = []
        self._coming: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._read, args=(pipe,), daemon=True)
        self._thread.start()

    def _read(self, pipe: IO[bytes]) -> None:
        with pipe:
            for line in pipe:
                self._coming.put(line.decode().rstrip("\n"))
        self._coming.put(None)

    def next(self) -> str:
        """The next line. Fails if there is none."""
        found = self._coming.get(timeout=LIMIT)
        assert found is not None, f"it has ended after {self.seen}"
        self.seen.append(found)
        return found

    def until(self, part: str) -> str:
        """The next line with ``part`` in it."""
        while part not in (found := self.next()):
            pass
        return found

    def rest(self) -> list[str]:
        """All other lines, once the process has ended."""
        found = list(iter(lambda: self._coming.get(timeout=LIMIT), None))
        self.seen += found
        return found


@frozen
class Running:
    """A process."""

    process: subprocess.Popen[bytes]
    out: Lines
    err: Lines

    def record(self) -> Any:
        """The next line of stdout as JSON."""
        return json.loads(self.out.next())

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal, and return the exit code."""
        self.process.send_signal(number)
        return self.process.wait(LIMIT)


@contextmanager
def running(*arguments: str, env: Mapping[str, str], stdin: bytes = b"") -> Iterator[Running]:
    """Start a command line. It is killed at the end, if it is still there."""
    process = subprocess.Popen(
        [sys.executable, "-m", "cortex_cli", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=dict(env),
    )
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        process.stdin.write(stdin)
        process.stdin.close()
        yield Running(process, Lines(process.stdout), Lines(process.stderr))
    finally:
        process.kill()
        process.wait()


@contextmanager
def beside(*arguments: str, env: Mapping[str, str], terminal: bool = False) -> Iterator[Callable[[], Ran]]:
    """Run a command line in a thread of this process. What is yielded waits for its end."""
    with ThreadPoolExecutor(1) as pool:
        ending = pool.submit(ran, *arguments, env=env, terminal=terminal)
        yield lambda: ending.result(LIMIT)


@contextmanager
def restartable(**options: Any) -> Iterator[ThreadedEmulator]:
    """An emulator that has the same address after ``stop`` and ``start``."""
    emulator = Emulator.in_thread(free_port(), **options)
    emulator.start()
    try:
        yield emulator
    finally:
        emulator.stop()


def env_of(emulator: ThreadedEmulator, **more: str) -> dict[str, str]:
    found = environment(emulator.base_url, emulator.project_id, emulator.api_key) | more
    # Not the size of the terminal that the tests run in.
    return {name: value for name, value in found.items() if name not in ("COLUMNS", "LINES")}
