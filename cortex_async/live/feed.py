"""One event stream per project, and who listens to what in it."""

from __future__ import annotations

import asyncio
import contextvars
import logging
import random
from collections.abc import Callable, Mapping
from math import inf
from typing import Any, Protocol

from cortex_async._core.call_errors import ConnectionFailed
from cortex_async._core.operations import Caller
from cortex_async._core.request import Request
from cortex_async._core.runtime.loops import running_loop
from cortex_async._core.stream import Connected, Disconnected, EventStream, StreamOptions, StreamState
from cortex_async._core.timing.clock import Clock
from cortex_async._generated.operations.project.events import STREAM
from cortex_async.live.agenda import Agenda, Tended, first_of
from cortex_async.live.asking import Asker
from cortex_async.live.events import TYPES, News, read_event
from cortex_async.live.routing import topics_of
from cortex_async.live.signals import Signal, Topic
from cortex_async.live.stamps import Clocks

_log = logging.getLogger(__name__)

GRACE = 3.0
"""Seconds that a view waits for the stream before it goes ahead without: some servers answer only with the first event."""

SPREAD = 0.5
"""Seconds over which views are fetched anew after a break, so that not all clients of a server come at once."""


class Member(Tended, Protocol):
    """A view as the feed sees it. None of these may raise."""

    @property
    def topic(self) -> Topic: ...

    def hear(self, signal: Signal[Any]) -> None: ...

    def renew(self, when: float) -> None:
        """What it shows may have missed something: it is to be fetched anew at this monotonic time."""
        ...

    def end(self, error: Exception) -> None:
        """There will be no more events."""
        ...


class Feed:
    """The stream of one project, open while anybody listens.

    connected: whether the server is known to be sending. epoch: grows whenever events may have been missed.
    error: what ended the stream for good.
    """

    def __init__(
        self,
        caller: Caller,
        bound: tuple[str, ...],
        clock: Clock,
        closed: Callable[[Feed], None] = lambda _: None,
    ) -> None:
        self.clock = clock
        self.clocks: Clocks = Clocks()
        self.asker: Asker = Asker(clock, self.clocks)
        self.agenda: Agenda = Agenda(clock)
        self.loop: asyncio.AbstractEventLoop = running_loop()
        self.connected: bool = False
        self.epoch: int = 0
        self.error: Exception | None = None
        self._caller = caller
        self._bound = bound
        self._closed = closed
        self._members: dict[Topic, dict[Member, None]] = {}
        self._decided = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def join(self, member: Member) -> None:
        """The first one opens the stream."""
        self._members.setdefault(member.topic, {})[member] = None
        if self._task is None:
            # Not in the context of whoever comes first: the stream outlives it, and serves others.
            self._task = self.loop.create_task(
                self._run(), name="cortex-live-feed", context=contextvars.Context()
            )
            self._caller.adopt(self._task)

    async def leave(self, member: Member) -> None:
        """Nothing of the member runs when this returns; the last one closes the stream."""
        listening = self._members.get(member.topic, {})
        if member in listening:
            del listening[member]
            if not listening:
                del self._members[member.topic]
        if not self._members:
            self._closed(self)
        try:
            await self.agenda.dismiss(member)
        finally:
            # Whoever leaves may be cancelled meanwhile, and the feed is forgotten: nobody else would close its stream.
            ending = None if self._members else self._task
            if ending is not None:
                ending.cancel()
        if ending is not None:
            await asyncio.wait({ending})

    async def until_connected(self, limit: float) -> None:
        """Returns when the stream is connected or has ended, and after ``limit`` seconds in any case."""
        if not self._decided.is_set():
            await first_of(self._decided.wait(), self.clock.sleep(limit))

    async def _run(self) -> None:
        stream = self._stream()
        agenda = asyncio.create_task(self.agenda.run(), name="cortex-live-agenda")
        try:
            async with stream:
                async for news in stream:
                    if news is not None:
                        self._dispatch(news)
            self._end(ConnectionFailed("the server ended the event stream", outcome="rejected"))
        except Exception as error:  # noqa: BLE001  (whatever it is, the views must learn that they are not live any more)
            self._end(error)
        finally:
            agenda.cancel()
            await asyncio.wait({agenda})

    def _stream(self) -> EventStream[News | None]:
        request = Request(STREAM, self._bound, query={"types": TYPES})
        return self._caller.events(request, self._read, StreamOptions(on_state=self._on_state))

    def _read(self, raw: Mapping[str, Any]) -> News | None:
        """Decodes what somebody listens to; what concerns nobody costs little more than its JSON."""
        for topic in topics_of(raw):
            if topic in self._members:
                return read_event(raw)
        return None

    def _dispatch(self, news: News) -> None:
        if news.at is not None:
            self.clocks.heard(news.at, self.clock.monotonic())
        for topic, signal in news.signals:
            for member in tuple(self._members.get(topic, ())):
                try:
                    member.hear(signal)
                except Exception:  # noqa: BLE001  (one event must not cost the others their stream)
                    _log.exception("an event for a live view of %s failed", topic[0])
                    member.renew(self.clock.monotonic())

    def _on_state(self, state: StreamState) -> None:
        again = self._decided.is_set()
        self.epoch += 1
        wait = random.uniform(0, SPREAD) if again else 0.0  # noqa: S311  (to spread load, not to hide anything)
        if isinstance(state, Connected):
            self.connected = True
            self._decided.set()
        elif isinstance(state, Disconnected):
            self.connected = False
            # The next connection may not show itself before the next event; what was missed must not wait for that.
            wait = inf if state.retry_in is None else state.retry_in + GRACE + wait
        if wait < inf:
            self._renew(self.clock.monotonic() + wait)

    def _renew(self, when: float) -> None:
        for members in self._members.values():
            for member in members:
                member.renew(when)

    def _end(self, error: Exception) -> None:
        _log.info("the event stream of live views ended: %s", type(error).__name__)
        self.connected = False
        self.error = error
        self._closed(self)
        self._decided.set()
        for members in tuple(self._members.values()):
            for member in tuple(members):
                member.end(error)
