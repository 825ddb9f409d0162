"""Calls over the caller's own session, which the caller may close at any time."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import aiohttp
from attrs import evolve

from cortex_async._core.outcomes import Failure

if TYPE_CHECKING:
    from cortex_async._core.http.sessions import Sessions


async def read_until_closed(response: aiohttp.ClientResponse) -> bytes:
    """Return the next piece of the body, empty at its end. Fails when the session is closed.

    aiohttp closes the connection then, but does not wake its reader.
    """
    closed: asyncio.Future[None] | None = getattr(
        getattr(response.connection, "protocol", None), "closed", None
    )
    if closed is None:
        return await response.content.readany()

    def wake(_: object) -> None:
        content = response.content
        if not content.is_eof() and content.exception() is None:
            content.set_exception(aiohttp.ClientConnectionError())

    # Once per connection, however many responses it carries: the future exists once it has been asked for,
    # and logs an error that nobody retrieves.
    closed.remove_done_callback(_retrieve_error)
    closed.add_done_callback(_retrieve_error)
    closed.add_done_callback(wake)
    try:
        return await response.content.readany()
    finally:
        closed.remove_done_callback(wake)


def _retrieve_error(closed: asyncio.Future[None]) -> None:
    if not closed.cancelled():
        closed.exception()


def is_cancelled_by_pool(sessions: Sessions) -> bool:
    """Whether a ``CancelledError`` just caught comes from aiohttp.

    It cancels tasks that wait for a connection when the pool is closed.
    """
    task = asyncio.current_task()
    return sessions.callers_session_closed and task is not None and not task.cancelling()


def session_closed(failure: Failure) -> Failure:
    """Return the failure with the closed session as its reason."""
    return evolve(failure, permanent=True, limit=None, reason="the session given to this client was closed")
