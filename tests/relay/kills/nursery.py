"""Starts the processes of a kill test from one that has imported everything: a fork takes milliseconds."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]


class Nursery:
    """Starts processes, each of which is a child of the nursery's own process and ends with it."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def start(self, role: str, task: dict[str, Any]) -> int:
        """Start a process, and return its id."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([role, task]) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())


@contextmanager
def nursery(log: Path) -> Iterator[Nursery]:
    """log: where the processes write their errors."""
    with (
        open(log, "w") as errors,
        subprocess.Popen(
            [sys.executable, "-m", "tests.relay.kills.nursery"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            start_new_session=True,
        ) as process,
    ):
        try:
            yield Nursery(process)
        finally:
            # The children have its process group, and a suspended one ends by this, too.
            os.killpg(process.pid, signal.SIGKILL)


def main() -> None:
    # Both brokers' libraries, so that no process imports them.
    import cortex_async.relay.nats
    import cortex_async.relay.redis  # noqa: F401
    from tests.relay.kills.roles import ROLES

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        role, task = json.loads(line)
        pid = os.fork()
        if pid == 0:
            status = 1
            try:
                asyncio.run(ROLES[role](task))
                status = 0
            finally:
                os._exit(status)
        print(pid, flush=True)


if __name__ == "__main__":
    main()
