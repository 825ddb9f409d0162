"""The server side of a stream: connect, read, and reconnect."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any, Generic, TypeVar

from cortex_async._core.stream.connection import Connect, Connections
from cortex_async._core.stream.idle import IdleWatch
from cortex_async._core.stream.intake import Intake
from cortex_async._core.stream.reconnect import Backoff, reason_of, verdict
from cortex_async._core.stream.resumption import FRESH, Resumption
from cortex_async._core.stream.settings import StreamSettings
from cortex_async._core.stream.states import Disconnected
from cortex_async._core.timing.clock import Clock

T = TypeVar("T")


class StreamReader(Generic[T]):
    """Feeds the intake from one connection after the other until the stream ends; ``run`` is one task."""

    __slots__ = ("_backoff", "_clock", "_connections", "_intake", "_plan", "_resumption")

    def __init__(self, connect: Connect, intake: Intake[T], settings: StreamSettings, clock: Clock) -> None:
        self._intake = intake
        self._clock = clock
        self._backoff = Backoff(settings.retry, settings.stable_after)
        self._resumption = Resumption()
        self._plan = FRESH
        self._connections = Connections(connect, intake, settings, clock, self._resumption)

    @property
    def watch(self) -> IdleWatch | None:
        """The watch over the current connection, None if there is none."""
        return self._connections.watch

    async def run(self) -> None:
        """Make one connection after the other, and finish the buffer."""
        buffer = self._intake.buffer
        try:
            # No method of its own: each coroutine on the way to the socket takes 250 bytes of every stream.
            while True:
                error: Exception | None = None
                try:
                    ended = await self._connection()
                except Exception as failure:  # noqa: BLE001  (no error of one connection may end the loop)
                    ended, error = False, failure
                wait = None if ended else self._wait_after(error)
                self._intake.board.publish(Disconnected("ended" if ended else reason_of(error), error, wait))
                if wait is None:
                    buffer.finish(error)
                    return
                await self._clock.sleep(wait)
        except Exception as unexpected:  # noqa: BLE001  (the consumer must get it instead of waiting for ever)
            buffer.finish(unexpected)
        finally:
            buffer.finish()
            self._intake.board.end()

    def _connection(self) -> Coroutine[Any, Any, bool]:
        """Make one connection as planned.

        The result is True if the server responded with 204, which ends the stream.
        """
        plan = self._plan = self._resumption.plan(self._intake.taken_id)
        if plan.resume_id is not None and plan.spare:
            return self._connections.one_beside_spare(plan.resume_id)
        return self._connections.one(plan.resume_id)

    def _wait_after(self, error: Exception | None) -> float | None:
        made = self._connections
        wait = self._backoff.next_wait(held=made.held, asked=self._intake.retry, error=error)
        decision = "again"
        if error is not None:
            was_connected = self._intake.counters.connections > 0
            decision = verdict(error, was_connected=was_connected, sent_id=made.sent_id is not None)
        self._resumption.ended(self._plan, fruitful=made.fruitful, refused=decision == "without_id")
        return None if decision == "end" else wait
