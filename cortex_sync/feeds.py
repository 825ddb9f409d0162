"""A feed of everything that is said in a project, without gaps, for blocking code.

    with project.messages.follow() as feed:
        for message in feed:
            print(message.session_id, message.speaker.name, message.text)

The values are those of ``cortex_async.feeds``. docs/message-feed.md is the guide.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Self, TypeVar

from cortex_async.feeds import FeedMessage, FeedPosition, MissedMessages
from cortex_async.feeds import MessageFeed as AsyncMessageFeed
from cortex_sync.bridge.call import Call
from cortex_sync.bridge.opened import Opened
from cortex_sync.bridge.readers import as_async
from cortex_sync.bridge.runner import Runner

__all__ = ["FeedMessage", "FeedPosition", "MessageFeed", "MissedMessages"]

R = TypeVar("R")


class MessageFeed(Opened[AsyncMessageFeed]):
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

    _noun = "feed"

    def __init__(self, runner: Runner, inner: AsyncMessageFeed) -> None:
        super().__init__(runner, inner)
        self._received = 0

    def close(self) -> None:
        """Close the feed, which ends its iteration. ``position`` stays. Closing twice is allowed."""
        super().close()

    def __iter__(self) -> Self:
        if self._thread is None:
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

    def _on_loop(self, work: Callable[[], R]) -> R:
        """Run ``work`` on the loop, because only the loop thread may touch an open feed."""
        if self._thread is None:
            return work()
        # Not through the runner, which raises ClientClosed: the position outlives the client.
        self._checked_runner()
        call = Call(as_async(work))
        self._thread.complete(call)
        return call.result()
