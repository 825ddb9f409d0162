"""When a session is over, and when the awaited summary is ready."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, cast

from cortex_async._core.timing.clock import Clock
from cortex_async._core.types import JSON
from cortex_async._core.unset import UNSET, Unset
from cortex_async.contrib.final_states import is_final
from cortex_async.contrib.polling import Patience, poll

if TYPE_CHECKING:
    from cortex_async.contrib.nimrobo._generated.models import (
        SessionStatus,
        SessionSummary,
        SummaryGenerating,
    )

_logger = logging.getLogger(__name__)


async def wait_summary(
    ask: Callable[[], Awaitable[SessionSummary | SummaryGenerating]],
    previous: JSON | Unset,
    patience: Patience,
    clock: Clock,
) -> SessionSummary:
    """Wait for a summary that differs from ``previous``."""
    workflows: list[str] = []

    def done(response: SessionSummary | SummaryGenerating) -> bool:
        if not is_generating(response):
            return previous is UNSET or cast("SessionSummary", response).summary != previous
        workflow = cast("SummaryGenerating", response).workflow_id
        if workflows and workflows[-1] != workflow:
            _logger.warning("summary: another workflow was started while waiting for one")
        workflows.append(workflow)
        return False

    return cast("SessionSummary", await poll(ask, done, what="the summary", patience=patience, clock=clock))


def is_over(status: SessionStatus) -> bool:
    """Whether a session will not change any more."""
    return bool(status.completed_at) or is_final(status.status)


def is_generating(response: SessionSummary | SummaryGenerating) -> bool:
    """Whether the response says that the summary is still being generated."""
    from cortex_async.contrib.nimrobo._generated.models import SummaryGenerating

    return isinstance(response, SummaryGenerating)
