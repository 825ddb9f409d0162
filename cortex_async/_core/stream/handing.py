"""Hands events on as they are decoded."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from cortex_async._core.stream.buffer import Entry, EventBuffer

T = TypeVar("T")


class HandingBuffer(EventBuffer[T]):
    """A buffer that stays empty: it calls ``take`` with each event, as the connection is read.

    That saves waking another task for each event. ``take`` must neither block nor raise, and mostly runs
    outside of any task.

    has_room: while it returns False, the connection is not read, until ``go_on`` is called.
    """

    def __init__(self, taken_id: str, take: Callable[[T], object], has_room: Callable[[], bool]) -> None:
        super().__init__(1, 1, "block", taken_id, lambda _: None)
        self._take = take
        self._has_room = has_room

    def offer(self, entry: Entry[T]) -> bool:
        if not self._finished:
            if not self._has_room():
                return False
            self.taken_id = entry[1]
            self._take(entry[0])
        return True

    def go_on(self) -> None:
        """Note that there is room again."""
        if self._blocked:
            self._room.wake()


def always() -> bool:
    """Whether there is room where there is no limit."""
    return True
