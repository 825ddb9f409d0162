"""The local copy of a list of objects: what is shown, what is in doubt, what is remembered as gone.

No I/O, no clock.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from cortex_async.live.changes import Change, Removed, change_between
from cortex_async.live.object_state import Fetched, MergeRules, ObjectState
from cortex_async.live.reconcile import UNKNOWN, Snapshot, reconcile
from cortex_async.live.transitions import apply_event, apply_response
from cortex_async.live.updates import Delete, Invalidate, Upsert

T = TypeVar("T")

MAX_REMEMBERED = 10_000
"""How many objects that are not shown are remembered: deleted ones, so that a late event does not bring them
back, and ones that events named before the first snapshot.
"""


class Replica(Generic[T]):
    """Applies events and responses in any order. Each method that applies something returns the changes.

    order: sort key of the objects, e.g. when they were created. Objects with equal keys stay in order of
        arrival.
    """

    def __init__(self, rules: MergeRules[T], order: Callable[[T], Any]) -> None:
        self._rules = rules
        self._order = order
        self._absent: ObjectState[T] = ObjectState(None, UNKNOWN)
        self._shown: dict[str, ObjectState[T]] = {}
        self._other: OrderedDict[str, ObjectState[T]] = OrderedDict()
        self._values: dict[str, T] = {}
        self._sorted = True
        self._view: Mapping[str, T] | None = None
        self._doubted: dict[str, None] = {}
        self.seq: int = 0
        self.overflowed: bool = False

    @property
    def values(self) -> Mapping[str, T]:
        """The objects by id, in order. Later changes do not affect it."""
        if self._view is None:
            if not self._sorted:
                self._values = dict(sorted(self._values.items(), key=lambda item: self._order(item[1])))
                self._sorted = True
            self._view = MappingProxyType(self._values.copy())
        return self._view

    def get(self, key: str) -> T | None:
        return self._values.get(key)

    @property
    def doubted(self) -> tuple[str, ...]:
        """Ids of the objects that must be fetched, the longest in doubt first."""
        return tuple(self._doubted)

    def is_doubted(self, key: str) -> bool:
        return key in self._doubted

    def is_hinted(self, key: str) -> bool:
        """Whether the object is in doubt because of events that do not have the whole object."""
        doubt = self._state(key).doubt
        return doubt is not None and doubt.event is None

    @property
    def in_doubt(self) -> bool:
        return bool(self._doubted)

    def count_list_event(self) -> int:
        """Count an event that concerns the list and no single object. Return its number."""
        self.seq += 1
        return self.seq

    def apply_event(self, event: Upsert[T] | Delete | Invalidate, *, agree: bool = True) -> list[Change[T]]:
        self.seq += 1
        state = apply_event(self._state(event.key), event, self.seq, self._rules, agree=agree)
        return self._store(event.key, state)

    def apply_response(self, key: str, fetched: Fetched[T], *, agree: bool = True) -> list[Change[T]]:
        """Apply the response to a request for one object."""
        return self._store(key, apply_response(self._state(key), fetched, self._rules, agree=agree))

    def apply_snapshot(self, snapshot: Snapshot[T], *, agree: bool = True) -> list[Change[T]]:
        """Apply the whole list. The changes are all made before this returns; removals come first."""
        self.overflowed = False
        known: dict[str, ObjectState[T]] = {**self._other, **self._shown}
        result = reconcile(known, self._absent, snapshot, self._rules, agree=agree)
        self._absent = result.absent
        changes = [
            change
            for key, state in result.known.items()
            if state is not known.get(key)
            for change in self._store(key, state)
        ]
        changes.sort(key=lambda change: not isinstance(change, Removed))
        return changes

    def _state(self, key: str) -> ObjectState[T]:
        return self._shown.get(key) or self._other.get(key) or self._absent

    def _store(self, key: str, state: ObjectState[T]) -> list[Change[T]]:
        if state.doubt is None:
            self._doubted.pop(key, None)
        else:
            self._doubted[key] = None
        old = self._values.get(key)
        if state.value is not None:
            self._other.pop(key, None)
            self._shown[key] = state
        else:
            self._shown.pop(key, None)
            self._remember(key, state)
        change = change_between(key, old, state.value)
        if change is not None:
            self._show(key, old, state.value)
        elif state.value is not None:
            self._values[key] = state.value
        return [] if change is None else [change]

    def _remember(self, key: str, state: ObjectState[T]) -> None:
        if not state.was_shown and state.doubt is None:
            self._other.pop(key, None)
            return
        self._other[key] = state
        self._other.move_to_end(key)
        if len(self._other) > MAX_REMEMBERED:
            forgotten, lost = self._other.popitem(last=False)
            if lost.doubt is not None:
                self._doubted.pop(forgotten, None)
                self.overflowed = True

    def _show(self, key: str, old: T | None, new: T | None) -> None:
        self._view = None
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
