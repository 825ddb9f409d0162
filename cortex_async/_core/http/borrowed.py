"""What is different while the caller's own session is used: its owner may close it under us."""

from __future__ import annotations

import asyncio
from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import aiohttp
from attrs import evolve

from cortex_async._core.outcomes import Failure

if TYPE_CHECKING:
    from cortex_async._core.http.sessions import Sessions


@contextmanager
def woken_at_loss(response: aiohttp.ClientResponse) -> Generator[None]:
    """Whose session is closed by its owner has its connections closed, and the library forgets whoever reads from one."""
    lost: asyncio.Future[None] | None = getattr(
        getattr(response.connection, "protocol", None), "closed", None
    )
    if lost is None:
        yield
        return

    def wake(_: object) -> None:
        content = response.content
        if not content.is_eof() and content.exception() is None:
            content.set_exception(aiohttp.ClientConnectionError())

    # Once for each connection, however many responses it carries: asked for, the future complains if nobody looks at its error.
    lost.remove_done_callback(_look_at)
    lost.add_done_callback(_look_at)
    lost.add_done_callback(wake)
    try:
        yield
    finally:
        lost.remove_done_callback(wake)


def _look_at(lost: asyncio.Future[None]) -> None:
    if not lost.cancelled():
        lost.exception()


def is_dropped(sessions: Sessions) -> bool:
    """Whether a ``CancelledError`` just caught is the library's, which drops whoever waits for a place in a closed pool."""
    task = asyncio.current_task()
    return sessions.lender_closed and task is not None and not task.cancelling()


def without_session(failure: Failure) -> Failure:
    return evolve(failure, permanent=True, limit=None, reason="the session given to this client was closed")
