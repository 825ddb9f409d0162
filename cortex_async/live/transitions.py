"""How an event or a response changes what is known of one object. Pure functions on values.

Two facts order what arrives. **Causality**: the response to a request sent after an event arrived includes
that event's change, or a later one. **Time**: an event that happened after a response was given is newer than
the response, and an event that happened before another event is older. Where neither decides, the object is
*in doubt*: what is shown stays, and the object is fetched once more, which decides by causality. So what is
shown never goes back in time, and no clock has to be right for it.
"""

from __future__ import annotations

from math import inf
from typing import TypeVar

from attrs import evolve

from cortex_async.live.object_state import Doubt, Fetched, MergeRules, ObjectState
from cortex_async.live.time_bounds import FINAL, TimeBounds, bounds_of_event, compare
from cortex_async.live.updates import Delete, Invalidate, Upsert

T = TypeVar("T")


def apply_event(
    state: ObjectState[T],
    event: Upsert[T] | Delete | Invalidate,
    seq: int,
    rules: MergeRules[T],
    *,
    agree: bool,
) -> ObjectState[T]:
    """The state after event number ``seq``; the same object if nothing changes."""
    if state.as_of is FINAL:
        return state
    if isinstance(event, Upsert):
        return _upsert(state, event, seq, rules, agree=agree)
    if isinstance(event, Delete):
        return ObjectState(None, FINAL, inf, seq)
    return _doubtful(state, seq, event.at)


def _upsert(
    state: ObjectState[T], event: Upsert[T], seq: int, rules: MergeRules[T], *, agree: bool
) -> ObjectState[T]:
    value = rules.merged(state.value, event.value)
    order = compare(event.at, state.as_of, agree=agree)
    if rules.immutable and state.value is not None:
        return state if value == state.value else state.showing(value)
    if order == 0 and (_follows(state, event) or (rules.immutable and event.at > state.floor)):
        order = 1
    if order > 0:
        # This resolves a doubt about something earlier.
        doubt = state.doubt if state.doubt is not None and state.doubt.at >= event.at else None
        return ObjectState(value, bounds_of_event(event.at), event.at, seq, doubt)
    if order < 0:
        return state
    if value == state.value:
        # The value shown may be of this time, unless another one was shown since. If it is, later events can
        # be ordered.
        return (
            ObjectState(state.value, bounds_of_event(event.at), event.at, seq, state.doubt)
            if event.at > state.floor
            else state
        )
    return _doubtful(state, seq, event=event)


def _follows(state: ObjectState[T], event: Upsert[T]) -> bool:
    """Whether the event changes exactly the value shown, by what it says was there before.

    The same value may have been there twice. But unless another one was shown in between, no reader can tell.
    """
    if state.value is None or event.at <= state.floor:
        return False
    return event.previous() == state.value


def _doubtful(
    state: ObjectState[T], seq: int, others: float = -inf, event: Upsert[T] | None = None
) -> ObjectState[T]:
    """The state in doubt about an event that has the whole object, or about others of that time."""
    before = state.doubt
    if before is not None:
        others = max(others, before.others)
        if event is None or before.event is None or event is before.event:
            event = event or before.event
        else:
            older, event = sorted((before.event, event), key=lambda one: one.at)
            others = max(others, older.at)
    return evolve(state, doubt=Doubt(seq, others, event))


def apply_response(
    state: ObjectState[T], fetched: Fetched[T], rules: MergeRules[T], *, agree: bool
) -> ObjectState[T]:
    """The state after a response; still in doubt if the object has to be fetched again."""
    if state.as_of is FINAL:
        return state
    doubt = state.doubt
    plain = evolve(state, doubt=None) if doubt is not None else state
    if state.seq > fetched.watermark:
        result = _overtaken(plain, fetched, rules, agree=agree)
    elif _outdated(state.as_of, fetched.as_of, agree=agree):
        return state
    else:
        result = _accepted(plain, doubt, fetched, rules, agree=agree)
    if doubt is None:
        return result
    if doubt.seq <= fetched.watermark:
        return _includes(result, doubt.at)
    if doubt.event is not None:
        result = apply_event(result, doubt.event, doubt.seq, rules, agree=agree)
    if doubt.event is None or doubt.others >= doubt.event.at:
        # Another event may be newer: of two with the same time it is not known which came first.
        result = _doubtful(result, doubt.seq, doubt.others)
    return result


def _includes(state: ObjectState[T], at: float) -> ObjectState[T]:
    """The state whose value includes what happened up to ``at``, so that an event from before is not newer.

    The value alone does not tell: it may have been there before that event, and again since.
    """
    if state.value is None or state.as_of is FINAL:
        return state
    as_of = evolve(state.as_of, upper=max(state.as_of.upper, at))
    return evolve(state, as_of=as_of, floor=max(state.floor, at))


def _outdated(known: TimeBounds, fetched: TimeBounds, *, agree: bool) -> bool:
    """Whether a response is clearly older than what was known before the request: it came from a cache or a
    database replica.
    """
    comparable = agree or known.dated == fetched.dated
    return comparable and fetched.upper < known.lower


def _overtaken(
    state: ObjectState[T], fetched: Fetched[T], rules: MergeRules[T], *, agree: bool
) -> ObjectState[T]:
    """The state where an event was applied between request and response: only times can order them."""
    if state.value is not None and fetched.value is not None:
        value = rules.merged(state.value, fetched.value)
        if rules.immutable or value == state.value:
            return state.showing(value)
    order = compare(state.as_of.upper, fetched.as_of, agree=agree)
    if order > 0:
        return state
    if order < 0:
        return _accepted(state, None, fetched, rules, agree=agree)
    return _doubtful(state, state.seq, state.as_of.upper)


def _accepted(
    state: ObjectState[T], doubt: Doubt[T] | None, fetched: Fetched[T], rules: MergeRules[T], *, agree: bool
) -> ObjectState[T]:
    as_of = fetched.as_of
    value = None if fetched.value is None else rules.merged(state.value, fetched.value)
    if value == state.value:
        # Confirmed. The older bounds stay, so that a later event is still recognised as later and needs no
        # fetch.
        if as_of.upper < state.as_of.upper and state.as_of.dated == as_of.dated:
            return evolve(state, as_of=evolve(state.as_of, upper=as_of.upper))
        return state
    floor = -inf if as_of.dated else as_of.upper
    if state.was_shown:
        floor = max(floor, state.as_of.upper if agree or not state.as_of.dated else inf)
    event = doubt.event if doubt is not None else None
    if event is not None and event.value == value and event.at > floor:
        # The response has the event's value, so its time is known exactly.
        return ObjectState(value, bounds_of_event(event.at), event.at, fetched.watermark)
    return ObjectState(value, as_of, floor, fetched.watermark)
