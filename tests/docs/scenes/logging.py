"""docs/logging.md: a retry is logged by each of the examples."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import loguru

from cortex_sync import Retry
from tests.docs.evaluating import Block
from tests.docs.stage import Stage


def prepare(stage: Stage) -> Iterator[None]:
    written: list[str] = []

    def after(block: Block) -> None:
        seen = len(stage.errors.getvalue())
        stage.emulator.faults.next("listSessions", status=503)
        stage.sync_client.with_options(retry=Retry(base=0)).project(stage.emulator.project_id).sessions.list()
        written.append(stage.errors.getvalue()[seen:])
        logging.root.handlers.clear()

    stage.after = after
    yield
    loguru.logger.remove()
    standard, structured, through_loguru = written
    template = "listSessions GET /api/projects/{projectId}/sessions"
    assert standard.startswith(f"WARNING cortex_async.calls {template}: 503 ServerError in attempt 1, next")
    assert [len(one.splitlines()) for one in written] == [1, 1, 1]
    assert '"cortex_operation": "listSessions"' in structured
    assert '"cortex_status": 503' in structured
    assert '"logger": "cortex_async.calls"' in structured
    assert "'cortex_status': 503" in through_loguru
    assert through_loguru.startswith("WARNING {'logger': 'cortex_async.calls'")
