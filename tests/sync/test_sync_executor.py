"""The threads for blocking work of the sync client."""

from __future__ import annotations

import threading
from concurrent.futures import Future

from cortex_sync.bridge.executor import DaemonExecutor


def blocking_threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "cortex-sync-blocking"]


def test_a_job_submitted_when_a_result_arrives_starts_no_further_thread() -> None:
    others = set(blocking_threads())
    executor = DaemonExecutor()
    submitted = 0
    ended = threading.Event()

    def work(registered: threading.Event) -> None:
        assert registered.wait(30)

    def submit_next(_: Future[None] | None = None) -> None:
        nonlocal submitted
        if submitted == 40:
            ended.set()
            return
        submitted += 1
        registered = threading.Event()
        executor.submit(work, registered).add_done_callback(submit_next)
        registered.set()

    submit_next()
    try:
        assert ended.wait(30)
        assert len(set(blocking_threads()) - others) == 1
    finally:
        executor.shutdown()
