"""What is known of one object, and what an event or an answer adds to it: functions on values, without I/O or clock.

Two facts order what comes in. **Causality**: a question that was asked after an event came in is answered with what that event
told, or with something later. **Instants**: an event that happened after an answer was given is newer than the answer, one that
happened before another event is older. Where neither decides, the object is *in doubt*: what is shown stays, and the object is
asked for once more, which decides by causality. So what is shown never goes back, and no clock needs to be right for it.
"""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import Generic, TypeVar

from attrs import evolve, frozen

from cortex_async.live.signals import Delete, Recheck, Upsert
from cortex_async.live.stamps import FINAL, Stamp, of_event, order

T = TypeVar("T")


@frozen
class Rules(Generic[T]):
    """What is particular to a kind of object.

    merge: what is known once the second has come to the first, where one way tells less than the other; None for the second.
    immutable: objects come and go but do not change, so that there is nothing to doubt.
    """

    merge: Callable[[T, T], T] | None = None
    immutable: bool = False

    def met(self, old: T | None, new: T) -> T:
        return new if old is None or self.merge is None else self.merge(old, new)


@frozen
class Doubt(Generic[T]):
    """Events that could not be placed.

    seq: number of the latest of them; an answer to a question asked later resolves the doubt.
    at: instant of the newest.
    event: the newest that tells the whole object.
    """

    seq: int
    at: float
    event: Upsert[T] | None = None


@frozen
class Known(Generic[T]):
    """What is known of one object.

    value: what is shown, None for no object.
    floor: instant up to which readers may have been shown something else; -inf if they were shown nothing.
    seq: number of the latest event that this includes.
    """

    value: T | None
    stamp: Stamp
    floor: float = -inf
    seq: int = 0
    doubt: Doubt[T] | None = None

    @property
    def was_shown(self) -> bool:
        return self.value is not None or self.floor > -inf


@frozen
class Reading(Generic[T]):
    """What an answer says of one object, None for no object. ``mark`` is the number of the latest event when it was asked for."""

    value: T | None
    stamp: Stamp
    mark: int


def fold(
    known: Known[T], signal: Upsert[T] | Delete | Recheck, seq: int, rules: Rules[T], *, agree: bool
) -> Known[T]:
    """What is known after event number ``seq``; the same object if nothing changes."""
    if known.stamp is FINAL:
        return known
    match signal:
        case Delete():
            return Known(None, FINAL, inf, seq)
        case Recheck():
            return _doubtful(known, seq, signal.at)
        case Upsert():
            return _upsert(known, signal, seq, rules, agree=agree)


def _upsert(known: Known[T], event: Upsert[T], seq: int, rules: Rules[T], *, agree: bool) -> Known[T]:
    value = rules.met(known.value, event.value)
    placed = order(event.at, known.stamp, agree=agree)
    if rules.immutable and known.value is not None:
        return known if value == known.value else evolve(known, value=value)
    if placed == 0 and (_follows(known, event) or (rules.immutable and event.at > known.floor)):
        placed = 1
    if placed > 0:
        # A doubt about something earlier is answered by this.
        doubt = known.doubt if known.doubt is not None and known.doubt.at >= event.at else None
        return Known(value, of_event(event.at), event.at, seq, doubt)
    if placed < 0:
        return known
    if value == known.value:
        # What is shown may be of this instant, unless something else was shown since: then later events have a place.
        return (
            evolve(known, stamp=of_event(event.at), floor=event.at, seq=seq)
            if event.at > known.floor
            else known
        )
    return _doubtful(known, seq, event.at, event)


def _follows(known: Known[T], event: Upsert[T]) -> bool:
    """Whether the event changes exactly what is shown: it says what was before it.

    The same value may have been there twice; but unless something else was shown in between, no reader can tell.
    """
    if known.value is None or event.at <= known.floor:
        return False
    return event.earlier() == known.value


def _doubtful(known: Known[T], seq: int, at: float, event: Upsert[T] | None = None) -> Known[T]:
    before = known.doubt
    if before is not None:
        if event is None or (before.event is not None and before.event.at > event.at):
            event = before.event
        at = max(at, before.at)
    return evolve(known, doubt=Doubt(seq, at, event))


def settle(known: Known[T], reading: Reading[T], rules: Rules[T], *, agree: bool) -> Known[T]:
    """What is known after an answer; still in doubt if it must be asked again."""
    if known.stamp is FINAL:
        return known
    doubt = known.doubt
    plain = evolve(known, doubt=None) if doubt is not None else known
    if known.seq > reading.mark:
        settled = _overtaken(plain, reading, rules, agree=agree)
    elif _outdated(known.stamp, reading.stamp, agree=agree):
        return known
    else:
        settled = _taken(plain, doubt, reading, rules, agree=agree)
    if doubt is None or doubt.seq <= reading.mark:
        return settled
    if doubt.event is not None:
        settled = fold(settled, doubt.event, doubt.seq, rules, agree=agree)
    if doubt.event is None or doubt.at > doubt.event.at:
        settled = _doubtful(settled, doubt.seq, doubt.at)
    return settled


def _outdated(known: Stamp, answer: Stamp, *, agree: bool) -> bool:
    """Whether an answer is clearly older than what was known before the question: it came out of a cache or a replica."""
    comparable = agree or known.dated == answer.dated
    return comparable and answer.upper < known.lower


def _overtaken(known: Known[T], reading: Reading[T], rules: Rules[T], *, agree: bool) -> Known[T]:
    """An event was taken in between question and answer: only instants can tell which is newer."""
    if known.value is not None and reading.value is not None:
        value = rules.met(known.value, reading.value)
        if rules.immutable or value == known.value:
            return evolve(known, value=value)
    placed = order(known.stamp.upper, reading.stamp, agree=agree)
    if placed > 0:
        return known
    if placed < 0:
        return _taken(known, None, reading, rules, agree=agree)
    return _doubtful(known, known.seq, known.stamp.upper)


def _taken(
    known: Known[T], doubt: Doubt[T] | None, reading: Reading[T], rules: Rules[T], *, agree: bool
) -> Known[T]:
    stamp = reading.stamp
    value = None if reading.value is None else rules.met(known.value, reading.value)
    if value == known.value:
        # Confirmed. The stamp stays: what happens after it is news all the same, and is taken without doubt.
        if stamp.upper < known.stamp.upper and known.stamp.dated == stamp.dated:
            return evolve(known, stamp=evolve(known.stamp, upper=stamp.upper))
        return known
    floor = -inf if stamp.dated else stamp.upper
    if known.was_shown:
        floor = max(floor, known.stamp.upper if agree or not known.stamp.dated else inf)
    event = doubt.event if doubt is not None else None
    if event is not None and event.value == value and event.at > floor:
        # The answer is what the event told, so its instant is known.
        return Known(value, of_event(event.at), event.at, reading.mark)
    return Known(value, stamp, floor, reading.mark)
