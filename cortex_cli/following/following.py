"""Follows the events of a project: the stream, and the webhook log for what the stream did not bring."""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import AsyncGenerator, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from attrs import frozen

from cortex_async import Connected, CortexError, EventStream, Gap
from cortex_async._core.request import Request
from cortex_async._core.stream import StreamState
from cortex_async._core.stream.buffer import RecentKeys
from cortex_async._core.stream.event_patterns import covers
from cortex_async._generated.operations.project.events import STREAM
from cortex_async.resources.webhook_log import read_log
from cortex_cli.connection.connected import Connection
from cortex_cli.following.occurred import Occurred
from cortex_cli.following.states import StateNotes

MARGIN: Final = timedelta(minutes=5)
"""How far before the last known event the log is read again: events may get there late."""

_REMEMBERED: Final = 100_000
LOG_ONLY_HAS: Final = "it only has events that a webhook subscription asks for"


@frozen(kw_only=True)
class Wanted:
    """Which events to follow. Without patterns or resources: all of them.

    since: read the webhook log from this time on, and again after each gap; None to read the stream alone.
    """

    patterns: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()
    since: datetime | None = None

    def has(self, event: Occurred) -> bool:
        """Whether an event of the log is one of them. The server filters the stream."""
        typed = not self.patterns or any(covers(pattern, event.type) for pattern in self.patterns)
        return typed and (not self.resources or event.resource in self.resources)


class Following:
    """The events of a project, each once, as they come::

        async with aclosing(Following(connection, Wanted(), note).events()) as events:
            async for event in events: ...

    A lost connection is made again, without end. The iteration ends when the server ends the stream for good,
    and raises what ends it otherwise, such as ``Unauthorized``.

    note: writes one line to stderr.
    """

    def __init__(self, connection: Connection, wanted: Wanted, note: Callable[[str], None]) -> None:
        self._connection = connection
        self._wanted = wanted
        self._note = note
        self._states = StateNotes(note)
        self._seen = RecentKeys(_REMEMBERED)
        self._behind = asyncio.Event()
        self._connections = 0
        self._log_from = wanted.since

    async def events(self) -> AsyncGenerator[Occurred]:
        """Yield the events; those of the log first."""
        async with self._stream() as stream:
            if not stream.connected:
                self._states.waiting()
            if self._log_from is not None:
                # Before it was open, the stream could miss events; from now on it does not.
                for event in await self._from_log(self._log_from):
                    yield event
                self._behind.clear()
            source = self._read(stream)
            try:
                async for event in source:
                    yield event
            finally:
                await source.aclose()

    def _stream(self) -> EventStream[Occurred]:
        target, wanted = self._connection.target, self._wanted
        query = {"types": wanted.patterns, "resources": wanted.resources}
        request = Request(
            STREAM, (target.needed_project(),), query={name: value for name, value in query.items() if value}
        )
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            stream = self._connection.caller.events(request, _occurred, {"on_state": self._on_state})
        for warning in caught:
            self._note(f"warning: {warning.message}")
        return stream

    def _on_state(self, state: StreamState) -> None:
        self._states(state)
        if isinstance(state, Connected):
            self._connections += 1
        if isinstance(state, Gap) or (isinstance(state, Connected) and self._connections > 1):
            self._behind.set()

    async def _read(self, stream: EventStream[Occurred]) -> AsyncGenerator[Occurred]:
        """Yield the events of the stream, and those of the log whenever the stream may have missed some."""
        coming = asyncio.ensure_future(_next(stream))
        gap = asyncio.ensure_future(self._behind.wait())
        try:
            while True:
                await asyncio.wait((coming, gap), return_when=asyncio.FIRST_COMPLETED)
                if gap.done():
                    self._behind.clear()
                    gap = asyncio.ensure_future(self._behind.wait())
                    for event in await self._missed():
                        yield event
                if coming.done():
                    found = coming.result()
                    if found is None:
                        return
                    coming = asyncio.ensure_future(_next(stream))
                    if self._is_new(found):
                        yield found
        finally:
            coming.cancel()
            gap.cancel()
            await asyncio.gather(coming, gap, return_exceptions=True)

    async def _missed(self) -> list[Occurred]:
        if self._log_from is None:
            return []
        try:
            found = await self._from_log(max(self._log_from - MARGIN, self._wanted.since or self._log_from))
        except CortexError as error:
            self._note(f"the webhook log cannot be read, so events may be missing: {error}")
            return []
        if found:
            self._note(f"{len(found)} events that the stream missed come from the webhook log")
        return found

    async def _from_log(self, since: datetime) -> list[Occurred]:
        found = (await read_log(self._connection.project.webhooks, since=since)).events
        self._log_from = max([since, *(one.at for one in found)])
        events = [Occurred(one.raw) for one in found]
        return [one for one in events if self._wanted.has(one) and self._is_new(one)]

    def _is_new(self, event: Occurred) -> bool:
        """Whether an event comes for the first time."""
        if event.id is None:
            return True
        known = event.id in self._seen
        self._seen.add(event.id)
        return not known


async def _next(stream: EventStream[Occurred]) -> Occurred | None:
    return await anext(stream, None)


def _occurred(raw: Mapping[str, Any]) -> Occurred:
    return Occurred(raw)
