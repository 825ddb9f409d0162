"""Attempts as limiters see them, and what tests of limiters share."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

from hypothesis import HealthCheck, settings

from cortex_async.limits import Limit, LimitedAttempt

PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A busy machine is no failure."""


def attempt(
    operation: str = "listSessions",
    *,
    project_id: str | None = "p1",
    credential: str = "key-1",
    server: str = "localhost",
    published: Mapping[str, Limit] | None = None,
) -> LimitedAttempt:
    return LimitedAttempt(
        operation=operation,
        server=server,
        project_id=project_id,
        credential=credential,
        published=published or {},
    )


async def until(condition: Callable[[], object]) -> None:
    """Let other tasks run until a condition holds."""
    while not condition():  # noqa: ASYNC110  (nothing signals it)
        await asyncio.sleep(0)
