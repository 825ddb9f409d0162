"""Processes that work on files until they are killed, at any operation on a file or at any time.

A module of such processes ends with ``serve(work)``; ``victims(module)`` runs it with ``python -m``. It forks a
process for each task, a dict, which it gets as a line of JSON:

- ``watched``: a directory; operations on files with this in their path count. A task without it is carried out
  by the module itself, so that what it imports is imported once, and not by each process.
- ``files``: the number of operations after which the process kills itself, null for never.

What a process raises is printed to stderr.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NoReturn

ROOT = Path(__file__).parents[1]
OPERATIONS = frozenset({"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir"})

Task = dict[str, Any]


def serve(work: Callable[[Task], object]) -> None:
    """Carry out each task in a process of its own. Prints its id, and its status when it has ended."""
    for line in sys.stdin:
        task: Task = json.loads(line)
        if "watched" not in task:
            work(task)
            print(flush=True)
            continue
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            _carry_out(work, task, writing)
        os.close(writing)
        print(pid, flush=True)
        _, status = os.waitpid(pid, 0)
        done = os.read(reading, 100)
        os.close(reading)
        print(json.dumps({"status": os.waitstatus_to_exitcode(status), "files": int(done or 0)}), flush=True)


def _carry_out(work: Callable[[Task], object], task: Task, report: int) -> NoReturn:
    done = 0

    def count(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal done
        if event in OPERATIONS and task["watched"] in str(arguments[0]):
            done += 1
            if done == task["files"]:
                os.kill(os.getpid(), signal.SIGKILL)

    status = 1
    try:
        sys.addaudithook(count)
        work(task)
        os.write(report, str(done).encode())
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)


class Victims:
    """Starts processes of one module."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._stdin, self._stdout = process.stdin, process.stdout

    def run(
        self, watched: Path, task: Task, *, files: int | None = None, seconds: float | None = None
    ) -> tuple[int, int]:
        """Carry out a task, and kill that after some operations on files or seconds.

        Returns the exit status, and how many operations there were if it was not killed.
        """
        self._send({**task, "watched": str(watched), "files": files})
        pid = int(self._line())
        if seconds is not None:
            time.sleep(seconds)
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        ended = json.loads(self._line())
        return ended["status"], ended["files"]

    def load(self, task: Task) -> None:
        """Carry out a task whose imports all later processes need, without killing it."""
        self._send(task)
        assert self._line(), "the task failed: see stderr"

    def _send(self, task: Task) -> None:
        self._stdin.write(json.dumps(task) + "\n")
        self._stdin.flush()

    def _line(self) -> str:
        return self._stdout.readline()


@contextmanager
def victims(module: str) -> Iterator[Victims]:
    """Run a module of victims."""
    with subprocess.Popen(
        [sys.executable, "-m", module], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield Victims(process)
