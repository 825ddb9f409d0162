"""What was read from the stream and not published yet, bounded in events and bytes."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Sequence
from itertools import takewhile

from cortex_async._core.timing.wakeup import Wakeup
from cortex_async.relay.items import Item


class Backlog:
    """A queue. While it is full, nothing is to be added.

    has_room: called when it is full no longer.
    """

    def __init__(self, events: int, size: int) -> None:
        self._events = events
        self._size = size
        self._items: deque[Item] = deque()
        self._bytes = 0
        self._about: Counter[tuple[str, str]] = Counter()
        self._added = Wakeup()
        self.has_room: Callable[[], object] = lambda: None

    def __len__(self) -> int:
        return len(self._items)

    def brings(self, item: Item) -> bool:
        """Whether an event has arrived that makes this synthetic one unnecessary: it says the same, or has a
        newer state."""
        kind = item.record.type
        enough = {kind} if not kind.endswith(".updated") else {kind, f"{kind.partition('.')[0]}.created"}
        return any((name, one) in self._about for name in item.changes for one in enough)

    @property
    def full(self) -> bool:
        return len(self._items) >= self._events or self._bytes >= self._size

    def add(self, item: Item) -> None:
        """Add an event."""
        self._items.append(item)
        self._bytes += len(item.record.body)
        self._about.update((name, item.record.type) for name in item.changes)
        self._added.wake()

    async def wait(self) -> None:
        """Wait until there is an event."""
        while not self._items:
            await self._added.wait()

    def first(self, count: int) -> list[Item]:
        """The oldest events, which stay until ``drop``."""
        return [self._items[place] for place in range(min(count, len(self._items)))]

    def older_than(self, at: float) -> list[Item]:
        """The events up to the first one that is not older than a time, in Unix seconds. They stay."""
        return list(takewhile(lambda item: item.time < at, self._items))

    def drop(self, count: int) -> None:
        """Remove the oldest events: they are published."""
        was_full = self.full
        for _ in range(count):
            item = self._items.popleft()
            self._bytes -= len(item.record.body)
            for name in item.changes:
                about = name, item.record.type
                self._about[about] -= 1
                if not self._about[about]:
                    del self._about[about]
        if was_full and not self.full:
            self.has_room()


def merged(found: Sequence[Item], read: Sequence[Item], until: float) -> list[Item]:
    """What a repair has found together with what the stream brought before, by time.

    A stream that has broken off twice has brought what happened between, and that must come before what was
    missed the second time.

    until: the time of what was found as the state at the end, which comes last.
    """
    waiting, items = deque(read), list[Item]()
    for one in found:
        # One with the same time was read first: a repair looks for what is missing after it.
        is_state = one.synthetic and one.at == until
        while waiting and not is_state and waiting[0].time <= one.time:
            items.append(waiting.popleft())
        items.append(one)
    return [*items, *waiting]
