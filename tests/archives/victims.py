"""Processes that update an archive until they are killed.

``python -m tests.archives.victims`` forks one for each line of its input but the first, so that the SDK is
imported once: ``{"base_url": ..., "api_key": ..., "project": ..., "place": ..., "options": {...}, "files": 17}``.
``files`` is the number of operations on files after which a process kills itself, null for never. Prints the
process id, and when the process has ended, its exit status and how many operations it has done.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from typing import Any

from cortex_async import CortexClient
from cortex_async.archives import Archive

OPERATIONS = frozenset({"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir"})


async def update(task: dict[str, Any]) -> None:
    async with CortexClient(base_url=task["base_url"], api_key=task["api_key"]) as client:
        await Archive(task["place"], **task["options"]).update(client.project(task["project"]))


def run(task: dict[str, Any], report: int) -> None:
    done = 0

    def count(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal done
        if event in OPERATIONS and task["place"] in str(arguments[0]):
            done += 1
            if done == task["files"]:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)
    asyncio.run(update(task))
    os.write(report, str(done).encode())


def main() -> None:
    # The first update is not killed, and loads everything.
    asyncio.run(update(json.loads(sys.stdin.readline())))
    print(flush=True)
    for line in sys.stdin:
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            status = 1
            try:
                run(json.loads(line), writing)
                status = 0
            finally:
                os._exit(status)
        os.close(writing)
        print(pid, flush=True)
        _, status = os.waitpid(pid, 0)
        done = os.read(reading, 100)
        os.close(reading)
        print(json.dumps({"status": os.waitstatus_to_exitcode(status), "files": int(done or 0)}), flush=True)


if __name__ == "__main__":
    main()
