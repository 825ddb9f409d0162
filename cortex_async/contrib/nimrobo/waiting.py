"""When a session is over, and when a summary is the one that is waited for."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, cast

from cortex_async._core.timing.clock import Clock
from cortex_async._core.types import JSON
from cortex_async._core.unset import UNSET, Unset
from cortex_async.contrib.finality import is_final
from cortex_async.contrib.polling import Patience, poll

if TYPE_CHECKING:
    from cortex_async.contrib.nimrobo._generated.models import (
        SessionStatus,
        SessionSummary,
        SummaryGenerating,
    )

_log = logging.getLogger("cortex_async")


async def wait_summary(
    ask: Callable[[], Awaitable[SessionSummary | SummaryGenerating]],
    previous: JSON | Unset,
    patience: Patience,
    clock: Clock,
) -> SessionSummary:
    """The first summary that differs from ``previous``."""
    workflows: list[str] = []

    def done(answer: SessionSummary | SummaryGenerating) -> bool:
        if not is_generating(answer):
            return previous is UNSET or cast("SessionSummary", answer).summary != previous
        workflow = cast("SummaryGenerating", answer).workflow_id
        if workflows and workflows[-1] != workflow:
            _log.warning("summary: another workflow was started while one was awaited")
        workflows.append(workflow)
        return False

    return cast("SessionSummary", await poll(ask, done, what="the summary", patience=patience, clock=clock))


def is_over(status: SessionStatus) -> bool:
    """Whether a session will not change any more."""
    return bool(status.completed_at) or is_final(status.status)


def is_generating(answer: SessionSummary | SummaryGenerating) -> bool:
    """Whether the answer is only word of a summary to come."""
    from cortex_async.contrib.nimrobo._generated.models import SummaryGenerating

    return isinstance(answer, SummaryGenerating)
