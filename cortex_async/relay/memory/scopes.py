"""The publishing side of the broker in memory: leaderships, and what was published."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from attrs import define, field, frozen

from cortex_async._core.timing.clock import Clock
from cortex_async.relay.broker import Checkpoint, Fenced, Record, Saved
from cortex_async.relay.memory.groups import Log
from cortex_async.relay.partitions import partition_of


@define(eq=False)
class Scope:
    """What belongs to one scope. fence, holder, until: of the latest leadership."""

    fence: int = 0
    holder: str = ""
    until: float = float("-inf")
    checkpoint: Checkpoint | None = None
    known: dict[str, str] = field(factory=dict[str, str])


class Scopes:
    """require_available: raises ``BrokerUnavailable`` while there is no broker."""

    def __init__(
        self, log: Log, window: float, max_known: int, clock: Clock, require_available: Callable[[], None]
    ) -> None:
        self.log = log
        self.clock = clock
        self.window = window
        self.require_available = require_available
        self._max_known = max_known
        self._published: dict[str, float] = {}
        self._scopes: dict[str, Scope] = {}

    def of(self, name: str) -> Scope:
        return self._scopes.setdefault(name, Scope())

    def append(self, records: Sequence[Record]) -> int:
        now = self.clock.monotonic()
        # Oldest first.
        while self._published:
            oldest = next(iter(self._published))
            if now - self._published[oldest] < self.window:
                break
            del self._published[oldest]
        new = 0
        for record in records:
            if record.id not in self._published:
                self._published[record.id] = now
                self.log.append(record, self.partition_of(record.key))
                new += 1
        return new

    def partition_of(self, key: str) -> int:
        return partition_of(key, len(self.log.entries))

    def remember(self, state: Scope, known: Mapping[str, str | None]) -> None:
        for resource, version in known.items():
            state.known.pop(resource, None)
            if version is not None:
                state.known[resource] = version
        while len(state.known) > self._max_known:
            del state.known[next(iter(state.known))]


@frozen(eq=False)
class MemoryLeadership:
    """A leadership in a ``MemoryBroker``.

    scope: what is relayed. fence: higher than that of every leadership before.
    """

    _scopes: Scopes = field(repr=False)
    scope: str
    fence: int

    async def renew(self, seconds: float) -> bool:
        """Extend the lease to ``seconds`` from now. False if it was lost."""
        self._scopes.require_available()
        state = self._scopes.of(self.scope)
        if state.fence != self.fence:
            return False
        state.until = self._scopes.clock.monotonic() + seconds
        return True

    async def saved(self) -> Saved:
        """What leaders have saved so far."""
        state = self._led()
        return Saved(state.checkpoint, dict(state.known))

    async def publish(
        self, records: Sequence[Record], checkpoint: Checkpoint, known: Mapping[str, str | None]
    ) -> int:
        """Append the records that were not published before, and save the checkpoint."""
        state = self._led()
        new = self._scopes.append(records)
        state.checkpoint = checkpoint
        self._scopes.remember(state, known)
        return new

    async def release(self) -> None:
        """Give the leadership up, if it is still held."""
        self._scopes.require_available()
        state = self._scopes.of(self.scope)
        if state.fence == self.fence:
            state.until = float("-inf")

    def _led(self) -> Scope:
        self._scopes.require_available()
        state = self._scopes.of(self.scope)
        if state.fence != self.fence:
            raise Fenced(f"{state.holder} leads {self.scope} by now")
        return state
