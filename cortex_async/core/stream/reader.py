"""The side of a stream that faces the server: connect, read, and connect again."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from typing import Generic, TypeAlias, TypeVar

from cortex_async.core.errors import DecodeError
from cortex_async.core.facts import shown_request_id
from cortex_async.core.redaction import redactor_of
from cortex_async.core.response import StreamedResponse
from cortex_async.core.retry import Clock
from cortex_async.core.wording import printable, shortened

from .idle import IdleWatch
from .intake import Intake
from .reconnect import Backoff, reason_of, verdict
from .settings import StreamSettings
from .states import Connected, Disconnected, Gap, Resumed

T = TypeVar("T")

_LONGEST_KIND = 100

Connect: TypeAlias = Callable[[str | None], AbstractAsyncContextManager[StreamedResponse]]
"""Opens one connection, resuming after the SSE id if there is one. Raises the typed error for anything but 2xx; a refused
credential has been refreshed and tried once more before its error comes out."""


class StreamReader(Generic[T]):
    """Feeds the intake from one connection after the other until the stream ends; ``run`` is one task."""

    def __init__(self, connect: Connect, intake: Intake[T], settings: StreamSettings, clock: Clock) -> None:
        self._connect = connect
        self._intake = intake
        self._idle_limit = settings.idle_limit
        self._clock = clock
        self._backoff = Backoff(settings.retry, settings.stable_after)
        self._attempts = 0
        self._held_since: float | None = None
        self._sent_id: str | None = None
        self._refused_id: str | None = None
        self.watch: IdleWatch | None = None

    async def run(self) -> None:
        buffer = self._intake.buffer
        try:
            buffer.finish(await self._until_ended())
        except Exception as error:  # noqa: BLE001  (whatever it is, the consumer must learn of it instead of waiting for ever)
            buffer.finish(error)
        finally:
            buffer.finish()
            self._intake.board.end()

    async def _until_ended(self) -> Exception | None:
        """Connection after connection. Returns what ended the stream, None if it ended in peace."""
        while True:
            error: Exception | None = None
            try:
                if await self._connection():
                    self._intake.board.show(Disconnected("ended"))
                    return None
            except Exception as failure:  # noqa: BLE001  (nothing that goes wrong in one connection may kill the loop)
                error = failure
            wait = self._wait_after(error)
            self._intake.board.show(Disconnected(reason_of(error), error, wait))
            if wait is None:
                return error
            await self._clock.sleep(wait)

    def _wait_after(self, error: Exception | None) -> float | None:
        held = None if self._held_since is None else self._clock.monotonic() - self._held_since
        wait = self._backoff.next_wait(held=held, asked=self._intake.retry, error=error)
        if error is None:
            return wait
        was_connected = self._intake.counters.connections > 0
        decision = verdict(error, was_connected=was_connected, sent_id=self._sent_id is not None)
        if decision == "without_id":
            self._refused_id = self._sent_id
        return None if decision == "end" else wait

    async def _connection(self) -> bool:
        """One connection from start to end. True if the server asked not to come back."""
        taken = self._intake.taken_id
        self._sent_id = taken if taken and taken != self._refused_id else None
        self._attempts += 1
        self._held_since = None
        watch = IdleWatch(self._idle_limit, self._clock)
        try:
            async with watch.guard(), self._connect(self._sent_id) as response:
                if response.status == 204:
                    return True
                _require_event_stream(response)
                self.watch = watch
                self._show_connected()
                await self._read(response, watch)
                return False
        finally:
            self.watch = None

    def _show_connected(self) -> None:
        intake = self._intake
        self._held_since = self._clock.monotonic()
        intake.counters.connections += 1
        intake.board.show(Connected(self._attempts))
        self._attempts = 0
        if self._sent_id is not None:
            intake.board.show(Resumed(self._sent_id))
        elif intake.counters.connections > 1 or self._refused_id is not None:
            intake.board.show(Gap(since=intake.taken_id or None))

    async def _read(self, response: StreamedResponse, watch: IdleWatch) -> None:
        parser = self._intake.parser()
        chunks = response.chunks()
        try:
            async for chunk in chunks:
                await self._intake.feed(parser, chunk, watch)
        finally:
            await _close(chunks)


def _require_event_stream(response: StreamedResponse) -> None:
    media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type not in ("", "text/event-stream"):
        redactor = redactor_of(None, getattr(response, "sent", None), frozenset())
        shown = shortened(printable(redactor.text(media_type)), _LONGEST_KIND)
        raise DecodeError(
            f"an event stream was expected, the answer is {shown}",
            status=response.status,
            request_id=shown_request_id(response.request_id, redactor),
            attempts=response.attempts,
            outcome="done",
        )


async def _close(chunks: AsyncIterator[bytes]) -> None:
    # An abandoned generator would otherwise be closed by the garbage collector, in a task that nobody awaits.
    close = getattr(chunks, "aclose", None)
    if close is not None:
        await close()
