"""What waits for the consumer of a feed: messages, and what is true once those before are handled."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from attrs import define, evolve, frozen

from cortex_async.feeds.ledger import Ledger
from cortex_async.feeds.position import key_of
from cortex_async.feeds.values import FeedMessage

CAPACITY = 1000
"""Messages that may wait before nothing more is read from the stream, and no further session is fetched."""


@define
class Waiting:
    """A message that waits. at: its time in microseconds since 1970."""

    message: FeedMessage
    at: int
    live: bool


@frozen
class Complete:
    """Every message of a session that existed when ``newest`` was the newest one comes before this."""

    session_id: str
    newest: int


@frozen
class Forgotten:
    """A session ended long ago, or was deleted, and all its messages come before this."""

    session_id: str
    deleted: bool = False


@frozen
class Skipped:
    """Messages from before the feed began: their keys and times."""

    session_id: str
    times: Mapping[int, int]


Step: TypeAlias = Waiting | Complete | Skipped | Forgotten


class Outbox:
    """A queue from the tasks of a feed to its consumer.

    handed: how many messages were handed over.
    hand: the message that was handed over last, None once it counts as handled.
    """

    def __init__(self, ledger: Ledger, room_made: Callable[[], object]) -> None:
        self.handed: int = 0
        self.hand: Waiting | None = None
        self._ledger = ledger
        self._room_made = room_made
        self._steps: deque[Step] = deque()
        self._ready = asyncio.Event()
        self._room = asyncio.Event()
        self._messages = 0
        self._ended = False
        self._error: Exception | None = None

    @property
    def full(self) -> bool:
        """Whether no more should be added."""
        return self._messages >= CAPACITY

    async def until_room(self) -> None:
        """Wait until it is not full."""
        while self.full and not self._ended:
            self._room.clear()
            await self._room.wait()

    def add(self, steps: Iterable[Step]) -> None:
        """Add steps, however many there are."""
        for step in steps:
            self._steps.append(step)
            self._messages += isinstance(step, Waiting)
        self._ready.set()

    def end(self, error: Exception | None) -> None:
        """Mark the end, after everything that waits. Only the first call counts."""
        if not self._ended:
            self._ended, self._error = True, error
            self._ready.set()
            self._room.set()

    def clear(self) -> None:
        """Drop what waits. The message that was handed over last stays."""
        self._steps.clear()
        self._messages = 0
        self._room.set()

    def acknowledge(self) -> None:
        """Count the message that was handed over last as handled."""
        hand, self.hand = self.hand, None
        if hand is not None:
            mark = self._ledger.marks.get(hand.message.session_id)
            if mark is not None:
                mark.handled(key_of(hand.message.id), hand.at)

    async def take(self) -> FeedMessage | None:
        """The next message that was not handled, None at the end. Raises what ended the feed, once."""
        while True:
            while self._steps:
                found = self._advance(self._steps.popleft())
                if found is not None:
                    return found
            if self._ended:
                error, self._error = self._error, None
                if error is not None:
                    raise error
                return None
            self._ready.clear()
            await self._ready.wait()

    def _advance(self, step: Step) -> FeedMessage | None:
        if isinstance(step, Waiting):
            return self._message(step)
        mark = self._ledger.marks.get(step.session_id)
        if mark is None:
            return None
        match step:
            case Complete(newest=newest):
                mark.complete(newest)
            case Skipped(times=times):
                mark.skip(times)
            case Forgotten(deleted=True):
                self._ledger.drop(step.session_id)
            case Forgotten():
                self._ledger.forget(step.session_id)
        return None

    def _message(self, waiting: Waiting) -> FeedMessage | None:
        full = self.full
        self._messages -= 1
        if full and not self.full:
            self._room.set()
            self._room_made()
        message = waiting.message
        mark = self._ledger.marks.get(message.session_id)
        if mark is not None:
            if not mark.wants(key_of(message.id), waiting.at, live=waiting.live):
                return None
            if waiting.at < mark.last:
                message = waiting.message = evolve(message, late=True)
        self.handed += 1
        self.hand = waiting
        return message
