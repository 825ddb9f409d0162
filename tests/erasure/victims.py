"""Processes that erase somebody until they are killed.

``python -m tests.erasure.victims`` forks one for each line of its input: ``{"place": ..., "evidence": [...],
"person": ..., "files": 17}``. ``files`` is the number of operations on files after which a process kills itself,
null for never. Prints the exit status of each, and how many operations it has done.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from typing import Any

from cortex_sync.archives import Archive
from tests.archives.victims import OPERATIONS


def run(task: dict[str, Any], report: int) -> None:
    done = 0

    def count(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal done
        if event in OPERATIONS and task["folder"] in str(arguments[0]):
            done += 1
            if done == task["files"]:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)
    Archive(task["place"]).erase(task["person"], evidence=task["evidence"])
    os.write(report, str(done).encode())


def main() -> None:
    # What is imported late is imported once.

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
        _, status = os.waitpid(pid, 0)
        done = os.read(reading, 100)
        os.close(reading)
        print(json.dumps({"status": os.waitstatus_to_exitcode(status), "files": int(done or 0)}), flush=True)


if __name__ == "__main__":
    main()
