"""The local copy of a list of objects: what is shown, what is in doubt, what is remembered as gone. No I/O, no clock."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from cortex_async.live.changes import Change, Removed, change_between
from cortex_async.live.knowledge import Known, Reading, Rules, fold, settle
from cortex_async.live.reconcile import UNKNOWN, Snapshot, reconcile
from cortex_async.live.signals import Delete, Recheck, Upsert

T = TypeVar("T")

MEMORY = 10_000
"""How many objects that are not shown are remembered: those that are gone, so that a late event does not bring them back, and
those that events told of before the first snapshot."""


class Replica(Generic[T]):
    """Takes events and answers in any order; every method returns what changed by it.

    order: sorts the objects, e.g. by their creation; what is equal stays as it came.
    """

    def __init__(self, rules: Rules[T], order: Callable[[T], Any]) -> None:
        self._rules = rules
        self._order = order
        self._absent: Known[T] = Known(None, UNKNOWN)
        self._shown: dict[str, Known[T]] = {}
        self._other: OrderedDict[str, Known[T]] = OrderedDict()
        self._values: dict[str, T] = {}
        self._sorted = True
        self._picture: Mapping[str, T] | None = None
        self._doubted: dict[str, None] = {}
        self.seq: int = 0
        self.overflowed: bool = False

    @property
    def values(self) -> Mapping[str, T]:
        """The objects by id, in order. Not touched by later changes."""
        if self._picture is None:
            if not self._sorted:
                self._values = dict(sorted(self._values.items(), key=lambda item: self._order(item[1])))
                self._sorted = True
            self._picture = MappingProxyType(self._values.copy())
        return self._picture

    def get(self, key: str) -> T | None:
        return self._values.get(key)

    @property
    def doubted(self) -> tuple[str, ...]:
        """Ids of the objects that must be asked for, the longest in doubt first."""
        return tuple(self._doubted)

    def is_doubted(self, key: str) -> bool:
        return key in self._doubted

    def is_hinted_at(self, key: str) -> bool:
        """Whether it is in doubt because of events that do not tell the whole object."""
        doubt = self._known(key).doubt
        return doubt is not None and doubt.event is None

    @property
    def in_doubt(self) -> bool:
        return bool(self._doubted)

    def count(self) -> int:
        """Another event came, one that does not concern a single object. Returns its number."""
        self.seq += 1
        return self.seq

    def hear(self, signal: Upsert[T] | Delete | Recheck, *, agree: bool = True) -> list[Change[T]]:
        """An event came."""
        self.seq += 1
        key = signal.key
        return self._store(key, fold(self._known(key), signal, self.seq, self._rules, agree=agree))

    def answer(self, key: str, reading: Reading[T], *, agree: bool = True) -> list[Change[T]]:
        """One object was asked for."""
        return self._store(key, settle(self._known(key), reading, self._rules, agree=agree))

    def land(self, snapshot: Snapshot[T], *, agree: bool = True) -> list[Change[T]]:
        """The whole list was asked for. The changes come in one piece, removals first."""
        self.overflowed = False
        known: dict[str, Known[T]] = {**self._other, **self._shown}
        result = reconcile(known, self._absent, snapshot, self._rules, agree=agree)
        self._absent = result.absent
        changes = [
            change
            for key, one in result.known.items()
            if one is not known.get(key)
            for change in self._store(key, one)
        ]
        changes.sort(key=lambda change: not isinstance(change, Removed))
        return changes

    def _known(self, key: str) -> Known[T]:
        return self._shown.get(key) or self._other.get(key) or self._absent

    def _store(self, key: str, known: Known[T]) -> list[Change[T]]:
        if known.doubt is None:
            self._doubted.pop(key, None)
        else:
            self._doubted[key] = None
        old = self._values.get(key)
        if known.value is not None:
            self._other.pop(key, None)
            self._shown[key] = known
        else:
            self._shown.pop(key, None)
            self._remember(key, known)
        change = change_between(key, old, known.value)
        if change is not None:
            self._show(key, old, known.value)
        elif known.value is not None:
            self._values[key] = known.value
        return [] if change is None else [change]

    def _remember(self, key: str, known: Known[T]) -> None:
        if not known.was_shown and known.doubt is None:
            self._other.pop(key, None)
            return
        self._other[key] = known
        self._other.move_to_end(key)
        if len(self._other) > MEMORY:
            forgotten, lost = self._other.popitem(last=False)
            if lost.doubt is not None:
                self._doubted.pop(forgotten, None)
                self.overflowed = True

    def _show(self, key: str, old: T | None, new: T | None) -> None:
        self._picture = None
        if new is None:
            del self._values[key]
            return
        if old is None:
            last = next(reversed(self._values.items()), None)
            moved = last is not None and self._order(new) < self._order(last[1])
        else:
            moved = self._order(old) != self._order(new)
        self._values[key] = new
        self._sorted = self._sorted and not moved
