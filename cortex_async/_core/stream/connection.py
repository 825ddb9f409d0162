"""The connections of a stream, one after the other."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from typing import Generic, TypeAlias, TypeVar

from cortex_async._core.call_errors import DecodeError
from cortex_async._core.response import HandsOver, StreamedResponse
from cortex_async._core.secrets.call_fields import shown_request_id
from cortex_async._core.secrets.redaction import redactor_of
from cortex_async._core.stream.idle import IdleWatch
from cortex_async._core.stream.intake import Intake, Steps
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
"""Opens one connection, resuming after the SSE id if there is one. Raises the typed error for any status but
2xx; for 401, after the credential has been refreshed and the request sent once more."""


class Connections(Generic[T]):
    """Makes connections and feeds the intake from them, one at a time.

    sent_id: the id that the latest connection was to resume from, None if there was none.
    watch: the watch over the connection that is being read, None if there is none.
    """

    __slots__ = (
        "_attempts", "_clock", "_connect", "_held_since", "_idle_limit", "_intake", "_messages_before",
        "_parser", "_rest", "_resumption", "_spare", "_stable_after", "_with_first_bytes", "sent_id", "watch",
    )  # fmt: skip

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
        self._parser: SSEParser | None = None
        self._rest: Steps[T] | None = None
        self._spare: AsyncExitStack | None = None
        self.sent_id: str | None = None
        self.watch: IdleWatch | None = None

    async def one(self, resume_id: str | None) -> bool:
        """Make a connection and read it to its end.

        Returns True if the server responded with 204, which ends the stream.
        https://html.spec.whatwg.org/multipage/server-sent-events.html#server-sent-events-intro
        """
        self._attempts += 1
        watch = self._begin(resume_id)
        async with watch, self._connect(resume_id) as response:
            if response.status == 204:
                return True
            _require_event_stream(response)
            watch.byte()
            if resume_id is not None:
                # Published with the first bytes: a server may accept an id and then close the connection over
                # it.
                self._with_first_bytes = Resumed(resume_id)
            self._publish_connected()
            if resume_id is None:
                self._publish_gap_before_connection()
            await self._read(response, watch)
        return False

    async def one_beside_spare(self, resume_id: str) -> bool:
        """Do the same as ``one`` while a connection without the id is held open.

        That one is read instead if the server cannot resume from the id.
        """
        async with AsyncExitStack() as stack:
            try:
                self._attempts += 1
                async with self._begin(None):
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
            except Exception as failure:  # noqa: BLE001  (raised below, unless the id is to blame)
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
            self._intake.board.publish(Disconnected(reason_of(error), error, 0.0))
            self._attempts += 1
            # The gap is published with the first bytes: a server that closes every connection says nothing
            # about the id.
            self._with_first_bytes = gap
        watch = self._begin(None)
        try:
            async with watch:
                self._publish_connected()
                if not accepted:
                    self._resumption.give_up(resume_id)
                    self._intake.board.publish(gap)
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
        """Whether the latest connection has delivered a message or proved stable.

        After that long there may simply have been no message to deliver.
        """
        if self._intake.counters.messages > self._messages_before:
            return True
        return self.held is not None and self.held >= self._stable_after

    def _begin(self, resume_id: str | None) -> IdleWatch:
        self.sent_id = resume_id
        self._held_since = None
        self._messages_before = self._intake.counters.messages
        self._intake.readiness.requesting()
        return IdleWatch(self._idle_limit, self._clock)

    def _publish_connected(self) -> None:
        self._held_since = self._clock.monotonic()
        self._intake.counters.connections += 1
        self._intake.board.publish(Connected(self._attempts))
        self._attempts = 0

    def _publish_gap_before_connection(self) -> None:
        intake = self._intake
        given_up = self._resumption.accepted_without(intake.taken_id)
        if given_up or intake.counters.connections > 1:
            intake.board.publish(Gap(since=intake.taken_id or None))

    async def _read(self, response: StreamedResponse, watch: IdleWatch) -> None:
        self.watch = watch
        parser = self._parser = self._intake.parser()
        chunks = response.chunks()
        if isinstance(chunks, HandsOver):
            chunks.hand_to(self._take)
        try:
            async for chunk in chunks:
                if self._with_first_bytes is not None:
                    self._intake.board.publish(self._with_first_bytes)
                    self._with_first_bytes = None
                await self._feed(parser, chunk, watch)
                if self._spare is not None and self.fruitful:
                    await self._spare.aclose()
                    self._spare = None
        finally:
            self.watch = self._with_first_bytes = self._rest = self._parser = None
            await _close(chunks)

    def _take(self, chunk: bytes) -> bool:
        """Process a chunk if nothing has to wait. If something has to, ``_read`` gets the chunk."""
        parser, watch = self._parser, self.watch
        if parser is None or watch is None or self._with_first_bytes is not None or self._spare is not None:
            return False
        self._rest = self._intake.begin(parser, chunk, watch)
        return self._rest is None

    async def _feed(self, parser: SSEParser, chunk: bytes, watch: IdleWatch) -> None:
        rest, self._rest = self._rest, None
        watch.busy = True
        try:
            if rest is None:
                await self._intake.feed(parser, chunk, watch)
            else:
                await self._intake.finish(rest, watch)
        finally:
            watch.busy = False


def _require_event_stream(response: StreamedResponse) -> None:
    media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type not in ("", "text/event-stream"):
        redactor = redactor_of(None, getattr(response, "sent", None), frozenset())
        shown = shortened(printable(redactor.text(media_type)), _LONGEST_KIND)
        raise DecodeError(
            f"expected text/event-stream, got {shown}",
            status=response.status,
            request_id=shown_request_id(response.request_id, redactor),
            attempts=response.attempts,
            outcome="done",
        )


async def _close(chunks: AsyncIterator[bytes]) -> None:
    # Otherwise the garbage collector would close the abandoned generator, in a task that nobody awaits.
    close = getattr(chunks, "aclose", None)
    if close is not None:
        await close()
