"""What each domain event means, and to which views.

The events and their payloads: https://docs.4players.io/cortex/features/events/
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from math import inf
from typing import Any, TypeAlias

from attrs import frozen

from cortex_async._generated import events as domain
from cortex_async._generated.decoders import gatherings, participants, sanctions, sessions
from cortex_async._generated.models.gatherings import Gathering, Invitation
from cortex_async._generated.models.participants import Participant
from cortex_async._generated.models.sanctions import Sanction
from cortex_async._generated.models.sessions import Session
from cortex_async.live.routing import VIEW_KINDS, session_of
from cortex_async.live.updates import Delete, Invalidate, InvalidateList, Topic, Update, Upsert
from cortex_async.live.watchable import completed_message, without_members

RoutedUpdate: TypeAlias = tuple[Topic, Update[Any]]

TYPES = ("session.*", "participant.*", "sanction.*", "gathering.*", "message.created")
"""The event types that views subscribe to."""

_DECODERS: dict[type, Callable[[Any], Any]] = {
    Session: sessions.DECODERS[Session],
    Participant: participants.DECODERS[Participant],
    Sanction: sanctions.DECODERS[Sanction],
    Gathering: gatherings.DECODERS[Gathering],
}


@frozen
class EventUpdates:
    """An event as updates of views.

    id: of the event, to recognise duplicates. at: when it happened, in Unix seconds; None if it does not say.
    """

    id: str | None
    at: float | None
    updates: tuple[RoutedUpdate, ...]


def read_event(raw: Mapping[str, Any]) -> EventUpdates | None:
    """The updates that an event makes, None if it concerns no view."""
    event = domain.decode_event(raw)
    at = _seconds(event.timestamp)
    try:
        updates = tuple(_updates(event, raw, at))
    except (AttributeError, TypeError):
        # A null where the spec requires a value.
        updates = tuple(_of_unknown(raw, at))
    return EventUpdates(event.id, at, updates) if updates else None


def _updates(event: domain.Event, raw: Mapping[str, Any], at: float | None) -> Iterator[RoutedUpdate]:
    match event:
        case domain.SessionDeletedEvent():
            yield from _both("session", Delete(_key(event.payload.data)))
        case domain.SessionCreatedEvent() | domain.SessionUpdatedEvent():
            yield from _both("session", _upsert(event.payload.data, at, raw))
        case domain.ParticipantDeletedEvent():
            yield from _both("participant", Delete(_key(event.payload.data)))
        case domain.ParticipantCreatedEvent() | domain.ParticipantUpdatedEvent():
            yield from _both("participant", _upsert(event.payload.data, at, raw))
        case domain.SanctionCreatedEvent() | domain.SanctionUpdatedEvent() | domain.SanctionRevokedEvent():
            sanction = event.payload.data
            # Sanctions carry the time of their last change in responses too, so the order needs no other
            # clock.
            changed = _seconds(sanction.updated_at)
            yield from _both("sanction", _upsert(sanction, at if changed is None else changed, raw))
        case domain.MessageCreatedEvent():
            message = completed_message(event.payload.data)
            yield ("message", message.session_id), _upsert(message, at, raw)
        case domain.UnknownEvent():
            yield from _of_unknown(raw, at)
        case _:
            yield from _of_gathering(event, raw, at)


def _of_gathering(event: domain.Event, raw: Mapping[str, Any], at: float | None) -> Iterator[RoutedUpdate]:
    match event:
        case (
            domain.GatheringCreatedEvent()
            | domain.GatheringUpdatedEvent()
            | domain.GatheringStartedEvent()
            | domain.GatheringEndedEvent()
            | domain.GatheringCancelledEvent()
        ):
            gathering = without_members(event.payload.data)
            yield from _both("gathering", _upsert(gathering, at, raw))
            yield from _invitations_expired(gathering)
        case domain.GatheringMemberJoinedEvent() | domain.GatheringMemberReadyEvent():
            member = event.payload.data.member
            yield ("member", event.payload.data.gathering_id), _upsert(member, at, raw)
            # The gathering has a count of its members, but no event when it changes.
            yield from _both("gathering", _invalidate(event.payload.data.gathering_id, at))
        case domain.GatheringMemberLeftEvent():
            yield ("member", event.payload.data.gathering_id), InvalidateList()
            yield from _both("gathering", _invalidate(event.payload.data.gathering_id, at))
        case domain.GatheringInvitationSentEvent():
            yield from _of_invitation(event, raw, at)
        case domain.GatheringInvitationAcceptedEvent() | domain.GatheringInvitationDeclinedEvent():
            yield ("invitation", event.payload.data.gathering_id), InvalidateList()
            yield ("member", event.payload.data.gathering_id), InvalidateList()
        case _:
            return


def _of_invitation(
    event: domain.GatheringInvitationSentEvent, raw: Mapping[str, Any], at: float | None
) -> Iterator[RoutedUpdate]:
    invitation = event.payload.data
    gathering_id: str | None
    if isinstance(invitation, Invitation):
        gathering_id = invitation.gathering_id
        yield ("invitation", gathering_id), _upsert(invitation, at, raw)
    else:
        # By e-mail: the event has the address, but not the id of the invitation.
        gathering_id = _id_of(event.resource_id, "gathering")
        yield ("invitation", gathering_id), InvalidateList()
    # The invited participant becomes a member with the status "invited".
    yield ("member", gathering_id), InvalidateList()


def _invitations_expired(gathering: Gathering) -> Iterator[RoutedUpdate]:
    if gathering.status in ("ended", "cancelled", "expired"):
        yield ("invitation", gathering.id), InvalidateList()


def _of_unknown(raw: Mapping[str, Any], at: float | None) -> Iterator[RoutedUpdate]:
    """The updates of an unknown event type or payload. Which views it concerns can still be seen."""
    if raw.get("type") == "message.created" and (session_id := session_of(raw)) is not None:
        yield ("message", session_id), InvalidateList()
    kind = str(raw.get("type")).partition(".")[0]
    key = _id_of(raw.get("resourceId"), kind)
    view_kinds = VIEW_KINDS.get(kind)
    if key is None or view_kinds is None:
        return
    yield from _both(kind, _invalidate(key, at))
    for view_kind in view_kinds[1:]:
        yield (view_kind, key), InvalidateList()


def _both(kind: str, update: Upsert[Any] | Delete | Invalidate) -> Iterator[RoutedUpdate]:
    """The update for the views of the object, and for those of all objects of its kind."""
    yield (kind, None), update
    yield (kind, update.key), update


def _invalidate(key: str, at: float | None) -> Invalidate:
    # An unknown time counts as later than any other: only a fetch resolves the doubt, not another event.
    return Invalidate(key, inf if at is None else at)


def _upsert(value: Any, at: float | None, raw: Mapping[str, Any]) -> Upsert[Any] | Invalidate:
    key = _key(value)
    if at is None:
        return _invalidate(key, at)
    if not raw["payload"].get("changes"):
        return Upsert(key, value, at)
    return Upsert(key, value, at, lambda: _previous(value, raw["payload"]))


def _key(value: Any) -> str:
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


def _seconds(moment: object) -> float | None:
    return moment.timestamp() if isinstance(moment, datetime) else None


def _id_of(resource_id: object, kind: str) -> str | None:
    head, colon, key = str(resource_id or "").partition(":")
    return key if head == kind and colon and key else None
