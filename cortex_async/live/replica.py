"""The local copy of a list of objects: what is shown, what is in doubt, what is remembered as gone.

No I/O, no clock.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from operator import gt
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from cortex_async.live.changes import Added, Change, Removed, change_between
from cortex_async.live.object_state import Fetched, MergeRules, ObjectState
from cortex_async.live.reconcile import UNKNOWN, Listed, Snapshot, absent_after, reconcile
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

    # There may be tens of thousands of replicas, most of them of a few objects.
    __slots__ = (
        "_absent", "_doubted", "_order", "_other", "_rules", "_sorted", "_states", "_values", "_view",
        "overflowed", "seq",
    )  # fmt: skip

    def __init__(self, rules: MergeRules[T], order: Callable[[T], Any]) -> None:
        self._rules = rules
        self._order = order
        self._absent: ObjectState[T] = ObjectState(None, UNKNOWN)
        self._values: dict[str, T] = {}
        # Of the objects in ``_values``. A state without a value is shared by objects that were listed
        # together.
        self._states: dict[str, ObjectState[T]] = {}
        self._other: OrderedDict[str, ObjectState[T]] | None = None
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
                self._sort()
            self._view = MappingProxyType(self._values.copy())
        return self._view

    def __len__(self) -> int:
        return len(self._values)

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
        before = self._state(event.key)
        state = apply_event(before, event, self.seq, self._rules, agree=agree)
        if state is before and state.value is not None:
            return []
        return self._store(event.key, state.value, state)

    def apply_response(self, key: str, fetched: Fetched[T], *, agree: bool = True) -> list[Change[T]]:
        """Apply the response to a request for one object."""
        state = apply_response(self._state(key), fetched, self._rules, agree=agree)
        return self._store(key, state.value, state)

    def apply_snapshot(self, snapshot: Snapshot[T], *, agree: bool = True) -> list[Change[T]]:
        """Apply the whole list. The changes are all made before this returns; removals come first."""
        if self._load(snapshot, agree=agree):
            return [Added(key, value) for key, value in snapshot.rows.items()]
        changes = list(self._reconcile(snapshot, agree=agree))
        changes.sort(key=lambda change: not isinstance(change, Removed))
        return changes

    def load(self, snapshot: Snapshot[T], *, agree: bool = True) -> int:
        """Apply a list whose changes nobody follows. Return how many there are."""
        if self._load(snapshot, agree=agree):
            return len(snapshot.rows)
        return sum(1 for _ in self._reconcile(snapshot, agree=agree))

    def _load(self, snapshot: Snapshot[T], *, agree: bool) -> bool:
        """Begin an apply of a list. Return whether that was all, since nothing was known before."""
        self.overflowed = False
        self._absent = absent_after(self._absent, snapshot)
        if self._states or self._other:
            return False
        self._states = Listed(self._absent, snapshot, self._rules, agree=agree).states()
        self._values = dict(snapshot.rows)
        self._sorted, self._view = False, None
        return True

    def _reconcile(self, snapshot: Snapshot[T], *, agree: bool) -> Iterator[Change[T]]:
        # Copied: one that is forgotten meanwhile is still compared.
        other = dict(self._other or {})

        def known(key: str) -> ObjectState[T] | None:
            return self._shown(key) or other.get(key)

        keys = (*other, *self._states)
        found = reconcile(known, keys, self._absent, snapshot, self._rules, agree=agree)
        for key, value, state in found:
            yield from self._store(key, value, state)

    def _shown(self, key: str) -> ObjectState[T] | None:
        state = self._states.get(key)
        return state if state is None or state.value is not None else state.showing(self._values[key])

    def _state(self, key: str) -> ObjectState[T]:
        state = self._shown(key)
        if state is None:
            state = (self._other.get(key) if self._other else None) or self._absent
        return state

    def _store(self, key: str, value: T | None, state: ObjectState[T]) -> list[Change[T]]:
        if state.doubt is not None:
            self._doubted[key] = None
        elif self._doubted:
            self._doubted.pop(key, None)
        old = self._values.get(key)
        change = change_between(key, old, value)
        if change is not None:
            self._show(key, old, value)
        if value is None:
            self._states.pop(key, None)
            self._remember(key, state)
        else:
            self._states[key] = state
            if self._other:
                self._other.pop(key, None)
        return [] if change is None else [change]

    def _remember(self, key: str, state: ObjectState[T]) -> None:
        """Remember an object that is not shown, if there is anything to remember."""
        if self._other is None:
            self._other = OrderedDict()
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
            last = next(reversed(self._values.values()), None)
            moved = last is not None and self._order(new) < self._order(last)
        else:
            moved = self._order(old) != self._order(new)
        self._values[key] = new
        self._sorted = self._sorted and not moved

    def _sort(self) -> None:
        orders = [self._order(value) for value in self._values.values()]
        if any(map(gt, orders, islice(orders, 1, None))):
            self._values = dict(sorted(self._values.items(), key=lambda item: self._order(item[1])))
        self._sorted = True
