"""Waiting for the summary of a session that a plugin writes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from cortex_async._core.arguments import check_seconds
from cortex_async._generated.operations.project.events import STREAM
from cortex_async.events import Event, SessionAnnotationCreatedEvent
from cortex_async.resources.awaited_event import EventWait, first_event

if TYPE_CHECKING:
    from cortex_async._core.operations import Caller
    from cortex_async.models import SessionAnnotationCreatedEventData


async def new_summary(
    caller: Caller, bound: tuple[str, ...], session_id: str, cause: Callable[[], object], seconds: float
) -> SessionAnnotationCreatedEventData:
    """Call ``cause`` and return the summary of the session that is written then, within ``seconds``."""
    check_seconds("wait", seconds, zero=True, none=False)
    what = f"no new summary of the session {session_id} arrived (is the plugin session-summary enabled?)"
    wait = EventWait(caller.unhooked, bound, STREAM, SessionAnnotationCreatedEvent, what)

    def is_summary(event: SessionAnnotationCreatedEvent) -> bool:
        data = event.payload.data
        return data.session_id == session_id and data.type == "summary"

    event: Event = await first_event(wait, is_summary, cause, seconds)
    return cast("SessionAnnotationCreatedEvent", event).payload.data
