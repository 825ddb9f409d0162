"""A broker in memory: the reference for what a broker does, and a broker for tests.

It lives in one process and is lost with it. Leases, windows and waits follow its clock.
"""

from __future__ import annotations

from collections.abc import Sequence

from cortex_async._core.arguments import check_count, check_seconds
from cortex_async._core.runtime.not_copyable import NotCopyable
from cortex_async._core.timing.clock import Clock, SystemClock
from cortex_async.relay.broker import BrokerUnavailable, DeadLetter, Record
from cortex_async.relay.memory.groups import Group, Log
from cortex_async.relay.memory.membership import MemoryMembership
from cortex_async.relay.memory.scopes import MemoryLeadership, Scopes

WINDOW = 24 * 3600.0


class MemoryBroker(NotCopyable):
    """A broker in memory, with all that a ``Sink`` and a ``Source`` promise::

        broker = MemoryBroker()
        await Relay(project, broker).run()
        print([record.type for record in broker.records])

    available: set it to False for a broker that cannot be reached: every call raises ``BrokerUnavailable``.
    clock: ``SystemClock`` by default; one of the test's own makes leases and windows pass at will.

    Args:
        partitions: how many partitions there are; 8 by default.
        window: seconds for which the id of a published event is remembered; a day by default.
        max_known: how many known versions are kept for each scope; 100,000 by default.

    Raises ``ArgumentError`` for a setting that cannot be used.
    """

    def __init__(
        self,
        *,
        partitions: int = 8,
        window: float = WINDOW,
        max_known: int = 100_000,
        clock: Clock | None = None,
    ) -> None:
        check_count("partitions", partitions)
        check_seconds("window", window, none=False)
        check_count("max_known", max_known)
        self._clock = clock or SystemClock()
        self._log = Log(partitions)
        self._scopes = Scopes(self._log, window, max_known, self._clock, self._require_available)
        self._groups: dict[str, Group] = {}
        self.available: bool = True

    @property
    def window(self) -> float:
        """Seconds for which the id of a published event is remembered."""
        return self._scopes.window

    @property
    def partitions(self) -> int:
        """How many partitions there are."""
        return len(self._log.entries)

    @property
    def records(self) -> list[Record]:
        """Everything that was published, in order of publication."""
        return list(self._log.records)

    def partition_of(self, key: str) -> int:
        """Return the partition of the events with this key."""
        return self._scopes.partition_of(key)

    # -- for relays and webhook receivers

    async def lead(self, scope: str, holder: str, seconds: float) -> MemoryLeadership | None:
        """Take the leadership of a scope, None if somebody else has it."""
        self._require_available()
        state, now = self._scopes.of(scope), self._clock.monotonic()
        if now < state.until:
            return None
        state.fence += 1
        state.holder, state.until = holder, now + seconds
        return MemoryLeadership(self._scopes, scope, state.fence)

    async def publish(self, records: Sequence[Record]) -> int:
        """Append records without a leadership. Returns how many were new."""
        self._require_available()
        return self._scopes.append(records)

    async def close(self) -> None:
        """Do nothing: there are no connections."""

    # -- for workers

    async def join(self, group: str, member: str, seconds: float) -> MemoryMembership:
        """Join a group of workers, which begins with the oldest event if it is new."""
        self._require_available()
        found = self._groups.setdefault(group, Group(group, self._log))
        return MemoryMembership(found, member, seconds, self._clock, self._require_available)

    async def lag(self, group: str) -> int:
        """How many events the group has not acknowledged yet."""
        self._require_available()
        return self._group(group).lag

    async def dead_letters(self, group: str, limit: int = 100) -> list[DeadLetter]:
        """The oldest dead letters of a group."""
        self._require_available()
        return list(self._group(group).dead.values())[:limit]

    async def revive(self, letters: Sequence[DeadLetter]) -> None:
        """Hand dead letters to their group again."""
        self._require_available()
        for letter in letters:
            self._group(letter.group).revive(letter, self.partition_of(letter.key))

    async def discard(self, letters: Sequence[DeadLetter]) -> None:
        """Delete dead letters."""
        self._require_available()
        for letter in letters:
            self._group(letter.group).dead.pop(letter.position, None)

    def _group(self, name: str) -> Group:
        return self._groups.get(name) or Group(name, self._log)

    def _require_available(self) -> None:
        if not self.available:
            raise BrokerUnavailable("the broker is not available")
