"""The updates that an event's payload makes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from math import inf
from typing import Any

from cortex_async._generated.decoders import gatherings, participants, sanctions, sessions
from cortex_async._generated.models.gatherings import Gathering
from cortex_async._generated.models.participants import Participant
from cortex_async._generated.models.sanctions import Sanction
from cortex_async._generated.models.sessions import Session
from cortex_async.live.updates import Delete, Invalidate, RoutedUpdate, Upsert
from cortex_async.live.watchable import without_members

_DECODERS: dict[type, Callable[[Any], Any]] = {
    Session: sessions.DECODERS[Session],
    Participant: participants.DECODERS[Participant],
    Sanction: sanctions.DECODERS[Sanction],
    Gathering: gatherings.DECODERS[Gathering],
}


def both(kind: str, update: Upsert[Any] | Delete | Invalidate) -> tuple[RoutedUpdate, RoutedUpdate]:
    """The update for the views of the object, and for those of all objects of its kind."""
    return ((kind, None), update), ((kind, update.key), update)


def invalidate(key: str, at: float | None) -> Invalidate:
    # An unknown time counts as later than any other: only a fetch resolves the doubt, not another event.
    return Invalidate(key, inf if at is None else at)


def upsert(value: Any, at: float | None, raw: Mapping[str, Any]) -> Upsert[Any] | Invalidate:
    key = key_of(value)
    if at is None:
        return invalidate(key, at)
    payload = raw["payload"]
    if not payload.get("changes"):
        return Upsert(key, value, at)
    return Upsert(key, value, at, lambda: _previous(value, payload))


def key_of(value: Any) -> str:
    if not isinstance(value.id, str):
        raise TypeError("an object without an id")
    return value.id


def _previous(value: object, payload: Mapping[str, Any]) -> Any:
    """The object before the event: its fields, with the old values of those that changed.

    None if they do not decode.
    """
    decode = _DECODERS.get(type(value))
    try:
        previous = decode({**payload["data"], **payload["changes"]}) if decode is not None else None
        return without_members(previous) if isinstance(previous, Gathering) else previous
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def seconds_of(moment: object) -> float | None:
    return moment.timestamp() if isinstance(moment, datetime) else None


def id_of(resource_id: object, kind: str) -> str | None:
    head, colon, key = str(resource_id or "").partition(":")
    return key if head == kind and colon and key else None
