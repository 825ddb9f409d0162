"""The local copy of a list of objects: what is shown, what is in doubt, what is remembered as gone.

No I/O, no clock.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Generic, TypeVar

from cortex_async.live.changes import Added, Change, Removed, change_between
from cortex_async.live.object_state import Fetched, MergeRules, ObjectState
from cortex_async.live.reconcile import UNKNOWN, Listed, Snapshot, absent_after, reconcile
from cortex_async.live.rows import Rows
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
        "_absent", "_doubted", "_listed", "_other", "_rows", "_rules", "_states", "overflowed", "seq",
    )  # fmt: skip

    def __init__(self, rules: MergeRules[T], order: Callable[[T], Any]) -> None:
        self._rules = rules
        self._absent: ObjectState[T] = ObjectState(None, UNKNOWN)
        self._rows = Rows(order)
        # Of the objects in ``_rows``; of those that are missing here, ``_listed``. A state without a value
        # is shared by objects that were listed together.
        self._states: dict[str, ObjectState[T]] = {}
        self._listed = self._absent
        self._other: OrderedDict[str, ObjectState[T]] | None = None
        self._doubted: dict[str, None] = {}
        self.seq: int = 0
        self.overflowed: bool = False

    @property
    def values(self) -> Mapping[str, T]:
        """The objects by id, in order. Later changes do not affect it."""
        return self._rows.shown()

    def __len__(self) -> int:
        return len(self._rows)

    def get(self, key: str) -> T | None:
        return self._rows.get(key)

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
        return self._store(event.key, before.value, state.value, state)

    def apply_response(self, key: str, fetched: Fetched[T], *, agree: bool = True) -> list[Change[T]]:
        """Apply the response to a request for one object."""
        before = self._state(key)
        state = apply_response(before, fetched, self._rules, agree=agree)
        return self._store(key, before.value, state.value, state)

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
        if self._rows or self._other:
            return False
        self._listed, self._states = Listed(self._absent, snapshot, self._rules, agree=agree).states()
        self._rows.load(snapshot.rows)
        return True

    def _reconcile(self, snapshot: Snapshot[T], *, agree: bool) -> Iterator[Change[T]]:
        # Copied: one that is forgotten meanwhile is still compared.
        other = dict(self._other or {})

        def known(key: str) -> ObjectState[T] | None:
            return self._shown(key) or other.get(key)

        keys = (*other, *self._rows)
        found = reconcile(known, keys, self._absent, snapshot, self._rules, agree=agree)
        for key, value, state in found:
            yield from self._store(key, self._rows.get(key), value, state)

    def _shown(self, key: str) -> ObjectState[T] | None:
        state = self._states.get(key)
        if state is not None and state.value is not None:
            return state
        value = self._rows.get(key)
        return None if value is None else (state or self._listed).showing(value)

    def _state(self, key: str) -> ObjectState[T]:
        state = self._shown(key)
        if state is None:
            state = (self._other.get(key) if self._other else None) or self._absent
        return state

    def _store(self, key: str, old: T | None, value: T | None, state: ObjectState[T]) -> list[Change[T]]:
        if state.doubt is not None:
            self._doubted[key] = None
        elif self._doubted:
            self._doubted.pop(key, None)
        change = change_between(key, old, value)
        if change is not None:
            self._rows.store(key, old, value)
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
