"""Checks that an event stream can be opened, and how soon the server says so."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from cortex_async import CortexClient, Disconnected, TimedOut
from cortex_async._core.timing.clock import monotonic, time_limit
from cortex_cli.doctor.finding import Finding, failed, ok, warning

if TYPE_CHECKING:
    from cortex_async import StreamOptions, StreamState

_LATE: Final = 3.0
"""Seconds after which the SDK goes on without the headers."""


async def stream(client: CortexClient, project_id: str | None, seconds: float) -> Finding:
    """Open a stream, and wait for its headers."""
    over = asyncio.Event()
    error: Exception | None = None
    started = monotonic()

    def saw(state: StreamState) -> None:
        nonlocal error
        if isinstance(state, Disconnected):
            error = state.error
        over.set()

    # With a project of its own, a stream needs no right to those of others.
    options: StreamOptions = {"on_state": saw, "retry": False, "wait": False, "timeout": seconds}
    if project_id is None:
        opened = client.events.stream(**options)
    else:
        opened = client.project(project_id).events.stream(**options)
    try:
        async with opened, time_limit(seconds):
            await over.wait()
    except TimeoutError:
        error = TimeoutError()
    return _found(error, monotonic() - started, seconds)


def _found(error: Exception | None, took: float, limit: float) -> Finding:
    if isinstance(error, (TimeoutError, TimedOut)):
        advice = (
            "some proxies hold streams back until data comes, so events may be late: try without proxy or VPN"
        )
        return warning("stream", f"no headers within {limit:g} s", advice)
    if error is not None:
        advice = "check the scopes of the credential, and proxies that cut long responses"
        return failed("stream", error, advice)
    if took > _LATE:
        advice = "something in between holds responses back, e.g. a proxy: events may be late"
        return warning("stream", f"headers after {took:.1f} s", advice)
    return ok("stream", f"headers after {took * 1000:.0f} ms")
