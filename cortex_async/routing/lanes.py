"""Decides which of the waiting events may be handled now: a value without I/O, tasks or threads."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Generic, Protocol, TypeVar

from attrs import define

T = TypeVar("T")

BACKLOG = 10
"""Events taken ahead, as a multiple of the events that may be handled at once.

A busy session fills the backlog with events that wait for each other, while the others still find room.
"""


@define(eq=False)
class Lane(Generic[T]):
    """An item and the keys that it occupies.

    blocked: for how many of its keys an earlier item comes first.
    parked: whether it waits for ``resume``.
    """

    item: T
    keys: tuple[Hashable, ...]
    blocked: int = 0
    running: bool = False
    parked: bool = False


class Ready(Protocol[T]):
    """The lanes that may run now. A deque is one."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[Lane[T]]: ...

    def append(self, lane: Lane[T], /) -> None: ...

    def popleft(self) -> Lane[T]: ...

    def clear(self) -> None: ...


class Lanes(Generic[T]):
    """Items of which at most ``limit`` run at a time, and those with a common key one after another.

    one_line: whether all items run in the order of their arrival, whatever their keys; by default with a
        limit of 1.
    ready: in which order those run that may; by default as they become free to.
    """

    def __init__(self, limit: int, *, one_line: bool | None = None, ready: Ready[T] | None = None) -> None:
        self._limit = limit
        self._one_line = limit == 1 if one_line is None else one_line
        self.room: int = limit if limit == 1 else limit * BACKLOG
        """How many unfinished items there may be before no further one should be taken."""
        self._lanes: dict[Lane[T], None] = {}
        self._queues: dict[Hashable, deque[Lane[T]]] = {}
        self._ready: Ready[T] = deque() if ready is None else ready
        self._running = 0

    @property
    def unfinished(self) -> int:
        """How many items run or wait."""
        return len(self._lanes)

    @property
    def running(self) -> int:
        return self._running

    @property
    def ready(self) -> int:
        """How many items ``take`` would return one after another."""
        return max(0, min(len(self._ready), self._limit - self._running))

    @property
    def parked(self) -> int:
        """How many items wait for ``resume``. May be read in any thread."""
        return sum(lane.parked for lane in [*self._lanes])

    @property
    def items(self) -> list[T]:
        """The items that run or wait, in the order of their arrival. May be read in any thread."""
        return [lane.item for lane in [*self._lanes]]

    @property
    def full(self) -> bool:
        """Whether no further item should be taken for now."""
        return len(self._lanes) >= self.room

    def add(self, item: T, keys: Iterable[Hashable]) -> None:
        """Queue an item behind the earlier ones with any of its keys."""
        lane = Lane(item, (None,) if self._one_line else tuple(dict.fromkeys(keys)))
        self._enter(lane)
        if not lane.blocked:
            self._ready.append(lane)

    def take(self) -> Lane[T] | None:
        """The next item to run, None if there is none or ``limit`` are running. Call ``done`` after it."""
        if not self._ready or self._running >= self._limit:
            return None
        lane = self._ready.popleft()
        lane.running = True
        self._running += 1
        return lane

    def done(self, lane: Lane[T]) -> None:
        """Free the keys of an item that ``take`` returned."""
        self._running -= 1
        del self._lanes[lane]
        for key in lane.keys:
            queue = self._queues[key]
            queue.popleft()
            if not queue:
                del self._queues[key]
                continue
            queue[0].blocked -= 1
            if not queue[0].blocked:
                self._ready.append(queue[0])

    def park(self, lane: Lane[T]) -> None:
        """Let others run instead of an item that ``take`` returned, which keeps its keys until ``resume``."""
        self._running -= 1
        lane.running, lane.parked = False, True

    def resume(self, lane: Lane[T]) -> None:
        """Let a parked item run again. Does nothing if it was abandoned."""
        if lane in self._lanes:
            lane.parked = False
            self._ready.append(lane)

    def abandon(self, which: Callable[[T], bool] | None = None) -> list[T]:
        """Drop the items that do not run, parked ones included. Returns them in the order of their arrival.

        which: says of an item whether it is dropped, by default every one.
        """
        dropped = {
            lane: None for lane in self._lanes if not lane.running and (which is None or which(lane.item))
        }
        kept = [lane for lane in self._lanes if lane not in dropped]
        ready = [lane for lane in self._ready if lane not in dropped]
        self._lanes, self._queues = {}, {}
        self._ready.clear()
        for lane in kept:
            self._enter(lane)
        freed = [lane for lane in kept if not (lane.blocked or lane.running or lane.parked or lane in ready)]
        for lane in (*ready, *freed):
            self._ready.append(lane)
        return [lane.item for lane in dropped]

    def _enter(self, lane: Lane[T]) -> None:
        """Queue a lane behind those that are there."""
        self._lanes[lane] = None
        lane.blocked = 0
        for key in lane.keys:
            queue = self._queues.setdefault(key, deque())
            lane.blocked += bool(queue)
            queue.append(lane)
