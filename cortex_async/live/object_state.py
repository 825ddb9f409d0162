"""What is known of one object, as values."""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import Generic, TypeVar

from attrs import define, frozen

from cortex_async.live.time_bounds import TimeBounds
from cortex_async.live.updates import Upsert

T = TypeVar("T")


@frozen
class MergeRules(Generic[T]):
    """How the values of one kind of object combine.

    merge: combines the old value with the new one, where one of the two channels leaves fields out; None
        takes the new one.
    immutable: objects come and go but do not change, so there is nothing to doubt.
    """

    merge: Callable[[T, T], T] | None = None
    immutable: bool = False

    def merged(self, old: T | None, new: T) -> T:
        return new if old is None or self.merge is None else self.merge(old, new)


@frozen
class Doubt(Generic[T]):
    """Events that could not be ordered.

    seq: number of the latest of them. The response to a request sent after it resolves the doubt.
    others: time of the newest besides ``event``; -inf if there is no other.
    event: the newest one that has the whole object.
    """

    seq: int
    others: float
    event: Upsert[T] | None = None

    @property
    def at(self) -> float:
        """Time of the newest of all."""
        return self.others if self.event is None else max(self.others, self.event.at)


# Not frozen: a frozen class's constructor takes three times as long, and this one runs for every event.
@define(weakref_slot=False)
class ObjectState(Generic[T]):
    """What is known of one object. Never modified, since objects that were listed together share one.

    value: what is shown, None for no object.
    as_of: when the server held that value.
    floor: time up to which readers may have been shown something else; -inf if they were shown nothing.
    seq: number of the latest event that this includes.
    """

    value: T | None
    as_of: TimeBounds
    floor: float = -inf
    seq: int = 0
    doubt: Doubt[T] | None = None

    @property
    def was_shown(self) -> bool:
        return self.value is not None or self.floor > -inf

    def showing(self, value: T | None) -> ObjectState[T]:
        """The same knowledge of another value."""
        return ObjectState(value, self.as_of, self.floor, self.seq, self.doubt)


@frozen
class Reading:
    """When a response held its objects, and the number of the latest event when it was requested."""

    as_of: TimeBounds
    watermark: int


@frozen
class Fetched(Generic[T]):
    """One object as a response has it, None for no object.

    ``watermark``: number of the latest event when it was requested.
    """

    value: T | None
    as_of: TimeBounds
    watermark: int
