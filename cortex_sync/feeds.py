"""A feed of everything that is said in a project, without gaps, for blocking code.

    with project.messages.follow() as feed:
        for message in feed:
            print(message.session_id, message.speaker.name, message.text)

The values are those of ``cortex_async.feeds``. docs/message-feed.md is the guide.
"""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import Self, TypeVar

from cortex_async._core.runtime.not_copyable import NotCopyable
from cortex_async.feeds import FeedMessage, FeedPosition, MissedMessages
from cortex_async.feeds import MessageFeed as AsyncMessageFeed
from cortex_sync.bridge.call import Call
from cortex_sync.bridge.errors import LoopStopped
from cortex_sync.bridge.loop import LoopThread
from cortex_sync.bridge.process import loop_thread
from cortex_sync.bridge.readers import as_async
from cortex_sync.bridge.runner import Runner

__all__ = ["FeedMessage", "FeedPosition", "MessageFeed", "MissedMessages"]

R = TypeVar("R")


class MessageFeed(NotCopyable):
    """Everything that is said in a project, each message once: ``project.messages.follow()``.

        with project.messages.follow() as feed:
            for message in feed:
                print(message.speaker.name, message.text)

    Messages arrive as they are spoken. Whenever events may have been missed (the connection was lost, the
    stream reported a gap), the sessions concerned are fetched again and what was missed is yielded, in order
    of time within each session. A message that appears after others with a later ``start`` is yielded when it
    arrives, with ``late`` set.

    A feed is entered once and has one consumer. The iteration raises what ended the event stream, such as
    ``Unauthorized``, and ``ClientClosed``; a feed of chosen sessions ends when all of them were deleted.
    Ctrl-C ends a wait at once and loses no message. Raises ``LoopStopped`` in a forked child.

    The guide is docs/message-feed.md.
    """

    # A class attribute, because a feed whose constructor was interrupted is finalised too.
    _loop_thread: LoopThread | None = None

    def __init__(self, runner: Runner, inner: AsyncMessageFeed) -> None:
        self._runner = runner
        self._inner = inner
        self._received = 0

    def __enter__(self) -> Self:
        try:
            self._runner.run(self._enter)
        except BaseException:
            # Ctrl-C may come after the feed has opened and before the `with` block begins.
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the feed, which ends its iteration. ``position`` stays. Closing twice is allowed."""
        if self._loop_thread is not None and self._loop_thread.alive:
            closing = Call(self._inner.close)
            self._loop_thread.complete(closing)
            closing.result()

    def __iter__(self) -> Self:
        if self._loop_thread is None:
            raise RuntimeError("enter the feed first: with project.messages.follow() as feed:")
        return self

    def __next__(self) -> FeedMessage:
        # A message that Ctrl-C kept from arriving is handed over again.
        message = self._runner.run(self._inner.next_after, self._received)
        if message is None:
            raise StopIteration
        self._received += 1
        return message

    def acknowledge(self) -> None:
        """Count the last message as handled, without asking for the next one.

        ``position`` then includes it, for example before a program ends.
        """
        self._on_loop(self._inner.acknowledge)

    @property
    def position(self) -> FeedPosition:
        """Up to where messages have been handled: pass it to ``follow(since=...)`` of a later run.

        A message counts as handled when the next one is asked for, or after ``acknowledge``. So a program
        that saves positions and dies gets the messages since the last saved one again, and misses none.
        """
        return self._on_loop(lambda: self._inner.position)

    def __del__(self) -> None:
        if self._loop_thread is not None:
            self._loop_thread.post(Call(self._inner.close))

    async def _enter(self) -> None:
        self._loop_thread = loop_thread()
        await self._inner.__aenter__()

    def _on_loop(self, work: Callable[[], R]) -> R:
        """Run ``work`` on the loop, because only the loop thread may touch an open feed."""
        thread = self._loop_thread
        if thread is None:
            return work()
        if not thread.alive:
            raise LoopStopped("the feed ended with its loop thread, or stayed behind in the parent process")
        call = Call(as_async(work))
        thread.complete(call)
        return call.result()
