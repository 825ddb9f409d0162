"""Requests for live views: a few at a time, each response with the time at which it was true."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from attrs import frozen

from cortex_async._core.call_errors import NotFound
from cortex_async._core.operations import Caller
from cortex_async._core.request import Request
from cortex_async._core.response import Response
from cortex_async._core.timing.clock import Clock
from cortex_async.live.time_bounds import ClockComparison, TimeBounds, bounds_of_response, read_date

A = TypeVar("A")

MAX_CONCURRENT = 4
"""Requests under way at the same time, for all views of a project."""

DECODE_IN_THREAD_FROM = 1 << 20
"""Bytes from which a response is decoded in a thread, to keep the event loop responsive."""


@frozen
class FetchResult:
    """The outcome of a request. ``watermark`` is the number of the latest event when the request was sent."""

    outcome: Response | NotFound
    as_of: TimeBounds
    watermark: int

    def response(self) -> Response:
        """The response. Raises ``NotFound`` if that is the outcome."""
        if isinstance(self.outcome, NotFound):
            raise self.outcome
        return self.outcome


class Fetcher:
    """Sends the requests of all views of one project, ``MAX_CONCURRENT`` at a time."""

    def __init__(self, clock: Clock, clocks: ClockComparison) -> None:
        self._clock = clock
        self._clocks = clocks
        self._slots = asyncio.Semaphore(MAX_CONCURRENT)

    async def fetch(self, caller: Caller, request: Request, watermark: Callable[[], int]) -> FetchResult:
        """Send a request. Raises what the call raises, except ``NotFound``, which is an outcome."""
        async with self._slots:
            # Read only now: the response includes the events that arrived while the request waited for its
            # slot.
            seq, requested = watermark(), self._clock.monotonic()
            try:
                outcome: Response | NotFound = await caller.send(request, {})
            except NotFound as error:
                outcome = error
        date = read_date(outcome.headers)
        self._clocks.saw_response(date, requested)
        return FetchResult(outcome, bounds_of_response(date), seq)


async def decode_response(response: Response, decode: Callable[[], A]) -> A:
    """The result of ``decode``, which runs in a thread if the response is large."""
    large = len(response.body) > DECODE_IN_THREAD_FROM
    return await asyncio.to_thread(decode) if large else decode()
