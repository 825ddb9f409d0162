"""A streamed response whose end observers see."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from cortex_async._core.call.open_response import OpenResponse
from cortex_async._core.telemetry.calls import BodyEnded
from cortex_async._core.telemetry.listeners import tell

if TYPE_CHECKING:
    from cortex_async._core.call.state import Call
    from cortex_async._core.http.raw_response import RawResponse
    from cortex_async._core.response import Response
    from cortex_async._core.telemetry.calls import CallStarted
    from cortex_async._core.telemetry.listeners import Listeners


class ObservedResponse(OpenResponse):
    """A response whose body is read piece by piece. ``close`` tells of its end."""

    def __init__(
        self,
        call: Call,
        response: Response,
        raw: RawResponse,
        started: CallStarted,
        listeners: Listeners,
        now: Callable[[], float],
    ) -> None:
        super().__init__(call, response, raw)
        self._started = started
        self._heard = listeners.body_ended
        self._now = now
        self._begun = now()
        self._handled = id(sys.exc_info()[1])
        self._over = False

    def close(self) -> None:
        received, complete = self._raw.received, self._raw.exhausted
        super().close()
        if self._over:
            return
        self._over = True
        # An exception that leaves the ``async with`` block is being handled here; so may be another, from
        # around it.
        leaving = sys.exc_info()[1]
        ended = BodyEnded(
            call=self._started,
            complete=complete,
            bytes_in=received,
            duration=self._now() - self._begun,
            error=None if leaving is None or id(leaving) == self._handled else type(leaving).__name__,
        )
        tell(self._heard, ended)
