"""Programs that end, fork or are interrupted while everything waits: they end at once, without output."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.lifecycle.hanging import Hanging
from tests.sync.scripts import SOON, outcome, start

SYNC = """
import os, sys, threading, time, warnings
from pathlib import Path
from cortex_sync import CortexClient
from tests.lifecycle.driving import drive_blocking
from tests.lifecycle.everything import uses

client = CortexClient(api_key="k", timeout=None, pool_size=1000)
found = list(uses(client, Path(sys.argv[1])))
outcomes = []

def run(use):
    try:
        drive_blocking(use)
    except BaseException as error:
        outcomes.append(type(error).__name__)
    else:
        outcomes.append("ended")

threads = [threading.Thread(target=run, args=(use,), daemon=True) for use in found]
for thread in threads:
    thread.start()
print("BEGUN", flush=True)
sys.stdin.readline()
"""

ASYNC = """
import asyncio, os, sys, time
from pathlib import Path
from cortex_async import CortexClient
from tests.lifecycle.driving import drive
from tests.lifecycle.everything import uses

async def main():
    client = CortexClient(api_key="k", timeout=None, pool_size=1000)
    tasks = [asyncio.create_task(drive(use)) for use in uses(client, Path(sys.argv[1]))]
    print("BEGUN", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    THEN

asyncio.run(main())
"""

MARK = 'from tests.sync.unqueued import unqueued; print("END", unqueued(), flush=True)\n'


def ran(
    source: str, hanging: Hanging, folder: Path, *, interrupt: bool = False
) -> tuple[int, list[str], str, float]:
    process = start(
        source.replace("sys.argv[1]", repr(str(folder))),
        hanging.base_url,
        "-W",
        "always",
        prelude=False,
        stdin=True,
    )
    hanging.wait_for_requests(50)
    hanging.wait_until_quiet()
    if interrupt:
        process.send_signal(signal.SIGINT)
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()
    ended = outcome(process)
    return ended.code, [line for line in ended.lines if line != "BEGUN"], ended.errors, ended.ending


def test_the_end_of_a_program_with_blocking_calls_in_daemon_threads(hanging: Hanging, tmp_path: Path) -> None:
    code, _, errors, took = ran(SYNC + MARK, hanging, tmp_path)
    warned = errors.replace("ResourceWarning: Enable tracemalloc to get the object allocation traceback", "")
    assert code == 0
    assert warned.count("ResourceWarning: unclosed client") == 1
    assert warned.count("Warning") == 1, errors
    assert "Traceback" not in errors
    assert took < SOON
    hanging.wait_until_left()


def test_the_end_of_a_program_whose_client_is_closed(hanging: Hanging, tmp_path: Path) -> None:
    then = """
client.close()
for thread in threads:
    thread.join(30)
print(sorted(set(outcomes)), len(outcomes) == len(found))
"""
    code, lines, errors, took = ran(SYNC + MARK + then, hanging, tmp_path)
    assert (code, lines, errors) == (0, ["['ClientClosed', 'ended'] True"], "")
    assert took < SOON


def test_a_child_that_ends_while_its_parent_waits_everywhere(hanging: Hanging, tmp_path: Path) -> None:
    then = """
warnings.filterwarnings("ignore", "This process", DeprecationWarning)
begun = time.monotonic()
pid = os.fork()
if pid == 0:
    sys.exit(0)
status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
print(status, time.monotonic() - begun < 30, all(thread.is_alive() for thread in threads))
client.close()
for thread in threads:
    thread.join(30)
print(sorted(set(outcomes)), len(outcomes) == len(found))
"""
    code, lines, errors, _ = ran(SYNC + then, hanging, tmp_path)
    assert (code, lines, errors) == (0, ["0 True True", "['ClientClosed', 'ended'] True"], "")


def test_the_end_of_asyncio_run(hanging: Hanging, tmp_path: Path) -> None:
    code, _, errors, took = ran(ASYNC.replace("THEN", MARK), hanging, tmp_path)
    assert (code, errors) == (0, "")
    assert took < SOON
    hanging.wait_until_left()


def test_ctrl_c_in_asyncio_run(hanging: Hanging, tmp_path: Path) -> None:
    code, _, errors, _ = ran(ASYNC.replace("THEN", "pass"), hanging, tmp_path, interrupt=True)
    assert code in (1, 130, -signal.SIGINT)
    assert errors.rstrip().endswith("KeyboardInterrupt")
    for noise in ("never retrieved", "Unclosed", "destroyed", "Warning", "ignored"):
        assert noise not in errors, errors


@pytest.mark.parametrize("closed", [False, True])
def test_async_work_that_is_given_up_with_its_client(closed: bool, hanging: Hanging, tmp_path: Path) -> None:
    then = "await client.close(); done, _ = await asyncio.wait(tasks); print(len(done) == len(tasks))"
    if not closed:
        then = "[task.cancel() for task in tasks]; done, _ = await asyncio.wait(tasks); print(len(done) == len(tasks)); await client.close()"
    then += "; [task.cancelled() or task.exception() for task in tasks]"
    code, lines, errors, _ = ran(ASYNC.replace("THEN", then), hanging, tmp_path)
    assert (code, lines, errors) == (0, ["True"], "")
