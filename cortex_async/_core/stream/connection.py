"""One connection of a stream after the other: made, shown, read, judged."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from typing import Generic, TypeAlias, TypeVar

from cortex_async._core.call_errors import DecodeError
from cortex_async._core.response import StreamedResponse
from cortex_async._core.secrets.call_fields import shown_request_id
from cortex_async._core.secrets.redaction import redactor_of
from cortex_async._core.stream.idle import IdleWatch
from cortex_async._core.stream.intake import Intake
from cortex_async._core.stream.reconnect import may_blame_id, reason_of
from cortex_async._core.stream.resumption import Resumption
from cortex_async._core.stream.settings import StreamSettings
from cortex_async._core.stream.sse import SSEParser
from cortex_async._core.stream.states import Connected, Disconnected, Gap, Resumed, StreamState
from cortex_async._core.strings.wording import printable, shortened
from cortex_async._core.timing.clock import Clock

T = TypeVar("T")

_LONGEST_KIND = 100

Connect: TypeAlias = Callable[[str | None], AbstractAsyncContextManager[StreamedResponse]]
"""Opens one connection, resuming after the SSE id if there is one. Raises the typed error for anything but 2xx; a refused
credential has been refreshed and tried once more before its error comes out."""


class Connections(Generic[T]):
    """Makes connections and feeds the intake from them, one at a time.

    sent_id: what the latest one was to resume from. watch: over the one that is being read, None if there is none.
    """

    def __init__(
        self,
        connect: Connect,
        intake: Intake[T],
        settings: StreamSettings,
        clock: Clock,
        resumption: Resumption,
    ) -> None:
        self._connect = connect
        self._intake = intake
        self._idle_limit = settings.idle_limit
        self._stable_after = settings.stable_after
        self._clock = clock
        self._resumption = resumption
        self._attempts = 0
        self._held_since: float | None = None
        self._messages_before = 0
        self._with_first_bytes: StreamState | None = None
        self._spare: AsyncExitStack | None = None
        self.sent_id: str | None = None
        self.watch: IdleWatch | None = None

    async def one(self, resume_id: str | None) -> bool:
        """A connection from start to end. True if the server asked not to come back."""
        self._attempts += 1
        watch = self._begin(resume_id)
        async with watch.guard(), self._connect(resume_id) as response:
            if response.status == 204:
                return True
            _require_event_stream(response)
            watch.byte()
            if resume_id is not None:
                # Not before: a server may accept an id and break off over it.
                self._with_first_bytes = Resumed(resume_id)
            self._show_connected()
            if resume_id is None:
                self._show_gap_of_new_connection()
            await self._read(response, watch)
        return False

    async def one_beside_spare(self, resume_id: str) -> bool:
        """The same while a connection without the id is held open. That one is read where it is the id that the server cannot take."""
        async with AsyncExitStack() as stack:
            try:
                self._attempts += 1
                async with self._begin(None).guard():
                    spare = await stack.enter_async_context(self._connect(None))
                    if spare.status == 204:
                        return True
                    _require_event_stream(spare)
            except Exception:
                self._resumption.spare_failed()
                raise
            self._spare, error = stack, None
            try:
                if await self.one(resume_id):
                    return True
            except Exception as failure:  # noqa: BLE001  (judged below)
                error = failure
            finally:
                self._spare = None
            if not self.fruitful and may_blame_id(error):
                await self._go_on_with(spare, resume_id, error)
            elif error is not None:
                raise error
        return False

    async def _go_on_with(self, spare: StreamedResponse, resume_id: str, error: Exception | None) -> None:
        gap, accepted = Gap(since=resume_id), self.held is not None
        if accepted:
            self._intake.board.show(Disconnected(reason_of(error), error, 0.0))
            self._attempts += 1
            # A server that closes whatever it accepts says nothing about the id.
            self._with_first_bytes = gap
        watch = self._begin(None)
        try:
            async with watch.guard():
                self._show_connected()
                if not accepted:
                    self._resumption.give_up(resume_id)
                    self._intake.board.show(gap)
                await self._read(spare, watch)
        finally:
            if self.fruitful:
                self._resumption.give_up(resume_id)

    @property
    def held(self) -> float | None:
        """Seconds since the server accepted the latest connection, None if it did not."""
        return None if self._held_since is None else self._clock.monotonic() - self._held_since

    @property
    def fruitful(self) -> bool:
        """Whether the latest connection has brought a message, or held for so long that there may be none."""
        if self._intake.counters.messages > self._messages_before:
            return True
        return self.held is not None and self.held >= self._stable_after

    def _begin(self, resume_id: str | None) -> IdleWatch:
        self.sent_id = resume_id
        self._held_since = None
        self._messages_before = self._intake.counters.messages
        return IdleWatch(self._idle_limit, self._clock)

    def _show_connected(self) -> None:
        self._held_since = self._clock.monotonic()
        self._intake.counters.connections += 1
        self._intake.board.show(Connected(self._attempts))
        self._attempts = 0

    def _show_gap_of_new_connection(self) -> None:
        intake = self._intake
        given_up = self._resumption.accepted_without(intake.taken_id)
        if given_up or intake.counters.connections > 1:
            intake.board.show(Gap(since=intake.taken_id or None))

    async def _read(self, response: StreamedResponse, watch: IdleWatch) -> None:
        self.watch = watch
        parser = self._intake.parser()
        chunks = response.chunks()
        try:
            async for chunk in chunks:
                if self._with_first_bytes is not None:
                    self._intake.board.show(self._with_first_bytes)
                    self._with_first_bytes = None
                await self._feed(parser, chunk, watch)
                if self._spare is not None and self.fruitful:
                    await self._spare.aclose()
                    self._spare = None
        finally:
            self.watch = self._with_first_bytes = None
            await _close(chunks)

    async def _feed(self, parser: SSEParser, chunk: bytes, watch: IdleWatch) -> None:
        watch.busy = True
        try:
            await self._intake.feed(parser, chunk, watch)
        finally:
            watch.busy = False


def _require_event_stream(response: StreamedResponse) -> None:
    media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type not in ("", "text/event-stream"):
        redactor = redactor_of(None, getattr(response, "sent", None), frozenset())
        shown = shortened(printable(redactor.text(media_type)), _LONGEST_KIND)
        raise DecodeError(
            f"an event stream was expected, the response is {shown}",
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
