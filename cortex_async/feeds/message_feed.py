"""What users call on a feed of messages: enter it, iterate over it, save its position."""

from __future__ import annotations

import asyncio
import contextvars
import logging
from types import TracebackType
from typing import TYPE_CHECKING, Self

from cortex_async._core.operations import Caller
from cortex_async._core.request import Request
from cortex_async._core.runtime.loops import running_loop
from cortex_async._core.runtime.not_copyable import NotCopyable
from cortex_async._core.stream import EventStream, StreamOptions
from cortex_async._generated.operations.project.events import STREAM
from cortex_async.feeds.events import TYPES, FeedEvent, read_event
from cortex_async.feeds.fetching import FeedFetcher
from cortex_async.feeds.follower import Follower
from cortex_async.feeds.ledger import Ledger
from cortex_async.feeds.outbox import Outbox
from cortex_async.feeds.people import People

if TYPE_CHECKING:
    from cortex_async.feeds.position import FeedPosition
    from cortex_async.feeds.settings import FeedSettings
    from cortex_async.feeds.values import FeedMessage, MissedMessages
    from cortex_async.live.reporter import ViewReporter

_logger = logging.getLogger(__name__)


class MessageFeed(NotCopyable):
    """Everything that is said in a project, each message once: ``project.messages.follow()``.

        async with project.messages.follow() as feed:
            async for message in feed:
                print(message.speaker.name, message.text)

    Messages arrive as they are spoken. Whenever events may have been missed (the connection was lost, the
    stream reported a gap), the sessions concerned are fetched again and what was missed is yielded, in order
    of time within each session. A message that appears after others with a later ``start`` is yielded when it
    arrives, with ``late`` set.

    A feed is entered once and has one consumer. The iteration raises what ended the event stream, such as
    ``Unauthorized``, and ``ClientClosed``; a feed of chosen sessions ends when all of them were deleted.

    The guide is docs/message-feed.md.
    """

    def __init__(self, caller: Caller, bound: tuple[str, ...], settings: FeedSettings) -> None:
        self._caller = caller
        self._bound = bound
        self._settings = settings
        self._clock = caller.clock
        self._ledger = _ledger(bound[0], settings)
        self._reporter = _reporter(caller, bound)
        self._outbox: Outbox = Outbox(self._ledger, self._room_made)
        self._fetcher = FeedFetcher(caller, bound, settings.chosen)
        self._follower: Follower | None = None
        self._stream: EventStream[FeedEvent | None] | None = None
        self._task: asyncio.Task[None] | None = None
        self._entered = False
        self._taking = False

    async def __aenter__(self) -> Self:
        if self._entered:
            raise RuntimeError("a message feed can be entered only once; make another one with follow()")
        self._entered = True
        running_loop()
        if self._reporter is not None:
            self._reporter.opened()
        try:
            await self._open()
        except BaseException as error:
            await self._close(error)
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the feed, which ends its iteration. ``position`` stays. Closing twice is allowed."""
        await self._close(None)

    async def aclose(self) -> None:
        """The same as ``close``, by the name that ``contextlib.aclosing`` calls."""
        await self.close()

    def __aiter__(self) -> Self:
        self._require_entered()
        return self

    async def __anext__(self) -> FeedMessage:
        message = await self.next_after(self._outbox.handed)
        if message is None:
            raise StopAsyncIteration
        return message

    async def next_after(self, received: int) -> FeedMessage | None:
        """The next message for a consumer that has received so many; None at the end.

        One that was handed over but not received is handed over again. ``async for`` is what you need.
        """
        self._require_entered()
        if self._taking:
            raise RuntimeError("another task is waiting for a message: a message feed has one consumer")
        hand = self._outbox.hand
        if hand is not None and received < self._outbox.handed:
            return hand.message
        self._taking = True
        try:
            self._outbox.acknowledge()
            return await self._outbox.take()
        finally:
            self._taking = False

    def acknowledge(self) -> None:
        """Count the last message as handled, without asking for the next one.

        ``position`` then includes it, for example before a program ends.
        """
        self._outbox.acknowledge()

    @property
    def position(self) -> FeedPosition:
        """Up to where messages have been handled: pass it to ``follow(since=...)`` of a later run.

        A message counts as handled when the next one is asked for, or after ``acknowledge``. So a program
        that saves positions and dies gets the messages since the last saved one again, and misses none.
        """
        return self._ledger.position

    async def _open(self) -> None:
        settings, caller = self._settings, self._caller
        follower = self._follower = Follower(
            self._fetcher,
            self._ledger,
            self._outbox,
            People(caller, self._bound, settings.participants),
            self._clock,
            chosen=settings.chosen,
            resync=settings.resync,
            missed=self._missed,
            reporter=self._reporter,
        )
        entered = self._clock.monotonic(), self._clock.unix()
        request = Request(STREAM, self._bound, query={"types": TYPES})
        options = StreamOptions(on_state=follower.on_state)
        self._stream = caller.events(request, read_event, options)
        await self._stream.__aenter__()
        if settings.position is not None:
            await follower.survey.begin_again()
        elif settings.start is not None:
            await follower.survey.begin_at(settings.start, settings.lookback)
        else:
            await follower.survey.begin_now()
            self._ledger.begin(self._server_time(*entered))
        follower.begun()
        # Not in the context of the consumer: what it sets later is not meant for the feed's requests.
        self._task = running_loop().create_task(
            self._run(follower, self._stream), name="cortex-message-feed", context=contextvars.Context()
        )
        caller.adopt(self._task)

    async def _run(self, follower: Follower, stream: EventStream[FeedEvent | None]) -> None:
        try:
            await follower.run(stream)
            self._end(None)
        except Exception as error:  # noqa: BLE001  (whatever it is, the consumer must get it instead of waiting for ever)
            self._end(error)
        finally:
            await stream.close()

    def _end(self, error: Exception | None) -> None:
        if self._reporter is not None:
            self._reporter.closed(error)
        self._outbox.end(error)

    async def _close(self, error: BaseException | None) -> None:
        self._outbox.clear()
        self._outbox.end(None)
        if self._reporter is not None:
            self._reporter.closed(error)
        task = self._task
        try:
            if task is not None and not task.done():
                task.cancel()
                await asyncio.wait({task})
        finally:
            # Also when cancelled: a task that had not begun does not close it.
            if self._stream is not None:
                await self._stream.close()

    def _server_time(self, monotonic: float, unix: float) -> int:
        """When the feed was entered, by the server's clock as closely as it is known."""
        date = self._fetcher.date
        if date is not None:
            elapsed = self._clock.monotonic() - monotonic
            unix = min(max(unix, date - elapsed), date + 1)
        return int(unix * 1_000_000)

    def _missed(self, missed: MissedMessages) -> None:
        hook = self._settings.on_missed
        if hook is None:
            _logger.warning(
                "messages of session %s may be missing from a message feed: %s",
                missed.session_id,
                missed.reason,
            )
            return
        try:
            hook(missed)
        except Exception:
            _logger.exception("on_missed raised; the message feed goes on")

    def _room_made(self) -> None:
        if self._follower is not None:
            self._follower.planning.wake()

    def _require_entered(self) -> None:
        if not self._entered:
            raise RuntimeError("enter the feed first: async with project.messages.follow() as feed:")


def _ledger(project_id: str, settings: FeedSettings) -> Ledger:
    if settings.position is not None:
        return Ledger.at(settings.position, settings.chosen)
    return Ledger(project_id, settings.start or 0, settings.chosen)


def _reporter(caller: Caller, bound: tuple[str, ...]) -> ViewReporter | None:
    listeners = caller.listeners
    if listeners is None or not listeners.any_of("view_"):
        return None
    # Imported late: most clients have no observers.
    from cortex_async.live.reporter import ViewReporter

    return ViewReporter(listeners, "message_feed", bound[0], caller.clock.monotonic)
