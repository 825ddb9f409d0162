"""Asking the server such that the answer comes with the instant at which it held true."""

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
from cortex_async.live.stamps import Clocks, Stamp, of_answer, read_date

A = TypeVar("A")

AT_ONCE = 4
"""Questions under way at the same time, for all views of a project."""

LARGE = 1 << 20
"""Bytes from which an answer is decoded in a thread, so that the event loop does not stand still for it."""


@frozen
class Answer:
    """What came of a question. ``mark`` is the number of the latest event when it went out."""

    outcome: Response | NotFound
    stamp: Stamp
    mark: int

    def response(self) -> Response:
        """Raises ``NotFound``."""
        if isinstance(self.outcome, NotFound):
            raise self.outcome
        return self.outcome


class Asker:
    """Asks for the views of one project, a few questions at a time."""

    def __init__(self, clock: Clock, clocks: Clocks) -> None:
        self._clock = clock
        self._clocks = clocks
        self._turns = asyncio.Semaphore(AT_ONCE)

    async def ask(self, caller: Caller, request: Request, mark: Callable[[], int]) -> Answer:
        """Raises what the call raises, but for ``NotFound``, which is an answer too."""
        async with self._turns:
            # Not before its turn: whatever comes in while it waits is behind it then.
            marked, asked = mark(), self._clock.monotonic()
            try:
                outcome: Response | NotFound = await caller.send(request, {})
            except NotFound as error:
                outcome = error
        date = read_date(outcome.headers)
        self._clocks.answered(date, asked)
        return Answer(outcome, of_answer(date), marked)


async def read(response: Response, decode: Callable[[], A]) -> A:
    """What ``decode`` makes of the answer; a large one in a thread."""
    return await asyncio.to_thread(decode) if len(response.body) > LARGE else decode()
